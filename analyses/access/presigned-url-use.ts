import { denied } from '../lib/meaning/outcome.ts'
import * as z from 'zod'
import { defineAnalysis } from '../lib/analysis.ts'
import { figures } from '../lib/figures.ts'
import { columns } from '../lib/columns.ts'
import { all, keyBegins, keyPrefix, requesterFilter, requesterHas } from '../lib/sql/fragments.ts'
import { accessLogsFirst } from '../lib/evidence/logs.ts'
import {
  mostlyBy,
  requestAggregates,
  requestCharts,
  requestColumns,
  REQUEST_FIGURES,
  requestOrder,
  requestRows,
  topOf,
  totalOf,
  whatElseDid,
} from '../lib/shared/request-list.ts'
import { utc } from '../lib/evidence/normalise.ts'
import { sql, type Sql } from '../lib/sql/sql.ts'
import { counted, numberOf } from '../lib/words.ts'

/** A parameter of the URL's signature: S3 decodes names too, so a hyphen may be written as `%2D`. */
const signed = (name: string, value: string): Sql =>
  sql`coalesce(regexp_extract(request_uri, ${`(?i)[?&]X(?:-|%2D)Amz(?:-|%2D)${name}=(${value})`}, 1), json_extract_scalar(request_parameters, ${`$["X-Amz-${name}"]`}))`

/** Version 4 names when it was signed and for how long; version 2 only until when, in seconds since 1970. */
const signedAt = sql`try(date_parse(${signed('Date', '[0-9]{8}T[0-9]{6}Z')}, '%Y%m%dT%H%i%sZ'))`
const validFor = sql`try_cast(${signed('Expires', '[0-9]{1,9}')} AS integer)`
const expiresOfV2 = sql`try_cast(coalesce(regexp_extract(request_uri, '[?&]Expires=([0-9]{1,11})(?:[& ]|$)', 1), json_extract_scalar(request_parameters, '$.Expires')) AS bigint)`
const expires = sql`coalesce(date_add('second', ${validFor}, ${signedAt}), ${utc(sql`from_unixtime(${expiresOfV2})`)})`
/** Of version 2 only what was left when the URL was used: at least so long. Once it has expired nothing is known. */
const valid = sql`coalesce(${validFor}, CASE WHEN event_time < ${expires} THEN date_diff('second', event_time, ${expires}) END)`
const age = sql`date_diff('second', ${signedAt}, event_time)`

export default defineAnalysis({
  title: 'Presigned URLs',
  answers: 'Which presigned URLs were used, whose signature do they bear, and how long are they valid?',
  group: 'Who accesses',
  words: ['presigned', 'query string', 'signed url', 'shared link', 'x-amz-expires'],
  ...accessLogsFirst('the URL of every request', {
    'access-log': 'Access logs name who signed the URL, never who was given it.',
    cloudtrail:
      'CloudTrail has object requests only where data events are on, and names who signed, never who was given the URL.',
  }),
  parameters: z.object({
    validHours: z
      .int()
      .min(0)
      .max(168)
      .default(0)
      .describe(
        'Only URLs that are valid for at least so many hours; 0 means all, 168 is the longest S3 allows.',
      )
      .meta({ title: 'Valid for at least (hours)', placeholder: '24' }),
    prefix: keyPrefix,
    requester: requesterFilter,
  }),
  columns: requestColumns(
    'event_time requester key remote_ip valid_seconds access_key_id status',
    columns('valid_seconds age_seconds expires_at'),
  ),
  figures: {
    ...REQUEST_FIGURES,
    ...figures(`withUrlsValidOverADay: With URLs valid over a day | refusedAsExpired | validityNotLogged`),
  },
  statements({ validHours, prefix, requester }, { window }) {
    const long = validHours > 0 ? sql`${valid} >= ${validHours * 3600}` : undefined
    const asked = all(sql`auth_type = 'QueryString'`, long, keyBegins(prefix), requesterHas(requester))
    const from = sql`FROM events WHERE ${asked}`
    return {
      rows: requestRows(from, [
        sql`${valid} AS valid_seconds`,
        sql`${age} AS age_seconds`,
        sql`${expires} AS expires_at`,
      ]),
      order: requestOrder,
      aggregates: {
        ...requestAggregates(from, window),
        validity: sql`SELECT max(${valid}) AS longest, count_if(${valid} > 86400) AS over_a_day, count_if(${valid} IS NULL) AS unknown,
            count_if(${denied} AND event_time > ${expires}) AS expired, count_if(${expiresOfV2} IS NOT NULL AND ${validFor} IS NULL) AS version2 ${from}`,
      },
    }
  },
  summarise(results, { bucket, window, reader }) {
    const requests = totalOf(results, 'requests')
    const validity = results.aggregates.validity?.[0]
    const hours = numberOf(validity, 'longest') / 3600
    const longest = validity?.longest
      ? `; the longest is valid for ${counted(Math.round(10 * hours) / 10, 'hour')}`
      : ''
    return {
      headline:
        requests === 0
          ? `No such presigned URL was used on ${bucket} in this window.`
          : `${counted(requests, 'request')} to ${bucket} used presigned URLs${mostlyBy(results, reader)}${longest}.`,
      figures: {
        withUrlsValidOverADay: numberOf(validity, 'over_a_day'),
        refusedAsExpired: numberOf(validity, 'expired'),
        validityNotLogged: numberOf(validity, 'unknown'),
      },
      charts: requestCharts('Requests with presigned URLs', results, window),
      notes: [
        'The requester is who signed the URL; whoever holds it acts in that name until it expires, or the credentials that signed it do.',
        numberOf(validity, 'version2') > 0 &&
          'URLs signed with version 2 say when they expire, not when they were signed: “Valid” is what was left when they were used.',
        'Signatures are not kept: nobody can repeat a request from this answer.',
      ],
      next: whatElseDid(topOf(results)?.name),
    }
  },
})
