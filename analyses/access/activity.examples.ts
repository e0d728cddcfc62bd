import type { Example } from '../lib/analysis.ts'
import { ADA, logLine, trailEvent } from '../lib/samples/sample-lines.ts'

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
      '2 requests to my-bucket, all by role etl (2 sessions) from 203.0.113.7 between 2026-11-20 07:01:00 and 07:02:00 UTC.',
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
      { key: '2', remote_ip: '2001:db8::1' },
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
