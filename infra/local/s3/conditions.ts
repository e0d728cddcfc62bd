import { S3Error } from './protocol/errors.ts'
import type { StoredObject } from './storage/stored.ts'

type Headers = Record<string, string>

/**
 * The conditions of a read (RFC 9110, section 13).
 *
 * @returns true when the client's copy is still good: the answer is 304
 * @throws S3Error PreconditionFailed
 */
export function isNotModified(object: StoredObject, headers: Headers): boolean {
  const match = headers['if-match']
  const unmodifiedSince = headers['if-unmodified-since']
  const failed =
    match === undefined
      ? unmodifiedSince !== undefined && object.lastModified > new Date(unmodifiedSince)
      : !names(match, object)
  if (failed) throw preconditionFailed(match === undefined ? 'If-Unmodified-Since' : 'If-Match')
  const noneMatch = headers['if-none-match']
  const modifiedSince = headers['if-modified-since']
  if (noneMatch !== undefined) return names(noneMatch, object)
  return modifiedSince !== undefined && object.lastModified <= new Date(modifiedSince)
}

/**
 * The conditions of a write: `If-None-Match: *` for "only if there is none", `If-Match` for "only if it is
 * still this one". To be called in the same turn of the event loop as the write, so that one of several wins.
 */
export function checkWrite(object: StoredObject | undefined, headers: Headers): void {
  const noneMatch = headers['if-none-match']
  const match = headers['if-match']
  if (noneMatch !== undefined && noneMatch !== '*') {
    throw new S3Error('InvalidArgument', 'If-None-Match takes only * in a write')
  }
  if (noneMatch === '*' && object) throw preconditionFailed('If-None-Match')
  if (match === undefined) return
  if (!object) throw new S3Error('NoSuchKey', 'The specified key does not exist.')
  if (!names(match, object)) throw preconditionFailed('If-Match')
}

function names(list: string, { etag }: StoredObject): boolean {
  const etags = new Set(list.split(',').map(item => item.trim().replace(/^"|"$/g, '')))
  return etags.has('*') || etags.has(etag)
}

function preconditionFailed(condition: string): S3Error {
  const message = 'At least one of the pre-conditions you specified did not hold'
  return new S3Error('PreconditionFailed', message, { Condition: condition })
}

/** First and last byte of a range, both included. */
export interface ByteRange {
  first: number
  last: number
}

/**
 * The one range that a Range header asks for; undefined for the whole object, which is also S3's answer to
 * a malformed header or to several ranges.
 */
export function rangeOf(header: string | undefined, size: number): ByteRange | undefined {
  const [, from, to] = /^bytes=(\d*)-(\d*)$/.exec(header ?? '') ?? []
  if (from === undefined || to === undefined || (from === '' && to === '')) return undefined
  const range =
    from === ''
      ? { first: Math.max(0, size - Number(to)), last: size - 1 }
      : { first: Number(from), last: to === '' ? size - 1 : Math.min(Number(to), size - 1) }
  if (from !== '' && to !== '' && Number(to) < Number(from)) return undefined
  if (range.first < size) return range
  throw new S3Error('InvalidRange', 'The requested range is not satisfiable', {
    RangeRequested: header ?? '',
    ActualObjectSize: String(size),
  })
}
