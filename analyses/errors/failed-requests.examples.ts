import type { Example } from '../lib/analysis.ts'
import { ADA, logLine } from '../lib/samples/sample-lines.ts'

const put = { operation: 'REST.PUT.OBJECT', key: 'a' }
const BOB = 'arn:aws:iam::111122223333:user/bob'
const failures = [
  logLine({ operation: 'REST.GET.OBJECT', key: 'b', status: 400, errorCode: 'InvalidRange', at: '01:00' }),
  logLine({ operation: 'REST.GET.OBJECT', key: 'b', status: 499, at: '02:00' }),
  logLine({ ...put, status: 500, errorCode: 'InternalError', requestId: 'ID5', at: '03:00' }),
  logLine({ ...put, status: 503, errorCode: 'SlowDown', at: '04:00', requester: BOB }),
  logLine({
    operation: 'REST.COPY.OBJECT_GET',
    key: 'b',
    status: '-',
    errorCode: 'AccessDenied',
    at: '05:00',
  }),
  logLine({
    operation: 'BATCH.DELETE.OBJECT',
    key: 'c',
    status: 403,
    errorCode: 'AccessDenied',
    at: '06:00',
  }),
]
const fine = [
  logLine({ operation: 'REST.GET.OBJECT', key: '404', status: 307, errorCode: 'TemporaryRedirect' }),
  logLine({ operation: 'REST.GET.OBJECT', key: 'a', status: 304, errorCode: '-' }),
  logLine({ ...put }),
  logLine({ operation: 'S3.EXPIRE.OBJECT', key: 'a', status: '-', requester: 'AmazonS3', remoteIp: '-' }),
]

export const examples: readonly Example[] = [
  {
    title: 'finds every failure with its code, also the failed key of a batch and of a copy',
    log: 'access-log',
    lines: [...failures, ...fine],
    rows: [
      { status: '400', error_code: 'InvalidRange', requester: ADA, key: 'b' },
      { status: '499', error_code: null },
      { status: '500', error_code: 'InternalError', host_id: 'hostid=', request_id: 'ID5' },
      { status: '503', requester: BOB },
      { status: null, error_code: 'AccessDenied' },
      { status: '403', operation: 'BATCH.DELETE.OBJECT' },
    ],
    headline: '6 requests to my-bucket failed; the most, 2, by user ada (AccessDenied) between',
  },
  {
    title: 'takes no redirect, no unchanged object and nothing that S3 did by itself for a failure',
    log: 'access-log',
    lines: fine,
    rows: [],
    headline: 'No request to my-bucket failed in this window; 3 requests were logged.',
  },
  {
    title: 'lists what the client did wrong',
    log: 'access-log',
    preset: 'client-errors',
    lines: [...failures, ...fine],
    rows: [{ status: '400' }, { status: '499' }, { error_code: 'AccessDenied' }, { status: '403' }],
    headline: '4 requests to my-bucket failed with a 4xx status; the most, 2,',
  },
  {
    title: 'lists what S3 failed, with both ids, and no other host id',
    log: 'access-log',
    preset: 'server-errors',
    lines: [...failures, ...fine],
    rows: [
      { status: '500', request_id: 'ID5', host_id: 'hostid=' },
      { status: '503', host_id: 'hostid=' },
    ],
    headline: '2 requests to my-bucket failed with a 5xx status',
  },
  {
    title: 'lists uploads that failed, in one piece or in parts, and no other failure',
    log: 'access-log',
    preset: 'failed-uploads',
    lines: [
      ...fine,
      logLine({ operation: 'REST.GET.OBJECT', key: 'a', status: 403 }),
      logLine({ operation: 'REST.PUT.ACL', key: 'a', status: 403 }),
      logLine({ operation: 'REST.PUT.PART', key: 'a', status: 400, errorCode: 'RequestTimeout' }),
      logLine({ operation: 'REST.POST.UPLOAD', key: 'a', status: 400, at: '16:00' }),
      logLine({ operation: 'REST.COPY.OBJECT', key: 'a', status: 403, at: '17:00' }),
    ],
    rows: [
      { operation: 'REST.PUT.PART', error_code: 'RequestTimeout' },
      { operation: 'REST.POST.UPLOAD' },
      { operation: 'REST.COPY.OBJECT' },
    ],
    headline: '3 uploads to my-bucket failed; the most, 2, by user ada (no code logged)',
  },
  {
    title: 'lists failures of one class, of uploads, of one prefix and one requester',
    log: 'access-log',
    parameters: { class: '5xx', uploads: true, prefix: 'a', requester: 'user/bob' },
    lines: [
      ...failures,
      logLine({ ...put, key: 'b', status: 503, requester: BOB }),
      logLine({ operation: 'REST.GET.OBJECT', key: 'a', status: 503, requester: BOB }),
      logLine({ ...put, status: 400, requester: BOB }),
    ],
    rows: [{ status: '503', error_code: 'SlowDown', key: 'a', requester: BOB }],
    headline: '1 upload to my-bucket failed with a 5xx status; all by user bob (SlowDown)',
  },
]
