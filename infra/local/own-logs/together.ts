import { createHash } from 'node:crypto'
import path from 'node:path'
import type { Settings } from '../../../bot/model/settings.ts'
import type { RecognisedKey } from './layouts.ts'
import type { LogFile, OwnLogging, TrailPlace } from './sources.ts'

/**
 * Logs of one bucket in several places, read as one: below a prefix of their own the files have keys that S3
 * might have given them. A prefix was changed, a partition was switched on, somebody filed logs by day: no file may be
 * left out for that.
 */

const PREFIX = 'all-places/'

export interface Mounted {
  logBucket: string
  key: string
  file: LogFile
}

/** Where the logs of one bucket lie, in words, with the number of files in each place. */
export interface Places {
  bucket: string
  places: { place: string; files: number }[]
}

const stampOf = (time: Date): string => time.toISOString().slice(0, 19).replaceAll(/[T:]/g, '-')

/** Different for files of different names, the same at each start. */
const idOf = ({ logBucket, key }: LogFile): string =>
  createHash('sha256').update(`${logBucket}/${key}`).digest('hex').slice(0, 16).toUpperCase()

const endingOf = (file: LogFile): string => (file.key.endsWith('.gz') ? '.gz' : '')

/** A file of the records' own day has records of all of it, whatever its name says. */
function timeOf({ recognised }: LogFile): Date {
  if (recognised.layout === 'partitioned' && !recognised.timed)
    return new Date(recognised.time.getTime() + 86_399_000)
  return ('time' in recognised && recognised.time) || new Date(0)
}

/** The access logs of each bucket at one place: where they lie if that is one, else together. */
export function accessLogsTogether(everywhere: readonly OwnLogging[]): {
  logging: OwnLogging[]
  mounted: Mounted[]
  places: Places[]
} {
  const logging: OwnLogging[] = []
  const mounted: Mounted[] = []
  const places: Places[] = []
  for (const [bucket, found] of Map.groupBy(everywhere, one => one.bucket)) {
    const [only, ...others] = found
    if (only && others.length === 0 && !only.isScattered) {
      logging.push(only)
      continue
    }
    const files = found.flatMap(one => one.files)
    const logBucket = files[0]?.logBucket ?? ''
    const prefix = `${PREFIX}${bucket}/`
    const region = found.find(one => one.region)?.region
    for (const file of files)
      mounted.push({
        logBucket,
        key: `${prefix}${stampOf(timeOf(file))}-${idOf(file)}${endingOf(file)}`,
        file,
      })
    logging.push({
      bucket,
      ...(region !== undefined && { region }),
      logging: { targetBucket: logBucket, targetPrefix: prefix },
      files,
      isScattered: false,
    })
    places.push({
      bucket,
      places: found.map(one => ({
        place: `${one.logging.targetBucket}/${one.logging.targetPrefix}`,
        files: one.files.length,
      })),
    })
  }
  return { logging, mounted, places }
}

const DAY = /\/(\d{4}\/\d\d\/\d\d)\/[^/]+$/

/** All trails as one, where there are several, or files outside a trail's folders. */
export function trailsTogether(found: readonly TrailPlace[]): {
  sources: Settings['sources']
  mounted: Mounted[]
  places: Places[]
} {
  const [only, ...others] = found
  if (!only) return { sources: [], mounted: [], places: [] }
  if (others.length === 0 && only.source) return { sources: [only.source], mounted: [], places: [] }
  const files = found.flatMap(one => one.files)
  const logBucket = files[0]?.logBucket ?? ''
  const values = (name: 'account' | 'region') =>
    [...new Set(files.map(({ recognised }) => textIn(recognised, name)))].sort()
  return {
    sources: [
      {
        kind: 'cloudtrail',
        id: `${logBucket}-all-places`.replaceAll(/[^A-Za-z0-9]+/g, '-'),
        bucket: logBucket,
        prefix: PREFIX,
        layout: 'account',
        accounts: values('account'),
        regions: values('region'),
      },
    ],
    mounted: files.map(file => ({ logBucket, key: trailKey(file), file })),
    places: [
      {
        bucket: 'CloudTrail',
        places: found.map(one => ({ place: one.place, files: one.files.length })),
      },
    ],
  }
}

const textIn = (recognised: RecognisedKey, name: 'account' | 'region'): string =>
  'account' in recognised ? recognised[name] : ''

function trailKey(file: LogFile): string {
  const { recognised, key } = file
  const time = ('time' in recognised && recognised.time) || new Date(0)
  const day = DAY.exec(key)?.[1] ?? time.toISOString().slice(0, 10).replaceAll('-', '/')
  const [name = '', ...endings] = path.posix.basename(key).split('.')
  return `${PREFIX}AWSLogs/${textIn(recognised, 'account')}/CloudTrail/${textIn(recognised, 'region')}/${day}/${name}-${idOf(file)}.${endings.join('.')}`
}
