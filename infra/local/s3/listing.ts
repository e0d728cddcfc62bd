import { afterPrefix } from './storage/catalog.ts'
import type { ObjectStore } from './storage/store.ts'
import type { StoredObject } from './storage/stored.ts'

/** Where a page of a listing starts: after a key, or at the first key past a common prefix. */
export interface Cursor {
  startAfter?: string | undefined
  startAt?: string | undefined
}

export interface Page {
  objects: StoredObject[]
  commonPrefixes: string[]
  /** Absent on the last page. */
  next?: Cursor
}

export interface ListRequest {
  bucket: string
  prefix: string
  delimiter: string
  cursor: Cursor
  maxKeys: number
}

/**
 * One page of a bucket's keys in order. With a delimiter, keys that have it after the prefix are rolled up
 * into common prefixes, each of which counts as one.
 */
export function listPage(store: ObjectStore, request: ListRequest): Page {
  if (request.maxKeys === 0) return { objects: [], commonPrefixes: [] }
  return request.delimiter === '' ? plainPage(store, request) : rolledUpPage(store, request)
}

function plainPage(store: ObjectStore, { bucket, prefix, cursor, maxKeys }: ListRequest): Page {
  const found = store.list(bucket, { prefix, ...cursor, limit: maxKeys + 1 })
  const objects = found.slice(0, maxKeys)
  const more = found.length > maxKeys
  return { objects, commonPrefixes: [], ...(more && { next: { startAfter: objects.at(-1)?.key } }) }
}

/** Looks keys up one at a time, and steps over all keys of a common prefix. */
function rolledUpPage(store: ObjectStore, request: ListRequest): Page {
  const { bucket, prefix, delimiter, maxKeys } = request
  const page: Page = { objects: [], commonPrefixes: [] }
  let cursor: Cursor | undefined = request.cursor
  while (cursor) {
    const [object] = store.list(bucket, { prefix, ...cursor, limit: 1 })
    if (!object) return page
    if (page.objects.length + page.commonPrefixes.length === maxKeys) return { ...page, next: cursor }
    const end = object.key.indexOf(delimiter, prefix.length)
    if (end < 0) {
      page.objects.push(object)
      cursor = { startAfter: object.key }
    } else {
      const common = object.key.slice(0, end + delimiter.length)
      page.commonPrefixes.push(common)
      const past = afterPrefix(common)
      cursor = past === undefined ? undefined : { startAt: past }
    }
  }
  return page
}
