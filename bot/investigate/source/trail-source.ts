import { cloudTrail, trailRoot } from '../../../analyses/lib/evidence/tables.ts'
import type { Source } from '../../model/stored/plan.ts'
import type { Request } from '../../time/request.ts'
import type { Deps } from '../../services/deps.ts'
import { daysOf, eachDay } from './days.ts'

/** The trail in the settings; its days are those of publication, which comes after the event. */
export function trailSource(
  { window }: Request,
  region: string | undefined,
  { settings }: Pick<Deps, 'settings'>,
): Source | undefined {
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
