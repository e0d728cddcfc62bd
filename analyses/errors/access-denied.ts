import { denied, succeeded } from '../lib/meaning/outcome.ts'
import * as z from 'zod'
import { defineAnalysis, followUp, type Row } from '../lib/analysis.ts'
import { figures } from '../lib/figures.ts'
import { columns } from '../lib/columns.ts'
import {
  all,
  keyBegins,
  keyPrefix,
  principal,
  requesterFilter,
  requesterHas,
  who,
} from '../lib/sql/fragments.ts'
import { changesSettings, isRequest } from '../lib/meaning/operation.ts'
import type { Reader } from '../lib/reader.ts'
import { denialReason } from '../lib/sql/denial-reasons.ts'
import { whatElseDid } from '../lib/shared/request-list.ts'
import { sql } from '../lib/sql/sql.ts'
import { overTime, period } from '../lib/shared/time-chart.ts'
import { count, counted, instant, numberOf, ratio, requesterName, span, withSessions } from '../lib/words.ts'

const NOT_TOLD = 'not in the logs'
const code = sql`coalesce(error_code, 'no code logged')`
const reason = sql`coalesce(${denialReason}, ${NOT_TOLD})`

/** Refusals of one requester that are further apart than this, in minutes, are two bursts. */
const GAP = 30
/** A change may explain a burst that begins within these minutes. */
const SHORTLY = 60

/** Successful changes of what decides about permission. */
const CHANGES_ACCESS = sql`(${succeeded} AND ${changesSettings}
    AND regexp_like(lower(operation), '(policy|acl|public_?access_?block|ownership_?controls|encryption)$'))`

export default defineAnalysis({
  title: 'Access denied',
  answers: 'Who was refused, doing what, and why?',
  group: 'Access denied and errors',
  words: ['403', 'denied', 'forbidden', 'refused', 'permission', 'accessdenied', 'signature does not match'],
  reads: ['access-log', 'cloudtrail'],
  together: true,
  why: 'Access logs have every refused request; CloudTrail says why, but has no request that failed to authenticate.',
  blind: {
    'access-log':
      'Access logs have the error code but not the reason; ask CloudTrail for the message (logs:cloudtrail).',
    cloudtrail: 'CloudTrail has no requests that failed to authenticate (a wrong key or signature).',
  },
  parameters: z.object({ prefix: keyPrefix, requester: requesterFilter }),
  columns: columns(
    `requests* requester* reason* operation* error_code* remote_ip* keys* example_key error_message first_seen
    last_seen example_request_id`,
    { requests: 'Refused' },
  ),
  figures: figures(`refused: Refused requests | reasons: Why #text | share: Share of all requests #share |
    requesters | addresses | keys: Distinct keys | codes #text`),
  statements({ prefix, requester }, { window }) {
    const asked = all(denied, keyBegins(prefix), requesterHas(requester))
    const refusals = sql`FROM (SELECT event_time, ${principal} AS requester, ${who} AS session, operation, ${code} AS error_code, remote_ip, key, error_message, request_id,
        ${reason} AS reason FROM events WHERE ${asked}) AS refusals`
    // Each event beside the last change before it, as one text: its time, its operation and who made it.
    const marked = sql`SELECT event_time, ${principal} AS requester, ${asked} AS is_refusal,
        max(CASE WHEN ${CHANGES_ACCESS} THEN concat(format_datetime(event_time, 'yyyy-MM-dd HH:mm:ss'), ' ', operation, ' ', ${who}) END) OVER (ORDER BY event_time) AS change
      FROM events`
    const begun = sql`SELECT *, CASE WHEN coalesce(date_diff('minute', lag(event_time) OVER (PARTITION BY requester ORDER BY event_time), event_time) >= ${GAP}, TRUE) THEN 1 ELSE 0 END AS begins
      FROM (${marked}) AS marked WHERE is_refusal`
    const numbered = sql`SELECT *, sum(begins) OVER (PARTITION BY requester ORDER BY event_time) AS burst FROM (${begun}) AS begun`
    return {
      rows: sql`SELECT count(*) AS requests, requester, reason, operation, error_code, remote_ip,
          count(DISTINCT key) AS keys, min(key) AS example_key, min(error_message) AS error_message,
          min(event_time) AS first_seen, max(event_time) AS last_seen, min(request_id) AS example_request_id
        ${refusals} GROUP BY requester, reason, operation, error_code, remote_ip`,
      order: sql`requests DESC, requester, operation, error_code, reason, remote_ip`,
      aggregates: {
        totals: sql`SELECT count(*) AS refused, count(DISTINCT requester) AS requesters, count(DISTINCT remote_ip) AS addresses,
            count(DISTINCT key) AS keys, count_if(${isRequest}) AS refused_requests, (SELECT count(*) FROM events WHERE ${isRequest}) AS requests ${refusals}`,
        top: sql`SELECT requester, count(*) AS refused, count(DISTINCT session) AS sessions, min(event_time) AS first, max(event_time) AS last
          ${refusals} GROUP BY 1 ORDER BY refused DESC, requester LIMIT 1`,
        codes: sql`SELECT error_code, count(*) AS refused ${refusals} GROUP BY 1 ORDER BY refused DESC, error_code LIMIT 3`,
        reasons: sql`SELECT reason, count(*) AS refused ${refusals} GROUP BY 1 ORDER BY CASE WHEN reason = ${NOT_TOLD} THEN 1 ELSE 0 END, refused DESC, reason LIMIT 4`,
        burst: sql`SELECT requester, count(*) AS refused, min(event_time) AS first, min_by(change, event_time) AS change
          FROM (${numbered}) AS numbered GROUP BY requester, burst ORDER BY refused DESC, first, requester LIMIT 1`,
        times: sql`SELECT ${period(window)} AS period, count(*) AS refused ${refusals} GROUP BY 1 ORDER BY 1`,
      },
    }
  },
  summarise({ aggregates }, { bucket, window, reader, logs }) {
    const totals = aggregates.totals?.[0]
    const top = aggregates.top?.[0]
    const refused = numberOf(totals, 'refused')
    const most = numberOf(top, 'refused')
    const codes = (aggregates.codes ?? []).map(row => `${row.error_code} ${count(numberOf(row, 'refused'))}`)
    const reasons = (aggregates.reasons ?? []).map(
      row => [row.reason ?? '', numberOf(row, 'refused')] as const,
    )
    const told = reasons.filter(([words]) => words !== NOT_TOLD)
    const main = told.length === 0 ? undefined : told[0]
    const burst = burstIn(aggregates.burst?.[0])
    const why =
      refused === 0
        ? ''
        : main
          ? ` Why: ${main[0]}${main[1] < refused ? ` (${count(main[1])})` : ''}${told.length > 1 ? `, and ${counted(told.length - 1, 'other reason')}` : ''}.`
          : ` ${logs.includes('cloudtrail') ? 'Neither the messages nor the codes in the logs say why' : 'The access log does not say why'}; CloudTrail’s data events would.`
    return {
      headline:
        refused === 0
          ? `No request to ${bucket} was refused in this window.`
          : `${counted(refused, 'request')} to ${bucket} ${refused === 1 ? 'was' : 'were'} refused; ${most === refused ? 'all' : count(most)} by ${withSessions(top?.requester ?? '', numberOf(top, 'sessions'))}${span(top?.first, top?.last, reader)}.${cause(burst, reader)}${why}`,
      figures: {
        reasons: reasons.map(([words, n]) => `${words} ${count(n)}`).join(', '),
        share: ratio(numberOf(totals, 'refused_requests'), numberOf(totals, 'requests')),
        codes: codes.join(', '),
      },
      charts: [
        refused > 0 &&
          overTime('Refused requests over time', aggregates.times ?? [], window, { refused: 'refused' }),
      ],
      notes: [
        'Requests that a VPC endpoint’s own policy refuses are in no log of the bucket.',
        burst?.operation !== undefined &&
          'That the change came just before does not prove that it is the cause: compare it with what was refused.',
      ],
      next: [
        burst?.operation !== undefined &&
          followUp('bucket-config-changes', 'What exactly was changed just before?', {
            setting: settingOf(burst.operation),
          }),
        ...whatElseDid(top?.requester),
        refused > 0 &&
          burst?.operation === undefined &&
          followUp('bucket-config-changes', 'Was the configuration changed?'),
      ],
    }
  },
})

