import type { Example } from '../lib/analysis.ts'
import { ADA, logLine, trailEvent } from '../lib/samples/sample-lines.ts'

export const examples: readonly Example[] = [
  {
    title: 'finds deletions with their result, and nothing else that is deleted of a bucket',
    log: 'cloudtrail',
    lines: [
      trailEvent({ eventName: 'DeleteBucket', errorCode: 'BucketNotEmpty', at: '01:00' }),
      trailEvent({ eventName: 'DeleteBucket', at: '02:00' }),
      trailEvent({ eventName: 'DeleteBucketPolicy' }),
      trailEvent({ eventName: 'DeleteBucketTagging' }),
      trailEvent({ eventName: 'CreateBucket' }),
    ],
    rows: [
      { result: 'BucketNotEmpty', requester: ADA },
      { result: 'deleted', remote_ip: '203.0.113.7' },
    ],
    headline:
      'my-bucket was deleted by user ada from 203.0.113.7 at 2026-11-20 07:02:00 UTC; 1 failed attempt besides.',
    severity: 'high',
  },
  {
    title: 'does not call a failed attempt a deletion',
    log: 'cloudtrail',
    lines: [trailEvent({ eventName: 'DeleteBucket', errorCode: 'BucketNotEmpty' })],
    rows: [{ result: 'BucketNotEmpty' }],
    headline: 'my-bucket was not deleted: 1 failed attempt, the last by user ada',
    severity: 'medium',
  },
  {
    title: 'finds who created the bucket, where and with which permissions',
    log: 'cloudtrail',
    preset: 'bucket-created',
    lines: [
      trailEvent({
        eventName: 'CreateBucket',
        parameters: {
          CreateBucketConfiguration: { LocationConstraint: 'eu-west-1' },
          'x-amz-acl': 'public-read',
          'x-amz-object-ownership': 'ObjectWriter',
        },
      }),
      trailEvent({ eventName: 'DeleteBucket' }),
    ],
    rows: [{ result: 'created', region: 'eu-west-1', acl: 'public-read', ownership: 'ObjectWriter' }],
    headline: 'my-bucket was created by user ada',
  },
  {
    title: 'finds creations only where one asks for them',
    log: 'access-log',
    parameters: { change: 'created' },
    lines: [
      logLine({ operation: 'REST.PUT.BUCKET' }),
      logLine({ operation: 'REST.DELETE.BUCKET', status: 204 }),
    ],
    rows: [{ result: 'created', region: null }],
    headline: 'my-bucket was created',
  },
  {
    title: 'finds none in CloudTrail where objects only were deleted',
    log: 'cloudtrail',
    lines: [trailEvent({ eventName: 'DeleteObject', key: 'a' })],
    rows: [],
    headline: 'The logs have no deletion of my-bucket in this window.',
  },
  {
    title: 'finds none in access logs where objects and settings were deleted',
    log: 'access-log',
    lines: [
      logLine({ operation: 'REST.DELETE.OBJECT', key: 'a', status: 204 }),
      logLine({ operation: 'REST.DELETE.BUCKETPOLICY', status: 204 }),
    ],
    rows: [],
    headline: 'The logs have no deletion of my-bucket',
  },
]
