import * as z from 'zod'
import { defineAnalysis } from '../lib/analysis.ts'
import { figures } from '../lib/figures.ts'
import { columns } from '../lib/columns.ts'
import { all, requesterFilter, requesterHas, who, principal } from '../lib/sql/fragments.ts'
import { whatElseDid } from '../lib/shared/request-list.ts'
import { baselineDays } from '../lib/policy/settings-history.ts'
import { sql } from '../lib/sql/sql.ts'
import { count, counted, numberOf, requesterName, span } from '../lib/words.ts'

/** The settings that tell an attacker which bucket to turn to. */
const TELLING = [
  'GetBucketAcl',
  'GetBucketPolicy',
  'GetBucketPolicyStatus',
  'GetBucketPublicAccessBlock',
  'GetBucketVersioning',
]
/** The console reads the settings of every bucket that it lists. */
const CONSOLE = '(?i)(s3console|console[.]amazonaws[.]com|signin[.]amazonaws[.]com)'

export default defineAnalysis({
  title: 'Bucket configuration enumeration',
  answers: 'Who went through the policies and ACLs of many buckets at once?',
  group: 'Threats',
  words: ['posture', 'enumeration', 'reconnaissance', 'discovery', 'list buckets', 'scanner', 'pacu'],
  reads: ['cloudtrail'],
  why: 'Only CloudTrail has what was read of all buckets of the account.',
  blind: {},
  accountWide: true,
  parameters: z.object({
    buckets: z
      .int()
      .min(2)
      .max(1000)
      .default(16)
      .describe('From how many buckets on it is called going through them.')
      .meta({ title: 'Buckets' }),
    seconds: z
      .int()
      .min(1)
      .max(3600)
      .default(10)
      .describe('Within how many seconds.')
      .meta({ title: 'Within seconds' }),
    withConsole: z
      .boolean()
      .default(false)
      .describe('Counts the AWS console, too, which reads the settings of every bucket that it lists.')
      .meta({ title: 'Console, too' }),
    requester: requesterFilter,
    baselineDays: baselineDays(7).meta({ title: 'Days to look back for who lists all buckets' }),
  }),
  baselineHours: ({ baselineDays: days }) => days * 24,
  columns: columns(
    `requester* remote_ip* buckets* requests* sign* bursts lists refused first_seen last_seen user_agent`,
    { lists: 'Listed all buckets', user_agent: 'A user agent' },
  ),
  figures: figures(`sweeps: Requesters | newcomers: Listed all buckets, as never before | mostBuckets |
    listingsOfAllBuckets | requestersWhoListed`),
  statements({ buckets, seconds, withConsole, requester, baselineDays: days }) {
    const asked = all(
      sql`(operation IN ${TELLING} OR operation = 'ListBuckets')`,
      withConsole ? undefined : sql`NOT regexp_like(coalesce(user_agent, ''), ${CONSOLE})`,
      requesterHas(requester),
    )
    const columns = sql`event_time, ${who} AS requester, ${principal} AS actor, remote_ip, bucket, operation, error_code, user_agent, request_id`
    const reads = sql`SELECT ${columns} FROM events WHERE ${asked} UNION ALL SELECT ${columns} FROM account_events WHERE ${asked}`
    // A bucket counts anew once it was left alone for so long, so those that count within the time are different ones.
    const anew = sql`SELECT *, CASE WHEN operation <> 'ListBuckets' AND coalesce(date_diff('second',
        lag(event_time) OVER (PARTITION BY requester, remote_ip, bucket ORDER BY event_time, request_id), event_time) > ${seconds}, TRUE) THEN 1 END AS is_anew FROM (${reads}) AS reads`
    const marked = sql`SELECT *, CASE WHEN is_anew = 1 AND date_diff('second',
        lag(event_time, ${buckets - 1}) OVER (PARTITION BY requester, remote_ip, is_anew ORDER BY event_time, request_id), event_time) <= ${seconds} THEN 1 ELSE 0 END AS is_burst FROM (${anew}) AS anew`
    // Where nothing was recorded before, nobody can be called new.
    const isNew =
      days > 0
        ? sql`(operation = 'ListBuckets' AND (SELECT count(*) FROM account_baseline) > 0
          AND actor NOT IN (SELECT ${principal} FROM account_baseline WHERE operation = 'ListBuckets' AND ${principal} IS NOT NULL))`
        : sql`FALSE`
    const found = sql`SELECT requester, remote_ip, count(DISTINCT bucket) AS buckets, count(*) AS requests, sum(is_burst) AS bursts, count_if(operation = 'ListBuckets') AS lists,
        count_if(error_code IS NOT NULL) AS refused, min(event_time) AS first_seen, max(event_time) AS last_seen, max(user_agent) AS user_agent,
        CASE WHEN sum(is_burst) > 0 THEN 'settings of many buckets' ELSE 'listed all buckets, as never before' END AS sign
      FROM (${marked}) AS marked GROUP BY requester, remote_ip HAVING sum(is_burst) > 0 OR count_if(${isNew}) > 0`
    return {
      rows: found,
      order: sql`CASE WHEN bursts > 0 THEN 0 ELSE 1 END, buckets DESC, requester, remote_ip`,
      aggregates: {
        signs: sql`SELECT count_if(bursts > 0) AS sweeps, count_if(bursts = 0) AS newcomers FROM (${found}) AS found`,
        top: sql`SELECT * FROM (${found}) AS found ORDER BY CASE WHEN bursts > 0 THEN 0 ELSE 1 END, buckets DESC, requester, remote_ip LIMIT 1`,
        lists: sql`SELECT count_if(operation = 'ListBuckets') AS lists, count(DISTINCT CASE WHEN operation = 'ListBuckets' THEN requester END) AS listers FROM (${reads}) AS reads`,
      },
    }
  },
  summarise({ aggregates }, { reader }, { buckets, seconds, baselineDays: days }) {
    const top = aggregates.top?.[0]
    const lists = aggregates.lists?.[0]
    const sweeps = numberOf(aggregates.signs?.[0], 'sweeps')
    const newcomers = numberOf(aggregates.signs?.[0], 'newcomers')
    const by = `${requesterName(top?.requester ?? '')} from ${top?.remote_ip ?? 'no address'}`
    const anew = `listed all buckets, as never in the ${counted(days, 'day')} before`
    const nobody = `Nobody read the settings of ${buckets} buckets within ${counted(seconds, 'second')}`
    return {
      headline:
        sweeps > 0
          ? `${counted(sweeps, 'requester')} went through the settings of many buckets; ${by} read those of ${count(numberOf(top, 'buckets'))}${span(top?.first_seen, top?.last_seen, reader)}${newcomers > 0 ? `; ${counted(newcomers, 'other')} ${anew}` : ''}.`
          : newcomers > 0
            ? `${nobody}; ${newcomers > 1 ? `${counted(newcomers, 'requester')}, first of all ` : ''}${by} ${anew}${span(top?.first_seen, top?.last_seen, reader)}.`
            : `${nobody}.`,
      ...(sweeps + newcomers > 0 && {
        severity: {
          level: sweeps > 0 ? 'medium' : 'low',
          why: 'Whoever looks for a bucket to open or to empty begins like this; so do audit tools.',
        },
      }),
      figures: {
        sweeps,
        newcomers,
        mostBuckets: numberOf(top, 'buckets'),
        listingsOfAllBuckets: numberOf(lists, 'lists'),
        requestersWhoListed: numberOf(lists, 'listers'),
      },
      notes: [
        'This is about all buckets of the account in the Region of these logs, which are counted and not named.',
        'A tool that is known to audit can be left out by asking for one requester.',
      ],
      next: whatElseDid(top?.requester),
    }
  },
})
