import { createHash } from 'node:crypto'
import type { ObjectStore } from '../s3/storage/store.ts'
import type { Job, Jobs } from './jobs.ts'
import { bucketOf } from './request.ts'
import type { Outcome } from './tasks.ts'

const FORMAT = 'Report_CSV_20180820'
const SCHEMA = 'Bucket, Key, VersionId, TaskStatus, ErrorCode, HTTPStatusCode, ResultMessage'

/** Where a job's report lies: that of the manifest that lists the CSV files. */
export interface ReportLocation {
  bucket: string
  key: string
}

/**
 * Writes a job's completion report, if one was asked for and a task has run. Written again after a crash,
 * it replaces itself.
 *
 * @returns where it lies, or undefined when there is none
 * @throws Error when the report's bucket does not exist
 */
export function writeReport(
  { id, request }: Job,
  { store, jobs, now }: { store: ObjectStore; jobs: Jobs; now: () => Date },
): ReportLocation | undefined {
  const { Enabled, Bucket, Prefix, ReportScope } = request.Report
  if (Enabled === 'false' || !Bucket) return undefined
  const outcomes = [...jobs.tasks.outcomes(id)]
  if (outcomes.length === 0) return undefined
  const bucket = bucketOf(Bucket)
  if (!store.hasBucket(bucket)) throw new Error(`The report bucket ${bucket} does not exist.`)

  const folder = `${Prefix ? `${Prefix}/` : ''}job-${id}`
  const source = bucketOf(request.ManifestGenerator.S3JobManifestGenerator.SourceBucket)
  const statuses = ReportScope === 'AllTasks' ? (['succeeded', 'failed'] as const) : (['failed'] as const)
  const results = statuses.flatMap(status => {
    const rows = outcomes.filter(outcome => taskStatus(outcome) === status)
    if (rows.length === 0) return []
    const key = `${folder}/results/${createHash('sha1').update(`${id} ${status}`).digest('hex')}.csv`
    const csv = rows.map(row => csvLine(source, row)).join('')
    const { etag } = store.putBytes(bucket, key, Buffer.from(csv), { contentType: 'text/csv' })
    return [{ TaskExecutionStatus: status, Bucket: bucket, MD5Checksum: etag, Key: key }]
  })
  const manifest = {
    Format: FORMAT,
    ReportCreationDate: now().toISOString(),
    Results: results,
    ReportSchema: SCHEMA,
  }
  const key = `${folder}/manifest.json`
  store.putBytes(bucket, key, Buffer.from(JSON.stringify(manifest)), { contentType: 'application/json' })
  return { bucket, key }
}

const taskStatus = ({ status }: Outcome): 'succeeded' | 'failed' => (status === 200 ? 'succeeded' : 'failed')

/** Keys are URL-encoded in reports, so that none needs quotes. */
function csvLine(bucket: string, outcome: Outcome): string {
  const key = encodeURIComponent(outcome.key).replaceAll('%2F', '/')
  const message = `"${outcome.message.replaceAll('"', '""')}"`
  return `${[bucket, key, '', taskStatus(outcome), outcome.code, outcome.status, message].join(',')}\n`
}
