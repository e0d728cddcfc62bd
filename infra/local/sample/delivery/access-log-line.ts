import { AUDITED } from '../buckets.ts'
import { operationOf } from '../operations.ts'
import type { SampleRequest } from '../request.ts'

const OWNER = '36c1f05b76016b78528454e6e0c60e2b7ff7aa20c0a5e4c748276e5b0a2debd2'
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']

/** The record of a request as S3 writes it (LogFormat page of the S3 user guide): fields apart by a space, `-` for none. */
export function accessLogLine(request: SampleRequest): string {
  const fields = [...requestFields(request), ...connectionFields(request)]
  return fields.slice(0, request.fields).join(' ')
}

/** Fields 1 to 18. */
function requestFields(request: SampleRequest): (string | number)[] {
  const { actor, bucket } = request
  return [
    OWNER,
    bucket,
    `[${logTime(request.time)}]`,
    request.address,
    actor.requester ?? '-',
    request.requestId,
    request.operation,
    request.key === undefined ? '-' : keyField(request.operation, request.key),
    requestLine(request),
    ...[request.status, request.errorCode].map(orDash),
    ...measures(request).map(orDash),
    ...clientFields(request),
    orDash(request.versionId),
  ]
}

/** Fields 19 to 27, without those that older records lack. */
function connectionFields({ actor, bucket, hostId, operation: name, errorCode }: SampleRequest) {
  if (name.startsWith('S3.')) return [hostId, ...Array.from({ length: 8 }, () => '-')]
  const access = [actor.signature, actor.cipher, actor.authentication].map(orDash)
  const needsAcl = !actor.signature && !errorCode
  return [
    hostId,
    ...access,
    `${bucket}.s3.${AUDITED[bucket].region}.amazonaws.com`,
    actor.tls,
    orDash(actor.accessPoint),
    needsAcl ? 'Yes' : '-',
    orDash(actor.sourceRegion),
  ]
}

/** S3 writes the parts of a batch and the source of a copy without the request they belong to. */
const isPart = ({ operation: name }: SampleRequest) =>
  name.startsWith('BATCH.') || name === 'REST.COPY.OBJECT_GET'

/** Fields 12 to 15: bytes sent, object size, total time and turn-around time; a part has only its size. */
function measures(request: SampleRequest): (number | undefined)[] {
  if (isPart(request)) return [undefined, request.objectSize, undefined, undefined]
  return [request.bytesSent, request.objectSize, request.totalTime, request.turnaroundTime]
}

function requestLine(request: SampleRequest): string {
  const { method, resource } = operationOf(request.operation)
  if (isPart(request)) return '-'
  if (!method) return quotedOrBareDash(request)
  const path = request.key === undefined ? '' : encode(request.key)
  const query = [resource, request.query].filter(Boolean).join('&')
  return `"${method} /${path}${query && `?${query}`} HTTP/1.1"`
}

/** Referrer and user agent, with the quotes the client sent as they are. */
function clientFields(request: SampleRequest): [string, string] {
  if (isPart(request)) return ['-', '-']
  if (!operationOf(request.operation).method) return [quotedOrBareDash(request), quotedOrBareDash(request)]
  return [`"${request.referrer ?? '-'}"`, `"${request.userAgent}"`]
}

/** Records of S3's own actions come with `-` and with `"-"`, in one and the same bucket. */
const quotedOrBareDash = ({ requestId }: SampleRequest): string => (requestId < 'M' ? '-' : '"-"')

const orDash = (value: string | number | undefined): string | number => value ?? '-'

/** A key in a request line: percent-encoded, except its slashes. */
const encode = (key: string): string => encodeURIComponent(key).replaceAll('%2F', '/')

/**
 * The key field: percent-encoded twice, so that `a=b` is `a%253Db`; in the records that have no request of
 * their own once, with `+` for a space (both seen in public records).
 */
function keyField(name: string, key: string): string {
  const once = encode(key)
  return /^(BATCH|S3)\./.test(name) ? once.replaceAll('%20', '+') : once.replaceAll('%', '%25')
}

/** e.g. `06/Feb/2019:00:00:38 +0000`. */
function logTime(time: number): string {
  const iso = new Date(time).toISOString()
  return `${iso.slice(8, 10)}/${MONTHS[Number(iso.slice(5, 7)) - 1]}/${iso.slice(0, 4)}:${iso.slice(11, 19)} +0000`
}
