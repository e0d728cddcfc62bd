import type { IncomingMessage, ServerResponse } from 'node:http'
import { Readable } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import { setTimeout as sleep } from 'node:timers/promises'
import { GetObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { awsLimits, BACKGROUND, backgroundOf, INTERACTIVE, limited } from '../../bot/calls/time-limits.ts'
import { reconcileEnvSchema } from '../../bot/services/env.ts'
import { type WorkingDeps, workingDepsFrom } from '../../bot/services/working-deps.ts'
import { type Fault, never } from '../../infra/local/http/faults.ts'
import { listen } from '../../infra/local/http/listen.ts'
import { messageText } from '../../infra/local/terminal/text.ts'
import { expectAnswer } from '../support/clear-words.ts'
import { type Asked, faultSwitch } from '../support/fault-switch.ts'
import {
  ADA,
  datedKey,
  INCIDENTS,
  record,
  smallLogs,
  startTestProduct,
  type TestProduct,
} from '../support/product.ts'
import { buttonOf, press } from '../support/slack-clicks.ts'

/** Services that take a request and do not answer it: people are told in time, and passes end and are repeated. */

const MEMBER = '444455556666'
const QUESTION = 'object-deletion my-bucket 24h'
const hourAgo = (hours: number) => new Date(Date.now() - hours * 3_600_000)
const faults = faultSwitch()
const HOW = ['answers', 'ends'] as const
const of = (service: string, operation?: string) => (asked: Asked) =>
  asked.service === service && (operation === undefined || asked.operation === operation)
const hang = (matches: (asked: Asked) => boolean, how: (typeof HOW)[number] = 'answers') =>
  faults.on(asked => (matches(asked) ? never(how) : undefined))

let product: TestProduct
let deps: WorkingDeps
let logged: string[]
beforeAll(async () => {
  const time = hourAgo(3)
  const deletion = record({ bucket: 'my-bucket', time, operation: 'REST.DELETE.OBJECT', status: 204 })
  product = await startTestProduct({
    faults: faults.faults,
    callSeconds: 0.4,
    settings: {
      channels: [INCIDENTS],
      owners: [ADA],
      otherAccounts: { [MEMBER]: ['member-bucket'] },
      memberRole: 's3audit-member',
    },
    logs: smallLogs({
      buckets: { 'my-bucket': { logging: { targetBucket: 'my-logs', targetPrefix: 'access/' } } },
      objects: [{ bucket: 'my-logs', key: datedKey('access/', hourAgo(1)), body: `${deletion}\n` }],
    }),
  })
  deps = workingDepsFrom(reconcileEnvSchema.parse(product.services.env), () => new Date(), backgroundOf(0.3))
})
afterAll(() => product?.stop())
beforeEach(() => {
  logged = []
  for (const how of ['warn', 'error'] as const)
    vi.spyOn(console, how).mockImplementation(
      (...said: unknown[]) => void logged.push(said.map(String).join(' ')),
    )
})
afterEach(() => {
  faults.off()
  vi.restoreAllMocks()
})

const lastEphemeral = (): string => messageText(product.ephemeralMessages().at(-1)!)
/** The reference that Ada was given, and the line of the log that explains it. */
function explained(text: string): string {
  const [, reference = 'none'] = /reference: ([0-9a-f]{8})/.exec(text) ?? []
  return (
    logged.find(line => line.includes(`"reference":"${reference}"`)) ?? `nothing logged under ${reference}`
  )
}
async function within(ms: number, work: () => Promise<unknown>): Promise<void> {
  const from = performance.now()
  await work()
  expect(performance.now() - from).toBeLessThan(ms)
}
const timesAnswered = () =>
  product.client
    .messages(INCIDENTS)
    .filter(one => !one.ephemeral_to && messageText(one).includes('Answered in the thread')).length

describe('the limits of calls', () => {
  it('fit three seconds where a person waits, with all tries', () => {
    expect(INTERACTIVE).toEqual({
      connectMs: 700,
      requestMs: 1000,
      attempts: 2,
      slackMs: 2000,
      interactionMs: 2000,
    })
    expect(INTERACTIVE.requestMs * INTERACTIVE.attempts).toBeLessThanOrEqual(2000)
  })

  it('are thirty seconds a request where nobody waits', () => {
    expect(BACKGROUND).toEqual({ connectMs: 5000, requestMs: 30_000, attempts: 2, slackMs: 30_000 })
    const env = reconcileEnvSchema.parse({ ...product.services.env, CALL_SECONDS: undefined })
    expect(backgroundOf(env.CALL_SECONDS)).toEqual(BACKGROUND)
  })

  it('are those of the SDK, which throws when they are met', () => {
    expect(awsLimits(BACKGROUND)).toEqual({
      maxAttempts: 2,
      requestHandler: {
        connectionTimeout: 5000,
        requestTimeout: 30_000,
        socketTimeout: 30_000,
        throwOnRequestTimeout: true,
      },
    })
    expect(awsLimits(BACKGROUND, { streams: true }).requestHandler).not.toHaveProperty('requestTimeout')
  })
})

describe.each(HOW)('a call that never %s', how => {
  it.each<[string, string, () => Promise<unknown>]>([
    ['DynamoDB', 'Get', () => deps.investigations.load('none')],
    ['S3', 'GetBucketLogging', () => deps.logs.logging('my-bucket')],
    ['S3', 'ListObjectsV2', () => deps.logs.page('my-logs', { prefix: '' })],
    ['S3Control', 'DescribeJob', () => deps.copyJobs.state('0-0-0-0-0')],
    ['Athena', 'GetQueryExecution', () => deps.athena.execution('none')],
    ['Slack', 'chat.postMessage', () => deps.thread.say(INCIDENTS, { text: 'hello' })],
  ])('to %s is given up, and named: %s', async (service, operation, call) => {
    hang(asked => asked.service !== 'sts', how)
    await within(3000, () => expect(call()).rejects.toThrow(`${service} did not answer ${operation}`))
  })

  it('to STS is given up: the role in another account is not assumed', async () => {
    hang(of('sts'), how)
    const refused = { status: 403, code: 'AccessDenied', message: 'no' }
    faults.on(asked =>
      of('sts')(asked) ? never(how) : of('s3')(asked) && !asked.detail.account ? refused : undefined,
    )
    await within(3000, () => expect(deps.logs.logging('member-bucket')).rejects.toThrow(/did not answer/))
  })

  it('to CloudTrail is given up: the check says what it could not read', async () => {
    hang(of('cloudtrail'), how)
    await within(3000, async () => {
      expect(await deps.trails.in('eu-west-1')).toMatchObject({ known: false, reason: 'failed' })
    })
  })

  it('to S3 in the middle of an object is given up', async () => {
    hang(of('s3', 'GetObject'), how)
    await within(3000, () =>
      expect(deps.logs.read('my-logs', 'x')).rejects.toThrow(/did not answer|timed out/),
    )
  })
})

describe('a transfer', () => {
  const STEPS = 8
  it('may last longer than a request may be silent, both ways', async () => {
    const taken: number[] = []
    const answer = async (request: IncomingMessage, response: ServerResponse) => {
      if (request.method === 'PUT') {
        taken.push((await buffer(request)).length)
        return { status: 200 }
      }
      response.writeHead(200, { 'content-length': String(STEPS) })
      for (let step = 0; step < STEPS; step++) {
        response.write('x')
        await sleep(100)
      }
      response.end()
      return undefined
    }
    const { url, close } = await listen({ answer, failure: () => ({ status: 500 }) })
    const limits = { ...backgroundOf(0.4), attempts: 1 }
    const credentials = { accessKeyId: 'a', secretAccessKey: 'b' }
    const s3 = limited(
      new S3Client({
        ...awsLimits(limits, { streams: true }),
        endpoint: url,
        region: 'eu-west-1',
        credentials,
        forcePathStyle: true,
      }),
    )
    try {
      const { Body } = await s3.send(new GetObjectCommand({ Bucket: 'b', Key: 'k' }))
      expect(await Body?.transformToString()).toBe('x'.repeat(STEPS))
      const slowly = async function* () {
        for (let step = 0; step < STEPS; step++) {
          yield Buffer.from('x')
          await sleep(100)
        }
      }
      const put = { Bucket: 'b', Key: 'k', Body: Readable.from(slowly()), ContentLength: STEPS }
      await s3.send(new PutObjectCommand(put))
      expect(taken[0]).toBeGreaterThanOrEqual(STEPS)
    } finally {
      s3.destroy()
      await close()
    }
  })
})

describe('who waits in Slack', () => {
  it.each(HOW)('for a command, is told in time: DynamoDB never %s', async how => {
    hang(of('dynamodb'), how)
    await within(3000, () => product.type('list mine'))
    expect(lastEphemeral()).toContain('Something went wrong in s3audit')
    expect(explained(lastEphemeral())).toMatch(/DynamoDB did not answer Query/)
  })

  it.each(HOW)('for a form, is told in time: Slack never %s', async how => {
    hang(of('slack'), how)
    await within(3000, () => product.type(''))
    expect(lastEphemeral()).toContain('Something went wrong in s3audit')
    expect(explained(lastEphemeral())).toMatch(/Slack did not answer views\.open/)
  })

  it('for a button, is told in the thread, in time', async () => {
    const answered = await product.ask(QUESTION)
    const reply = product.thread(answered).find(one => buttonOf(one, 'get-csv'))
    hang(of('dynamodb', 'GetItem'))
    await within(3000, () => press(product, reply, 'get-csv'))
    const told = product.client.messages(INCIDENTS, answered.announcement.ts, ADA).at(-1)!
    expect(explained(messageText(told))).toMatch(/DynamoDB did not answer Get/)
  })

  it('for a button, is told in a direct message where Slack takes nothing in the thread', async () => {
    const answered = await product.ask(QUESTION)
    const reply = product.thread(answered).find(one => buttonOf(one, 'get-csv'))
    const ephemeral = of('slack', 'chat.postEphemeral')
    hang(asked => of('dynamodb', 'GetItem')(asked) || ephemeral(asked))
    await press(product, reply, 'get-csv')
    const direct = await vi.waitFor(() => {
      const told = product.client.messages(`D${ADA.slice(1)}`, undefined, ADA).at(-1)
      if (!told) throw new Error('Nothing was told')
      return messageText(told)
    }, 10_000)
    expect(explained(direct)).toMatch(/DynamoDB did not answer Get/)
  })
})

describe('a pass', () => {
  it.each(['s3', 'athena', 'slack', 'dynamodb'])(
    'ends and is repeated: %s does not answer',
    async service => {
      const before = timesAnswered()
      await product.type(`${QUESTION} now`)
      const [id = ''] = await product.investigations.openIds()
      hang(of(service))
      const name = { s3: 'S3', athena: 'Athena', slack: 'Slack', dynamodb: 'DynamoDB' }[service]
      await vi.waitFor(() => expect(logged.join('\n')).toContain(`${name} did not answer`), {
        timeout: 20_000,
        interval: 50,
      })
      faults.off()
      expectAnswer(product, await product.closed(id))
      expect(timesAnswered()).toBe(before + 1)
    },
  )
})

const down = (fault: Fault) => faults.on(asked => (of('slack')(asked) ? fault : undefined))

describe('with Slack’s Web API down', () => {
  const WAYS = [
    ['answers 503', { status: 503, code: 'service_unavailable', message: '' }],
    ['does not answer', never()],
    ['allows no calls', { status: 429, code: 'ratelimited', message: '' }],
  ] as const

  it.each(WAYS)(
    'a command starts its question in UTC, and is answered when it is back: it %s',
    async (_, fault) => {
      const user = 'U0TOM'
      const before = timesAnswered()
      down(fault)
      await within(3000, () => product.type(`${QUESTION} now`, INCIDENTS, user))
      const told = messageText(product.ephemeralMessages(INCIDENTS, user).at(-1)!)
      expect(told).toContain('Started:')
      expect(told).toContain('Slack did not provide your time zone, so times are in UTC.')
      expect(told).toContain('it is checked, and answered, when Slack is back')
      const [id = ''] = await product.investigations.openIds()
      faults.off()
      expectAnswer(product, await product.closed(id))
      expect(timesAnswered()).toBe(before + 1)
    },
  )

  it('the question of a guest is checked when it is back: nothing is read, and only the guest is told', async () => {
    const user = 'U0GUS'
    down(never())
    await within(3000, () => product.type(`${QUESTION} now`, INCIDENTS, user))
    const [id = ''] = await product.investigations.openIds()
    faults.off()
    const { problem, plan, announcement, reply } = await product.closed(id)
    expect(problem).toMatchObject({ code: 'not-allowed' })
    expect(plan).toBeUndefined()
    expect(announcement.ts).toBeUndefined()
    expect(reply.channel).toMatch(/^D/)
  })

  it.each(WAYS)('a form starts its question, and its window says so: it %s', async (_, fault) => {
    const user = 'U0LINUS'
    await product.type(QUESTION, INCIDENTS, user)
    const view_id = product.client.views(user).at(-1)?.id ?? ''
    down(fault)
    await within(3000, () => product.client.submission({ user, view_id, values: {} }))
    const [id = ''] = await product.investigations.openIds()
    faults.off()
    expect(JSON.stringify(product.client.views(user).at(-1)?.view)).toMatch(
      /Started.*it is checked, and answered, when Slack is back/,
    )
    await product.client.close({ user, view_id })
    expectAnswer(product, await product.closed(id))
  })
})
