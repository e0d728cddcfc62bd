import type { Example } from '../lib/analysis.ts'
import { logLine, trailEvent } from '../lib/samples/sample-lines.ts'

const get = { operation: 'REST.GET.OBJECT', key: 'a', requester: '-', bytesSent: 10, signature: '-' }
const refused = { status: 403, errorCode: 'AccessDenied' }
const ANYONE = { type: 'AWSAccount', principalId: '', accountId: 'ANONYMOUS_PRINCIPAL' }

export const examples: readonly Example[] = [
  {
    title: 'finds every request that nobody signed, refused ones too, and no lifecycle action',
    log: 'access-log',
    lines: [
      logLine({ ...get, at: '01:00' }),
      logLine({ ...get, ...refused, key: 'b', at: '02:00' }),
      logLine({ operation: 'S3.EXPIRE.OBJECT', key: 'a', requester: '-', remoteIp: '-', status: '-' }),
    ],
    rows: [
      { key: 'a', requester: '(anonymous)' },
      { key: 'b', error_code: 'AccessDenied' },
    ],
    headline:
      '2 anonymous requests to my-bucket, all from 203.0.113.7 between 2026-11-20 07:01:00 and 07:02:00 UTC; they got 1 object, 20 B in all.',
    severity: 'medium',
  },
  {
    title: 'takes a signed request, by header or by URL, for no anonymous one',
    log: 'access-log',
    lines: [
      logLine({ operation: 'REST.GET.OBJECT', key: 'a' }),
      logLine({ operation: 'REST.GET.OBJECT', key: 'a', authType: 'QueryString' }),
    ],
    rows: [],
    headline: 'No anonymous request to my-bucket was made in this window.',
  },
  {
    title: 'finds which objects were really served, neither refused nor only looked at',
    log: 'access-log',
    lines: [
      logLine(get),
      logLine({ ...get, status: 206, remoteIp: '198.51.100.9' }),
      logLine({ ...get, ...refused, key: 'b' }),
      logLine({ ...get, key: 'c', status: 304 }),
      logLine({ ...get, operation: 'REST.HEAD.OBJECT', key: 'd' }),
      logLine({ ...get, operation: 'WEBSITE.GET.OBJECT', key: 'index.html' }),
    ],
    preset: 'public-object-reads',
    rows: [
      { key: 'a', requests: '2', addresses: '2', bytes_sent: '20' },
      { key: 'index.html', requests: '1' },
    ],
    headline: '3 anonymous requests to my-bucket, the most, 2, from 203.0.113.7',
    severity: 'medium',
  },
  {
    title: 'is serious where somebody could write',
    log: 'access-log',
    lines: [logLine({ ...get, operation: 'REST.PUT.OBJECT' })],
    rows: [{ operation: 'REST.PUT.OBJECT' }],
    headline: 'none got an object',
    severity: 'high',
  },
  {
    title: 'counts what succeeded for each object below one prefix',
    log: 'access-log',
    lines: [
      logLine({ ...get, key: 'x/1' }),
      logLine({ ...get, ...refused, key: 'x/2' }),
      logLine({ ...get, key: 'y/1' }),
    ],
    parameters: { only: 'succeeded', by: 'key', prefix: 'x/' },
    rows: [{ key: 'x/1', requests: '1' }],
    headline: '1 anonymous request to my-bucket from 203.0.113.7 at',
  },
  {
    title: 'knows both spellings of CloudTrail, and no service’s request',
    log: 'cloudtrail',
    lines: [
      trailEvent({ eventName: 'GetObject', key: 'a', identity: ANYONE, at: '01:00' }),
      trailEvent({
        eventName: 'GetObject',
        key: 'b',
        identity: { ...ANYONE, accountId: 'anonymous' },
        errorCode: 'AccessDenied',
      }),
      trailEvent({
        eventName: 'PutObject',
        key: 'c',
        identity: { type: 'AWSService', invokedBy: 'x.amazonaws.com' },
      }),
    ],
    rows: [{ key: 'a' }, { key: 'b' }],
    headline: '2 anonymous requests',
  },
  {
    title: 'finds none where everybody has signed',
    log: 'cloudtrail',
    lines: [trailEvent({ eventName: 'GetObject', key: 'a' })],
    rows: [],
    headline: 'No anonymous request',
  },
  {
    title: 'takes neither a signature that was not accepted nor a browser’s preflight for anonymous',
    log: 'access-log',
    lines: [
      logLine({
        operation: 'REST.GET.OBJECT',
        key: 'a',
        requester: '-',
        status: 403,
        errorCode: 'SignatureDoesNotMatch',
      }),
      logLine({
        operation: 'REST.GET.OBJECT',
        key: 'a',
        requester: '-',
        signature: 'SigV4',
        status: 400,
        errorCode: 'ExpiredToken',
      }),
      logLine({ operation: 'REST.OPTIONS.PREFLIGHT', key: 'a', requester: '-' }),
      logLine({
        operation: 'REST.OPTIONS.PREFLIGHT',
        key: 'a',
        requester: '-',
        status: 403,
        errorCode: 'AccessForbidden',
      }),
    ],
    rows: [],
    headline: 'No anonymous request to my-bucket was made in this window.',
  },
]
