import fs from 'node:fs'
import { gunzipSync, gzipSync } from 'node:zlib'
import * as z from 'zod'
import { EXAMPLE_BUCKET } from '../../analyses/lib/samples/sample-lines.ts'
import type { LogKind } from '../../analyses/lib/evidence/tables.ts'
import type { LogDeps } from '../../infra/local/services/log-deps.ts'
import { loggingDocument } from '../../infra/local/s3/logging.ts'
import type { ObjectStore } from '../../infra/local/s3/storage/store.ts'
import { ACCOUNT, LOG_BUCKET, REGION, TRAIL_BUCKET } from '../../infra/local/sample/buckets.ts'
import { CORPUS_BUCKET } from '../evidence/corpus/case.ts'
import { lineCases } from '../evidence/corpus/lines.ts'
import { trailCases } from '../evidence/corpus/trail.ts'
import { entries } from './questions.ts'

/** A bucket that nothing was asked of, so that statements find nothing. */
export const QUIET_BUCKET = 'quiet'

/** CloudTrail's objects as Trino reads them: under the same keys, a line for each event. */
export const TRAIL_LINES = 'trino-trail'
/** Where Trino writes its evidence. */
export const TRINO_WORKSPACE = 'trino-workspace'

/** What makes two records one to the product, or puts two rows in no certain order: their time, their request. */
const TIME =
  /(?<=\[\d{2}\/\w{3}\/\d{4}:\d{2}:)\d{2}:\d{2}|(?<="eventTime":"\d{4}-\d{2}-\d{2}T\d{2}:)\d{2}:\d{2}/
const IDS = /\S+(?= (?:REST|WEBSITE|SOAP|BATCH|S3)\.\S)|(?<="(?:requestID|eventID)":")[^"]*/g

/** Minute and second of a time in an hour; no two of 3,600 are the same. */
const clock = (second: number): string =>
  [Math.floor(second / 60) % 60, second % 60].map(part => String(part).padStart(2, '0')).join(':')

const CORPUS: Record<LogKind, readonly string[]> = {
  'access-log': lineCases.map(({ line }) => line),
  cloudtrail: trailCases.map(({ line }) => line),
}

/** The corpus' bucket: a record's second word, or a member of its event. */
const OF_CORPUS = new RegExp(`(?<=^\\S+ )${CORPUS_BUCKET}(?= \\[)|(?<="bucketName":")${CORPUS_BUCKET}(?=")`)

/**
 * The lines of all examples and of the corpus as one log of the examples' bucket: each at a second of its own, so
 * that there is one right order, and each example's requests and events its own, as each case's are.
 */
function linesOf(log: LogKind): string[] {
  const examples = entries.flatMap(entry => entry.examples)
  const ofExamples = examples.flatMap(({ log: first, lines, otherLines = [] }, index) =>
    (first === log ? lines : otherLines).map(line => line.replace(IDS, id => `${id}${index}`)),
  )
  const ofCorpus = CORPUS[log].map((line, index) =>
    line.replace(OF_CORPUS, EXAMPLE_BUCKET).replace(IDS, id => `${id}C${index}`),
  )
  return [...ofExamples, ...ofCorpus].map((line, index) => line.replace(TIME, clock(index)))
}

/** The lines of each bucket besides the sample's. */
const LINES: Record<string, Record<LogKind, readonly string[]>> = {
  [CORPUS_BUCKET]: CORPUS,
  [EXAMPLE_BUCKET]: { 'access-log': linesOf('access-log'), cloudtrail: linesOf('cloudtrail') },
  [QUIET_BUCKET]: { 'access-log': ['no record'], cloudtrail: [] },
}

/** The logs of the sample and, in the same log buckets, of the corpus and of all examples of the catalogue. */
export function allLogs(sample: LogDeps): LogDeps {
  return {
    ...sample,
    settings: { ...sample.settings, buckets: [...sample.settings.buckets, ...Object.keys(LINES)] },
    layInto(store) {
      sample.layInto(store)
      for (const [bucket, lines] of Object.entries(LINES)) lay(store, bucket, lines)
      for (const name of [TRAIL_LINES, TRINO_WORKSPACE]) store.createBucket(name, { region: REGION })
      layTrailLines(store)
    },
  }
}

/** The day that corpus and examples are of, and when S3 delivered it. */
const DAY = '2026/11/20'
const DELIVERED = '2026-11-20-09-00-00'

function lay(store: ObjectStore, bucket: string, lines: Record<LogKind, readonly string[]>): void {
  store.createBucket(bucket, { region: REGION })
  const targetPrefix = `trino/${bucket}/`
  store.setConfiguration(bucket, 'logging', loggingDocument({ targetBucket: LOG_BUCKET, targetPrefix }))
  const key = `${targetPrefix}${DELIVERED}-ABCDEF0123456789`
  store.putBytes(LOG_BUCKET, key, Buffer.from(`${lines['access-log'].join('\n')}\n`))
  const trail = `AWSLogs/${ACCOUNT}/CloudTrail/${REGION}/${DAY}/${bucket}.json`
  store.putBytes(TRAIL_BUCKET, trail, Buffer.from(`{"Records":[${lines.cloudtrail.join(',')}]}`))
}

function layTrailLines(store: ObjectStore): void {
  store.putMany(
    TRAIL_LINES,
    store
      .list(TRAIL_BUCKET)
      .filter(({ key }) => key.includes('/CloudTrail/'))
      .map(({ key, path }) => ({ key, bytes: linesOfTrail(path) })),
  )
}

const trailFile = z.object({ Records: z.array(z.unknown()) })

function linesOfTrail(file: string): Buffer {
  const bytes = fs.readFileSync(file)
  const zipped = file.endsWith('.gz')
  const { Records: events } = trailFile.parse(JSON.parse((zipped ? gunzipSync(bytes) : bytes).toString()))
  const lines = Buffer.from(events.map(event => `${JSON.stringify(event)}\n`).join(''))
  return zipped ? gzipSync(lines, { level: 1 }) : lines
}
