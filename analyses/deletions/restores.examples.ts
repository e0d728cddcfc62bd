import type { Example } from '../lib/analysis.ts'
import { ADA, logLine, trailEvent } from '../lib/samples/sample-lines.ts'

const BOB = 'arn:aws:iam::111122223333:user/bob'

export const examples: readonly Example[] = [
  {
    title: 'finds requests to restore, refused ones too',
    log: 'access-log',
    lines: [
      logLine({ operation: 'REST.POST.RESTORE', key: 'a', status: 202, at: '01:00' }),
      logLine({
        operation: 'REST.POST.RESTORE',
        key: 'b',
        status: 409,
        errorCode: 'RestoreAlreadyInProgress',
      }),
    ],
    rows: [
      { key: 'a', status: '202', requester: ADA },
      { key: 'b', error_code: 'RestoreAlreadyInProgress' },
    ],
    headline: '2 requests to restore objects of my-bucket, all by user ada from 203.0.113.7 between',
  },
  {
    title: 'takes neither another POST nor a refused read of an archived object for a restore',
    log: 'access-log',
    lines: [
      logLine({ operation: 'REST.POST.UPLOAD', key: 'a' }),
      logLine({ operation: 'REST.GET.OBJECT', key: 'a', status: 403, errorCode: 'InvalidObjectState' }),
      logLine({ operation: 'S3.TRANSITION.OBJECT', key: 'a', status: '-', requester: 'AmazonS3' }),
    ],
    rows: [],
    headline: 'Nobody asked to restore an object of my-bucket in this window.',
  },
  {
    title: 'finds those of one prefix and requester',
    log: 'cloudtrail',
    parameters: { prefix: 'a/', requester: 'bob' },
    lines: [
      trailEvent({ eventName: 'RestoreObject', key: 'a/1', identity: BOB }),
      trailEvent({ eventName: 'RestoreObject', key: 'b/1', identity: BOB }),
      trailEvent({ eventName: 'RestoreObject', key: 'a/2' }),
    ],
    rows: [{ key: 'a/1', requester: BOB }],
    headline: '1 request to restore objects of my-bucket',
  },
  {
    title: 'finds nothing among other events',
    log: 'cloudtrail',
    lines: [trailEvent({ eventName: 'GetObject', key: 'a' })],
    rows: [],
    headline: 'Nobody asked to restore',
  },
]
