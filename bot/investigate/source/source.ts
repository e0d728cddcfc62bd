import type { LogKind } from '../../../analyses/lib/evidence/tables.ts'
import { failureOf } from '../../calls/failures.ts'
import type { Logging } from '../../aws/logs.ts'
import { evidenceWindow } from '../../model/evidence-window.ts'
import type { Investigation } from '../../model/investigation.ts'
import type { Missing, Source } from '../../model/stored/plan.ts'
import { logsFor, wantsBoth } from '../../model/logs-asked.ts'
import { InvestigationProblem } from '../../model/problem.ts'
import type { Request } from '../../time/request.ts'
import type { Deps } from '../../services/deps.ts'
import { byDateSource, datedSource } from './access-log-source.ts'
import { trailSource } from './trail-source.ts'

type Part = Pick<Deps, 'logs' | 'settings' | 'account' | 'workspace'>

/** The logs to read, and those that were wanted but are not at hand. */
export interface Found {
  sources: Source[]
  missing: Missing[]
  /** Of the bucket that is asked about; undefined where it is gone, or may not be looked at. */
  region: string | undefined
}

/**
 * Finds the logs to read: the one or both asked for; else, of those the analysis can use, all at hand where it
 * reads them together, and the first at hand where it does not. The bucket itself is looked at for its access
 * logs alone: CloudTrail also has records of deleted ones.
 * @throws InvestigationProblem where the bucket is unknown or nothing is at hand
 */
export async function findSources({ id, request: asked }: Investigation, deps: Part): Promise<Found> {
  const request = { ...asked, window: evidenceWindow(asked) }
  const region = await regionOf(request.bucket, deps.logs)
  const found: { log: LogKind; source: Source | undefined }[] = []
  for (const log of logsFor(request)) {
    const source =
      log === 'access-log' ? await accessLog(id, request, region, deps) : trailSource(request, region, deps)
    found.push({ log, source })
    if (source && !wantsBoth(request)) break
  }
  const sources = found.flatMap(({ source }) => source ?? [])
  if (sources.length === 0) throw await nothingAtHand(request, deps)
  const missing = request.logs === 'both' ? found.filter(({ source }) => !source) : []
  return { sources, missing: missing.map(({ log }) => absent(log, request.bucket)), region }
}

const absent = (log: LogKind, bucket: string): Missing =>
  log === 'access-log'
    ? { log, code: 'logging-off', detail: { bucket } }
    : { log, code: 'no-trail', detail: { bucket } }

async function nothingAtHand({ bucket, logs }: Request, deps: Part): Promise<InvestigationProblem> {
  const trailAtHand = deps.settings.sources.some(source => source.kind === 'cloudtrail')
  if (await loggingOf(bucket, deps)) return new InvestigationProblem('no-trail', { bucket })
  return logs === 'access-log' || trailAtHand
    ? new InvestigationProblem('logging-off', { bucket, ...(trailAtHand && { cloudtrail: 'yes' }) })
    : new InvestigationProblem('no-source', { bucket })
}

/** Directory buckets have no access logs, and S3 refuses to be asked for the location and logging of one. */
const isDirectoryBucket = (bucket: string): boolean => bucket.endsWith('--x-s3')

async function loggingOf(bucket: string, { logs }: Part): Promise<Logging | undefined> {
  if (isDirectoryBucket(bucket)) return undefined
  try {
    return await logs.logging(bucket)
  } catch (error) {
    if (failureOf(error) === 'not-found')
      throw new InvestigationProblem('unknown-bucket', { bucket }, { cause: error })
    if (failureOf(error) === 'denied') {
      throw new InvestigationProblem(
        'permission',
        { action: 's3:GetBucketLogging', resource: bucket },
        { cause: error },
      )
    }
    throw error
  }
}

async function accessLog(
  id: string,
  request: Request,
  region: string | undefined,
  deps: Part,
): Promise<Source | undefined> {
  const logging = await loggingOf(request.bucket, deps)
  if (!logging) return undefined
  return logging.layout === 'dated'
    ? datedSource(id, request, logging, deps)
    : byDateSource(id, request, logging, region ?? (await deps.logs.region(request.bucket)), deps)
}

/** The Region of a bucket; undefined where it is gone, or may not be looked at. */
async function regionOf(bucket: string, logs: Part['logs']): Promise<string | undefined> {
  if (isDirectoryBucket(bucket)) return undefined
  try {
    return await logs.region(bucket)
  } catch (error) {
    if (['not-found', 'denied'].includes(failureOf(error))) return undefined
    throw error
  }
}
