import { DateTime } from 'luxon'
import {
  accessLogsByDate,
  accessLogsCopied,
  cloudTrail,
  trailRoot,
  type LogKind,
} from '../../analyses/lib/tables.ts'
import { failureOf } from '../clients/failures.ts'
import type { Logging } from '../clients/logs.ts'
import { evidenceWindow } from '../investigation/evidence-window.ts'
import type { Investigation, Missing, Source } from '../investigation/investigation.ts'
import { logsFor, wantsBoth } from '../investigation/logs-asked.ts'
import { InvestigationProblem } from '../problem.ts'
import type { Request } from '../request/request.ts'
import type { World } from '../world.ts'

type Part = Pick<World, 'logs' | 'settings' | 'account' | 'workspace'>

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
 * logs alone: CloudTrail tells of one that was deleted, too.
 * @throws InvestigationProblem where the bucket is unknown or nothing is at hand
 */
export async function findSources({ id, request: asked }: Investigation, world: Part): Promise<Found> {
  const request = { ...asked, window: evidenceWindow(asked) }
  const region = await regionOf(request.bucket, world.logs)
  const found: { log: LogKind; source: Source | undefined }[] = []
  for (const log of logsFor(request)) {
    const source =
      log === 'access-log' ? await accessLog(id, request, region, world) : trail(request, region, world)
    found.push({ log, source })
    if (source && !wantsBoth(request)) break
  }
  const sources = found.flatMap(({ source }) => source ?? [])
  if (sources.length === 0) throw await nothingAtHand(request, world)
  const missing = request.logs === 'both' ? found.filter(({ source }) => !source) : []
  return { sources, missing: missing.map(({ log }) => absent(log, request.bucket)), region }
}

const absent = (log: LogKind, bucket: string): Missing =>
  log === 'access-log'
    ? { log, code: 'logging-off', detail: { bucket } }
    : { log, code: 'no-trail', detail: { bucket } }

async function nothingAtHand({ bucket, logs }: Request, world: Part): Promise<InvestigationProblem> {
  const trailAtHand = world.settings.sources.some(source => source.kind === 'cloudtrail')
  if (await loggingOf(bucket, world)) return new InvestigationProblem('no-trail', { bucket })
  return logs === 'access-log' || trailAtHand
    ? new InvestigationProblem('logging-off', { bucket, ...(trailAtHand && { cloudtrail: 'yes' }) })
    : new InvestigationProblem('no-source', { bucket })
}

async function loggingOf(bucket: string, { logs }: Part): Promise<Logging | undefined> {
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
  world: Part,
): Promise<Source | undefined> {
  const logging = await loggingOf(request.bucket, world)
  if (!logging) return undefined
  return logging.layout === 'dated'
    ? datedSource(id, request, logging, world)
    : byDateSource(id, request, logging, region ?? (await world.logs.region(request.bucket)), world)
}

const utc = (iso: string) => DateTime.fromISO(iso, { zone: 'utc' })

/** The key tells when S3 delivered the object, so the listing starts at the window and runs on for the slack. */
function datedSource(
  id: string,
  { window }: Request,
  { bucket, prefix }: Logging,
  { settings, workspace }: Part,
): Source {
  const slackHours = settings.deliverySlackHours.accessLog
  const stamp = (iso: string, hours = 0) => prefix + utc(iso).plus({ hours }).toFormat('yyyy-LL-dd-HH-mm-ss')
  return {
    log: 'access-log',
    bucket,
    prefix,
    table: accessLogsCopied(workspace).name,
    partitions: { investigation: [id] },
    inPlace: false,
    stamped: true,
    ranges: [{ prefix, after: stamp(window.from), before: stamp(window.to, slackHours) }],
    slackHours,
  }
}

/** The owner of a bucket: the account that s3audit runs in, unless the settings name another. */
const accountOf = (bucket: string, { settings, account }: Pick<World, 'settings' | 'account'>): string =>
  Object.entries(settings.otherAccounts).find(([, buckets]) => buckets.includes(bucket))?.[0] ?? account

/** Read in place where the settings name the location (it has a table then), else gathered day by day. */
function byDateSource(
  id: string,
  { bucket, window }: Request,
  logging: Logging,
  region: string,
  world: Part,
): Source {
  const { settings, workspace } = world
  const account = logging.account ?? accountOf(bucket, world)
  const slackHours = settings.deliverySlackHours.accessLog
  // A day of the records' own time holds them however late they came.
  const days = daysOf(window, logging.dateSource === 'EventTime' ? 0 : slackHours)
  const known = settings.sources.find(
    source =>
      source.kind === 'access-log' && source.bucket === logging.bucket && source.prefix === logging.prefix,
  )
  const table = known?.kind === 'access-log' ? accessLogsByDate(known).name : undefined
  return {
    log: 'access-log',
    bucket: logging.bucket,
    prefix: `${logging.prefix}${account}/${region}/${bucket}/`,
    table: table ?? accessLogsCopied(workspace).name,
    partitions: table
      ? { account: [account], region: [region], source_bucket: [bucket] }
      : { investigation: [id] },
    ...(table && { days }),
    inPlace: table !== undefined,
    stamped: logging.dateSource === 'DeliveryTime',
    ranges: eachDay(days).map(day => ({ prefix: `${logging.prefix}${account}/${region}/${bucket}/${day}/` })),
    slackHours,
  }
}

/** The trail in the settings; its days are those of publication, which comes after the event. */
function trail({ window }: Request, region: string | undefined, { settings }: Part): Source | undefined {
  const known = settings.sources.find(source => source.kind === 'cloudtrail')
  if (known?.kind !== 'cloudtrail') return undefined
  // S3 requests are recorded in the bucket's own Region; where that is not known, all are read.
  const regions = region && known.regions.includes(region) ? [region] : known.regions
  const slackHours = settings.deliverySlackHours.cloudTrail
  const days = daysOf(window, slackHours)
  const root = trailRoot(known)
  const places = known.accounts.flatMap(account =>
    regions.map(name => `${root}${account}/CloudTrail/${name}/`),
  )
  return {
    log: 'cloudtrail',
    bucket: known.bucket,
    prefix: root,
    table: cloudTrail(known).name,
    partitions: { account: known.accounts, region: regions },
    days,
    inPlace: true,
    stamped: true,
    ranges: places.flatMap(place => eachDay(days).map(day => ({ prefix: `${place}${day}/` }))),
    slackHours,
  }
}

/** The Region of a bucket; undefined where it is gone, or may not be looked at. */
async function regionOf(bucket: string, logs: Part['logs']): Promise<string | undefined> {
  try {
    return await logs.region(bucket)
  } catch (error) {
    if (['not-found', 'denied'].includes(failureOf(error))) return undefined
    throw error
  }
}

const DAY = 'yyyy/LL/dd'

/** The window is half-open: a window that ends at midnight needs nothing of the next day, slack aside. */
function daysOf({ from, to }: Request['window'], slackHours: number): { first: string; last: string } {
  const last = utc(to).minus({ seconds: 1 }).plus({ hours: slackHours })
  return { first: utc(from).toFormat(DAY), last: last.toFormat(DAY) }
}

function eachDay({ first, last }: { first: string; last: string }): string[] {
  const start = DateTime.fromFormat(first, DAY, { zone: 'utc' })
  const days = DateTime.fromFormat(last, DAY, { zone: 'utc' }).diff(start, 'days').days
  return Array.from({ length: days + 1 }, (_, i) => start.plus({ days: i }).toFormat(DAY))
}
