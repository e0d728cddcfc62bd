import type { Example } from '../lib/analysis.ts'
import { logLine } from '../lib/samples/sample-lines.ts'

const get = { operation: 'REST.GET.OBJECT', key: 'a', bytesSent: 100 }
const lines = [
  logLine(get),
  logLine({ ...get, status: 404, bytesSent: 30 }),
  logLine({
    operation: 'REST.PUT.OBJECT',
    key: 'b',
    objectSize: 5000,
    bytesSent: 0,
    remoteIp: '203.0.113.8',
    requester: '-',
  }),
  logLine({
    operation: 'REST.PUT.OBJECT',
    key: 'b',
    objectSize: 7,
    status: 403,
    errorCode: 'AccessDenied',
    bytesSent: 20,
  }),
  logLine({ operation: 'REST.GET.BUCKET', bytesSent: 900 }),
  logLine({ operation: 'REST.GET.BUCKET', bytesSent: 900 }),
  logLine({ operation: 'REST.GET.BUCKET', bytesSent: 900, at: '16:00' }),
]

export const examples: readonly Example[] = [
  {
    title: 'tells what share of the requests each operation is',
    log: 'access-log',
    preset: 'request-mix',
    lines: [
      ...lines,
      logLine(get),
      logLine({ ...get, at: '17:00' }),
      logLine({ operation: 'BATCH.DELETE.OBJECT', key: 'a' }),
    ],
    rows: [
      {
        name: 'REST.GET.OBJECT',
        requests: '4',
        share: '44.4',
        downloaded: '300',
        bytes_sent: '330',
        failures: '1',
      },
      { name: 'REST.GET.BUCKET', requests: '3', downloaded: '0' },
      { name: 'REST.PUT.OBJECT', requests: '2', uploaded: '5000' },
    ],
    headline:
      'requests to my-bucket: 300 B downloaded, 5.0 kB uploaded, 2 failed; of 3 operations REST.GET.OBJECT made',
  },
  {
    title: 'orders operations by the bytes they move in either direction',
    log: 'access-log',
    preset: 'data-transfer-by-operation',
    lines,
    rows: [
      { name: 'REST.PUT.OBJECT' },
      { name: 'REST.GET.BUCKET', bytes_sent: '2700' },
      { name: 'REST.GET.OBJECT' },
    ],
    headline: 'REST.PUT.OBJECT made',
  },
  {
    title: 'takes the size of what was uploaded, and not the answer’s bytes, for the upload',
    log: 'access-log',
    preset: 'data-transfer-by-ip',
    lines,
    rows: [
      { name: '203.0.113.8', uploaded: '5000', downloaded: '0', requests: '1' },
      { name: '203.0.113.7', uploaded: '0', downloaded: '100' },
    ],
    headline: 'of 2 addresses 203.0.113.8 made',
  },
  {
    title: 'adds up one bucket, of one prefix and one requester',
    log: 'access-log',
    preset: 'traffic-by-bucket',
    parameters: { prefix: 'b', requester: 'ada' },
    lines: [
      ...lines,
      logLine({ ...get, key: 'b', requester: '-' }),
      logLine(get).replace('my-bucket', 'your-bucket'),
    ],
    rows: [{ name: 'my-bucket', requests: '1', failures: '1', share: '100.0' }],
    headline: '1 request to my-bucket: 0 B downloaded, 0 B uploaded, 1 failed.',
  },
  {
    title: 'orders addresses by requests or by bytes',
    log: 'access-log',
    parameters: { group: 'address', by: 'bytes' },
    lines: lines.slice(0, 3),
    rows: [{ name: '203.0.113.8' }, { name: '203.0.113.7', requests: '2' }],
    headline: 'of 2 addresses',
  },
  {
    title: 'has no request where there is none',
    log: 'access-log',
    lines: [logLine({ operation: 'S3.EXPIRE.OBJECT', key: 'a', status: '-' })],
    rows: [],
    headline: 'No request to my-bucket in this window.',
  },
]
