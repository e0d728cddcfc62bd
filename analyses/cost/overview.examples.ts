import type { Example } from '../lib/analysis.ts'
import { ADA, logLine, trailEvent } from '../lib/samples/sample-lines.ts'

const BOB = 'arn:aws:iam::111122223333:user/bob'
const get = { operation: 'REST.GET.OBJECT', key: 'a', bytesSent: 100, totalMs: 40 }
const lines = [
  logLine(get),
  logLine({ ...get, key: 'b', at: '16:00' }),
  logLine({ ...get, status: 404, errorCode: 'NoSuchKey', bytesSent: 20 }),
  logLine({
    operation: 'REST.PUT.OBJECT',
    key: 'a',
    objectSize: 700,
    requester: BOB,
    remoteIp: '203.0.113.8',
    totalMs: 90,
  }),
  logLine({ operation: 'REST.GET.BUCKET', requester: '-', status: 403, remoteIp: '203.0.113.9' }),
  logLine({ operation: 'BATCH.DELETE.OBJECT', key: 'c', status: 204 }),
]

export const examples: readonly Example[] = [
  {
    title: 'lists the operations, requesters, addresses, keys and errors that are most, with what is theirs',
    log: 'access-log',
    lines,
    rows: [
      {
        section: 'Operation',
        name: 'REST.GET.OBJECT',
        requests: '3',
        share: '60.0',
        errors: '1',
        bytes_sent: '220',
        p95_ms: '40',
      },
      { section: 'Operation', name: 'REST.GET.BUCKET' },
      { section: 'Operation', name: 'REST.PUT.OBJECT', p95_ms: '90' },
      { section: 'Requester', name: ADA, requests: '3', errors: '1' },
      { section: 'Requester', name: '(anonymous)', errors: '1' },
      { section: 'Requester', name: BOB },
      { section: 'Address', name: '203.0.113.7', requests: '3' },
      { section: 'Address', name: '203.0.113.8' },
      { section: 'Address', name: '203.0.113.9' },
      { section: 'Key', name: 'a', requests: '3', p95_ms: null },
      { section: 'Key', name: 'b' },
      { section: 'Error', name: '403 no code logged', requests: '1', share: '50.0' },
      { section: 'Error', name: '404 NoSuchKey', requests: '1', share: '50.0' },
    ],
    headline:
      '5 requests to my-bucket by 3 requesters, 40.0 % of them failed, 200 B were downloaded; 60.0 % were made by user ada, 60.0 % are REST.GET.OBJECT; 95 % took at most',
  },
  {
    title: 'shows as many of each list as asked for, of one prefix',
    log: 'access-log',
    parameters: { top: 1, prefix: 'a' },
    lines,
    rows: [
      { section: 'Operation', name: 'REST.GET.OBJECT', requests: '2' },
      { section: 'Requester', name: ADA },
      { section: 'Address', name: '203.0.113.7' },
      { section: 'Key', name: 'a' },
      { section: 'Error', name: '404 NoSuchKey', share: '100.0' },
    ],
    headline: '3 requests to my-bucket by 2 requesters',
  },
  {
    title: 'takes the keys of a batch and lifecycle rules for no requests, but counts what they deleted',
    log: 'access-log',
    lines: [
      logLine({ operation: 'BATCH.DELETE.OBJECT', key: 'c', status: 204 }),
      logLine({ operation: 'S3.EXPIRE.OBJECT', key: 'd', status: '-', requester: 'AmazonS3', remoteIp: '-' }),
    ],
    rows: [],
    headline: 'No request to my-bucket in this window; 2 objects were deleted by batches or lifecycle rules.',
  },
  {
    title: 'draws the board from CloudTrail, too, without a latency',
    log: 'cloudtrail',
    lines: [
      trailEvent({ eventName: 'GetObject', key: 'a', bytesSent: 10 }),
      trailEvent({ eventName: 'GetObject', key: 'a', errorCode: 'AccessDenied' }),
    ],
    rows: [
      { section: 'Operation', name: 'GetObject', requests: '2', errors: '1', bytes_sent: '10', p95_ms: null },
      { section: 'Requester', name: ADA },
      { section: 'Address', name: '203.0.113.7' },
      { section: 'Key', name: 'a', share: '100.0' },
      { section: 'Error', name: 'AccessDenied' },
    ],
    headline:
      '2 requests to my-bucket by 1 requester, 50.0 % of them failed, 10 B were downloaded; 100 % were made by user ada, 100 % are GetObject.',
  },
  {
    title: 'has no board without records',
    log: 'cloudtrail',
    lines: [],
    rows: [],
    headline: 'No request to my-bucket in this window.',
  },
]
