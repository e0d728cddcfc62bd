import type { SQLOutputValue } from 'node:sqlite'
import { openDatabaseFile } from '../../disk/database-file.ts'

/** An object's row. `path` is relative to the store's directory, unless `mounted`: 1, or 2 for a copy of such a file. */
export interface ObjectRow {
  bucket: string
  key: string
  size: number
  etag: string
  modified: number
  storage_class: string
  path: string
  mounted: number
  /** JSON: content type, metadata and the like. */
  attributes: string
}

/** Which keys to list, in the order of their UTF-8 bytes. */
export interface KeyRange {
  prefix?: string | undefined
  /** Keys after this one. */
  startAfter?: string | undefined
  /** Keys from this one on. */
  startAt?: string | undefined
  limit?: number | undefined
}

// Text is kept as UTF-8 and compared byte by byte (BINARY, SQLite's default), which is S3's order of keys.
//
// With synchronous = NORMAL a commit reaches the operating system but not necessarily the disk: it outlives
// the death of the process, which is promised here, and not a power cut, which is not.
const SCHEMA = `
  PRAGMA journal_mode = WAL;
  PRAGMA synchronous = NORMAL;
  PRAGMA busy_timeout = 5000;
  CREATE TABLE IF NOT EXISTS bucket (
    name TEXT PRIMARY KEY, region TEXT NOT NULL, created INTEGER NOT NULL
  ) STRICT;
  CREATE TABLE IF NOT EXISTS configuration (
    bucket TEXT NOT NULL, kind TEXT NOT NULL, document TEXT NOT NULL, PRIMARY KEY (bucket, kind)
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS object (
    bucket TEXT NOT NULL, key TEXT NOT NULL, size INTEGER NOT NULL, etag TEXT NOT NULL,
    modified INTEGER NOT NULL, storage_class TEXT NOT NULL, path TEXT NOT NULL, mounted INTEGER NOT NULL,
    attributes TEXT NOT NULL, PRIMARY KEY (bucket, key)
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS upload (
    id TEXT PRIMARY KEY, bucket TEXT NOT NULL, key TEXT NOT NULL, options TEXT NOT NULL
  ) STRICT;
  CREATE TABLE IF NOT EXISTS part (
    upload TEXT NOT NULL, number INTEGER NOT NULL, size INTEGER NOT NULL, etag TEXT NOT NULL,
    modified INTEGER NOT NULL, path TEXT NOT NULL, PRIMARY KEY (upload, number)
  ) STRICT, WITHOUT ROWID;
`

const UPSERT = `
  INSERT OR REPLACE INTO object
    (bucket, key, size, etag, modified, storage_class, path, mounted, attributes)
  VALUES ($bucket, $key, $size, $etag, $modified, $storage_class, $path, $mounted, $attributes)`

const RANGE = `
  SELECT * FROM object
  WHERE bucket = $bucket AND key >= $from AND ($until IS NULL OR key < $until)
    AND ($after IS NULL OR key > $after)
  ORDER BY key LIMIT $limit`

/** The index of what a store holds. */
export type Catalog = ReturnType<typeof openCatalog>

/**
 * Opens the index, an SQLite file, and creates it if there is none.
 * @param whenDamaged throws, as the bodies are of no use without their index
 */
export function openCatalog(file: string, whenDamaged: (file: string, cause: unknown) => never) {
  const database = openDatabaseFile(file, { schema: SCHEMA, whenDamaged })
  const find = database.prepare('SELECT * FROM object WHERE bucket = ? AND key = ?')
  const range = database.prepare(RANGE)
  const upsert = database.prepare(UPSERT)
  const remove = database.prepare('DELETE FROM object WHERE bucket = ? AND key = ?')

  return {
    database,
    close: () => database.close(),
    object(bucket: string, key: string): ObjectRow | undefined {
      const found = find.get(bucket, key)
      return found && objectRow(found)
    },
    objects(bucket: string, { prefix = '', startAfter, startAt = '', limit = -1 }: KeyRange): ObjectRow[] {
      const from = compareKeys(prefix, startAt) > 0 ? prefix : startAt
      const bounds = { $bucket: bucket, $from: from, $until: afterPrefix(prefix) ?? null }
      return range.all({ ...bounds, $after: startAfter ?? null, $limit: limit }).map(objectRow)
    },
    put: (row: ObjectRow) => upsert.run({ ...row }),
    delete: (bucket: string, key: string) => remove.run(bucket, key),
    /** Runs `work` whole or not at all. */
    transaction<Result>(work: () => Result): Result {
      database.exec('BEGIN IMMEDIATE')
      try {
        const result = work()
        database.exec('COMMIT')
        return result
      } catch (error) {
        database.exec('ROLLBACK')
        throw error
      }
    },
  }
}

function objectRow(row: Record<string, SQLOutputValue>): ObjectRow {
  return {
    bucket: String(row['bucket']),
    key: String(row['key']),
    size: Number(row['size']),
    etag: String(row['etag']),
    modified: Number(row['modified']),
    storage_class: String(row['storage_class']),
    path: String(row['path']),
    mounted: Number(row['mounted']),
    attributes: String(row['attributes']),
  }
}

/** Orders keys as S3 does, by their UTF-8 bytes; JavaScript's own order differs beyond U+FFFF. */
export function compareKeys(a: string, b: string): number {
  return Buffer.compare(Buffer.from(a), Buffer.from(b))
}

/**
 * The first string after every string that starts with `prefix`, or undefined when there is none.
 * UTF-8 orders as code points do, so the last code point is counted up.
 */
export function afterPrefix(prefix: string): string | undefined {
  const codePoints = Array.from(prefix, character => character.codePointAt(0) ?? 0)
  while (codePoints.at(-1) === 0x10ffff) codePoints.pop()
  const last = codePoints.pop()
  if (last === undefined) return undefined
  // Surrogates are not characters of their own.
  return String.fromCodePoint(...codePoints, last === 0xd7ff ? 0xe000 : last + 1)
}
