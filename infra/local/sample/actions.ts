import { bucketRequest, objectRequest, type SampleRequest, sizeOf, type Visit } from './request.ts'

/** What somebody does at a visit, as the requests that S3 sees, the first at the visit's time. */
export type Action = (visit: Visit) => SampleRequest[]

export const read: Action = visit => [objectRequest(visit, { operation: 'REST.GET.OBJECT' })]
export const look: Action = visit => [objectRequest(visit, { operation: 'REST.HEAD.OBJECT' })]
export const write: Action = visit => [objectRequest(visit, { operation: 'REST.PUT.OBJECT' })]
export const remove: Action = visit => [objectRequest(visit, { operation: 'REST.DELETE.OBJECT' })]
export const untag: Action = visit => [objectRequest(visit, { operation: 'REST.DELETE.OBJECT_TAGGING' })]

export const readUnchanged: Action = visit => [
  objectRequest(visit, { operation: 'REST.GET.OBJECT', status: 304 }),
]
export const readPart: Action = visit => [
  objectRequest(visit, {
    operation: 'REST.GET.OBJECT',
    status: 206,
    bytesSent: Math.min(65_536, sizeOf(visit.key)),
  }),
]
export const readVersion: Action = visit => [
  objectRequest(visit, { operation: 'REST.GET.OBJECT', versionId: versionId(visit) }),
]
export const readMissing: Action = visit => [
  objectRequest(missing(visit), { operation: 'REST.GET.OBJECT', status: 404, errorCode: 'NoSuchKey' }),
]
export const lookMissing: Action = visit => [
  objectRequest(missing(visit), { operation: 'REST.HEAD.OBJECT', status: 404, errorCode: 'NoSuchKey' }),
]
export const readDenied: Action = visit => [
  objectRequest(visit, { operation: 'REST.GET.OBJECT', status: 403, errorCode: 'AccessDenied' }),
]
export const removeDenied: Action = visit => [
  objectRequest(visit, { operation: 'REST.DELETE.OBJECT', status: 403, errorCode: 'AccessDenied' }),
]

/** A download by a presigned link, whose file name the browser does not encode: quotes in the URI. */
export const download: Action = visit => [
  objectRequest(visit, {
    operation: 'REST.GET.OBJECT',
    query:
      `response-content-disposition=attachment;filename="${visit.random.between(1, 9)}.pdf"&X-Amz-Algorithm=AWS4-HMAC-SHA256` +
      `&X-Amz-Expires=900&X-Amz-SignedHeaders=host&X-Amz-Signature=${visit.random.text(64, '0123456789abcdef')}`,
  }),
]

export const list: Action = visit => [
  bucketRequest(visit, {
    operation: 'REST.GET.BUCKET',
    query: `list-type=2&prefix=${encodeURIComponent(folder(visit.key))}&delimiter=%2F`,
    bytesSent: visit.random.between(1_200, 240_000),
    parameters: { 'list-type': '2', prefix: folder(visit.key), delimiter: '/' },
  }),
]

/** S3 logs a copy twice, at its target and at its source, under one request id. */
export const copy: Action = visit => {
  const target = objectRequest(visit, {
    operation: 'REST.COPY.OBJECT',
    parameters: { 'x-amz-copy-source': `${visit.bucket}/${visit.key}` },
  })
  const source = objectRequest(visit, { operation: 'REST.COPY.OBJECT_GET', requestId: target.requestId })
  return [{ ...target, key: `copies/${visit.key}` }, source]
}

export const multipart: Action = visit => {
  const uploadId = visit.random.base64(12).replaceAll(/\W/g, '')
  const parts = Array.from({ length: visit.random.between(2, 5) }, (_, part) => part + 1)
  return [
    objectRequest(visit, { operation: 'REST.POST.UPLOADS' }),
    ...parts.map(part =>
      objectRequest(visit, {
        operation: 'REST.PUT.PART',
        query: `partNumber=${part}&uploadId=${uploadId}`,
        parameters: { partNumber: String(part), uploadId },
        after: part,
      }),
    ),
    objectRequest(visit, {
      operation: 'REST.POST.UPLOAD',
      query: `uploadId=${uploadId}`,
      parameters: { uploadId },
      after: parts.length + 1,
    }),
  ]
}

export const abandonUpload: Action = visit => [
  objectRequest(visit, { operation: 'REST.POST.UPLOADS' }),
  objectRequest(visit, { operation: 'REST.DELETE.UPLOAD', after: 3 }),
]

/** One DeleteObjects request: its own record, and one for each key under the same request id. */
export function removeTogether(
  visit: Omit<Visit, 'key'>,
  keys: readonly string[],
  denied = false,
): SampleRequest[] {
  const envelope = bucketRequest(
    { ...visit, key: '' },
    { operation: 'REST.POST.MULTI_OBJECT_DELETE', bytesSent: 40 * keys.length },
  )
  const { requestId } = envelope
  const outcome = denied ? { status: 403, errorCode: 'AccessDenied' } : {}
  return [
    envelope,
    ...keys.map(key =>
      objectRequest({ ...visit, key }, { operation: 'BATCH.DELETE.OBJECT', requestId, ...outcome }),
    ),
  ]
}

/** A version id, as S3 makes them up. */
export const versionId = ({ random }: Pick<Visit, 'random'>): string =>
  random.text(32, 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._')

const folder = (key: string): string => key.slice(0, key.lastIndexOf('/') + 1)
const missing = (visit: Visit): Visit => ({
  ...visit,
  key: `${folder(visit.key)}removed-${visit.random.between(1, 400)}`,
})
