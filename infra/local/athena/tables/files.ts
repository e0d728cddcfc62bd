import type { Table } from '../../../../analyses/lib/evidence/tables.ts'
import { fileVersion } from '../../s3/storage/object-rows.ts'
import type { ObjectStore } from '../../s3/storage/store.ts'
import { QueryFailure } from '../dialect/failure.ts'
import { locationsOf } from './partitions.ts'
import { admits, type Known } from './predicates.ts'
import type { Reference } from './references.ts'

/** One S3 object that a query reads. */
export interface LogFile {
  /** `s3://bucket/key`, as `"$path"` shows it. */
  uri: string
  /** The local file; that of a repaired copy where the object's own cannot be read as it is. */
  path: string
  /** Bytes of the object. */
  size: number
  /** Names this version of the object. */
  version: string
  /** The ETag of a file that is not the store's, so that a change to it is noticed. */
  mountedAs?: string
  /** Partition column -> value. */
  values: Known
}

const ARCHIVED = new Set(['GLACIER', 'DEEP_ARCHIVE'])

/**
 * The objects that the references to a table may read. Like Athena it passes over empty objects, archived
 * ones, and those with a name below the location that begins with `_` or `.`.
 */
export function filesOf(
  store: ObjectStore,
  table: Table,
  references: readonly Reference[],
  now: Date,
): LogFile[] {
  const files = new Map<string, LogFile>()
  for (const reference of references)
    for (const { bucket, prefix, values } of locationsOf(table, reference, now)) {
      if (!store.hasBucket(bucket)) throw missingBucket(bucket)
      for (const object of store.list(bucket, { prefix })) {
        const uri = `s3://${bucket}/${object.key}`
        const readable = object.size > 0 && !ARCHIVED.has(object.storageClass)
        if (!readable || isHidden(object.key.slice(prefix.length))) continue
        if (!admits(reference, { ...values, $path: uri })) continue
        files.set(uri, {
          uri,
          path: object.path,
          size: object.size,
          version: `${uri}@${object.etag}`,
          ...(object.mounted && { mountedAs: object.etag }),
          values,
        })
      }
    }
  return [...files.values()]
}

/** The files that were changed or removed since they were mounted: what was read of them may be neither old nor new. */
export const changedSince = (files: readonly LogFile[]): LogFile[] =>
  files.filter(({ path, mountedAs }) => {
    try {
      return mountedAs !== undefined && fileVersion(path).etag !== mountedAs
    } catch {
      return true
    }
  })

/** Whether it is read through an archive, so that its size says nothing of its text's. */
export const isZipped = ({ path }: LogFile): boolean => path.endsWith('.gz')

const isHidden = (below: string): boolean => /(?:^|\/)[_.]/.test(below)

const missingBucket = (bucket: string): QueryFailure =>
  new QueryFailure(
    `PERMISSION_DENIED: The specified bucket does not exist (Service: Amazon S3; Status Code: 404; Error Code: NoSuchBucket): ${bucket}`,
  )
