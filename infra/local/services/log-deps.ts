import { createHash } from 'node:crypto'
import fs from 'node:fs'
import path from 'node:path'
import { DateTime } from 'luxon'
import { counted } from '../../../analyses/lib/words.ts'
import { visibleLines } from '../../../bot/text/mrkdwn.ts'
import type { Settings } from '../../../bot/model/settings.ts'
import type { LocalTrail } from '../cloudtrail/server.ts'
import { type OwnLogs, recogniseLogs } from '../own-logs/own-logs.ts'
import { openStore, type ObjectStore } from '../s3/storage/store.ts'
import { ACCOUNT, REGION } from '../sample/buckets.ts'
import { loggingDocument } from '../s3/logging.ts'
import { TRAILS } from '../sample/configurations.ts'
import { layOutSample } from '../sample/delivery/lay-out.ts'
import { sampleDeps } from '../sample/delivery/company.ts'
import { dataFolder, quarantine, UnusableState } from '../disk/unusable.ts'

/** The logs that the local product answers from, and what an operator would say about them. */
export interface LogDeps {
  /** For people: what is there to ask about. */
  about: string
  settings: Pick<Settings, 'buckets' | 'sources'> & Partial<Pick<Settings, 'checks'>>
  account: string
  region: string
  /** The account's trails; none by default. */
  trails?: readonly LocalTrail[]
  /** Makes the buckets and their log objects known to a store, without copying a file. */
  layInto(store: ObjectStore): void
}

/**
 * The limit that has dated logs copied by a batch job, whose copies of mounted files are read where the files lie.
 * Gathering them into larger objects, which saves requests on AWS, would move every byte through HTTP.
 */
export const READ_IN_PLACE = { gatherObjects: 0 }

/** Where what is made of log files is kept, below `--data`. */
export const keptIn = (data: string): { directory: string; bytes: number } => ({
  directory: path.join(data, 'evidence'),
  bytes: 5_000_000_000,
})

const DAY = 'yyyy-LL-dd'

/**
 * The sample week, laid out on disk the first time. It ends at the last midnight in UTC; when that is two
 * days ago it is laid out again, so that “the last 24 h” have something to show.
 */
export function sampleLogs(directory: string, now: Date): LogDeps {
  const end = newestSample(directory, now) ?? DateTime.fromJSDate(now, { zone: 'utc' }).startOf('day')
  const place = path.join(directory, `sample-${end.toFormat(DAY)}`)
  quarantineDamaged(place, now)
  if (!fs.existsSync(place)) layOutOnce(directory, place, end.toJSDate())
  return {
    about: `the sample company’s week, ${end.minus({ days: 7 }).toFormat(DAY)} to ${end.toFormat(DAY)} UTC`,
    settings: sampleDeps({ end: end.toJSDate() }).settings,
    account: ACCOUNT,
    region: REGION,
    trails: TRAILS,
    layInto: store => adopt(store, place, now),
  }
}

/**
 * Removes sample weeks that have grown old. The newest stays, and the one before it: a program that was started some
 * days ago still reads from that.
 * @returns the names of what was removed
 */
export function removeOldSamples(directory: string): string[] {
  const old = samplesIn(directory).slice(2)
  for (const name of old) fs.rmSync(path.join(directory, name), { recursive: true })
  return old
}

/** The newest first: their names are dates. */
const samplesIn = (directory: string): string[] =>
  fs.existsSync(directory)
    ? fs
        .readdirSync(directory)
        .filter(name => /^sample-\d{4}-\d{2}-\d{2}$/.test(name))
        .toSorted()
        .toReversed()
    : []

function newestSample(directory: string, now: Date): DateTime | undefined {
  const ends = samplesIn(directory).map(name => DateTime.fromFormat(name.slice(7), DAY, { zone: 'utc' }))
  return ends.find(end => DateTime.fromJSDate(now).diff(end, 'days').days < 2)
}

/** Nothing refers to the sample week but what is laid out again. */
function quarantineDamaged(place: string, now: Date): void {
  if (!fs.existsSync(place)) return
  try {
    openStore(place, { now: () => now }).close()
  } catch (error) {
    if (!(error instanceof UnusableState)) throw error
    console.warn(
      `${error.message.split('.sqlite')[0]}.sqlite is damaged: the sample week is kept as ${quarantine(place)}, and made again.`,
    )
  }
}

