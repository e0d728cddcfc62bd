import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { sampleLogs } from '../../infra/local/services/log-deps.ts'
import { openStore } from '../../infra/local/s3/storage/store.ts'
import { AUDITED, type AuditedBucket, LOG_BUCKET, TRAIL_BUCKET } from '../../infra/local/sample/buckets.ts'
import { type Count, count } from '../independent/count.mjs'
import { lagOf } from '../independent/coverage.mjs'
import { deliveredAround, inFoldersOf } from '../independent/delivered.mjs'
import { factsOf, type Kind, type LogFile, type ReadLine } from '../independent/facts.mjs'

/** The sample week ends at the midnight before this; always the same, so that the same answers are compared. */
const NOON_AFTER = new Date('2025-11-22T12:00:00Z')
export const END = Date.parse('2025-11-22T00:00:00Z')
export const START = END - 7 * 86_400_000

/** Hours that the product looks past a window for late log objects (its settings' defaults). */
const LATE = { 'access-log': 24, cloudtrail: 1 }

/** ISO instants in UTC, half-open. */
export interface Window {
  from: string
  to: string
}

type File = LogFile & { size: number }

/** What the independent script says about a bucket, a log and a window. */
export interface Truth {
  /** Of every log object of the bucket, however late. */
  all: Count
  /** Of the log objects that a question about the window has to read. */
  read: Count
  objects: number
  bytes: number
  /** How late the records came of the window, to the minute; and of all that was read, to the second. */
  lag: Record<'ofWindow' | 'ofAll', ReturnType<typeof lagOf>>
}

/** The sample week in a folder of its own, and the truth about it. */
export function openSampleWeek() {
  const directory = fs.mkdtempSync(path.join(os.tmpdir(), 's3audit-truth-'))
  const logs = sampleLogs(directory, NOON_AFTER)
  const store = openStore(path.join(directory, 'read'), { now: () => NOON_AFTER })
  logs.layInto(store)
  const files = (bucket: AuditedBucket, kind: Kind): File[] => {
    if (kind === 'cloudtrail')
      return store.list(TRAIL_BUCKET).filter(({ key }) => key.includes('/CloudTrail/'))
    const { targetPrefix: prefix, partitionDateSource } = AUDITED[bucket].logging ?? {}
    const ofPrefix = store.list(LOG_BUCKET, { prefix })
    return partitionDateSource ? ofPrefix.filter(({ key }) => key.includes(`/${bucket}/`)) : ofPrefix
  }
  const read = remembered(
    ({ path: file }) => file,
    (file: LogFile, kind: Kind): ReadLine[] => [...factsOf(file, kind)],
  )
  const truth = (bucket: AuditedBucket, kind: Kind, { from, to }: Window): Truth => {
    const every = files(bucket, kind)
    const inFolders = kind === 'cloudtrail' || AUDITED[bucket].logging?.partitionDateSource === 'EventTime'
    // A folder by the time of the event holds that day's records, however late they came.
    const late = inFolders && kind === 'access-log' ? 0 : LATE[kind]
    const due = (inFolders ? inFoldersOf : deliveredAround)(every, { from, to, late })
    const asked = { kind, bucket, from, to, read }
    const found = due.flatMap(file =>
      read(file, kind).flatMap(({ fact }) => (fact ? [{ key: file.key, fact, time: fact.time }] : [])),
    )
    const ofWindow = found
      .filter(({ fact, time }) => fact.bucket === bucket && time >= Date.parse(from) && time < Date.parse(to))
      .map(({ key, time }) => ({ key, time: time - (time % 60_000) }))
    return {
      all: count({ ...asked, files: every }),
      read: count({ ...asked, files: due }),
      objects: due.length,
      bytes: due.reduce((sum, { size }) => sum + size, 0),
      lag: { ofWindow: lagOf(ofWindow), ofAll: lagOf(found) },
    }
  }
  return {
    directory,
    logs,
    truth: remembered((...asked) => JSON.stringify(asked), truth),
    close(): void {
      store.close()
      fs.rmSync(directory, { recursive: true, force: true })
    },
  }
}

export type SampleWeek = ReturnType<typeof openSampleWeek>

/** The same question is worked out once. */
function remembered<Asked extends unknown[], Answer>(
  name: (...asked: Asked) => string,
  answer: (...asked: Asked) => Answer,
): (...asked: Asked) => Answer {
  const known = new Map<string, Answer>()
  return (...asked) => {
    const found = known.get(name(...asked)) ?? answer(...asked)
    known.set(name(...asked), found)
    return found
  }
}
