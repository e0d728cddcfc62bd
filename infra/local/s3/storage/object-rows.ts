import { createHash } from 'node:crypto'
import fs from 'node:fs'
import path from 'node:path'
import { parseAttributes, type PutOptions } from './attributes.ts'
import type { Bodies } from './bodies.ts'
import type { Catalog, ObjectRow } from './catalog.ts'
import type { StoredObject } from './stored.ts'

interface NewObject {
  bucket: string
  key: string
  options?: PutOptions | undefined
  now: () => Date
}

function row(object: NewObject & { etag: string; size: number; path: string }): ObjectRow {
  const { options = {}, now } = object
  const { storageClass = 'STANDARD', lastModified = now(), etag = object.etag, ...attributes } = options
  return {
    bucket: object.bucket,
    key: object.key,
    size: object.size,
    etag,
    modified: wholeSeconds(lastModified),
    storage_class: storageClass,
    path: object.path,
    mounted: 0,
    attributes: JSON.stringify({ metadata: {}, checksums: {}, ...attributes }),
  }
}

/** Takes `file` in as a body, and makes the row that will name it. */
export function fileRow(bodies: Bodies, { file, ...object }: NewObject & { file: string }): ObjectRow {
  const { size } = fs.statSync(file)
  const etag = object.options?.etag ?? md5OfFile(file)
  return row({ ...object, size, etag, path: bodies.adopt(file, object.key) })
}

/** Writes `bytes` as a body, and makes the row that will name it. */
export function bytesRow(bodies: Bodies, { bytes, ...object }: NewObject & { bytes: Uint8Array }): ObjectRow {
  const etag = object.options?.etag ?? createHash('md5').update(bytes).digest('hex')
  return row({ ...object, size: bytes.length, etag, path: bodies.write(bytes, object.key) })
}

/** The row of a copy: the source's attributes, except where `options` says otherwise; storage class STANDARD. */
export function copyRow(
  catalog: Catalog,
  bodies: Bodies,
  { source, options, ...object }: NewObject & { source: StoredObject },
): ObjectRow {
  const original = catalog.object(source.bucket, source.key)
  if (!original) throw new Error(`${source.bucket}/${source.key} is gone`)
  if (original.mounted && fileVersion(original.path).etag !== original.etag)
    throw new Error(`${original.path} was changed since it was listed`)
  const copy = row({
    ...object,
    options: { ...parseAttributes(original.attributes), ...options },
    size: original.size,
    etag: original.etag,
    path: original.mounted ? original.path : bodies.link(original.path, object.key),
  })
  return { ...copy, mounted: original.mounted && COPY_OF_MOUNTED }
}

/** In `mounted`: a copy that is read where its mounted original lies. It stays when that is unmounted. */
const COPY_OF_MOUNTED = 2

/** The row of a file that stays where it is. */
export function mountedRow(
  bucket: string,
  entry: { key: string; path: string; lastModified: Date },
): ObjectRow {
  const file = path.resolve(entry.path)
  const { size, etag } = fileVersion(file)
  const object = row({
    ...entry,
    bucket,
    size,
    etag,
    path: file,
    options: { lastModified: entry.lastModified },
    now: () => entry.lastModified,
  })
  return { ...object, mounted: 1 }
}

/**
 * The size of a file that lies outside the store, and an ETag that changes with its path, size or modification time.
 * Not the MD5, so as not to read every file; the suffix marks it as no MD5, as on a multipart object.
 * @throws where the file is gone
 */
export function fileVersion(file: string): { size: number; etag: string } {
  const { size, mtimeMs } = fs.statSync(file)
  const hash = createHash('md5').update(`${file} ${size} ${mtimeMs}`).digest('hex')
  return { size, etag: `${hash}-1` }
}

const wholeSeconds = (date: Date): number => Math.floor(date.getTime() / 1000) * 1000

/** What of a file is hashed at a time. One for all: a megabyte for each file had Node collect its garbage all the time. */
const HASHED = Buffer.alloc(1 << 20)

function md5OfFile(file: string): string {
  const hash = createHash('md5')
  const descriptor = fs.openSync(file, 'r')
  try {
    for (let read = -1; read !== 0; ) {
      read = fs.readSync(descriptor, HASHED)
      hash.update(HASHED.subarray(0, read))
    }
  } finally {
    fs.closeSync(descriptor)
  }
  return hash.digest('hex')
}
