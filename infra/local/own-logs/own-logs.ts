import fs from 'node:fs'
import path from 'node:path'
import { defined } from '../../../analyses/lib/defined.ts'
import type { Settings } from '../../../bot/model/settings.ts'
import { recogniseKey, type RecognisedKey } from './layouts.ts'
import { type OwnLogging, datedLogging, type LogFile, partitionedLogs, trails } from './sources.ts'
import { accessLogsTogether, type Places, trailsTogether } from './together.ts'

/** What a folder of somebody's own log files turned out to hold. */
export interface OwnLogs {
  /** The log buckets with the files to mount; `lastModified` is the delivery time where the key tells it. */
  buckets: { name: string; files: { key: string; path: string; lastModified: Date }[] }[]
  settings: Pick<Settings, 'buckets' | 'sources'>
  /** Of every bucket with access logs. */
  logging: Omit<OwnLogging, 'files' | 'isScattered'>[]
  /** Files that are not logs, by their path within the folder; nothing is done with them. */
  unrecognised: string[]
  /** What could not be opened, is neither file nor folder, or has a name that is not UTF-8; with the reason. */
  unreadable: string[]
  /** Buckets with logs in several places, or in folders by time, and all trails if there are several: read together. */
  places: Places[]
}

/** Buckets of the first years may have capitals, underscores and 255 characters. */
const BUCKET_NAME = /^[A-Za-z0-9][A-Za-z0-9._-]{1,253}[A-Za-z0-9]$/

const EXPECTED = `It should hold one folder for each log bucket, named like the bucket, and in it the objects under their keys, as
\`aws s3 sync s3://BUCKET DIR/BUCKET\` leaves them, gzip or plain:

  DIR/my-log-bucket/any/prefix/2026-11-20-07-15-02-4B1D2A3C4D5E6F70
  DIR/my-log-bucket/any/prefix/111122223333/eu-west-1/my-bucket/2026/11/20/2026-11-20-00-00-00-4B1D2A3C4D5E6F70
  DIR/my-trail-bucket/AWSLogs/111122223333/CloudTrail/eu-west-1/2026/11/20/111122223333_CloudTrail_….json.gz`

/**
 * Recognises access logs and CloudTrail files from their keys alone, and from the records the buckets they
 * are about. Throws an error that says what the folder should look like when there is no log in it.
 */
export function recogniseLogs(directory: string): OwnLogs {
  const { files: found, unreadable } = filesBelow(directory)
  const logs = found.filter((file): file is LogFile => file.recognised !== undefined)
  const usable = logs.filter(({ recognised }) => recognised.layout !== 'beside-cloudtrail')
  if (usable.length === 0)
    throw new Error(`No S3 access logs or CloudTrail files in ${directory}.\n${EXPECTED}`)

  const partitioned = partitionedLogs(usable)
  const cloudTrail = trails(usable)
  const accessLogs = accessLogsTogether([...datedLogging(usable), ...partitioned.logging])
  const trail = trailsTogether(cloudTrail.places)
  const { logging } = accessLogs
  const mounts = [
    ...logs.map(file => ({ logBucket: file.logBucket, key: file.key, file })),
    ...accessLogs.mounted,
    ...trail.mounted,
  ]
  const audited = new Set([...logging.map(({ bucket }) => bucket), ...cloudTrail.buckets])
  return {
    buckets: [...Map.groupBy(mounts, ({ logBucket }) => logBucket)].map(([name, files]) => ({
      name,
      files: files.map(({ key, file }) => ({ ...mountable(file), key })),
    })),
    settings: { buckets: [...audited].sort(), sources: [...partitioned.sources, ...trail.sources] },
    logging: logging.map(({ bucket, region, logging: configuration }) => ({
      bucket,
      ...defined({ region }),
      logging: configuration,
    })),
    unrecognised: found
      .filter(({ recognised }) => !recognised)
      .map(file => path.relative(directory, file.path)),
    unreadable,
    places: [...accessLogs.places, ...trail.places],
  }
}

interface FoundFile extends Omit<LogFile, 'recognised'> {
  recognised: RecognisedKey | undefined
}

/** The bucket of files that are in no folder. */
const OUTSIDE = 'files'

/** All files, ordered by their keys, links followed. */
function filesBelow(directory: string): { files: FoundFile[]; unreadable: string[] } {
  if (!fs.statSync(directory, { throwIfNoEntry: false })?.isDirectory()) {
    throw new Error(`There is no folder ${directory}.\n${EXPECTED}`)
  }
  const { files, unreadable } = walk(directory)
  return {
    files: files.sort().map(file => {
      const parts = path.relative(directory, file).split(path.sep)
      const [logBucket = '', ...key] = parts.length > 1 ? parts : [OUTSIDE, ...parts]
      const recognised = BUCKET_NAME.test(logBucket) ? recogniseKey(key.join('/')) : undefined
      return { logBucket, key: key.join('/'), path: file, recognised }
    }),
    unreadable,
  }
}

/**
 * Folder by folder, so that one that cannot be opened costs nothing but itself. Links are followed last, and no
 * folder is read twice, so that loops of links end.
 */
function walk(root: string): { files: string[]; unreadable: string[] } {
  const files: string[] = []
  const unreadable: string[] = []
  const folders = [root]
  const links: string[] = []
  const seen = new Set<string>()
  const leave = (place: string, why: string) =>
    void unreadable.push(`${path.relative(root, place) || '.'} (${why})`)
  const orLeave = (place: string, work: () => void) => {
    try {
      work()
    } catch (error) {
      leave(place, reasonOf(error))
    }
  }
  const visit = (entry: string): void => {
    const { isDirectory, isFile } = kindOf(entry)
    if (isDirectory) folders.push(entry)
    else if (isFile) {
      fs.accessSync(entry, fs.constants.R_OK)
      files.push(entry)
    } else leave(entry, 'neither a file nor a folder')
  }
  for (;;) {
    const folder = folders.pop()
    const link = folder === undefined ? links.shift() : undefined
    if (link !== undefined) orLeave(link, () => visit(link))
    else if (folder === undefined) return { files, unreadable }
    else
      orLeave(folder, (): void => {
        const real = fs.realpathSync(folder)
        if (seen.has(real)) return leave(folder, 'a link to a folder that is read already')
        seen.add(real)
        for (const bytes of fs.readdirSync(folder, { encoding: 'buffer' })) {
          const entry = path.join(folder, bytes.toString())
          if (!Buffer.from(bytes.toString()).equals(bytes)) leave(entry, 'its name is not UTF-8')
          else
            orLeave(entry, () =>
              fs.lstatSync(entry).isSymbolicLink() ? void links.push(entry) : visit(entry),
            )
        }
      })
  }
}

function kindOf(entry: string): { isDirectory: boolean; isFile: boolean } {
  const stat = fs.statSync(entry)
  return { isDirectory: stat.isDirectory(), isFile: stat.isFile() }
}

const reasonOf = (error: unknown): string =>
  error instanceof Error && 'code' in error ? String(error.code) : String(error)

function mountable({ key, path: file, recognised }: LogFile) {
  return { key, path: file, lastModified: deliveryTime(recognised) ?? fs.statSync(file).mtime }
}

/** Copied files carry the time of the copy; a key of a partition by event time has only the day of its records. */
function deliveryTime(recognised: RecognisedKey): Date | undefined {
  if (recognised.layout === 'beside-cloudtrail') return undefined
  return recognised.layout === 'partitioned' && !recognised.timed ? undefined : recognised.time
}
