import { defined } from '../../../analyses/lib/defined.ts'
import type { Settings } from '../../../bot/model/settings.ts'
import type { BucketLogging } from '../s3/logging.ts'
import { bucketsWithin } from './first-bytes.ts'
import type { RecognisedKey } from './layouts.ts'

/** A log file whose key tells what it holds. */
export interface LogFile<Layout extends RecognisedKey = RecognisedKey> {
  logBucket: string
  key: string
  path: string
  recognised: Layout
}

type Dated = Extract<RecognisedKey, { layout: 'dated' }>
type Partitioned = Extract<RecognisedKey, { layout: 'partitioned' }>
type Trail = Extract<RecognisedKey, { layout: 'account' | 'organization' | 'control-tower' }>
type LooseTrail = Extract<RecognisedKey, { layout: 'loose-trail' }>

/** One trail's files, or loose ones in one folder, without a source. */
export interface TrailPlace {
  source?: Extract<Settings['sources'][number], { kind: 'cloudtrail' }>
  place: string
  files: readonly LogFile[]
}

/** Where the access logs of one bucket lie, as its logging configuration would say it. */
export interface OwnLogging {
  bucket: string
  /** Known from date-partitioned keys only. */
  region?: string
  logging: BucketLogging
  files: readonly LogFile[]
  /** Some are in folders by time below the prefix, which the listing of dated keys does not find. */
  isScattered: boolean
}

/** Of dated logs, only the records tell which buckets they are about; several may share a prefix. */
export function datedLogging(files: readonly LogFile[]): OwnLogging[] {
  const dated = files.filter((file): file is LogFile<Dated> => file.recognised.layout === 'dated')
  return places(dated, ({ recognised }) => recognised.place).flatMap(({ logBucket, prefix, ofPlace }) => {
    const isScattered = ofPlace.some(({ recognised }) => recognised.prefix !== recognised.place)
    const logging = { targetBucket: logBucket, targetPrefix: prefix }
    return bucketsWithin(
      'access-log',
      ofPlace.map(({ path }) => path),
    ).map(bucket => ({ bucket, logging, files: ofPlace, isScattered }))
  })
}

/** The date-partitioned access logs: a source for each prefix, and the logging of each bucket in it. */
export function partitionedLogs(files: readonly LogFile[]): {
  sources: Settings['sources']
  logging: OwnLogging[]
} {
  const partitioned = files.filter(
    (file): file is LogFile<Partitioned> => file.recognised.layout === 'partitioned',
  )
  const found = places(partitioned, ({ recognised }) => recognised.prefix).map(place => {
    const { logBucket: bucket, prefix, ofPlace } = place
    const dateSource = dateSourceOf(ofPlace)
    const logging = { targetBucket: bucket, targetPrefix: prefix, partitionDateSource: dateSource }
    const byBucket = Map.groupBy(ofPlace, ({ recognised }) => recognised.bucket)
    return {
      source: { kind: 'access-log' as const, id: sourceId(bucket, prefix), bucket, prefix, dateSource },
      logging: [...byBucket].map(([source, files]) => ({
        bucket: source,
        ...defined({ region: files[0]?.recognised.region }),
        logging,
        files,
        isScattered: false,
      })),
    }
  })
  return { sources: found.map(({ source }) => source), logging: found.flatMap(({ logging }) => logging) }
}

/** Partitioned by the records' own day, all objects of a day are named after its midnight. */
const dateSourceOf = (files: readonly LogFile<Partitioned>[]): 'EventTime' | 'DeliveryTime' =>
  files.some(({ recognised }) => recognised.timed) ? 'DeliveryTime' : 'EventTime'

/** The trails, and the buckets that their events are about. */
export function trails(files: readonly LogFile[]): { places: TrailPlace[]; buckets: string[] } {
  const logs = files.filter(
    (file): file is LogFile<Trail> =>
      'account' in file.recognised &&
      file.recognised.layout !== 'partitioned' &&
      file.recognised.layout !== 'loose-trail',
  )
  const root = ({ recognised: { prefix, layout, organization = '' } }: LogFile<Trail>) =>
    `${prefix} ${layout} ${organization}`
  const found = places(logs, root).map(({ logBucket, ofPlace, first: { layout, prefix, organization } }) => ({
    source: {
      kind: 'cloudtrail' as const,
      id: sourceId(logBucket, `${prefix}${organization ?? ''}`),
      bucket: logBucket,
      prefix,
      layout,
      ...(organization && { organization }),
      accounts: [...new Set(ofPlace.map(({ recognised }) => recognised.account))].sort(),
      regions: [...new Set(ofPlace.map(({ recognised }) => recognised.region))].sort(),
    },
    place: `${logBucket}/${prefix}`,
    files: ofPlace,
  }))
  const loose = files.filter((file): file is LogFile<LooseTrail> => file.recognised.layout === 'loose-trail')
  const all: TrailPlace[] = [
    ...found,
    ...places(loose, ({ recognised }) => recognised.place).map(({ logBucket, prefix, ofPlace }) => ({
      place: `${logBucket}/${prefix}`,
      files: ofPlace,
    })),
  ]
  const buckets = all.flatMap(one =>
    bucketsWithin(
      'cloudtrail',
      one.files.map(({ path }) => path),
    ),
  )
  return { places: all, buckets }
}

/** Files by log bucket and whatever else tells one place from another, each place's in the order of their keys. */
function places<Layout extends RecognisedKey>(
  files: readonly LogFile<Layout>[],
  place: (file: LogFile<Layout>) => string,
) {
  const groups = Map.groupBy(files, file => `${file.logBucket}/${place(file)}`)
  return [...groups.values()].flatMap(ofPlace => {
    const [file] = ofPlace
    return file ? [{ logBucket: file.logBucket, prefix: place(file), first: file.recognised, ofPlace }] : []
  })
}

/** Unlike for different places, as table names are made of it. */
const sourceId = (bucket: string, prefix: string): string =>
  `${bucket}/${prefix}`.replaceAll(/[^A-Za-z0-9]+/g, '-').replace(/-$/, '')
