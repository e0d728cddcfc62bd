import { z } from 'zod'
import { defineAnalysis, type Example } from './lib/analysis.ts'
import {
  all,
  items,
  keyBegins,
  keyPrefix,
  networkList,
  requesterFilter,
  principal,
  requesterHas,
  typedLine,
} from './lib/fragments.ts'
import { inNetworks } from './lib/networks.ts'
import {
  mostlyBy,
  requestAggregates,
  requestCharts,
  requestColumns,
  requestFigures,
  requestOrder,
  requestRows,
  totalOf,
} from './lib/request-list.ts'
import { ADA, logLine, trailEvent } from './lib/sample-lines.ts'
import { sql } from './lib/sql.ts'
import { count, counted, numberOf } from './lib/words.ts'

const BY = {
  requester: principal,
  address: sql`coalesce(remote_ip, '(no address)')`,
  'access key': sql`coalesce(access_key_id, '(no access key logged)')`,
}

export default defineAnalysis({
  title: 'Activity of one requester, address or key',
  answers: 'What did this principal, this address or this access key do?',
  group: 'Who accesses',
  words: ['activity', 'everything by', 'what did', 'actions', 'operations of'],
  reads: ['access-log', 'cloudtrail'],
  why: 'Access logs have every request; CloudTrail names the access key of each, but has object requests only where data events are on.',
  blind: {
    'access-log':
      'Access logs show an access key only in presigned URLs; ask CloudTrail for the others (logs:cloudtrail).',
    cloudtrail: 'CloudTrail has object requests only where the trail records data events for this bucket.',
  },
  presets: {
    'requester-activity': {
      title: 'Activity of a requester',
      answers: 'What did this user or role do?',
      words: ['principal', 'iam user', 'iam role', 'arn', 'what did user'],
      parameters: { by: 'requester' },
    },
    'ip-activity': {
      title: 'Activity from an address',
      answers: 'What was done from this address or network?',
      words: ['ip', 'cidr', 'source ip', 'address', 'network'],
      parameters: { by: 'address' },
    },
    'access-key-activity': {
      title: 'Activity of an access key',
      answers: 'What did this access key do?',
      words: ['access key', 'akia', 'leaked key', 'credential'],
      parameters: { by: 'access key' },
    },
  },
  parameters: z.object({
    by: z
      .enum(['requester', 'address', 'access key'])
      .default('requester')
      .describe('Whom the answer names as the most active.')
      .meta({ title: 'Name the most active' }),
    requester: requesterFilter,
    networks: networkList.meta({ title: 'Addresses or networks', placeholder: '203.0.113.7, 2001:db8::/32' }),
    accessKey: typedLine
      .optional()
      .describe('Only what this access key id signed; empty means all.')
      .meta({ title: 'Access key id', placeholder: 'AKIAIOSFODNN7EXAMPLE' }),
    prefix: keyPrefix,
  }),
  columns: ({ by }) =>
    requestColumns([
      'event_time',
      'operation',
      'key',
      'status',
      'error_code',
      ...(by === 'requester' ? ['remote_ip'] : ['requester']),
    ]),
  statements({ by, requester, networks, accessKey, prefix }, { window }) {
    const addresses = networks ? inNetworks(sql`remote_ip`, items(networks)) : undefined
    const signed = accessKey ? sql`access_key_id = ${accessKey}` : undefined
    const asked = all(sql`TRUE`, requesterHas(requester), addresses, signed, keyBegins(prefix))
    const from = sql`FROM events WHERE ${asked}`
    return {
      rows: requestRows(from),
      order: requestOrder,
      aggregates: {
        ...requestAggregates(from, window, BY[by]),
        operations: sql`SELECT operation, count(*) AS requests ${from} GROUP BY 1 ORDER BY requests DESC, operation LIMIT 3`,
      },
    }
  },
  summarise(results, { bucket, window }, { requester, networks, accessKey }) {
    const requests = totalOf(results, 'requests')
    const operations = (results.aggregates.operations ?? []).map(
      row => `${count(numberOf(row, 'requests'))} ${row.operation}`,
    )
    const asked = [requester, networks, accessKey].some(value => value !== undefined && value !== '')
    return {
      headline:
        requests === 0
          ? `No such request to ${bucket} in this window.`
          : `${counted(requests, 'request')} to ${bucket}${mostlyBy(results)}.`,
      figures: [...requestFigures(results), { label: 'Mostly', value: operations.join(', ') || '–' }],
      charts: requestCharts('Requests over time', results, window),
      notes: asked
        ? ['A role has a name for each of its sessions; a part of the name finds them all.']
        : [
            'Nobody was named, so this is everything that was done. Name a requester, an address or an access key.',
          ],
    }
  },
})

