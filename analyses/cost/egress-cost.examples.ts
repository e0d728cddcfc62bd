import type { Example } from '../lib/analysis.ts'
import { logLine } from '../lib/samples/sample-lines.ts'

const GB = 1_000_000_000
const get = { operation: 'REST.GET.OBJECT', key: 'a', bytesSent: GB }

export const examples: readonly Example[] = [
  {
    title: 'prices bytes by where they went',
    log: 'access-log',
    lines: [
      logLine({ ...get, sourceRegion: '-', bytesSent: 10 * GB }),
      logLine({ ...get, sourceRegion: '-', remoteIp: '203.0.113.8' }),
      logLine({ ...get, sourceRegion: 'us-east-1' }),
      logLine(get),
      logLine({ ...get, remoteIp: '10.0.0.7' }),
      logLine({ ...get, remoteIp: '10.0.0.7', sourceRegion: '-' }),
      logLine({ ...get, sourceRegion: '-', requester: 'svc:cloudfront.amazonaws.com' }),
      logLine({ operation: 'REST.PUT.OBJECT', key: 'a', objectSize: GB }),
    ],
    rows: [
      {
        path: 'internet',
        source_region: null,
        bytes_sent: String(11 * GB),
        cost: '0.99',
        requests: '2',
        top_ip: '203.0.113.7',
        top_ip_bytes: String(10 * GB),
      },
      { path: 'other Region', source_region: 'us-east-1', cost: '0.02' },
      { path: 'AWS service (CloudFront and others)', cost: '0.0' },
      { path: 'VPC endpoint' },
      { path: 'private address, unknown path' },
      { path: 'same Region', source_region: 'eu-west-1' },
    ],
    headline:
      '16.0 GB left my-bucket, for about $1.01: 11.0 GB to the internet (68.8 %), 1.0 GB to other Regions.',
  },
  {
    title: 'takes the settings’ prices, one prefix and one requester',
    log: 'access-log',
    settings: { prices: { internetPerGigabyte: 1 } },
    parameters: { prefix: 'a', requester: 'ada' },
    lines: [
      logLine({ ...get, sourceRegion: '-' }),
      logLine({ ...get, sourceRegion: '-', requester: '-' }),
      logLine({ ...get, sourceRegion: '-', key: 'b' }),
    ],
    rows: [{ cost: '1.0' }],
    headline: '1.0 GB left my-bucket, for about $1.00',
  },
  {
    title: 'takes an upload for no transfer out',
    log: 'access-log',
    lines: [logLine({ operation: 'REST.PUT.OBJECT', key: 'a', objectSize: GB })],
    rows: [],
    headline: 'S3 sent no bytes from my-bucket in this window.',
  },
]
