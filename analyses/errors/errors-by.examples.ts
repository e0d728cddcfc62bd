import type { Example } from '../lib/analysis.ts'
import { ADA, logLine } from '../lib/samples/sample-lines.ts'

const get = { operation: 'REST.GET.OBJECT', key: 'a' }
const lines = [
  logLine({ ...get, status: 404, errorCode: 'NoSuchKey', at: '01:00' }),
  logLine({ ...get, status: 404, errorCode: 'NoSuchKey', at: '02:00', remoteIp: '203.0.113.8' }),
  logLine({ ...get, status: 503, errorCode: 'SlowDown' }),
  logLine({ ...get, key: 'b' }),
  logLine({ ...get, operation: 'REST.HEAD.OBJECT', status: 404, requester: '-' }),
]
/** So many failures of one address, and one request that succeeds. */
const noisy = (failures: number, remoteIp: string) =>
  Array.from({ length: failures + 1 }, (_, i) =>
    logLine({
      ...get,
      key: `k${i}`,
      remoteIp,
      status: i === 0 ? 200 : 403,
      ...(i > 0 && { errorCode: 'AccessDenied' }),
    }),
  )

export const examples: readonly Example[] = [
  {
    title: 'adds errors up by requester, operation, status and code',
    log: 'access-log',
    preset: 'errors-by-requester-operation',
    lines,
    rows: [
      {
        failures: '2',
        requester: ADA,
        operation: 'REST.GET.OBJECT',
        status: '404',
        error_code: 'NoSuchKey',
        share: '50.0',
        first_seen: '2026-11-20 07:01:00.000',
      },
      {
        failures: '1',
        requester: '(anonymous)',
        operation: 'REST.HEAD.OBJECT',
        error_code: 'no code logged',
      },
      { failures: '1', requester: ADA, status: '503', error_code: 'SlowDown' },
    ],
    headline:
      '4 requests to my-bucket failed; 3 kinds of requester, operation and code have them; the most, 2: user ada, REST.GET.OBJECT, 404 NoSuchKey.',
  },
  {
    title: 'finds no error where all requests succeeded',
    log: 'access-log',
    lines: [logLine(get), logLine({ ...get, status: 304 })],
    rows: [],
    headline: 'No request to my-bucket failed in this window.',
  },
  {
    title: 'counts S3’s own errors alone, of one prefix',
    log: 'access-log',
    parameters: { class: '5xx', prefix: 'a' },
    lines: [...lines, logLine({ ...get, key: 'b', status: 500 })],
    rows: [{ failures: '1', status: '503', share: '100.0' }],
    headline: '1 request to my-bucket failed with a 5xx status',
  },
  {
    title: 'breaks errors down by code and operation, whoever made them',
    log: 'access-log',
    preset: 'error-code-breakdown',
    lines: [...lines, logLine({ ...get, status: 404, errorCode: 'NoSuchKey', requester: '-' })],
    rows: [
      {
        failures: '3',
        status: '404',
        error_code: 'NoSuchKey',
        operation: 'REST.GET.OBJECT',
        requesters: '2',
      },
      { failures: '1', status: '404', error_code: 'no code logged', operation: 'REST.HEAD.OBJECT' },
      { failures: '1', status: '503', error_code: 'SlowDown' },
    ],
    headline: 'the most, 3: 404 NoSuchKey, REST.GET.OBJECT.',
  },
  {
    title: 'names an address with 11 failures, not one with 10',
    log: 'access-log',
    preset: 'noisy-error-ips',
    lines: [...noisy(10, '203.0.113.10'), ...noisy(11, '203.0.113.11')],
    rows: [
      { remote_ip: '203.0.113.11', failures: '11', requests: '12', rate: '91.7', codes: 'AccessDenied' },
    ],
    headline:
      '21 requests to my-bucket failed; 1 address has more than 10; the most, 11, 91.7 % of its requests: 203.0.113.11.',
  },
  {
    title: 'says so where no address has that many failures',
    log: 'access-log',
    parameters: { group: 'address', moreThan: 3 },
    lines: noisy(3, '203.0.113.10'),
    rows: [],
    headline: '3 requests to my-bucket failed; no address has more than 3 of them.',
  },
  {
    title: 'tells how often a key failed, from how many addresses, and with which codes',
    log: 'access-log',
    preset: 'failed-by-key',
    lines: [...lines, logLine({ operation: 'REST.GET.BUCKET', status: 403 })],
    rows: [{ key: 'a', failures: '4', requests: '4', addresses: '2', codes: 'NoSuchKey SlowDown' }],
    headline: '1 key has them; the most, 4, 100 % of its requests: a.',
  },
  {
    title: 'shows what is asked for and is not there, and takes no refusal for it',
    log: 'access-log',
    preset: 'not-found',
    lines: [...lines, logLine({ ...get, status: 403, errorCode: 'AccessDenied' })],
    rows: [
      { failures: '1', key: 'a', remote_ip: '203.0.113.7', error_code: 'NoSuchKey' },
      { failures: '1', key: 'a', remote_ip: '203.0.113.7', error_code: 'no code logged' },
      { failures: '1', key: 'a', remote_ip: '203.0.113.8' },
    ],
    headline: '3 requests to my-bucket asked for what does not exist (404)',
  },
]