const BOB = 'arn:aws:iam::111122223333:user/bob'
const session = (name: string) => `arn:aws:sts::111122223333:assumed-role/etl/${name}`
const get = { operation: 'REST.GET.OBJECT', key: 'a' }
const KEY = 'AKIAIOSFODNN7EXAMPLE'
const signedBy = (accessKeyId: string) => ({
  type: 'IAMUser',
  arn: ADA,
  accountId: '111122223333',
  accessKeyId,
})

export const examples: readonly Example[] = [
  {
    title: 'finds all that the sessions of a role did, in order, failures included',
    log: 'access-log',
    lines: [
      logLine({ ...get, requester: session('two'), at: '02:00', status: 403, errorCode: 'AccessDenied' }),
      logLine({
        operation: 'REST.DELETE.OBJECT',
        key: 'b',
        requester: session('one'),
        at: '01:00',
        status: 204,
      }),
      logLine({ ...get, requester: BOB }),
    ],
    preset: 'requester-activity',
    parameters: { requester: 'assumed-role/etl/' },
    rows: [
      { operation: 'REST.DELETE.OBJECT', key: 'b', requester: session('one') },
      { operation: 'REST.GET.OBJECT', error_code: 'AccessDenied' },
    ],
    headline:
      '2 requests to my-bucket, all by role etl from 203.0.113.7 between 2026-11-20 07:01:00 and 07:02:00 UTC.',
  },
  {
    title: 'finds what came from networks, v4 and v6, and none of what only looks alike',
    log: 'access-log',
    lines: [
      logLine({ ...get, key: '1', remoteIp: '10.0.0.255', at: '01:00' }),
      logLine({ ...get, key: '2', remoteIp: '2001:db8:0:0:0:0:0:1', at: '02:00' }),
      logLine({ ...get, key: '3', remoteIp: '10.0.1.0' }),
      logLine({ ...get, key: '4', remoteIp: '110.0.0.1' }),
      logLine({ operation: 'S3.EXPIRE.OBJECT', key: '5', requester: 'AmazonS3', remoteIp: '-', status: '-' }),
    ],
    preset: 'ip-activity',
    parameters: { networks: '10.0.0.0/24 2001:db8::/32' },
    rows: [
      { key: '1', remote_ip: '10.0.0.255' },
      { key: '2', remote_ip: '2001:db8:0:0:0:0:0:1' },
    ],
    headline: '2 requests to my-bucket, the most, 1, from 10.0.0.255 at',
  },
  {
    title: 'finds what an access key signed',
    log: 'cloudtrail',
    lines: [
      trailEvent({ eventName: 'GetObject', key: 'a', identity: signedBy(KEY) }),
      trailEvent({ eventName: 'GetObject', key: 'b', identity: signedBy('AKIAI44QH8DHBEXAMPLE') }),
    ],
    preset: 'access-key-activity',
    parameters: { accessKey: KEY },
    rows: [{ key: 'a', requester: ADA, access_key_id: KEY }],
    headline: `1 request to my-bucket by ${KEY} from 203.0.113.7`,
  },
  {
    title: 'finds an access key in a presigned URL',
    log: 'access-log',
    lines: [
      logLine({ ...get, authType: 'QueryString', uri: `GET /a?X-Amz-Credential=${KEY}/20261120/x HTTP/1.1` }),
      logLine(get),
    ],
    parameters: { by: 'access key', accessKey: KEY },
    rows: [{ key: 'a', access_key_id: KEY }],
    headline: `1 request to my-bucket by ${KEY}`,
  },
  {
    title: 'shows everything where nobody is named, and says so',
    log: 'access-log',
    lines: [logLine({ ...get, key: 'x/1' }), logLine({ ...get, key: 'y/1', requester: BOB })],
    parameters: { prefix: 'y/' },
    rows: [{ key: 'y/1' }],
    headline: '1 request to my-bucket by user bob',
  },
  {
    title: 'finds nothing of whom nobody has seen',
    log: 'access-log',
    lines: [logLine(get)],
    parameters: { requester: 'user/eve' },
    rows: [],
    headline: 'No such request to my-bucket in this window.',
  },
  {
    title: 'takes a service’s name for no address',
    log: 'cloudtrail',
    lines: [trailEvent({ eventName: 'GetObject', key: 'a', sourceIp: 'athena.amazonaws.com' })],
    parameters: { networks: '0.0.0.0/0, ::/0' },
    rows: [],
    headline: 'No such request',
  },
]
