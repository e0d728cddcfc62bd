import { denied, succeeded } from '../lib/meaning/outcome.ts'
import * as z from 'zod'
import { defineAnalysis } from '../lib/analysis.ts'
import { figures } from '../lib/figures.ts'
import { columns } from '../lib/columns.ts'
import { who } from '../lib/sql/fragments.ts'
import { whatElseCameFrom, whatElseDid } from '../lib/shared/request-list.ts'
import { sql } from '../lib/sql/sql.ts'
import { counted, numberOf, requesterName, span } from '../lib/words.ts'

/** Asks whether the bucket is there, and what is in it. */
const PROBE = sql`(requester_type = 'anonymous' AND operation IN ('REST.HEAD.BUCKET', 'REST.GET.BUCKET', 'REST.GET.BUCKETVERSIONS', 'REST.GET.LOCATION', 'REST.GET.ACL', 'HeadBucket', 'ListObjects', 'ListObjectsV2', 'ListObjectVersions', 'GetBucketLocation', 'GetBucketAcl') AND key IS NULL)`

const level = sql`CASE WHEN refused >= many THEN 'many refusals' WHEN hourly >= per_hour THEN 'repeated refusals' ELSE 'anonymous probe' END`

export default defineAnalysis({
  title: 'Permission probing',
  answers: 'Who tried the bucket’s door: many refusals, or anonymous looks at the bucket?',
  group: 'Threats',
  words: ['enumeration', 'brute force', 'probe', 'scanner', 'reconnaissance', 'discovery', 'guessing'],
  reads: ['access-log', 'cloudtrail'],
  why: 'Access logs have every refused request, anonymous ones included; CloudTrail has no request that failed to authenticate.',
  blind: {
    cloudtrail:
      'CloudTrail has no requests that failed to authenticate, and object requests only where data events are on.',
  },
  parameters: z.object({
    refusals: z
      .int()
      .min(1)
      .max(100_000)
      .default(40)
      .describe('From how many refusals in the window on one address and requester is shown, however slow.')
      .meta({ title: 'Refusals' }),
    perHour: z
      .int()
      .min(1)
      .max(100_000)
      .default(5)
      .describe('From how many refusals within one hour of the clock on they are shown.')
      .meta({ title: 'Refusals per hour' }),
    probes: z
      .boolean()
      .default(true)
      .describe('Shows anonymous requests for the bucket itself, too: is it there, what is in it.')
      .meta({ title: 'Anonymous probes' }),
  }),
  columns: columns(
    `sign* remote_ip* requester* refused* hourly* probes* probed keys operations first_seen last_seen
    user_agent`,
    { user_agent: 'A user agent' },
  ),
  figures: figures(
    `manyRefusals | repeatedRefusals | onlyAnonymousProbes | refusals | answered: Probes answered`,
  ),
  statements({ refusals, perHour, probes }) {
    const asked = probes ? sql`(${denied} OR ${PROBE})` : denied
    const hours = sql`SELECT remote_ip, ${who} AS requester, date_trunc('hour', event_time) AS hour, count_if(${denied}) AS refused,
        count_if(${PROBE}) AS probes, count_if(${PROBE} AND ${succeeded}) AS probed, min(event_time) AS first_seen, max(event_time) AS last_seen, max(user_agent) AS user_agent
      FROM events WHERE ${asked} GROUP BY 1, 2, 3`
    const keys = sql`SELECT remote_ip, ${who} AS requester, count(DISTINCT key) AS keys, count(DISTINCT operation) AS operations FROM events WHERE ${asked} GROUP BY 1, 2`
    const actors = sql`SELECT remote_ip, requester, sum(refused) AS refused, max(refused) AS hourly, sum(probes) AS probes, sum(probed) AS probed,
        min(first_seen) AS first_seen, max(last_seen) AS last_seen, max(user_agent) AS user_agent, ${refusals} AS many, ${perHour} AS per_hour
      FROM (${hours}) AS hours GROUP BY 1, 2`
    const trying = sql`refused >= many OR hourly >= per_hour ${probes ? sql`OR probes > 0` : sql``}`
    const found = sql`FROM (${actors}) AS actors JOIN (${keys}) AS tried ON coalesce(actors.remote_ip, '') = coalesce(tried.remote_ip, '') AND actors.requester = tried.requester WHERE ${trying}`
    return {
      rows: sql`SELECT ${level} AS sign, actors.remote_ip AS remote_ip, actors.requester AS requester, refused, hourly, probes, probed, keys, operations, first_seen, last_seen, user_agent ${found}`,
      order: sql`refused DESC, probes DESC, remote_ip, requester`,
      aggregates: {
        signs: sql`SELECT ${level} AS sign, count(*) AS actors, sum(refused) AS refused, sum(probes) AS probes, sum(probed) AS probed FROM (${actors}) AS actors WHERE ${trying} GROUP BY 1`,
        top: sql`SELECT remote_ip, requester, refused, probes, first_seen, last_seen FROM (${actors}) AS actors WHERE ${trying} ORDER BY refused DESC, probes DESC, remote_ip, requester LIMIT 1`,
      },
    }
  },
  summarise({ aggregates, rowCount }, { bucket, reader }) {
    const top = aggregates.top?.[0]
    const signs = aggregates.signs ?? []
    const of = (sign: string) => signs.find(row => row.sign === sign)
    const sum = (name: string) => signs.reduce((total, row) => total + numberOf(row, name), 0)
    const answered = sum('probed')
    return {
      headline:
        rowCount === 0
          ? `Nobody tried doors at ${bucket} in this window: no one was refused often, and no one looked anonymously.`
          : `${counted(rowCount, 'requester')} tried what they may do in ${bucket}; the most by ${requesterName(top?.requester ?? '')} from ${top?.remote_ip ?? 'no address'}: ${counted(numberOf(top, 'refused'), 'refusal')}, ${counted(numberOf(top, 'probes'), 'anonymous probe')}${span(top?.first_seen, top?.last_seen, reader)}.`,
      ...(rowCount > 0 && {
        severity:
          answered > 0
            ? {
                level: 'high',
                why: `${counted(answered, 'anonymous probe was', 'anonymous probes were')} answered: anyone can look into the bucket.`,
              }
            : of('many refusals')
              ? {
                  level: 'medium',
                  why: 'So many refusals are somebody, or something broken, trying everything.',
                }
              : {
                  level: 'low',
                  why: 'A few refusals or probes reach every bucket; they matter if one succeeds later.',
                },
      }),
      figures: {
        manyRefusals: numberOf(of('many refusals'), 'actors'),
        repeatedRefusals: numberOf(of('repeated refusals'), 'actors'),
        onlyAnonymousProbes: numberOf(of('anonymous probe'), 'actors'),
        refusals: sum('refused'),
        answered,
      },
      notes: [
        'One line is one requester from one address. Guesses at the names of buckets that do not exist are in nobody’s logs.',
      ],
      next: [...whatElseDid(top?.requester), ...whatElseCameFrom(top?.remote_ip)],
    }
  },
})
