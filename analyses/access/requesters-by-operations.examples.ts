import type { Example } from '../lib/analysis.ts'
import { ADA, logLine, trailEvent } from '../lib/samples/sample-lines.ts'

const CANONICAL = '79a59df900b949e55d96a1e698fbacedfd6e09d98eacf8f8d5218e7cd47ef2be'
const ANYONE = { type: 'AWSAccount', principalId: '', accountId: 'ANONYMOUS_PRINCIPAL' }

export const examples: readonly Example[] = [
  {
    title: 'tells requesters apart, names nobody anonymous who is not, and adds up what they did',
    log: 'access-log',
    lines: [
      logLine({ operation: 'REST.GET.OBJECT', key: 'a', bytesSent: 100 }),
      logLine({ operation: 'REST.GET.OBJECT', key: 'b', bytesSent: 30 }),
      logLine({
        operation: 'REST.HEAD.OBJECT',
        key: 'b',
        status: 404,
        errorCode: 'NoSuchKey',
        remoteIp: '203.0.113.8',
      }),
      logLine({ operation: 'REST.GET.OBJECT', key: 'a', requester: '-' }),
      logLine({ operation: 'REST.GET.OBJECT', key: 'b', requester: '-', status: 304 }),
      logLine({ operation: 'REST.GET.BUCKET', requester: CANONICAL }),
      logLine({ operation: 'S3.EXPIRE.OBJECT', key: 'a', requester: 'AmazonS3', status: '-', remoteIp: '-' }),
      logLine({ operation: 'S3.EXPIRE.OBJECT', key: 'a', requester: '-', status: '-', remoteIp: '-' }),
    ],
    rows: [
      {
        requester: ADA,
        requests: '3',
        errors: '1',
        bytes_sent: '130',
        main_operation: 'REST.GET.OBJECT',
        operations: '2',
        addresses: '2',
        requester_type: 'user',
        requester_account: '111122223333',
      },
      {
        requester: '(anonymous)',
        requests: '2',
        errors: '0',
        requester_type: 'anonymous',
        requester_account: null,
      },
      { requester: CANONICAL, requester_type: 'canonical-id' },
    ],
    headline: '3 requesters made 6 requests to my-bucket; user ada made 50.0 % of them.',
  },
  {
    title: 'does not count what another bucket was asked, nor what is no record',
    log: 'access-log',
    lines: [logLine({ operation: 'REST.GET.OBJECT' }).replace('my-bucket', 'your-bucket'), 'no record'],
    rows: [],
    headline: 'No request to my-bucket in this window.',
  },
  {
    title: 'counts the requests for one prefix',
    log: 'access-log',
    lines: ['x/1', 'x/2', 'y/1'].map(key => logLine({ operation: 'REST.GET.OBJECT', key })),
    parameters: { prefix: 'x/' },
    rows: [{ requests: '2' }],
    headline: '1 requester made 2 requests to my-bucket; user ada made 100 % of them.',
  },
  {
    title: 'knows CloudTrail’s anonymous callers and services',
    log: 'cloudtrail',
    lines: [
      trailEvent({ eventName: 'GetObject', key: 'a', identity: ANYONE, errorCode: 'AccessDenied' }),
      trailEvent({ eventName: 'GetObject', key: 'b', identity: ANYONE }),
      trailEvent({
        eventName: 'PutObject',
        identity: { type: 'AWSService', invokedBy: 'delivery.logs.amazonaws.com' },
        bytesSent: 12,
      }),
    ],
    rows: [
      { requester: '(anonymous)', requests: '2', errors: '1', requester_type: 'anonymous' },
      { requester: 'delivery.logs.amazonaws.com', requester_type: 'service', bytes_sent: '12' },
    ],
    headline: '2 requesters made 3 requests',
  },
  {
    title: 'counts the requests of one requester; nobody known is no part of a name',
    log: 'cloudtrail',
    lines: [trailEvent({ eventName: 'GetObject', identity: ANYONE }), trailEvent({ eventName: 'PutObject' })],
    parameters: { requester: ':user/' },
    rows: [{ requester: ADA, main_operation: 'PutObject' }],
    headline: '1 requester made 1 request to',
  },
  {
    title: 'does not count an event that is none of S3',
    log: 'cloudtrail',
    lines: [trailEvent({ eventName: 'GetObject' }).replace('s3.amazonaws.com', 'kms.amazonaws.com')],
    rows: [],
    headline: 'No request',
  },
]
