import { trailRoot } from '../../analyses/lib/evidence/tables.ts'
import type { Deployment } from '../settings/settings.ts'

/** Keys of one bucket that begin alike: `prefix` may be empty. */
export interface Place {
  bucket: string
  prefix: string
}

/** Where the access logs lie that are copied into the workspace before they are read. */
export const copiedPlaces = ({ aws }: Deployment): Place[] => aws.accessLogs

/** Where all logs lie: those that are copied, and the sources that Athena reads in place. */
export function logPlaces(deployment: Deployment): Place[] {
  const sources = deployment.bot.sources.map(source => ({
    bucket: source.bucket,
    prefix: source.kind === 'cloudtrail' ? trailRoot(source) : source.prefix,
  }))
  const places = [...copiedPlaces(deployment), ...sources]
  return places.filter((place, i) => places.findIndex(one => same(one, place)) === i)
}

const same = (a: Place, b: Place): boolean => a.bucket === b.bucket && a.prefix === b.prefix

/** The account of a bucket, if it is another than the stack's. */
export const foreignAccountOf = ({ aws, bot }: Deployment, bucket: string): string | undefined =>
  Object.entries(bot.otherAccounts).find(
    ([id, buckets]) => id !== aws.account && buckets.includes(bucket),
  )?.[0]
