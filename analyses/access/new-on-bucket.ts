import { succeeded } from '../lib/meaning/outcome.ts'
import * as z from 'zod'
import { defineAnalysis } from '../lib/analysis.ts'
import { columns } from '../lib/columns.ts'
import { all, keyBegins, keyPrefix, principal } from '../lib/sql/fragments.ts'
import { accessLogsFirst } from '../lib/evidence/logs.ts'
import { whatElseCameFrom, whatElseDid } from '../lib/shared/request-list.ts'
import { identifier, sql } from '../lib/sql/sql.ts'
import { counted, instant, numberOf, requesterName } from '../lib/words.ts'

const BY = {
  address: { value: sql`remote_ip`, noun: ['address', 'addresses'] },
  requester: { value: principal, noun: ['requester', 'requesters'] },
} as const

export default defineAnalysis({
  title: 'New on this bucket',
  answers: 'Who or what used this bucket that had not been seen on it before?',
  group: 'Who accesses',
  words: ['new', 'first seen', 'never seen', 'unusual', 'anomaly', 'baseline'],
  ...accessLogsFirst('every request', {
    'access-log':
      'Access logs are delivered on a best-effort basis: what came late or never before the window looks new.',
  }),
  presets: {
    'new-source-ip': {
      title: 'New source addresses',
      answers: 'From which addresses came requests that had not been seen on this bucket before?',
      words: ['new ip', 'new address', 'first time ip'],
      parameters: { by: 'address' },
    },
    'new-requester': {
      title: 'New requesters',
      answers: 'Which users and roles used this bucket for the first time?',
      words: ['new principal', 'new user', 'new role', 'first time user'],
      parameters: { by: 'requester' },
    },
  },
  parameters: z.object({
    by: z
      .enum(['address', 'requester'])
      .default('requester')
      .describe('New addresses, or new requesters; a role is one requester for all its sessions.')
      .meta({ title: 'What is new' }),
    baselineDays: z
      .int()
      .min(1)
      .max(60)
      .default(7)
      .describe('How many days before the window are looked at for who was there already.')
      .meta({ title: 'Days before', placeholder: '7' }),
    failed: z
      .boolean()
      .default(false)
      .describe('Also count requests that failed, in the window and before it.')
      .meta({ title: 'Failed requests, too' }),
    prefix: keyPrefix,
  }),
  baselineHours: ({ baselineDays }) => baselineDays * 24,
  columns: ({ by }) => [
    { name: by, title: by === 'address' ? 'Address' : 'Requester', kind: 'text', shown: true },
    ...columns('first_seen* requests* bytes_sent* keys* last_seen first_operation* other', {
      other: by === 'address' ? 'A requester' : 'An address',
    }),
  ],
  figures: ({ by }) => ({
    found: `New ${BY[by].noun[1]}`,
    requests: 'Their requests',
    seen: `All ${BY[by].noun[1]} in the window`,
    seenBefore: `All ${BY[by].noun[1]} before it`,
    requestsBefore: 'Records before it',
  }),
  statements({ by, failed, prefix }) {
    const value = BY[by].value
    const asked = all(sql`${value} IS NOT NULL`, failed ? undefined : succeeded, keyBegins(prefix))
    const other = by === 'address' ? principal : sql`remote_ip`
    const name = identifier(by)
    const found = sql`FROM (SELECT ${value} AS ${name}, min(event_time) AS first_seen, max(event_time) AS last_seen, count(*) AS requests,
          coalesce(sum(bytes_sent), 0) AS bytes_sent, count(DISTINCT key) AS keys, min_by(operation, event_time) AS first_operation, min(${other}) AS other
        FROM events WHERE ${asked} GROUP BY 1) AS recent
      LEFT JOIN (SELECT DISTINCT ${value} AS ${name} FROM baseline WHERE ${asked}) AS earlier ON earlier.${name} = recent.${name}`
    const isNew = sql`WHERE earlier.${name} IS NULL AND (SELECT count(*) FROM baseline) > 0`
    return {
      rows: sql`SELECT recent.${name}, first_seen, requests, bytes_sent, keys, last_seen, first_operation, other ${found} ${isNew}`,
      order: sql`first_seen, ${name}`,
      aggregates: {
        totals: sql`SELECT count(*) AS new, coalesce(sum(requests), 0) AS requests ${found} ${isNew}`,
        first: sql`SELECT recent.${name} AS name, first_seen, first_operation, requests ${found} ${isNew} ORDER BY requests DESC, name LIMIT 1`,
        window: sql`SELECT count(DISTINCT ${value}) AS seen FROM events WHERE ${asked}`,
        baseline: sql`SELECT count(*) AS requests, count(DISTINCT CASE WHEN ${asked} THEN ${value} END) AS seen, min(event_time) AS first FROM baseline`,
      },
    }
  },
  summarise({ aggregates }, { bucket, reader }, { by, baselineDays }) {
    const [totals, most] = [aggregates.totals?.[0], aggregates.first?.[0]]
    const [before, now] = [aggregates.baseline?.[0], aggregates.window?.[0]]
    const found = numberOf(totals, 'new')
    const [one, many] = BY[by].noun
    const days = counted(baselineDays, 'day')
    const isEmpty = numberOf(before, 'requests') === 0
    return {
      headline: isEmpty
        ? `The ${days} before hold no records of ${bucket}, so nothing can be called new.`
        : found === 0
          ? `No new ${one} used ${bucket}: each had been seen in the ${days} before.`
          : `${counted(found, `new ${one}`, `new ${many}`)} used ${bucket}, not seen in the ${days} before; ${requesterName(most?.name ?? '')} made ${counted(numberOf(most, 'requests'), 'request')}, the first at ${instant(most?.first_seen, reader)} (${most?.first_operation}).`,
      figures: {
        found,
        seen: numberOf(now, 'seen'),
        seenBefore: numberOf(before, 'seen'),
        requestsBefore: numberOf(before, 'requests'),
      },
      notes: [
        `New means: not one such request in the ${days} before the window${before?.first ? `, whose records begin at ${instant(before.first, reader)}` : ''}. What comes only once a month looks new in a shorter time.`,
      ],
      next: found === 0 ? [] : [...whatElseDid(most?.name), ...whatElseCameFrom(most?.name)],
    }
  },
})
