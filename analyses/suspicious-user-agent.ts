import { z } from 'zod'
import { defineAnalysis, type Example, type Severity } from './lib/analysis.ts'
import {
  all,
  items,
  keyBegins,
  keyPrefix,
  principal,
  requesterFilter,
  requesterHas,
  succeeded,
  typedLine,
} from './lib/fragments.ts'
import { ranking, RANKING_COLUMNS } from './lib/ranking.ts'
import { totalOf, whatElseCameFrom, whatElseDid } from './lib/request-list.ts'
import { isRequest } from './lib/requests.ts'
import { ADA, logLine, trailEvent } from './lib/sample-lines.ts'
import { join, likePrefix, sql } from './lib/sql.ts'
import { suspiciousKind } from './lib/user-agents.ts'
import { bytes, count, counted, numberOf, requesterName, span } from './lib/words.ts'

const severityOf = (tools: number, requests: number): Severity | undefined =>
  tools > 0
    ? {
        level: 'medium',
        why: 'A scanner, an attack tool or a system made for attacks calls itself by its name here.',
      }
    : requests > 0
      ? { level: 'low', why: 'Somebody browses the bucket by hand, or hides what they use.' }
      : undefined

export default defineAnalysis({
  title: 'Suspicious clients',
  answers: 'Did scanners, attack tools or file browsers use this bucket?',
  group: 'Threats',
  words: ['user agent', 'scanner', 'kali', 'pacu', 's3 browser', 'cyberduck', 'hacking', 'pentest'],
  reads: ['access-log', 'cloudtrail'],
  why: 'Access logs have the user agent of every request; CloudTrail has object requests only where data events are on.',
  blind: {
    'access-log': 'A user agent is what a client writes of itself: whoever wants to hide writes another.',
    cloudtrail:
      'CloudTrail has object requests only where data events are on; whoever wants to hide writes another user agent.',
  },
  parameters: z.object({
    also: typedLine
      .optional()
      .describe('Further words to look for in user agents, with spaces between them.')
      .meta({ title: 'Also', placeholder: 'masscan evil-tool/1.0' }),
    unnamed: z
      .boolean()
      .default(true)
      .describe('Also requests whose client names itself not at all.')
      .meta({ title: 'Without user agent, too' }),
    prefix: keyPrefix,
    requester: requesterFilter,
  }),
  columns: [
    { name: 'user_agent', title: 'User agent', kind: 'text', shown: true },
    { name: 'kind', title: 'Kind', kind: 'text', shown: true },
    ...RANKING_COLUMNS.map(column => ({
      ...column,
      shown: ['requests', 'errors', 'keys'].includes(column.name),
    })),
    { name: 'example_requester', title: 'A requester', kind: 'text', shown: true },
    { name: 'example_address', title: 'An address', kind: 'text' },
    { name: 'example_operation', title: 'An operation', kind: 'text' },
  ],
  statements({ also, unnamed, prefix, requester }) {
    const words = items(also).map(
      word => sql`lower(user_agent) LIKE ${`%${likePrefix(word.toLowerCase())}`} ESCAPE '\'`,
    )
    const typed = words.length > 0 ? sql`WHEN ${join(words, ' OR ')} THEN 'as typed'` : sql``
    // The reading side of a copy, and what S3 does by itself, have no user agent.
    const isUnnamed = sql`user_agent IS NULL AND ${isRequest} AND requester_type <> 'service' AND operation NOT IN ('REST.COPY.OBJECT_GET', 'REST.COPY.PART_GET')`
    const kind = sql`coalesce(${suspiciousKind}, CASE ${typed} WHEN ${unnamed} AND ${isUnnamed} THEN 'names itself not at all' END)`
    const from = sql`FROM events WHERE ${all(sql`${kind} IS NOT NULL`, keyBegins(prefix), requesterHas(requester))}`
    const besides = sql`, min(${kind}) AS kind, min(${principal}) AS example_requester, min(remote_ip) AS example_address, min(operation) AS example_operation`
    const { rows, order, aggregates } = ranking(
      'user_agent',
      sql`coalesce(user_agent, '(none)')`,
      from,
      besides,
    )
    return {
      rows,
      order,
      aggregates: {
        ...aggregates,
        tools: sql`SELECT count_if(${kind} IN ('attack tool', 'hacking distribution', 'scanner')) AS tools, count_if(${succeeded}) AS succeeded ${from}`,
        most: sql`SELECT ${principal} AS requester, remote_ip, ${kind} AS kind, count(*) AS requests ${from} GROUP BY 1, 2, 3 ORDER BY requests DESC, requester, remote_ip, kind LIMIT 1`,
      },
    }
  },
  summarise(results, { bucket }) {
    const requests = totalOf(results, 'requests')
    const [totals, most] = [results.aggregates.totals?.[0], results.aggregates.most?.[0]]
    const tools = results.aggregates.tools?.[0]
    const by = `${requesterName(most?.requester ?? '')} from ${most?.remote_ip ?? 'no address'} (${most?.kind})`
    return {
      headline:
        requests === 0
          ? `No client of ${bucket} called itself by a suspicious name in this window.`
          : `${counted(requests, 'request')} to ${bucket} by clients with suspicious names${span(totals?.first_seen, totals?.last_seen)}, ${count(numberOf(tools, 'succeeded'))} of them succeeded; most by ${by}.`,
      severity: severityOf(numberOf(tools, 'tools'), requests),
      figures: [
        { label: 'Requests', value: count(requests) },
        { label: 'By scanners and attack tools', value: count(numberOf(tools, 'tools')) },
        { label: 'User agents', value: count(numberOf(totals, 'groups')) },
        { label: 'Requesters', value: count(numberOf(totals, 'requesters')) },
        { label: 'Addresses', value: count(numberOf(totals, 'addresses')) },
        { label: 'Bytes sent', value: bytes(numberOf(totals, 'bytes_sent')) },
      ],
      notes: [
        'Clients write their names themselves: this finds who does not hide. The AWS CLI and SDKs are not suspicious by themselves.',
      ],
      next: requests === 0 ? [] : [...whatElseDid(most?.requester), ...whatElseCameFrom(most?.remote_ip)],
    }
  },
})

