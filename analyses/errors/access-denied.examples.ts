import type { Example } from '../lib/analysis.ts'
import { ADA, logLine, trailEvent } from '../lib/samples/sample-lines.ts'

const BOB = 'arn:aws:iam::111122223333:user/bob'
const NOT_AUTHORIZED =
  'User: x is not authorized to perform: s3:GetObject on resource: "arn:aws:s3:::my-bucket/a"'

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
  {
    title: 'joins the access log with the messages of CloudTrail and names the change before the burst',
    log: 'access-log',
    lines: [
      logLine({
        operation: 'REST.PUT.BUCKETPOLICY',
        status: 403,
        errorCode: 'AccessDenied',
        at: '09:00',
        requestId: 'R0',
        requester: BOB,
      }),
      logLine({
        operation: 'REST.PUT.BUCKETPOLICY',
        status: 204,
        at: '10:00',
        requestId: 'R1',
        requester: BOB,
      }),
      logLine({ operation: 'REST.PUT.TAGGING', at: '11:00', requestId: 'R7' }),
      ...['R2', 'R3', 'R4'].map((requestId, i) =>
        logLine({
          operation: 'REST.GET.OBJECT',
          key: 'a',
          status: 403,
          errorCode: 'AccessDenied',
          requestId,
          at: `11:2${i}`,
        }),
      ),
      logLine({
        operation: 'REST.PUT.BUCKETPOLICY',
        status: 204,
        at: '20:00',
        requestId: 'R6',
        requester: BOB,
      }),
    ],
    otherLines: ['R2', 'R3'].map((requestId, i) =>
      trailEvent({
        eventName: 'GetObject',
        key: 'a',
        requestId,
        at: `11:2${i}`,
        errorCode: 'AccessDenied',
        errorMessage: `${NOT_AUTHORIZED} with an explicit deny in a resource-based policy`,
      }),
    ),
    rows: [
      { requests: '2', requester: ADA, reason: 'explicit deny in a bucket policy' },
      { requests: '1', requester: ADA, reason: 'not in the logs' },
      { requests: '1', requester: BOB, operation: 'REST.PUT.BUCKETPOLICY' },
    ],
    headline:
      'UTC. 3 refusals of user ada began 80 seconds after user bob changed the policy (REST.PUT.BUCKETPOLICY at 2026-11-20 07:10:00 UTC). Why: explicit deny in a bucket policy (2).',
    severity: 'none',
  },
  {
    title: 'tells which kind of policy refused, by an explicit deny or because none allows it',
    log: 'cloudtrail',
    lines: (
      [
        ['because no identity-based policy allows the s3:GetObject action'],
        ['because no resource-based policy allows the s3:GetObject action'],
        ['with an explicit deny in a service control policy'],
        ['with an explicit deny in a resource control policy'],
        ['with an explicit deny in a VPC endpoint policy'],
        ['because no permissions boundary allows the s3:GetObject action'],
        ['because no session policy allows the s3:GetObject action'],
        ['because public access is prevented by the BlockPublicPolicy setting in S3 Block Public Access'],
        ['Access Denied', 'Access Denied'],
        [
          'kms',
          'User: x is not authorized to perform: kms:Decrypt on resource: arn:aws:kms:eu-west-1:111122223333:key/k because no resource-based policy allows the kms:Decrypt action',
        ],
      ] as const
    ).map(([words, whole = `${NOT_AUTHORIZED} ${words}`], i) =>
      trailEvent({
        eventName: 'GetObject',
        key: `k${i}`,
        requestId: `R${i}`,
        errorCode: 'AccessDenied',
        errorMessage: whole,
      }),
    ),
    rows: [
      { reason: 'Block Public Access' },
      { reason: 'explicit deny in a VPC endpoint policy' },
      { reason: 'explicit deny in a resource control policy (RCP)' },
      { reason: 'explicit deny in a service control policy (SCP)' },
      { reason: 'not allowed by any KMS key policy' },
      { reason: 'not allowed by any bucket policy' },
      { reason: 'not allowed by any identity-based policy' },
      { reason: 'not allowed by any permissions boundary' },
      { reason: 'not allowed by any session policy' },
      { reason: 'not in the logs' },
    ],
    headline: 'Why: Block Public Access (1), and 3 other reasons.',
  },
  {
    title: 'says that the access log does not say why, and names no change long before or by nobody',
    log: 'access-log',
    lines: [
      logLine({ operation: 'REST.PUT.BUCKETPOLICY', status: 204, at: '59:00', requestId: 'R1' }),
      logLine({
        operation: 'REST.GET.OBJECT',
        key: 'a',
        status: 403,
        errorCode: 'AccessDenied',
        requestId: 'R2',
      }),
    ],
    rows: [{ reason: 'not in the logs' }],
    headline:
      '1 request to my-bucket was refused; all by user ada at 2026-11-20 07:15:00 UTC. The access log does not say why; CloudTrail’s data events would.',
  },
]