interface Burst {
  requester: string
  refused: number
  /** The change shortly before it; absent where there is none. */
  operation?: string
  changedBy?: string
  changedAt?: string
  seconds?: number
}

/** The biggest burst of one requester, with the change of permissions that is at most an hour older. */
function burstIn(row: Row | undefined): Burst | undefined {
  if (!row?.first) return undefined
  const burst = { requester: row.requester ?? '', refused: numberOf(row, 'refused') }
  const [, changedAt, operation, changedBy = ''] = /^(\S+ \S+) (\S+) (.*)$/s.exec(row.change ?? '') ?? []
  if (changedAt === undefined || operation === undefined) return burst
  const seconds = Math.round((instantMs(row.first) - instantMs(changedAt)) / 1000)
  return seconds > SHORTLY * 60 ? burst : { ...burst, operation, changedBy, changedAt, seconds }
}

/** ` 214 refusals of role reporting began 87 seconds after user anna.keller changed the policy (PutBucketPolicy at …).` */
function cause(burst: Burst | undefined, reader: Reader): string {
  if (burst?.operation === undefined || burst.seconds === undefined) return ''
  const { operation, seconds } = burst
  const after = seconds < 120 ? counted(seconds, 'second') : counted(Math.round(seconds / 60), 'minute')
  return ` ${counted(burst.refused, 'refusal')} of ${requesterName(burst.requester)} began ${after} after ${requesterName(burst.changedBy ?? '')} changed the ${settingOf(operation)} (${operation} at ${instant(burst.changedAt, reader)}).`
}

/** Of a time as Athena writes it, in UTC. */
const instantMs = (time: string): number => Date.parse(`${time.replace(' ', 'T')}Z`)

const SETTING_NAMES: readonly (readonly [RegExp, string])[] = [
  [/bucketpolicy$/, 'policy'],
  [/acl$/, 'ACL'],
  [/public_?access_?block$/, 'public access block'],
  [/ownership_?controls$/, 'ownership controls'],
  [/encryption$/, 'encryption'],
]

/** What `bucket-config-changes` calls the setting that an operation changes. */
const settingOf = (operation: string): string =>
  SETTING_NAMES.find(([pattern]) => pattern.test(operation.toLowerCase()))?.[1] ?? 'configuration'
