import type { Example } from '../lib/analysis.ts'
import { ADA, logLine, trailEvent } from '../lib/samples/sample-lines.ts'

const MB = 1_000_000
const get = { operation: 'REST.GET.OBJECT', key: 'a' }
const put = { operation: 'REST.PUT.OBJECT', key: 'b' }

export const examples: readonly Example[] = [
  {
    title: 'finds a response of more than 50 MB, not one of 50 MB of a larger object',
    log: 'access-log',
    preset: 'large-downloads',
    lines: [
      logLine({ ...get, bytesSent: 50 * MB + 1 }),
      logLine({ ...get, bytesSent: 50 * MB, objectSize: 90 * MB, status: 206 }),
      logLine({ ...put, objectSize: 900 * MB }),
    ],
    rows: [{ key: 'a', bytes: '50000001', requester: ADA }],
    headline:
      '1 of 2 downloads in my-bucket had more than 50.0 MB, 50.0 MB in all; the most, 50.0 MB, by user ada at',
  },
  {
    title: 'finds uploads of more than 10 MB, and takes no download, copy or completion for one',
    log: 'access-log',
    preset: 'large-uploads',
    lines: [
      logLine({ ...put, objectSize: 11 * MB }),
      logLine({ ...put, objectSize: 10 * MB }),
      logLine({ operation: 'REST.PUT.PART', key: 'c', objectSize: 12 * MB }),
      logLine({ operation: 'REST.POST.UPLOAD', key: 'c', objectSize: 24 * MB }),
      logLine({ operation: 'REST.COPY.OBJECT', key: 'c', objectSize: 24 * MB }),
      logLine({ ...get, bytesSent: 99 * MB, objectSize: 99 * MB }),
      logLine({ ...put, objectSize: 99 * MB, status: 403 }),
    ],
    rows: [{ key: 'c', operation: 'REST.PUT.PART' }, { key: 'b' }],
    headline: '2 of 3 uploads in my-bucket had more than 10.0 MB',
  },
  {
    title: 'takes another direction, limit, prefix and requester',
    log: 'access-log',
    parameters: { direction: 'uploads', megabytes: 0.5, prefix: 'b', requester: 'ada' },
    lines: [
      logLine({ ...put, objectSize: MB, bytesSent: 0 }),
      logLine({ ...put, objectSize: MB, key: 'c' }),
      logLine({ ...put, objectSize: MB, requester: '-' }),
    ],
    rows: [{ key: 'b' }],
    headline: '1 of 1 upload in',
  },
  {
    title: 'has none where nothing is large',
    log: 'access-log',
    lines: [logLine({ ...get, bytesSent: MB })],
    rows: [],
    headline: 'None of 1 download in my-bucket had more than 50.0 MB.',
  },
  {
    title: 'finds them in CloudTrail by the bytes transferred, which requests have no other field for',
    log: 'cloudtrail',
    lines: [
      trailEvent({ eventName: 'GetObject', key: 'a', bytesSent: 60 * MB }),
      trailEvent({ eventName: 'GetObject', key: 'b', bytesReceived: 60 * MB, parameters: { size: 60 * MB } }),
    ],
    rows: [{ key: 'a', bytes: '60000000' }],
    headline: '1 of 2 downloads',
  },
  {
    title: 'finds no large one in CloudTrail where the request failed',
    log: 'cloudtrail',
    lines: [trailEvent({ eventName: 'GetObject', key: 'a', bytesSent: 60 * MB, errorCode: 'AccessDenied' })],
    rows: [],
    headline: 'None of 0 downloads',
  },
]
