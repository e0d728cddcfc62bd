import { takeStep } from '../../bot/app/work.ts'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb'
import { WebClient } from '@slack/web-api'
import { accountsFrom, usersFrom } from '../../bot/slack/accounts.ts'
import { channelsFrom } from '../../bot/slack/channels.ts'
import { groupsFrom } from '../../bot/slack/groups.ts'
import { investigationsFrom } from '../../bot/items/investigations.ts'
import { threadFrom } from '../../bot/slack/thread.ts'
import { usesFrom } from '../../bot/items/audit-log.ts'
import { storedWorkFrom } from '../../bot/items/work.ts'
import { watchesFrom } from '../../bot/items/watches.ts'
import type { Investigation } from '../../bot/model/investigation.ts'
import type { Problem } from '../../bot/model/stored/problem.ts'
import type { Answer } from '../../bot/model/stored/query.ts'
import { type SettingsInput, settingsSchema } from '../../bot/model/settings.ts'
import { readCondition } from '../../bot/model/condition.ts'
import { watchesToPass } from '../../bot/watch/pass.ts'
import { readSchedule } from '../../bot/time/schedule.ts'
import { newWatch, type Watch, type WatchWish } from '../../bot/model/watch.ts'
import type { WorkingDeps } from '../../bot/services/working-deps.ts'
import type { Message } from '../../infra/local/slack/model/protocol.ts'
import type { Faults } from '../../infra/local/http/faults.ts'
import { startSlack } from '../../infra/local/slack/server.ts'

export const BUCKET = 'my-bucket'
const TABLE = 'investigations'
const ADA = 'U0ADA'
const INCIDENTS = 'C0INCIDENTS'

type Row = Answer['rows'][number]

/** Something that happened in the bucket, and when its record was delivered. */
export interface Happening {
  at: string
  deliveredAt: string
  row: Row
}

/** What a run finds; the rows of its window that were delivered by then, unless the test says otherwise. */
export type Finds = (
  investigation: Investigation,
) => { rows: Row[]; severity?: 'low' | 'medium' | 'high' } | Pick<Problem, 'code' | 'detail'>

/**
 * Watches on the real store and the embedded Slack, on a clock that the test moves. Nothing runs the investigations:
 * what they find is what happened in their window and was delivered by then.
 */
