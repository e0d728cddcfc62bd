import type { Example } from '../lib/analysis.ts'
import { ADA, logLine } from '../lib/samples/sample-lines.ts'

const get = { operation: 'REST.GET.OBJECT', key: 'a', bytesSent: 1000 }
const BOB = 'arn:aws:iam::111122223333:user/bob'

export const examples: readonly Example[] = [
  {
    title: 'counts requests and bytes for each Region, and tells the others from the bucket’s own',
    log: 'access-log',
    lines: [
      logLine(get),
      logLine({ ...get, sourceRegion: 'us-east-1' }),
      logLine({ ...get, sourceRegion: 'us-east-1', requester: BOB }),
      logLine({ ...get, sourceRegion: '-' }),
      logLine({
        operation: 'S3.EXPIRE.OBJECT',
        key: 'a',
        requester: 'AmazonS3',
        remoteIp: '-',
        status: '-',
        sourceRegion: '-',
      }),
    ],
    rows: [
      { region: 'us-east-1', other_region: 'yes', requests: '2', bytes_sent: '2000', example_requester: ADA },
      { region: '(none)', other_region: '–', requests: '1' },
      { region: 'eu-west-1', other_region: 'no' },
    ],
    headline:
      '4 requests to my-bucket, 3 of them from 2 AWS Regions; 2 from other Regions than eu-west-1, which were sent 2.0 kB.',
  },
  {
    title: 'looks at one requester below one prefix',
    log: 'access-log',
    lines: [
      logLine({ ...get, key: 'x/1' }),
      logLine({ ...get, key: 'x/1', requester: BOB, sourceRegion: '-' }),
      logLine({ ...get, requester: BOB }),
    ],
    parameters: { prefix: 'x/', requester: 'bob' },
    rows: [{ region: '(none)', requests: '1' }],
    headline: 'None of the 1 request to my-bucket has an AWS Region that it came from.',
  },
  {
    title: 'counts nothing that S3 does by itself',
    log: 'access-log',
    lines: [
      logLine({ operation: 'S3.EXPIRE.OBJECT', key: 'a', requester: 'AmazonS3', remoteIp: '-', status: '-' }),
    ],
    rows: [],
    headline: 'No request to my-bucket in this window.',
  },
]
