/**
 * What a key in a log bucket says about the object: which kind of log it holds, and where the part of the
 * key that the logs' owner chose (the prefix) ends.
 */
export type RecognisedKey =
  | { layout: 'dated'; prefix: string; time: Date }
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
  /** Digest, Insight and other files next to a trail's logs: known, and of no use here. */
  | { layout: 'beside-cloudtrail' }

const TIME = String.raw`(?<day>\d{4}-\d\d-\d\d)-(?<hour>\d\d)-(?<minute>\d\d)-(?<second>\d\d)-[0-9A-Za-z]{4,}(?:\.gz)?$`
const REGION = '[a-z]{2}(?:-[a-z]+)+-\\d'

/** `[prefix]YYYY-MM-DD-hh-mm-ss-ID`: enabling server access logging, S3 user guide. */
const DATED = new RegExp(`^(?<prefix>.*?)${TIME}`)

/** `[prefix]account/Region/bucket/YYYY/MM/DD/YYYY-MM-DD-hh-mm-ss-ID`: the same page. */
const PARTITIONED = new RegExp(
  `^(?<prefix>(?:.*/)?)(?<account>\\d{12})/(?<region>${REGION})/(?<bucket>[a-z0-9.-]{3,63})/\\d{4}/\\d\\d/\\d\\d/${TIME}`,
)

/** `[prefix/]AWSLogs/[organisation/]account/CloudTrail/Region/YYYY/MM/DD/file`: the CloudTrail user guide. */
const CLOUDTRAIL = new RegExp(
  '^(?<prefix>(?:.*/)?)AWSLogs/(?:(?<organization>o-[a-z0-9]+)/)?(?<account>\\d{12})/' +
    `(?<kind>CloudTrail[A-Za-z-]*)/(?<region>${REGION})/\\d{4}/\\d\\d/\\d\\d/[^/]+\\.json(?:\\.gz)?$`,
)

/** Tells the layout of a key; undefined when it is none that S3 or CloudTrail writes. */
export function recogniseKey(key: string): RecognisedKey | undefined {
  return cloudTrail(key) ?? partitioned(key) ?? dated(key)
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
  return time && { layout: 'dated', prefix, time }
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