const get = { operation: 'REST.GET.OBJECT', key: 'a' }
const BOB = 'arn:aws:iam::111122223333:user/bob'
const KALI = 'aws-cli/2.9 Python/3.11 Linux/6.6.9-kali1-amd64'

export const examples: readonly Example[] = [
  {
    title: 'finds scanners, attack tools, hacking systems, file browsers and who names itself not at all',
    log: 'access-log',
    lines: [
      ...['Nuclei - Open-source project', 'Pacu/1.0', 'S3 Browser/11.6.7', '-'].map(userAgent =>
        logLine({ ...get, userAgent }),
      ),
      logLine({ ...get, userAgent: KALI }),
      logLine({ ...get, userAgent: KALI, status: 403, errorCode: 'AccessDenied' }),
    ],
    rows: [
      { user_agent: KALI, kind: 'hacking distribution', requests: '2', errors: '1' },
      { user_agent: '(none)', kind: 'names itself not at all' },
      { user_agent: 'Nuclei - Open-source project', kind: 'scanner', example_requester: ADA },
      { user_agent: 'Pacu/1.0', kind: 'attack tool' },
      { user_agent: 'S3 Browser/11.6.7', kind: 'file browser' },
    ],
    headline:
      '6 requests to my-bucket by clients with suspicious names at 2026-11-20 07:15:00 UTC, 5 of them succeeded; most by user ada from 203.0.113.7 (hacking distribution).',
    severity: 'medium',
  },
  {
    title: 'suspects neither an SDK, a name that only holds such a word, nor records without a client',
    log: 'access-log',
    lines: [
      ...['Boto3/1.40 md/Botocore Python/3.13', 'kalimba-sync/2', 'hydrant/1.0', 'mynmapper'].map(userAgent =>
        logLine({ ...get, userAgent }),
      ),
      logLine({ operation: 'REST.COPY.OBJECT_GET', key: 'a', userAgent: '-', status: '-' }),
      logLine({ operation: 'BATCH.DELETE.OBJECT', key: 'a', userAgent: '-', status: 204 }),
      logLine({
        operation: 'S3.EXPIRE.OBJECT',
        key: 'a',
        userAgent: '-',
        requester: 'AmazonS3',
        remoteIp: '-',
        status: '-',
      }),
    ],
    rows: [],
    headline: 'No client of my-bucket called itself by a suspicious name in this window.',
  },
  {
    title: 'finds other words where they are typed, and leaves the unnamed where they are not wanted',
    log: 'access-log',
    lines: [
      logLine({ ...get, key: 'x/1', userAgent: 'Evil_Tool/1', requester: BOB }),
      logLine({ ...get, key: 'x/1', userAgent: 'EvilXTool/1', requester: BOB }),
      logLine({ ...get, key: 'x/1', userAgent: '-', requester: BOB }),
      logLine({ ...get, key: 'x/1', userAgent: 'evil_tool/1' }),
      logLine({ ...get, key: 'y/1', userAgent: 'evil_tool/1', requester: BOB }),
    ],
    parameters: { also: 'evil_tool', unnamed: false, prefix: 'x/', requester: 'bob' },
    rows: [{ user_agent: 'Evil_Tool/1', kind: 'as typed' }],
    headline: '1 request',
    severity: 'low',
  },
  {
    title: 'finds them in CloudTrail',
    log: 'cloudtrail',
    lines: [
      trailEvent({ eventName: 'ListObjects', userAgent: '[Cyberduck/8.7 (Mac OS X)]' }),
      trailEvent({ eventName: 'GetObject', key: 'a' }),
    ],
    rows: [{ user_agent: 'Cyberduck/8.7 (Mac OS X)', kind: 'file browser' }],
    headline: '1 request',
  },
  {
    title: 'suspects no console and no service in CloudTrail',
    log: 'cloudtrail',
    lines: [
      trailEvent({ eventName: 'GetObject', key: 'a', userAgent: '[S3Console/0.4]' }),
      trailEvent({ eventName: 'PutObject', userAgent: 'athena.amazonaws.com' }),
    ],
    rows: [],
    headline: 'No client',
  },
]
