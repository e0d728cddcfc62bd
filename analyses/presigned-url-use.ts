import { z } from 'zod'
import { defineAnalysis, type Example } from './lib/analysis.ts'
import { all, denied, keyBegins, keyPrefix, requesterFilter, requesterHas } from './lib/fragments.ts'
import {
  mostlyBy,
  requestAggregates,
  requestCharts,
  requestColumns,
  requestFigures,
  requestOrder,
  requestRows,
  topOf,
  totalOf,
  whatElseDid,
} from './lib/request-list.ts'
import { ADA, logLine, trailEvent } from './lib/sample-lines.ts'
import { sql, type Sql } from './lib/sql.ts'
import { count, counted, numberOf } from './lib/words.ts'

/** A parameter of the URL's signature: S3 decodes names too, so a hyphen may be written as `%2D`. */
const signed = (name: string, value: string): Sql =>
  sql`coalesce(regexp_extract(request_uri, ${`(?i)[?&]X(?:-|%2D)Amz(?:-|%2D)${name}=(${value})`}, 1), json_extract_scalar(request_parameters, ${`$["X-Amz-${name}"]`}))`

/** How long the URL was valid, and how old it was when it was used; only version 4 signatures tell. */
const valid = sql`try_cast(${signed('Expires', '[0-9]{1,9}')} AS integer)`
const age = sql`date_diff('second', try(date_parse(${signed('Date', '[0-9]{8}T[0-9]{6}Z')}, '%Y%m%dT%H%i%sZ')), event_time)`

export default defineAnalysis({
  title: 'Presigned URLs',
  answers: 'Which presigned URLs were used, whose signature do they bear, and how long are they valid?',
  group: 'Who accesses',
  words: ['presigned', 'query string', 'signed url', 'shared link', 'x-amz-expires'],
  reads: ['access-log', 'cloudtrail'],
  why: 'Access logs have the URL of every request; CloudTrail has object requests only where data events are on.',
  blind: {
    'access-log': 'Access logs name who signed the URL, never who was given it.',
    cloudtrail:
      'CloudTrail has object requests only where data events are on, and names who signed, never who was given the URL.',
  },
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
    ['event_time', 'requester', 'key', 'remote_ip', 'valid_seconds', 'status'],
    [
      { name: 'valid_seconds', title: 'Valid (s)', kind: 'number' },
      { name: 'age_seconds', title: 'Age when used (s)', kind: 'number' },
    ],
  ),
  statements({ validHours, prefix, requester }, { window }) {
    const long = validHours > 0 ? sql`${valid} >= ${validHours * 3600}` : undefined
    const asked = all(sql`auth_type = 'QueryString'`, long, keyBegins(prefix), requesterHas(requester))
    const from = sql`FROM events WHERE ${asked}`
    return {
      rows: requestRows(from, [sql`${valid} AS valid_seconds`, sql`${age} AS age_seconds`]),
      order: requestOrder,
      aggregates: {
        ...requestAggregates(from, window),
        validity: sql`SELECT max(${valid}) AS longest, count_if(${valid} > 86400) AS over_a_day, count_if(${valid} IS NULL) AS unknown,
            count_if(${denied} AND ${age} > ${valid}) AS expired ${from}`,
      },
    }
  },
  summarise(results, { bucket, window }) {
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
          : `${counted(requests, 'request')} to ${bucket} used presigned URLs${mostlyBy(results)}${longest}.`,
      figures: [
        ...requestFigures(results),
        { label: 'With URLs valid over a day', value: count(numberOf(validity, 'over_a_day')) },
        { label: 'Refused as expired', value: count(numberOf(validity, 'expired')) },
        { label: 'Validity not logged', value: count(numberOf(validity, 'unknown')) },
      ],
      charts: requestCharts('Requests with presigned URLs', results, window),
      notes: [
        'The requester is who signed the URL; whoever holds it acts in that name until it expires, or the credentials that signed it do.',
        'Signatures are not kept: nobody can repeat a request from this answer.',
      ],
      next: whatElseDid(topOf(results)?.name),
    }
  },
})

