import type { Example } from '../lib/analysis.ts'
import { logLine } from '../lib/samples/sample-lines.ts'

const get = { operation: 'REST.GET.OBJECT', key: 'a', bytesSent: 1000 }
const BOB = 'arn:aws:iam::111122223333:user/bob'
const lines = [
  logLine({ ...get, at: '01:00' }),
  logLine({ ...get, at: '01:59', status: 404, bytesSent: 300 }),
  logLine({ operation: 'REST.GET.BUCKET', bytesSent: 20, at: '02:00' }),
  logLine({ operation: 'REST.PUT.OBJECT', key: 'b/1', objectSize: 500, at: '02:00', requester: BOB }),
  logLine({ operation: 'REST.PUT.PART', key: 'b/2', objectSize: 70, at: '02:30' }),
  logLine({ operation: 'REST.POST.UPLOAD', key: 'b/2', objectSize: 70, at: '03:00' }),
  logLine({ operation: 'REST.COPY.OBJECT', key: 'c', objectSize: 9000, at: '03:00' }),
]

export const examples: readonly Example[] = [
  {
    title: 'counts requests and the bytes of objects in either direction',
    log: 'access-log',
    lines,
    rows: [
      {
        time: '2026-11-20 07:00:00.000',
        requests: '7',
        failures: '1',
        downloaded: '1000',
        uploaded: '570',
        bytes_sent: '1320',
        requesters: '2',
        keys: '4',
      },
    ],
    headline:
      '7 requests in my-bucket, 1.0 kB downloaded; the most in one hour, 7, from 2026-11-20 07:00:00 UTC on.',
  },
  {
    title: 'counts by minutes, of one prefix and one requester',
    log: 'access-log',
    parameters: { width: 'minute', prefix: 'b/', requester: 'ada' },
    lines,
    rows: [
      { time: '2026-11-20 07:02:00.000', requests: '1' },
      { time: '2026-11-20 07:03:00.000', requests: '1' },
    ],
    headline: '2 requests in my-bucket',
  },
  {
    title: 'counts writes, copies among them, with the bytes that were uploaded',
    log: 'access-log',
    preset: 'writes-per-hour',
    lines,
    rows: [{ requests: '4', uploaded: '570', failures: '0' }],
    headline: '4 writes in my-bucket, 570 B uploaded; the most in one hour, 4,',
  },
  {
    title: 'counts listings alone',
    log: 'access-log',
    parameters: { of: 'lists' },
    lines,
    rows: [{ requests: '1', downloaded: '0', bytes_sent: '20' }],
    headline: '1 listing in my-bucket',
  },
  {
    title: 'takes neither the keys of a batch nor what S3 does by itself for requests',
    log: 'access-log',
    lines: [
      logLine({ operation: 'BATCH.DELETE.OBJECT', key: 'a', status: 204 }),
      logLine({ operation: 'S3.TRANSITION_SIA.OBJECT', key: 'a', status: '-' }),
    ],
    rows: [],
    headline: 'No request in my-bucket in this window.',
  },
]
