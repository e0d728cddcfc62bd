import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import * as z from 'zod'
import type { Faults } from '../../../../infra/local/http/faults.ts'
import { startParameters } from '../../../../infra/local/services/parameters.ts'
import type { startProduct } from '../../../../infra/local/services/product.ts'
import { type Handlers, startServices } from '../../../../infra/local/services/services.ts'
import type { DeploymentInput } from '../../../../infra/settings/settings.ts'
import type { Asked } from '../../../support/fault-switch.ts'
import { synthesize } from './bundles.ts'
import { triggersOf } from './event-patterns.ts'
import { startLambda } from './lambda.ts'

export type Who = 'slack' | 'reconcile'

const answerSchema = z.object({ statusCode: z.number(), body: z.string().optional() }).loose()
const batchSchema = z.object({ batchItemFailures: z.array(z.object({ itemIdentifier: z.string() })) })

/**
 * The embedded services with the stack's two functions as they would be deployed: their bundles, the
 * environment of the template (but for where the services are), and only the events that the template's
 * triggers let through. Each function tells its name with every call, as the app of its SDK's user agent.
 */
export function lambdaDeps(settings: DeploymentInput) {
  const outdir = fs.mkdtempSync(path.join(os.tmpdir(), 's3audit-stack-'))
  const stack = synthesize(settings, outdir)
  const triggers = triggersOf(stack.resources)
  const gate = closable()
  const recorded: Asked[] = []
  const kinds = new Set<string>()
  const failures: unknown[] = []
  let faultsOn: Faults['before'] | undefined
  const faults: Faults = {
    before(service, operation, detail) {
      recorded.push({ service, operation, detail })
      return faultsOn?.(service, operation, detail)
    },
  }

  const start: typeof startProduct = async (options, environment) => {
    const services = await startServices({ ...options, faults })
    Object.assign(environment, services.env)
    const { SLACK_BOT_TOKEN, SLACK_SIGNING_SECRET, SLACK_BOT_ID, SLACK_BOT_USER_ID } = services.env
    const credentials = {
      accessKeyId: services.env.AWS_ACCESS_KEY_ID,
      secretAccessKey: services.env.AWS_SECRET_ACCESS_KEY,
    }
    const secret = {
      botToken: SLACK_BOT_TOKEN,
      signingSecret: SLACK_SIGNING_SECRET,
      botId: SLACK_BOT_ID,
      botUserId: SLACK_BOT_USER_ID,
    }
    const parameters = await startParameters(
      { '/s3audit/slack': JSON.stringify(secret) },
      credentials,
      faults,
    )
    const where = Object.fromEntries(
      Object.entries(services.env).filter(([name]) => /^AWS_|^SLACK_API_URL$/.test(name)),
    )
    const load = (who: Who) =>
      startLambda(stack.functions[who].bundle, {
        ...stack.functions[who].environment,
        ...where,
        AWS_ENDPOINT_URL_SSM: parameters.url,
        AWS_SDK_UA_APP_ID: who,
      })
    const slack = await load('slack')
    const reconcile = await load('reconcile')
    const handlers: Handlers = {
      slack: async event => answerSchema.parse(await slack.invoke(event)),
      async reconcile(event) {
        const shaped = shapedOf(event, triggers)
        if (!shaped) return undefined
        kinds.add(shaped.kind)
        await gate.passed()
        const answer = batchSchema.parse(await reconcile.invoke(shaped.event))
        failures.push(...answer.batchItemFailures)
        return answer
      },
    }
    services.connect(handlers)
    return {
      ...services,
      async close() {
        gate.open()
        await services.close()
        await Promise.all([slack.stop(), reconcile.stop(), parameters.close()])
        fs.rmSync(outdir, { recursive: true, force: true })
      },
    }
  }
  return {
    start,
    stack,
    triggers,
    gate,
    recorded,
    /** Which kinds of event have started the reconciler. */
    kinds,
    failures,
    faults(before?: Faults['before']): void {
      faultsOn = before
    },
  }
}

/** An event as AWS would send it; undefined where no trigger would. */
function shapedOf(
  event: unknown,
  triggers: ReturnType<typeof triggersOf>,
): { kind: string; event: unknown } | undefined {
  const { Records: records, source } = z
    .looseObject({ Records: z.array(z.unknown()).optional(), source: z.string().optional() })
    .parse(event)
  if (records) {
    const taken = records.filter(triggers.takesRecord)
    return taken.length > 0 ? { kind: 'stream', event: { Records: taken } } : undefined
  }
  if (source === 'aws.scheduler')
    return triggers.hasSchedule ? { kind: 'schedule', event: SCHEDULED } : undefined
  return triggers.takesEvent(event) ? { kind: String(source), event } : undefined
}

/** What a rule with a schedule sends. */
const SCHEDULED = {
  version: '0',
  id: '53dc4d37-cffa-4f76-80c9-8b7d4a4d2eaa',
  'detail-type': 'Scheduled Event',
  source: 'aws.events',
  account: '111122223333',
  time: '2026-11-21T12:00:00Z',
  region: 'eu-west-1',
  resources: ['arn:aws:events:eu-west-1:111122223333:rule/s3audit-Sweep'],
  detail: {},
}

/** Where the reconciler's events wait while it is closed. */
function closable() {
  let opened = Promise.withResolvers<void>()
  opened.resolve()
  return {
    passed: () => opened.promise,
    close(): void {
      opened = Promise.withResolvers()
    },
    open(): void {
      opened.resolve()
    },
  }
}
