import fs from 'node:fs'
import { Readable } from 'node:stream'
import { attributesIn, checkReadable, checksumHeaders, objectHeaders } from './object-headers.ts'
import { receiveFile } from './body.ts'
import type { Reply } from '../http/listen.ts'
import type { Call, Handler } from './call.ts'
import { type ByteRange, checkWrite, isNotModified, rangeOf } from './conditions.ts'
import { S3Error } from './protocol/errors.ts'
import type { ObjectStore } from './storage/store.ts'
import type { StoredObject } from './storage/stored.ts'

const MAX_KEY_BYTES = 1024

/** The operations on single objects; copying is in copy.ts. */
export const objectOperations = {
  GetObject(call, { store }) {
    const object = objectAt(store, call)
    if (isNotModified(object, call.headers)) return notModified(object)
    checkReadable(object)
    const range = rangeOf(call.headers['range'], object.size)
    const headers = range ? rangeHeaders(object, range, call) : wholeHeaders(object, call)
    // Opened in the same turn as it was looked up: a put that replaces the object cannot come between.
    return { status: range ? 206 : 200, headers, body: open(object, range) }
  },

  HeadObject(call, { store }) {
    const object = objectAt(store, call)
    if (isNotModified(object, call.headers)) return notModified(object)
    return { status: 200, headers: wholeHeaders(object, call) }
  },

  async PutObject(call, { store }) {
    const { bucket, key, headers } = call
    checkKey(key)
    const options = attributesIn(headers)
    const file = store.incoming()
    const { md5, checksums } = await receiveFile(call, file)
    const object = putUnder(file, () => {
      checkWrite(store.head(bucket, key), headers)
      return store.putFile(bucket, key, file, { ...options, checksums, etag: md5 })
    })
    return { status: 200, headers: writtenHeaders(object) }
  },

  DeleteObject({ bucket, key }, { store }) {
    store.delete(bucket, key)
    return { status: 204 }
  },
} satisfies Record<string, Handler>

/** @throws S3Error NoSuchKey */
export function objectAt(store: ObjectStore, { bucket, key }: Pick<Call, 'bucket' | 'key'>): StoredObject {
  const object = store.head(bucket, key)
  if (object) return object
  throw new S3Error('NoSuchKey', 'The specified key does not exist.', { Key: key })
}

/** @throws S3Error KeyTooLongError */
export function checkKey(key: string): void {
  const size = Buffer.byteLength(key)
  if (size <= MAX_KEY_BYTES) return
  throw new S3Error('KeyTooLongError', 'Your key is too long', {
    Size: String(size),
    MaxSizeAllowed: String(MAX_KEY_BYTES),
  })
}

/** Runs `put`, and removes the received file if it was not taken. */
function putUnder(file: string, put: () => StoredObject): StoredObject {
  try {
    return put()
  } catch (error) {
    fs.rmSync(file, { force: true })
    throw error
  }
}

function open(object: StoredObject, range: ByteRange | undefined): Readable {
  if (object.size === 0) return Readable.from([])
  const limits = range && { start: range.first, end: range.last }
  return fs.createReadStream(object.path, { fd: fs.openSync(object.path, 'r'), ...limits })
}

function notModified(object: StoredObject): Reply {
  const { etag = '', 'last-modified': lastModified = '' } = objectHeaders(object)
  return { status: 304, headers: { etag, 'last-modified': lastModified } }
}

function wholeHeaders(object: StoredObject, { headers, query }: Call): Record<string, string> {
  return {
    ...objectHeaders(object),
    ...(headers['x-amz-checksum-mode']?.toUpperCase() === 'ENABLED' && checksumHeaders(object.checksums)),
    ...overrides(query),
    'content-length': String(object.size),
  }
}

function rangeHeaders(
  object: StoredObject,
  { first, last }: ByteRange,
  { query }: Call,
): Record<string, string> {
  return {
    ...objectHeaders(object),
    ...overrides(query),
    'content-length': String(last - first + 1),
    'content-range': `bytes ${first}-${last}/${object.size}`,
  }
}

/** `response-content-type` and the like replace the headers of the answer. */
function overrides(query: Record<string, string>): Record<string, string> {
  const entries = Object.entries(query).filter(([name]) => name.startsWith('response-'))
  for (const [name, value] of entries) {
    if (/^[\t\x20-\x7e\xa0-\xff]*$/.test(value)) continue
    const message = 'Header value cannot be represented using ISO-8859-1.'
    throw new S3Error('InvalidArgument', message, { ArgumentName: name, ArgumentValue: value })
  }
  return Object.fromEntries(entries.map(([name, value]) => [name.slice('response-'.length), value] as const))
}

function writtenHeaders(object: StoredObject): Record<string, string> {
  const { etag } = object
  return { etag: `"${etag}"`, 'x-amz-server-side-encryption': 'AES256', ...checksumHeaders(object.checksums) }
}