/** Laid out beside its place and then renamed: half a sample is never taken for a whole one. */
function layOutOnce(directory: string, place: string, end: Date): void {
  dataFolder(directory)
  const unfinished = fs.mkdtempSync(path.join(directory, 'laying-out-'))
  const store = openStore(unfinished, { now: () => end })
  layOutSample(store, { end })
  store.close()
  if (fs.existsSync(place)) fs.rmSync(unfinished, { recursive: true })
  else fs.renameSync(unfinished, place)
}

/** Mounts what another store holds: its files are read where they are. */
function adopt(store: ObjectStore, place: string, now: Date): void {
  const sample = openStore(place, { now: () => now })
  for (const { name, region } of sample.buckets()) {
    store.createBucket(name, { region })
    store.unmount(name)
    store.mount(name, sample.list(name))
    for (const [kind, document] of sample.configurations(name)) store.setConfiguration(name, kind, document)
  }
  sample.close()
}

/** What of a folder of logs is not read. */
type LeftOut = Pick<OwnLogs, 'unrecognised' | 'unreadable' | 'places'>

const some = (names: readonly string[]): string => visibleLines(names.slice(0, 3).join(', '))

/** In words, a line for each kind: nobody may take what was not read for nothing. */
export function leftOut({ unrecognised = [], unreadable = [], places = [] }: Partial<LeftOut>): string[] {
  return [
    ...(unrecognised.length > 0
      ? [
          `Left out: ${counted(unrecognised.length, 'file is', 'files are')} no log, such as ${some(unrecognised)}.`,
        ]
      : []),
    ...(unreadable.length > 0
      ? [`Left out: ${counted(unreadable.length, 'name')} could not be read: ${some(unreadable)}.`]
      : []),
    ...places.map(
      ({ bucket, places: each }) =>
        `Read together: logs of ${bucket} in ${counted(each.length, 'place')}: ${each
          .slice(0, 5)
          .map(({ place, files }) => `${visibleLines(place)} (${counted(files, 'log object')})`)
          .join(', ')}${each.length > 5 ? ' …' : ''}.`,
    ),
  ]
}

/** The name of the state kept for a folder of logs: folders of the same name elsewhere have another. */
export const ownPlace = (directory: string): string =>
  `own-${path.basename(path.resolve(directory))}-${createHash('sha256').update(path.resolve(directory)).digest('hex').slice(0, 8)}`

/** A folder of a person's own log files: one folder for each log bucket, below it the object keys. */
export function ownLogs(directory: string): LogDeps & LeftOut {
  const found = recogniseLogs(directory)
  const region = found.logging.find(one => one.region)?.region ?? regionOfTrail(found.settings) ?? 'us-east-1'
  return {
    about: `${path.basename(directory)}: ${found.settings.buckets.join(', ')}`,
    // Logs do not tell how the buckets are configured.
    settings: { ...found.settings, checks: false },
    account: accountOf(found) ?? '111111111111',
    region,
    unrecognised: found.unrecognised,
    unreadable: found.unreadable,
    places: found.places,
    layInto(store) {
      for (const name of found.settings.buckets) store.createBucket(name, { region })
      for (const { name, files } of found.buckets) {
        store.createBucket(name, { region })
        store.unmount(name)
        store.mount(name, files)
      }
      for (const { bucket, region: own, logging } of found.logging) {
        store.createBucket(bucket, { region: own ?? region })
        store.setConfiguration(bucket, 'logging', loggingDocument(logging))
      }
    },
  }
}

function regionOfTrail({ sources }: Pick<Settings, 'sources'>): string | undefined {
  const trail = sources.find(source => source.kind === 'cloudtrail')
  return trail?.kind === 'cloudtrail' ? trail.regions[0] : undefined
}

/** The account whose buckets these are: date-partitioned keys and trails name it. */
function accountOf({ buckets }: ReturnType<typeof recogniseLogs>): string | undefined {
  for (const { files } of buckets) {
    for (const { key } of files) {
      const account = /(?:^|\/)(\d{12})\/(?:[a-z]{2}-|CloudTrail\/)/.exec(key)?.[1]
      if (account) return account
    }
  }
  return undefined
}
