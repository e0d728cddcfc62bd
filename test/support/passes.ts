import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { DynamoDBClient } from '@aws-sdk/client-dynamodb'
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb'
import { vi } from 'vitest'
import { envSchema } from '../../bot/services/env.ts'
import { isOpen, type Investigation } from '../../bot/model/investigation.ts'
import { takeStep } from '../../bot/app/work.ts'
import type { Request } from '../../bot/time/request.ts'
import { workingDepsFrom, type WorkingDeps } from '../../bot/services/working-deps.ts'
import type { Faults } from '../../infra/local/http/faults.ts'
import { startServices } from '../../infra/local/services/services.ts'
import type { Message } from '../../infra/local/slack/model/protocol.ts'
import { TRAIL, trailDeletion, trailFile, trailKey } from './cloudtrail.ts'
import { ADA, datedKey, INCIDENTS, record, smallLogs } from './product.ts'

/**
 * The embedded services with nobody handing their events on: the test makes every pass itself, with dependencies
 * of its own. `events` is what the services had to tell so far.
 */
export async function startServicesAlone(faults?: Faults) {
  const directory = fs.mkdtempSync(path.join(os.tmpdir(), 's3audit-passes-'))
  const services = await startServices({
    directory,
    logs: threeBuckets(),
    now: () => new Date(),
    passSeconds: 8,
    sweepMs: 3_600_000,
    ...(faults && { faults }),
  })
  for (const [name, value] of Object.entries(services.env)) vi.stubEnv(name, value)
  const events: unknown[] = []
  services.connect({
    slack: () => Promise.reject(new Error('Nobody types here')),
    reconcile: event => Promise.resolve(events.push(event)),
  })
  const deps = workingDepsFrom(envSchema.parse(services.env), () => new Date())
  const { client } = services.slack
  const db = new DynamoDBClient({})
  return {
    deps,
    /** The table past the bot. */
    documents: DynamoDBDocumentClient.from(db),
    client,
    events,
    env: services.env,
    store: services.store,
    /** Messages of an investigation: in the channel itself, and in its thread below the first. */
    messages({ id, announcement: { channel = INCIDENTS, ts } }: Investigation) {
      const ours = (message: Message) => message.metadata?.event_payload.investigation === id
      const roots = client.messages(channel).filter(ours)
      const replies = ts ? client.messages(channel, ts).filter(message => message.ts !== ts) : []
      return { roots, replies }
    },
    async stop() {
      db.destroy()
      vi.unstubAllEnvs()
      await services.close()
      fs.rmSync(directory, { recursive: true, force: true })
    },
  }
}

export type ServicesAlone = Awaited<ReturnType<typeof startServicesAlone>>

/** Dependencies whose clock the test advances, on top of real time. */
export function withClock(deps: WorkingDeps): WorkingDeps & { pass: (seconds: number) => void } {
  let ahead = 0
  return {
    ...deps,
    now: () => new Date(Date.now() + ahead),
    pass: seconds => {
      ahead += seconds * 1000
    },
  }
}

/** How the strategies are brought about: by the layout of the logs, the limit for gathering, and which logs are asked for. */
export const STRATEGIES = {
  'in-place': { bucket: 'daily-bucket' },
  gather: { bucket: 'dated-bucket' },
  'batch-copy': { bucket: 'dated-bucket', gatherObjects: 0 },
  'both logs': { bucket: 'dated-bucket' },
} as const
export type Strategy = keyof typeof STRATEGIES

export function depsFor(strategy: Strategy, deps: WorkingDeps): WorkingDeps {
  const { settings } = deps
  const limits = { ...settings.limits, ...('gatherObjects' in STRATEGIES[strategy] && { gatherObjects: 0 }) }
  return { ...deps, settings: { ...settings, limits } }
}

const HOUR = 3_600_000
const began = Date.now()
const hoursAgo = (hours: number) => new Date(began - hours * HOUR)
const toSeconds = (date: Date) => `${date.toISOString().slice(0, 19)}Z`

