import fs from 'node:fs'
import path from 'node:path'
import type { ObjectStore } from '../../s3/storage/store.ts'
import { QueryFailure } from '../dialect/failure.ts'
import { parseLocation } from '../dialect/statement.ts'
import type { ResultColumn } from './column.ts'

/** Where a query's result lies. */
export interface Outcome {
  outputLocation: string
  manifestLocation?: string
  columns: ResultColumn[]
}

interface Place {
  store: ObjectStore
  /** `s3://bucket/prefix/` */
  outputLocation: string
}

/** `<id>.csv`, and beside it the columns' types, as JSON where Athena has a binary format of its own. */
export function publishCsv(
  { store, outputLocation }: Place,
  id: string,
  file: string,
  columns: ResultColumn[],
): Outcome {
  const { bucket, prefix } = parseLocation(outputLocation)
  const key = `${prefix}${id}.csv`
  store.putFile(bucket, key, file, { contentType: 'application/octet-stream' })
  store.putBytes(bucket, `${key}.metadata`, Buffer.from(JSON.stringify(columns)))
  return { outputLocation: `s3://${bucket}/${key}`, columns }
}

interface Target {
  bucket: string
  prefix: string
}

/** The Parquet files at the UNLOAD's target, and their list in `<id>-manifest.csv`. */
export function publishParquet(
  { store, outputLocation }: Place,
  id: string,
  files: string[],
  to: Target,
): Outcome {
  const { bucket, prefix } = parseLocation(outputLocation)
  const keys = files.map((file, index) => {
    const key = `${to.prefix}${unloadedName(id, index)}`
    store.putFile(to.bucket, key, file)
    return `s3://${to.bucket}/${key}\n`
  })
  const manifest = `${prefix}${id}-manifest.csv`
  store.putBytes(bucket, manifest, Buffer.from(keys.join('')))
  return {
    outputLocation: `s3://${bucket}/${prefix}${id}`,
    manifestLocation: `s3://${bucket}/${manifest}`,
    columns: [],
  }
}

const unloadedName = (id: string, index: number): string => `${id}_${index}.parquet`

/** Fails, as Athena does, if the target of an UNLOAD is not empty. */
export function refuseOccupied(store: ObjectStore, { bucket, prefix }: Target): void {
  if (!store.hasBucket(bucket))
    throw new QueryFailure(`PERMISSION_DENIED: The bucket of the target does not exist: ${bucket}`)
  if (store.list(bucket, { prefix, limit: 1 }).length > 0)
    throw new QueryFailure(
      `HIVE_PATH_ALREADY_EXISTS: Target directory for table already exists: s3://${bucket}/${prefix}`,
    )
}

/** Takes back what an UNLOAD that never ended has left at its target; other queries' files stay. */
export function removePartial(store: ObjectStore, id: string, { bucket, prefix }: Target): void {
  if (!store.hasBucket(bucket)) return
  for (const { key } of store.list(bucket, { prefix }))
    if (path.posix.basename(key).startsWith(`${id}_`)) store.delete(bucket, key)
}

/** Empties the folder of files on their way. */
export function clearScratch(directory: string): void {
  fs.rmSync(directory, { recursive: true, force: true })
  fs.mkdirSync(directory, { recursive: true })
}