export async function watchingOn(
  { documents, remove }: { documents: DynamoDBDocumentClient; remove: () => Promise<void> },
  start: string,
  given: Partial<SettingsInput> = {},
  faults?: Faults,
) {
  const clock = { now: new Date(start) }
  const now = () => clock.now
  const directory = await mkdtemp(join(tmpdir(), 's3audit-watching-'))
  const slack = await startSlack({
    directory,
    signingSecret: 'secret',
    botToken: 'xoxb-local',
    deliver: () => Promise.reject(new Error('Nobody presses anything here')),
    now,
    pageDirectory: directory,
    ...(faults && { faults }),
  })
  const web = new WebClient('xoxb-local', {
    slackApiUrl: slack.apiUrl,
    retryConfig: { retries: 0 },
    rejectRateLimitedCalls: true,
  })
  const settings = settingsSchema.parse({ channels: [INCIDENTS], buckets: [BUCKET], sources: [], ...given })
  const deps = {
    settings,
    leaseSeconds: 60,
    investigations: investigationsFrom(documents, TABLE, now),
    work: storedWorkFrom(documents, TABLE, now),
    watches: watchesFrom(documents, TABLE, now),
    thread: threadFrom(web, now),
    groups: groupsFrom(web, now),
    channels: channelsFrom(web, now),
    accounts: accountsFrom(web, now, usersFrom(web, now)),
    uses: usesFrom(documents, TABLE, now, 400),
    now,
  }
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- no query is asked here: Athena, S3 and copies are not there
  const whole = deps as unknown as WorkingDeps
  const happenings: Happening[] = []
  const asked: Investigation[] = []
  const ids: string[] = []
  const runs: { finds: Finds } = { finds: happened(happenings, clock) }

  const answer = async (id: string): Promise<void> => {
    const investigation = await deps.investigations.load(id)
    if (!investigation) return
    const found = runs.finds(investigation)
    const at = clock.now.toISOString()
    const done =
      'code' in found
        ? { problem: { ...found, at } }
        : {
            query: {
              startedAt: at,
              runs: {},
              doneAt: at,
              answer: answerOf(found),
            },
          }
    asked.push(await deps.investigations.save({ ...investigation, ...done, closedAt: at }))
  }

  const answerAll = async () => Promise.all((await deps.investigations.openIds()).map(answer))

  return {
    deps: whole,
    clock,
    happenings,
    runs,
    /** Every investigation that was answered, in order. */
    asked,
    documents,
    client: slack.client,
    async watch(every: string, when: string, more: More = {}): Promise<Watch> {
      const watch = newWatch(
        wishFor(every, when, more),
        `${every} ${when} ${JSON.stringify(more)}`,
        clock.now,
      )
      await deps.watches.create(watch)
      ids.push(watch.id)
      return watch
    },
    /** Answers what was asked. */
    answer: () => answerAll(),
    /** The schedule, once: what is due begins, what was asked is answered, what is answered is told. */
    async sweep(): Promise<void> {
      for (let round = 0; round < 2; round++) {
        const due = await watchesToPass(whole)
        const passes = due.map(id => takeStep(id, whole))
        // What fails on purpose is met again by the next sweep.
        await (faults ? Promise.allSettled(passes) : Promise.all(passes))
        await answerAll()
      }
    },
    /** Moves the clock on to a moment, sweeping whenever a watch is due. */
    async until(end: string): Promise<void> {
      for (;;) {
        const dues = (await Promise.all(ids.map(id => deps.watches.load(id)))).flatMap(one =>
          one && !one.paused ? Date.parse(one.dueAt) : [],
        )
        const next = Math.max(clock.now.getTime() + 1000, Math.min(...dues))
        if (next > Date.parse(end)) break
        clock.now = new Date(next)
        await this.sweep()
      }
      clock.now = new Date(end)
    },
    loaded: async ({ id }: Watch): Promise<Watch> => {
      const watch = await deps.watches.load(id)
      if (!watch) throw new Error(`There is no ${id}`)
      return watch
    },
    /** What a watch said, in order: in the channel, and below its findings. */
    told({ id }: Watch): Message[] {
      const ours = ({ metadata }: Message) =>
        String(metadata?.event_payload.investigation).startsWith(`${id}:`)
      const roots = slack.client.messages(INCIDENTS)
      const below = roots.flatMap(({ ts }) =>
        slack.client.messages(INCIDENTS, ts).filter(one => one.ts !== ts),
      )
      return [...roots, ...below].filter(ours).toSorted((one, other) => (one.ts < other.ts ? -1 : 1))
    },
    async close(): Promise<void> {
      await slack.close()
      await remove()
      await rm(directory, { recursive: true })
    },
  }
}

export type Watching = Awaited<ReturnType<typeof watchingOn>>

/** What differs from deletions in the one bucket. */
type More = Partial<Omit<WatchWish, 'request'> & Pick<WatchWish['request'], 'analysis'>>

function wishFor(every: string, when: string, { analysis = 'object-deletion', ...more }: More): WatchWish {
  const schedule = readSchedule(every, 'UTC')
  const condition = readCondition(when, [{ id: 'deletions', label: 'Deletions', unit: 'count' }])
  if ('mistakes' in schedule || 'mistake' in condition) throw new Error(JSON.stringify([schedule, condition]))
  return {
    request: {
      analysis,
      bucket: BUCKET,
      parameters: {},
      logs: 'access-log',
      channel: INCIDENTS,
      asker: { user: ADA, timeZone: 'UTC' },
    },
    ...schedule,
    ...condition,
    waitHours: 24,
    digest: false,
    ...more,
  }
}

/** The rows of the window whose records had been delivered, each once however often it was. */
const happened =
  (happenings: readonly Happening[], clock: { now: Date }): Finds =>
  ({ request: { window } }) => ({
    rows: happenings
      .filter(
        ({ at, deliveredAt }) => at >= window.from && at < window.to && new Date(deliveredAt) <= clock.now,
      )
      .map(({ row }) => row),
  })

const answerOf = ({ rows, severity }: { rows: Row[]; severity?: 'low' | 'medium' | 'high' }): Answer => ({
  headline: `${rows.length} deletions`,
  figures: [{ id: 'deletions', label: 'Deletions', value: rows.length, unit: 'count' }],
  notes: [],
  rowCount: rows.length,
  rows,
  charts: [],
  next: [],
  ...(severity && { severity: { level: severity, why: 'It is bad.' } }),
})
