import type { Example } from '../lib/analysis.ts'
import { ADA, logLine } from '../lib/samples/sample-lines.ts'

const point = (name: string) => `arn:aws:s3:eu-west-1:111122223333:accesspoint/${name}`
const get = { operation: 'REST.GET.OBJECT', key: 'a', bytesSent: 5 }
const BOB = 'arn:aws:iam::111122223333:user/bob'

export const examples: readonly Example[] = [
  {
    title: 'counts the requests through each access point, and none that named the bucket',
    log: 'access-log',
    lines: [
      logLine({ ...get, accessPoint: point('etl') }),
      logLine({ ...get, accessPoint: point('etl'), requester: BOB, status: 403, errorCode: 'AccessDenied' }),
      logLine({ ...get, accessPoint: point('web') }),
      logLine(get),
    ],
    rows: [
      { access_point_arn: point('etl'), requests: '2', errors: '1', requesters: '2', example_requester: ADA },
      { access_point_arn: point('web'), requests: '1' },
    ],
    headline: '3 of 4 requests to my-bucket came through 2 access points; the most, 2, through etl.',
  },
  {
    title: 'looks at one requester below one prefix',
    log: 'access-log',
    lines: [
      logLine({ ...get, key: 'x/1', accessPoint: point('etl') }),
      logLine({ ...get, key: 'x/1', accessPoint: point('web'), requester: BOB }),
      logLine({ ...get, accessPoint: point('web'), requester: BOB }),
    ],
    parameters: { prefix: 'x/', requester: 'bob' },
    rows: [{ access_point_arn: point('web'), requests: '1' }],
    headline: '1 of 1 request to my-bucket',
  },
  {
    title: 'says so where no request came through one',
    log: 'access-log',
    lines: [
      logLine(get),
      logLine({ operation: 'S3.EXPIRE.OBJECT', requester: 'AmazonS3', status: '-', remoteIp: '-' }),
    ],
    rows: [],
    headline: 'None of the 1 request to my-bucket came through an access point.',
  },
]
