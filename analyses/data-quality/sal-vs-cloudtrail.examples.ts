import type { Example } from '../lib/analysis.ts'
import { ADA, logLine, trailEvent } from '../lib/samples/sample-lines.ts'

const both = {
  lines: [
    logLine({ operation: 'REST.GET.OBJECT', key: 'a', requestId: 'R1' }),
    logLine({ operation: 'REST.GET.OBJECT', key: 'b', requestId: 'R2' }),
    logLine({
      operation: 'REST.GET.OBJECT',
      key: 'b',
      requestId: 'R3',
      status: 403,
      errorCode: 'SignatureDoesNotMatch',
    }),
    logLine({ operation: 'S3.EXPIRE.OBJECT', key: 'c', status: '-', requester: 'AmazonS3', requestId: 'R4' }),
  ],
  otherLines: [
    trailEvent({ eventName: 'GetObject', key: 'a', requestId: 'R1' }),
    trailEvent({ eventName: 'PutObject', key: 'd', requestId: 'R5' }),
  ],
}

export const examples: readonly Example[] = [
  {
    title: 'finds what one log alone has, and why, where that is known',
    log: 'access-log',
    ...both,
    rows: [
      { seen_in: 'CloudTrail only', operation: 'PutObject', records: '1' },
      {
        seen_in: 'access log only',
        operation: 'REST.GET.OBJECT',
        reason: 'failed authentication: never in CloudTrail',
      },
      {
        seen_in: 'access log only',
        reason: 'no CloudTrail event: data events may be off for it',
        request_id: 'R2',
      },
      {
        seen_in: 'access log only',
        operation: 'S3.EXPIRE.OBJECT',
        reason: 'done by S3 itself: never in CloudTrail',
      },
    ],
    headline: '1 of 5 records of my-bucket are in both logs; 3 in the access log only, 1 in CloudTrail only.',
  },
  {
    title: 'shows what both have, where one asks for it',
    log: 'access-log',
    lines: both.lines.slice(0, 1),
    otherLines: both.otherLines.slice(0, 1),
    parameters: { paired: true },
    rows: [{ seen_in: 'both', records: '1', reason: null, requesters: '1' }],
    headline: 'Both logs have the same 1 record of my-bucket.',
  },
  {
    title: 'finds nothing where both logs have the same',
    log: 'access-log',
    lines: both.lines.slice(0, 1),
    otherLines: both.otherLines.slice(0, 1),
    rows: [],
    headline: 'Both logs have the same 1 record of my-bucket.',
  },
  {
    title: 'says that one log cannot be compared',
    log: 'cloudtrail',
    lines: [trailEvent({ eventName: 'GetObject', key: 'a', identity: ADA })],
    rows: [],
    headline: 'Only one log of my-bucket was read, so nothing could be compared; it has 1 record.',
  },
]