/** Deletions of the last day in the bucket of a strategy: one, in a log of two records. */
export const questionFor = (strategy: Strategy): Request => ({
  analysis: 'object-deletion',
  bucket: STRATEGIES[strategy].bucket,
  window: { from: toSeconds(hoursAgo(24)), to: toSeconds(new Date(began)) },
  parameters: {},
  logs: strategy === 'both logs' ? 'both' : 'access-log',
  channel: INCIDENTS,
  asker: { user: ADA, timeZone: 'UTC' },
})

const DAILY = { kind: 'access-log', id: 'daily', bucket: 'daily-logs', prefix: 'access/' } as const

/** Recorded in both logs. */
const DELETION = { key: 'gone.txt', requestId: 'A1B2C3D4E5F60718' }

function threeBuckets() {
  const bodyOf = (bucket: string) =>
    `${[
      record({ bucket, time: hoursAgo(3), operation: 'REST.DELETE.OBJECT', status: 204, ...DELETION }),
      record({ bucket, time: hoursAgo(2) }),
    ].join('\n')}\n`
  const delivered = hoursAgo(1)
  const event = trailDeletion({ ...DELETION, bucket: 'dated-bucket', time: hoursAgo(3) })
  const day = delivered.toISOString().slice(0, 10).replaceAll('-', '/')
  return smallLogs({
    buckets: {
      'dated-bucket': { logging: { targetBucket: 'dated-logs', targetPrefix: 'access/' } },
      'daily-bucket': {
        logging: {
          targetBucket: 'daily-logs',
          targetPrefix: 'access/',
          partitionDateSource: 'DeliveryTime',
        },
      },
    },
    objects: [
      { bucket: 'dated-logs', key: datedKey('access/', delivered), body: bodyOf('dated-bucket') },
      {
        bucket: 'daily-logs',
        key: `access/111122223333/eu-west-1/daily-bucket/${day}/${datedKey('', delivered)}`,
        body: bodyOf('daily-bucket'),
      },
      { bucket: 'my-trail', key: trailKey(delivered), body: trailFile(event) },
    ],
    sources: [{ ...DAILY, dateSource: 'DeliveryTime' }, TRAIL],
  })
}

/** One pass: a run of reconcile with dependencies that the test makes. May reject, as a pass may. */
export type Pass = (id: string) => Promise<void>

const MOST_PASSES = 600
const WAIT_MS = 4

/**
 * Makes passes until the investigation is closed, `side` of them at once. Nothing waits for a claim's end in
 * real time: when nothing else is left to do, the clock goes on by a lease.
 */
export async function passUntilClosed(
  id: string,
  deps: WorkingDeps & { pass: (seconds: number) => void },
  { side = 1, pass = one => takeStep(one, deps) }: { side?: number; pass?: Pass } = {},
): Promise<Investigation> {
  let before = await present(id, deps)
  for (let passes = 0; passes < MOST_PASSES; passes++) {
    await Promise.allSettled(Array.from({ length: side }, () => pass(id)))
    const after = await present(id, deps)
    if (!isOpen(after)) return after
    if (after.version === before.version) await idle(after, deps)
    before = after
  }
  throw new Error(`${id} is still open: ${JSON.stringify(before).slice(0, 2000)}`)
}

export async function present(id: string, { investigations }: WorkingDeps): Promise<Investigation> {
  const investigation = await investigations.load(id)
  if (!investigation) throw new Error(`There is no ${id}`)
  return investigation
}

async function idle(
  { announcement, reply, drawn }: Investigation,
  { pass, leaseSeconds }: { pass: (seconds: number) => void; leaseSeconds: number },
): Promise<void> {
  const claimed =
    [announcement, reply].some(({ claimedUntil, ts }) => claimedUntil && !ts) ||
    drawn?.claimedUntil !== undefined
  if (claimed) pass(leaseSeconds + 1)
  else await sleep(WAIT_MS)
}
