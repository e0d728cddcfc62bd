import { REGION } from '../../../analyses/lib/aws/partitions.ts'

/**
 * What a key in a log bucket says about the object: which kind of log it holds, and where the part of the
 * key that the logs' owner chose (the prefix) ends.
 */
export type RecognisedKey =
  /** `place` is the prefix without folders for the time, which somebody filed the objects by. */
  | { layout: 'dated'; prefix: string; place: string; time: Date }
  | {
      layout: 'partitioned'
      prefix: string
      account: string
      region: string
      bucket: string
      time: Date
      timed: boolean
    }
  | {
      layout: 'account' | 'organization' | 'control-tower'
      prefix: string
      organization?: string
      account: string
      region: string
      /** When the file was delivered, as far as its name tells. */
      time: Date | undefined
    }
  /** A trail's file outside its folders; the name tells all but the trail. */
  | { layout: 'loose-trail'; place: string; account: string; region: string; time: Date | undefined }
  /** Digest, Insight and other files next to a trail's logs: known, and of no use here. */
  | { layout: 'beside-cloudtrail' }

const TIME = String.raw`(?<day>\d{4}-\d\d-\d\d)-(?<hour>\d\d)-(?<minute>\d\d)-(?<second>\d\d)-[0-9A-Za-z]{4,}(?:\.gz)?$`

/** `[prefix]YYYY-MM-DD-hh-mm-ss-ID`: enabling server access logging, S3 user guide. */
const DATED = new RegExp(`^(?<prefix>.*?)${TIME}`)

/** `[prefix]account/Region/bucket/YYYY/MM/DD/YYYY-MM-DD-hh-mm-ss-ID`: the same page. */
const PARTITIONED = new RegExp(
  `^(?<prefix>(?:.*/)?)(?<account>\\d{12})/(?<region>${REGION})/(?<bucket>[A-Za-z0-9._-]{3,255})/\\d{4}/\\d\\d/\\d\\d/${TIME}`,
)

/** `[prefix/]AWSLogs/[organisation/]account/CloudTrail/Region/YYYY/MM/DD/file`: the CloudTrail user guide. */
const CLOUDTRAIL = new RegExp(
  '^(?<prefix>(?:.*/)?)AWSLogs/(?:(?<organization>o-[a-z0-9]+)/)?(?<account>\\d{12})/' +
    `(?<kind>CloudTrail[A-Za-z-]*)/(?<region>${REGION})/\\d{4}/\\d\\d/\\d\\d/[^/]+\\.json(?:\\.gz)?$`,
)

/** `111122223333_CloudTrail_eu-west-1_20261120T0005Z_ID.json.gz` (the CloudTrail user guide), wherever it is. */
const LOOSE_TRAIL = new RegExp(
  `^(?<place>(?:.*/)?)(?<account>\\d{12})_CloudTrail_(?<region>${REGION})_\\d{8}T\\d{4}Z_[^/]+\\.json(?:\\.gz)?$`,
)

/** Folders for a year, month, day or hour, as `2026/11/28/`, `2026-11-28/`, `year=2026/month=11/day=28/` and `dt=2026-11-28/`. */
const TIME_FOLDERS = /(?:(?:[a-z_]+=)?\d{4}(?:-?\d{2}){0,2}\/)(?:(?:[a-z_]+=)?\d{1,2}\/){0,3}$/i

/** Tells the layout of a key; undefined when it is none that S3 or CloudTrail writes. */
export function recogniseKey(key: string): RecognisedKey | undefined {
  return cloudTrail(key) ?? looseTrail(key) ?? partitioned(key) ?? dated(key)
}

function looseTrail(key: string): RecognisedKey | undefined {
  const { place = '', account, region = '' } = LOOSE_TRAIL.exec(key)?.groups ?? {}
  return account === undefined
    ? undefined
    : { layout: 'loose-trail', place, account, region, time: timeInName(key) }
}

function cloudTrail(key: string): RecognisedKey | undefined {
  const { prefix = '', organization, account = '', region = '', kind } = CLOUDTRAIL.exec(key)?.groups ?? {}
  if (!kind) return undefined
  if (kind !== 'CloudTrail') return { layout: 'beside-cloudtrail' }
  const file = { account, region, time: timeInName(key) }
  if (!organization) return { layout: 'account', prefix, ...file }
  // Control Tower puts everything once more under the organisation's id.
  const repeated = prefix === `${organization}/` || prefix.endsWith(`/${organization}/`)
  return repeated
    ? { layout: 'control-tower', prefix: prefix.slice(0, -organization.length - 1), organization, ...file }
    : { layout: 'organization', prefix, organization, ...file }
}

function partitioned(key: string): RecognisedKey | undefined {
  const { prefix = '', account = '', region = '', bucket, ...at } = PARTITIONED.exec(key)?.groups ?? {}
  const time = timeOf(at)
  if (!bucket || !time) return undefined
  return {
    layout: 'partitioned',
    prefix,
    account,
    region,
    bucket,
    time,
    timed: time.getTime() % 86_400_000 !== 0,
  }
}

function dated(key: string): RecognisedKey | undefined {
  const { prefix = '', ...at } = DATED.exec(key)?.groups ?? {}
  const time = timeOf(at)
  return time && { layout: 'dated', prefix, place: prefix.replace(TIME_FOLDERS, ''), time }
}

function timeOf({ day, hour, minute, second }: Record<string, string | undefined>): Date | undefined {
  const time = new Date(`${day}T${hour}:${minute}:${second}Z`)
  return Number.isNaN(time.getTime()) ? undefined : time
}

/** `…_20261120T0005Z_…` */
function timeInName(key: string): Date | undefined {
  const [, year, month, day, hour, minute] = /_(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)Z_[^/]+$/.exec(key) ?? []
  return timeOf({ day: `${year}-${month}-${day}`, hour, minute, second: '00' })
}
