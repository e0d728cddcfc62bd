import type { Example } from '../lib/analysis.ts'
import { logLine, trailEvent } from '../lib/samples/sample-lines.ts'

const step = (operation: string, query: string, key = 'a', fields = {}) =>
  logLine({ operation, key, uri: `PUT /${key}?${query} HTTP/1.1`, ...fields })
const part = (id: string, n: number, fields = {}) =>
  step('REST.PUT.PART', `partNumber=${n}&uploadId=${id}`, 'a', { objectSize: 100, ...fields })
const completed = [part('U1', 1), part('U1', 2), step('REST.POST.UPLOAD', 'uploadId=U1')]
const removed = logLine({ operation: 'S3.DELETE.UPLOAD', key: 'b', status: '-', requester: 'AmazonS3' })

export const examples: readonly Example[] = [
  {
    title: 'tells open, aborted and removed uploads from completed ones of the same key',
    log: 'access-log',
    lines: [
      step('REST.POST.UPLOADS', 'uploads'),
      ...completed,
      part('U2', 1),
      part('U2', 2),
      step('REST.POST.UPLOAD', 'uploadId=U2', 'a', { status: 400, errorCode: 'InvalidPart' }),
      part('U3', 1),
      step('REST.DELETE.UPLOAD', 'uploadId=U3', 'a', { status: 204 }),
      removed,
    ],
    rows: [
      { outcome: 'open', key: 'a', upload_id: 'U2', parts: '2', bytes: '200', failed: '1' },
      { outcome: 'aborted', upload_id: 'U3', parts: '1' },
      { outcome: 'removed by lifecycle', key: 'b' },
    ],
    headline:
      '1 upload to my-bucket was not completed in this window (200 B of parts), 1 aborted, 1 removed by lifecycle rules; the most, 2, by user ada.',
  },
  {
    title: 'finds none where all uploads were completed, or no part went through',
    log: 'access-log',
    lines: [...completed, part('U4', 1, { status: 403, errorCode: 'AccessDenied' })],
    rows: [],
    headline: 'No such unfinished upload in my-bucket in this window; 1 upload in parts was completed.',
  },
  {
    title: 'lists open uploads of one prefix',
    log: 'access-log',
    parameters: { outcome: 'open', prefix: 'a' },
    lines: [
      part('U2', 1),
      step('REST.PUT.PART', 'partNumber=1&uploadId=U9', 'z'),
      step('REST.DELETE.UPLOAD', 'uploadId=U8', 'a', { status: 204 }),
    ],
    rows: [{ upload_id: 'U2' }],
    headline: '1 upload to my-bucket was not completed',
  },
  {
    title: 'finds open uploads in CloudTrail',
    log: 'cloudtrail',
    lines: [
      trailEvent({ eventName: 'UploadPart', key: 'a', parameters: { uploadId: 'U1', partNumber: 1 } }),
      trailEvent({ eventName: 'UploadPart', key: 'a', parameters: { uploadId: 'U2', partNumber: 1 } }),
      trailEvent({ eventName: 'CompleteMultipartUpload', key: 'a', parameters: { uploadId: 'U1' } }),
    ],
    rows: [{ outcome: 'open', upload_id: 'U2' }],
    headline: '1 upload to my-bucket was not completed',
  },
  {
    title: 'finds no upload in parts among uploads in one piece',
    log: 'cloudtrail',
    lines: [trailEvent({ eventName: 'PutObject', key: 'a' })],
    rows: [],
    headline: 'No such unfinished upload in my-bucket',
  },
]
