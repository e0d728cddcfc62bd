import type { Example } from '../lib/analysis.ts'
import { ADA, logLine, trailEvent } from '../lib/samples/sample-lines.ts'

export const examples: readonly Example[] = [
  {
    title: 'finds every 403, whatever its code, and requests without a status by their code',
    log: 'access-log',
    lines: [
      logLine({ operation: 'REST.GET.OBJECT', key: 'b', status: 403, errorCode: 'AccessDenied' }),
      logLine({ operation: 'REST.GET.OBJECT', key: 'a', status: 403, errorCode: 'AccessDenied' }),
      logLine({ operation: 'REST.GET.OBJECT', key: 'a', status: 403 }),
      logLine({
        operation: 'REST.GET.OBJECT',
        key: 'a',
        status: 403,
        errorCode: 'SignatureDoesNotMatch',
        requester: '-',
      }),
      logLine({ operation: 'REST.COPY.OBJECT_GET', key: 'a', status: '-', errorCode: 'AccessDenied' }),
    ],
    rows: [
      { requests: '2', keys: '2', example_key: 'a', error_code: 'AccessDenied', requester: ADA },
      { requests: '1', requester: '(signed, not identified)', error_code: 'SignatureDoesNotMatch' },
      { requests: '1', operation: 'REST.COPY.OBJECT_GET' },
      { requests: '1', error_code: 'no code logged' },
    ],
    headline: '5 requests to my-bucket were refused; 4 by user ada',
  },
  {
    title: 'does not take other failures for a refusal',
    log: 'access-log',
    lines: [
      logLine({ operation: 'REST.GET.OBJECT', key: 'a', status: 404, errorCode: 'NoSuchKey' }),
      logLine({ operation: 'REST.GET.BUCKET', status: 401 }),
      logLine({ operation: 'REST.GET.OBJECT', key: 'a', status: 503, errorCode: 'SlowDown' }),
      logLine({ operation: 'REST.GET.OBJECT', key: 'a', status: 403, errorCode: 'InvalidObjectState' }),
      logLine({
        operation: 'REST.OPTIONS.PREFLIGHT',
        key: 'a',
        status: 403,
        errorCode: 'AccessForbidden',
        requester: '-',
      }),
      logLine({ operation: 'REST.GET.OBJECT', key: '403' }),
    ],
    rows: [],
    headline: 'No request to my-bucket was refused in this window.',
  },
  {
    title: 'finds the refusals of one prefix, by the key as it is or as it is logged',
    log: 'access-log',
    lines: ['a%253Db/1', 'a%253Dc/1'].map(key => logLine({ operation: 'REST.GET.OBJECT', key, status: 403 })),
    parameters: { prefix: 'a%253Db/' },
    rows: [{ requests: '1', example_key: 'a=b/1' }],
    headline: '1 request to my-bucket was refused; all by user ada',
  },
  {
    title: 'finds CloudTrail’s codes of a refusal, with the reason',
    log: 'cloudtrail',
    lines: [
      trailEvent({
        eventName: 'GetObject',
        key: 'a',
        errorCode: 'AccessDenied',
        errorMessage: 'because no policy allows it',
      }),
      trailEvent({ eventName: 'PutObject', key: 'a', errorCode: 'AllAccessDisabled' }),
      trailEvent({ eventName: 'ListObjects', errorCode: 'Client.UnauthorizedOperation' }),
    ],
    rows: [
      { operation: 'GetObject', error_message: 'because no policy allows it' },
      { operation: 'ListObjects', error_code: 'Client.UnauthorizedOperation' },
      { operation: 'PutObject', error_code: 'AllAccessDisabled' },
    ],
    headline: '3 requests',
  },
  {
    title: 'takes neither a missing key nor a missing policy in CloudTrail for a refusal',
    log: 'cloudtrail',
    lines: [
      trailEvent({ eventName: 'GetObject', key: 'a', errorCode: 'NoSuchKey' }),
      trailEvent({ eventName: 'GetBucketPolicy', errorCode: 'NoSuchBucketPolicy' }),
      trailEvent({ eventName: 'GetObject', key: 'AccessDenied' }),
    ],
    rows: [],
    headline: 'No request',
  },
  {
    title: 'finds the refusals of one person',
    log: 'cloudtrail',
    lines: [ADA, 'arn:aws:iam::111122223333:user/bob'].map(identity =>
      trailEvent({ eventName: 'GetObject', key: identity, errorCode: 'AccessDenied', identity }),
    ),
    parameters: { requester: 'user/BOB' },
    rows: [{ requester: 'arn:aws:iam::111122223333:user/bob' }],
    headline: 'user bob',
  },
]