const url = (seconds: number, date = '20261120T070000Z', key = 'a') =>
  `GET /${key}?X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=AKIAIOSFODNN7EXAMPLE%2F20261120&X-Amz-Date=${date}&X-Amz-Expires=${seconds}&X-Amz-Signature=abc HTTP/1.1`
const get = { operation: 'REST.GET.OBJECT', key: 'a', authType: 'QueryString' }
const BOB = 'arn:aws:iam::111122223333:user/bob'

export const examples: readonly Example[] = [
  {
    title: 'finds the use of presigned URLs, how long they are valid and how old they were',
    log: 'access-log',
    lines: [
      logLine({ ...get, uri: url(3600), at: '10:00' }),
      logLine({ ...get, uri: url(604_800, '20261118T070000Z'), at: '20:00' }),
      logLine({ ...get, uri: url(60), status: 403, errorCode: 'AccessDenied', at: '30:00' }),
      logLine({
        ...get,
        uri: 'GET /a?AWSAccessKeyId=AKIAIOSFODNN7EXAMPLE&Expires=1795158000&Signature=x HTTP/1.1',
        at: '40:00',
      }),
      logLine({ ...get, authType: 'AuthHeader' }),
    ],
    rows: [
      { requester: ADA, valid_seconds: '3600', age_seconds: '600', access_key_id: 'AKIAIOSFODNN7EXAMPLE' },
      { valid_seconds: '604800', age_seconds: '174000' },
      { valid_seconds: '60', age_seconds: '1800', error_code: 'AccessDenied' },
      { valid_seconds: null, age_seconds: null },
    ],
    headline:
      '4 requests to my-bucket used presigned URLs, all by user ada from 203.0.113.7 between 2026-11-20 07:10:00 and 07:40:00 UTC; the longest is valid for 168 hours.',
  },
  {
    title: 'finds only those valid for so long, to the second',
    log: 'access-log',
    lines: [logLine({ ...get, uri: url(86_400) }), logLine({ ...get, uri: url(86_399) })],
    parameters: { validHours: 24 },
    rows: [{ valid_seconds: '86400' }],
    headline: '1 request',
  },
  {
    title: 'looks at one signer below one prefix',
    log: 'access-log',
    lines: [
      logLine({ ...get, key: 'x/1', uri: url(60) }),
      logLine({ ...get, key: 'x/1', uri: url(60), requester: BOB }),
      logLine({ ...get, uri: url(60), requester: BOB }),
    ],
    parameters: { prefix: 'x/', requester: 'bob' },
    rows: [{ key: 'x/1', requester: BOB }],
    headline: '1 request to my-bucket used presigned URLs by user bob',
  },
  {
    title: 'takes neither a signed header nor an anonymous request for one',
    log: 'access-log',
    lines: [logLine({ ...get, authType: 'AuthHeader' }), logLine({ ...get, authType: '-', requester: '-' })],
    rows: [],
    headline: 'No such presigned URL was used on my-bucket in this window.',
  },
  {
    title: 'finds those of CloudTrail, with their validity',
    log: 'cloudtrail',
    lines: [
      trailEvent({
        eventName: 'GetObject',
        key: 'a',
        parameters: { 'X-Amz-Expires': '900', 'X-Amz-Date': '20261120T071000Z' },
        additional: { AuthenticationMethod: 'QueryString' },
      }),
    ],
    rows: [{ key: 'a', valid_seconds: '900', age_seconds: '300' }],
    headline: 'the longest is valid for 0.3 hours',
  },
  {
    title: 'takes a signed header in CloudTrail for none',
    log: 'cloudtrail',
    lines: [
      trailEvent({ eventName: 'GetObject', key: 'a', additional: { AuthenticationMethod: 'AuthHeader' } }),
    ],
    rows: [],
    headline: 'No such presigned URL',
  },
]
