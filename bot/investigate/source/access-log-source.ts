import { DateTime } from 'luxon'
import { accessLogsByDate, accessLogsCopied } from '../../../analyses/lib/evidence/tables.ts'
import type { Logging } from '../../aws/logs.ts'
import type { Source } from '../../model/stored/plan.ts'
import type { Request } from '../../time/request.ts'
import type { Deps } from '../../services/deps.ts'
import { daysOf, eachDay } from './days.ts'

type Part = Pick<Deps, 'settings' | 'account' | 'workspace'>

const utc = (iso: string) => DateTime.fromISO(iso, { zone: 'utc' })

/** The key tells when S3 delivered the object, so the listing starts at the window and runs on for the slack. */
export function datedSource(
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
const accountOf = (bucket: string, { settings, account }: Pick<Part, 'settings' | 'account'>): string =>
  Object.entries(settings.otherAccounts).find(([, buckets]) => buckets.includes(bucket))?.[0] ?? account

/** Read in place where the settings name the location (it has a table then), else gathered day by day. */
export function byDateSource(
  id: string,
  { bucket, window }: Request,
  logging: Logging,
  region: string,
  deps: Part,
): Source {
  const { settings, workspace } = deps
  const account = logging.account ?? accountOf(bucket, deps)
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
