import { isRequest } from '../lib/meaning/operation.ts'
import * as z from 'zod'
import { defineAnalysis } from '../lib/analysis.ts'
import { figures } from '../lib/figures.ts'
import { columns } from '../lib/columns.ts'
import { burstKeys, burstMinutes, burstSpans, followsBurst } from '../lib/sql/bursts.ts'
import { all, keyBegins, keyPrefix, who } from '../lib/sql/fragments.ts'
import { whatElseCameFrom } from '../lib/shared/request-list.ts'
import { missing, denied, succeeded } from '../lib/meaning/outcome.ts'
import { isIdentified } from '../lib/meaning/requester.ts'
import { sql } from '../lib/sql/sql.ts'
import { count, counted, instant, numberOf, requesterName } from '../lib/words.ts'

/**
 * Was refused; or asked without signing for what is not there. S3 says 404 only to who may list and 403 to others, so
 * a signed 404 guesses nothing: programs look for a key before they write it.
 */
const missed = sql`(${denied} OR (${missing} AND NOT ${isIdentified}))`

export default defineAnalysis({
  title: 'Many failures, then a success',
  answers: 'Did an address try many keys in vain, and then succeed?',
  group: 'Threats',
  words: ['brute force', 'guessing', 'probing', 'enumeration', 'scanner got in'],
  reads: ['access-log', 'cloudtrail'],
  why: 'Access logs have every failed request, also those that did not authenticate.',
  blind: {
    cloudtrail:
      'CloudTrail has object requests only where data events are on, and none that failed to authenticate.',
  },
  parameters: z.object({
    keys: burstKeys(21, 'tried in vain'),
    minutes: burstMinutes(60),
    strangers: z
      .boolean()
      .default(true)
      .describe(
        'Leaves out addresses that had succeeded before they failed: a policy that breaks locks them out.',
      )
      .meta({ title: 'Only strangers' }),
    prefix: keyPrefix,
  }),
  columns: columns(
    `remote_ip* failed_keys* successes* first_success* success_key* success_requester* success_operation
    bytes_sent first_failure last_failure success_request_id`,
    { remote_ip: 'Address' },
  ),
  figures: figures(`addresses: Addresses that then succeeded | tried: Addresses that tried | successes |
    bytesSent #bytes`),
  statements({ keys, minutes, strangers, prefix }) {
    const asked = all(isRequest, sql`remote_ip IS NOT NULL`, sql`key IS NOT NULL`, keyBegins(prefix))
    const failures = sql`SELECT remote_ip AS actor, event_time, key, bytes_sent, remote_ip FROM events WHERE ${asked} AND ${missed}`
    const successes = sql`SELECT remote_ip AS actor, event_time, key, bytes_sent, operation, request_id, ${who} AS requester FROM events WHERE ${asked} AND ${succeeded}`
    const spans = burstSpans(failures, { keys, minutes })
    const rows = sql`SELECT span.actor AS remote_ip, max(span.keys) AS failed_keys, count(*) AS successes, min(got.event_time) AS first_success,
          min_by(got.key, got.event_time) AS success_key, min_by(got.requester, got.event_time) AS success_requester, min_by(got.operation, got.event_time) AS success_operation,
          coalesce(sum(got.bytes_sent), 0) AS bytes_sent, max(span.first) AS first_failure, max(span.last) AS last_failure, min_by(got.request_id, got.event_time) AS success_request_id
        FROM (${spans}) AS span JOIN (${successes}) AS got ON ${followsBurst(sql`got`, sql`span`, minutes)}
        JOIN (SELECT actor, min(event_time) AS earliest FROM (${successes}) AS known GROUP BY actor) AS known
          ON known.actor = span.actor${strangers ? sql` AND known.earliest >= span.first` : sql``}
        GROUP BY span.actor, span.burst`
    return {
      rows,
      order: sql`failed_keys DESC, first_success, remote_ip`,
      aggregates: {
        totals: sql`SELECT count(*) AS found, count(DISTINCT remote_ip) AS addresses, sum(successes) AS successes, sum(bytes_sent) AS bytes_sent FROM (${rows}) AS rows`,
        tried: sql`SELECT count(DISTINCT actor) AS addresses FROM (${spans}) AS spans`,
      },
    }
  },
  summarise({ aggregates, rows }, { bucket, reader }, { keys }) {
    const totals = aggregates.totals?.[0]
    const tried = numberOf(aggregates.tried?.[0], 'addresses')
    const top = rows[0]
    const others = numberOf(totals, 'addresses') - 1
    const trying = `${counted(tried, 'address', 'addresses')} tried ${count(keys)} or more keys of ${bucket} in vain`
    return {
      headline: top
        ? `${top.remote_ip} tried ${counted(numberOf(top, 'failed_keys'), 'key')} of ${bucket} in vain and then succeeded ${counted(numberOf(top, 'successes'), 'time')}, first at ${instant(top.first_success, reader)} with ${top.success_key} as ${requesterName(top.success_requester ?? '')}${others > 0 ? `; ${counted(others, 'other address', 'other addresses')} did alike` : ''}.`
        : `No address succeeded after many failures; ${trying}.`,
      ...(top && {
        severity: {
          level: 'medium',
          why: 'Somebody who guessed keys or permissions may have found what works.',
        } as const,
      }),
      figures: { tried },
      notes: [
        'Failures are refusals (403), and keys that are not there (404) for who did not sign: S3 says 404 only to who may list, and programs look before they write. Many clients may share an address: compare who succeeded with who failed.',
        'Successes count from the last of the failures that make the number, until the time after the last failure.',
      ],
      next: whatElseCameFrom(top?.remote_ip),
    }
  },
})
