import fs from 'node:fs'
import path from 'node:path'
import { parseAttributes, type PutOptions } from './attributes.ts'
import { hasBodies, openBodies } from './bodies.ts'
import { openBuckets } from './bucket-index.ts'
import { type Catalog, type KeyRange, type ObjectRow, openCatalog } from './catalog.ts'
import { damaged } from '../../disk/unusable.ts'
import { bytesRow, copyRow, fileRow, mountedRow } from './object-rows.ts'
import type { Bucket, StoredObject } from './stored.ts'
import { openUploads, type Uploads } from './uploads.ts'

/** Buckets and objects on disk. All changes are on record when a call returns, even if the process is killed. */
export interface ObjectStore {
  /** Does nothing when the bucket is there. */
  createBucket(name: string, options: { region: string }): void
  /** Sorted by name. */
  buckets(): Bucket[]
  hasBucket(name: string): boolean
  head(bucket: string, key: string): StoredObject | undefined
  /** Sorted by key in UTF-8 byte order; all of them, or the first `limit`. */
  list(bucket: string, range?: KeyRange): StoredObject[]
  /** Moves `file` into the store, in place of what the key held. */
  putFile(bucket: string, key: string, file: string, options?: PutOptions): StoredObject
  putBytes(bucket: string, key: string, bytes: Uint8Array, options?: PutOptions): StoredObject
  /** Puts all of them or, if one fails, none. */
  putMany(bucket: string, entries: Iterable<{ key: string; bytes: Uint8Array; options?: PutOptions }>): void
  /** Copies share the bytes on disk; those of mounted files are read where the files lie. All or none. */
  copyMany(
    copies: Iterable<{ source: StoredObject; bucket: string; key: string; options?: PutOptions }>,
  ): void
  /** Takes files in where they lie; the store never changes, moves or removes them. All or none. */
  mount(bucket: string, entries: Iterable<{ key: string; path: string; lastModified: Date }>): void
  /** Forgets all mounted files of a bucket, so that it can be mounted again. */
  unmount(bucket: string): void
  delete(bucket: string, key: string): void
  /** `document` is kept as it is: XML, or JSON for a policy. */
  setConfiguration(bucket: string, kind: string, document: string): void
  configuration(bucket: string, kind: string): string | undefined
  configurations(bucket: string): [kind: string, document: string][]
  removeConfiguration(bucket: string, kind: string): void
  /** Calls `listener` after every put and copy, not for mounted files. */
  onPut(listener: (object: StoredObject) => void): void
  /** Multipart uploads under way. */
  uploads: Uploads
  /** A path for a file that `putFile` can take over by renaming. */
  incoming(): string
  close(): void
}

/**
 * Opens the store in `directory` and creates it if there is none.
 * @param state the folder that is of no use without this store; its own unless told
 * @throws an {@link UnusableState} where the index is damaged or lost. Nothing is changed then: bodies without an index
 *   would be removed.
 */
export function openStore(
  directory: string,
  { now, state = directory }: { now: () => Date; state?: string },
): ObjectStore {
  fs.mkdirSync(directory, { recursive: true })
  const index = path.join(directory, 'index.sqlite')
  if (!fs.existsSync(index) && hasBodies(directory)) throw damaged(index, state)
  const catalog = openCatalog(index, (file, cause) => {
    throw damaged(file, state, cause)
  })
  const bodies = openBodies(directory, () => knownBodies(catalog))
  const listeners: ((object: StoredObject) => void)[] = []
  const stored = (row: ObjectRow): StoredObject => ({
    bucket: row.bucket,
    key: row.key,
    size: row.size,
    etag: row.etag,
    lastModified: new Date(row.modified),
    storageClass: row.storage_class,
    path: row.mounted ? row.path : bodies.absolute(row.path),
    mounted: row.mounted > 0,
    ...parseAttributes(row.attributes),
  })

  /** Records rows in one transaction; the bodies they replace go afterwards, so that none is ever missing. */
  const record = (rows: Iterable<ObjectRow>): StoredObject[] => {
    const replaced: ObjectRow[] = []
    const added: ObjectRow[] = []
    catalog.transaction(() => {
      for (const row of rows) {
        const old = catalog.object(row.bucket, row.key)
        if (old && !old.mounted) replaced.push(old)
        catalog.put(row)
        added.push(row)
      }
    })
    for (const row of replaced) bodies.remove(row.path)
    return added.map(stored)
  }
  const put = (rows: Iterable<ObjectRow>): StoredObject[] => {
    const objects = record(rows)
    for (const object of objects) for (const listener of listeners) listener(object)
    return objects
  }
  const putOne = (row: ObjectRow): StoredObject => {
    const [object] = put([row])
    if (!object) throw new Error(`${row.key} was not recorded`)
    return object
  }

  const putFile: ObjectStore['putFile'] = (bucket, key, file, options) =>
    putOne(fileRow(bodies, { bucket, key, file, options, now }))

  const store: Omit<ObjectStore, 'uploads'> = {
    ...openBuckets(catalog, now),
    head(bucket, key) {
      const row = catalog.object(bucket, key)
      return row && stored(row)
    },
    list: (bucket, range = {}) => catalog.objects(bucket, range).map(stored),
    putFile,
    putBytes: (bucket, key, bytes, options) => putOne(bytesRow(bodies, { bucket, key, bytes, options, now })),
    putMany: (bucket, entries) =>
      void put(mapped(entries, entry => bytesRow(bodies, { bucket, ...entry, now }))),
    copyMany: copies => void put(mapped(copies, copy => copyRow(catalog, bodies, { ...copy, now }))),
    mount: (bucket, entries) => void record(mapped(entries, entry => mountedRow(bucket, entry))),
    unmount: bucket =>
      void catalog.database.prepare('DELETE FROM object WHERE bucket = ? AND mounted = 1').run(bucket),
    delete(bucket, key) {
      const row = catalog.object(bucket, key)
      if (!row) return
      catalog.delete(bucket, key)
      if (!row.mounted) bodies.remove(row.path)
    },
    onPut: listener => void listeners.push(listener),
    incoming: () => bodies.incoming(),
    close: () => catalog.close(),
  }
  return { ...store, uploads: openUploads(catalog, bodies, { now, putFile }) }
}

function* mapped<Item, Result>(items: Iterable<Item>, map: (item: Item) => Result): Generator<Result> {
  for (const item of items) yield map(item)
}

function* knownBodies({ database }: Catalog): Generator<string> {
  const rows = database.prepare('SELECT path FROM object WHERE mounted = 0 UNION ALL SELECT path FROM part')
  for (const { path: body } of rows.iterate()) yield String(body)
}
