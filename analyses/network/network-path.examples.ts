import type { Example } from '../lib/analysis.ts'
import { ADA, logLine, trailEvent } from '../lib/samples/sample-lines.ts'

const get = { operation: 'REST.GET.OBJECT', key: 'a', bytesSent: 10 }
const BOB = 'arn:aws:iam::111122223333:user/bob'
const region = 's3.eu-west-1.amazonaws.com'

export const examples: readonly Example[] = [
  {
    title: 'tells the paths apart as far as the records prove them',
    log: 'access-log',
    lines: [
      logLine(get),
      logLine({ ...get, host: 'my-bucket.s3-accelerate.amazonaws.com' }),
      logLine({
        ...get,
        operation: 'WEBSITE.GET.OBJECT',
        host: 'my-bucket.s3-website-eu-west-1.amazonaws.com',
        requester: '-',
      }),
      logLine({ ...get, remoteIp: '10.0.0.7' }),
      logLine({ ...get, remoteIp: '10.0.0.8', sourceRegion: '-' }),
      logLine({
        ...get,
        remoteIp: '10.0.0.9',
        host: `my-bucket.bucket.vpce-0a1b.s3.eu-west-1.vpce.amazonaws.com`,
        sourceRegion: '-',
      }),
      logLine({ ...get, host: `etl-111122223333.s3-accesspoint.eu-west-1.amazonaws.com` }),
      logLine({ operation: 'S3.EXPIRE.OBJECT', key: 'a', requester: 'AmazonS3', remoteIp: '-', status: '-' }),
      logLine({ ...get, key: 'b' }),
    ],
    rows: [
      {
        path: 'public address',
        requests: '2',
        bytes_sent: '20',
        example_requester: ADA,
        example_host: `my-bucket.${region}`,
      },
      { path: 'VPC endpoint of either kind', example_address: '10.0.0.8' },
      { path: 'VPC gateway endpoint', example_address: '10.0.0.7' },
      { path: 'VPC interface endpoint' },
      { path: 'public address, Transfer Acceleration' },
      { path: 'public address, access point' },
      { path: 'public address, website' },
    ],
    headline: '8 requests to my-bucket by 7 paths; 25.0 % by public address, 62.5 % from public addresses.',
  },
  {
    title: 'looks at one requester below one prefix',
    log: 'access-log',
    lines: [
      logLine({ ...get, key: 'x/1' }),
      logLine({ ...get, key: 'x/1', requester: BOB, remoteIp: '10.0.0.1' }),
      logLine({ ...get, requester: BOB }),
    ],
    parameters: { prefix: 'x/', requester: 'bob' },
    rows: [{ path: 'VPC gateway endpoint', requests: '1' }],
    headline: '1 request to my-bucket by 1 path; 100 % by VPC gateway endpoint, 0.0 % from public addresses.',
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
  {
    title: 'knows endpoints and services from CloudTrail',
    log: 'cloudtrail',
    lines: [
      trailEvent({
        eventName: 'GetObject',
        key: 'a',
        sourceIp: '10.0.0.1',
        fields: { vpcEndpointId: 'vpce-0a1b' },
      }),
      trailEvent({ eventName: 'GetObject', key: 'a', sourceIp: 'athena.amazonaws.com' }),
    ],
    rows: [{ path: 'AWS service' }, { path: 'VPC endpoint of either kind', endpoints: '1' }],
    headline: '2 requests to my-bucket by 2 paths',
  },
  {
    title: 'finds no path where there is no request',
    log: 'cloudtrail',
    lines: [trailEvent({ eventName: 'Decrypt', eventSource: 'kms.amazonaws.com' })],
    rows: [],
    headline: 'No request',
  },
]
