import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { GetBucketLoggingCommand } from '@aws-sdk/client-s3'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { ACCESS_LOG_PATTERN } from '../../../analyses/lib/evidence/tables.ts'
import { settingsSchema } from '../../../bot/model/settings.ts'
import { AUDITED, LOG_BUCKET, TRAIL_BUCKET } from '../../../infra/local/sample/buckets.ts'
import { STRAY_LINES, type SampleObject } from '../../../infra/local/sample/delivery/deliver-access-logs.ts'
import { PLANTED } from '../../../infra/local/sample/incidents.ts'
import { DAY, HOUR, moment } from '../../../infra/local/sample/week.ts'
import { sampleDeps } from '../../../infra/local/sample/delivery/company.ts'
import { count, type LogFile } from '../../independent/count.mjs'
import { scan } from '../../independent/scan.mjs'
import { END, type LaidOutSample, LOGGED, startSample, WEEK } from './sample-logs.ts'

const PATTERN = new RegExp(`^(?:${ACCESS_LOG_PATTERN})$`, 's')

vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 })

let sample: LaidOutSample
beforeAll(async () => {
  sample = await startSample()
})
afterAll(() => sample.s3.stop())

async function logging(Bucket: string) {
  const { LoggingEnabled } = await sample.s3.client.send(new GetBucketLoggingCommand({ Bucket }))
  return LoggingEnabled
}

describe('the sample data', () => {
  it('is the size of a small company, and is generated while a person waits', () => {
    const counts = LOGGED.map(bucket => sample.counted('access-log', bucket))
    const lines = counts.reduce((sum, { lines: ofBucket }) => sum + ofBucket, 0)
    const objects = sample.s3.store.list(LOG_BUCKET).length
    console.log(
      `sample: ${lines} lines in ${objects} log objects, laid out in ${sample.seconds.toFixed(1)} s`,
    )
    expect(lines).toBeGreaterThan(190_000)
    expect(lines).toBeLessThan(210_000)
    expect(objects).toBeGreaterThan(2_800)
    expect(objects).toBeLessThan(3_300)
    for (const { records } of counts) expect(records).toBeGreaterThan(20_000)
  })

  it('keeps every record within the week', () => {
    for (const bucket of LOGGED) {
      const anyTime = sample.counted('access-log', bucket, { from: WEEK.start - DAY, to: WEEK.end + DAY })
      expect(anyTime.records).toBe(sample.counted('access-log', bucket).records)
    }
  })

  it('names log locations in its settings that no logging configuration has', () => {
    const { buckets, sources } = settingsSchema.parse({ ...sample.settings, channels: [] })
    expect(buckets).toEqual(Object.keys(AUDITED))
    expect(sources.map(({ kind, bucket, prefix }) => `${kind} ${bucket}/${prefix}`)).toEqual([
      `access-log ${LOG_BUCKET}/partitioned/`,
      `cloudtrail ${TRAIL_BUCKET}/`,
    ])
  })

  it('has a logging configuration for each bucket, as S3 does', async () => {
    expect(await logging('shop-invoices')).toEqual({
      TargetBucket: LOG_BUCKET,
      TargetPrefix: 'access/shop-invoices/',
      TargetObjectKeyFormat: { SimplePrefix: {} },
    })
    expect(await logging('shop-exports')).toEqual({
      TargetBucket: LOG_BUCKET,
      TargetPrefix: 'partitioned/',
      TargetObjectKeyFormat: { PartitionedPrefix: { PartitionDateSource: 'EventTime' } },
    })
    expect(await logging('shop-archive')).toBeUndefined()
  })
})

/** From the key: when an object with a dated key was delivered. */
function deliveryTime({ key }: LogFile): number {
  const [, day, ...time] = /(\d{4}-\d\d-\d\d)-(\d\d)-(\d\d)-(\d\d)-\w+$/.exec(key) ?? []
  return Date.parse(`${day}T${time.join(':')}Z`)
}

describe('how the logs arrive', () => {
  it('late: most records within hours, some objects up to 20 hours after', () => {
    const lags = sample.accessLogs('shop-media').map(file => {
      const first = scan(fs.readFileSync(file.path, 'utf8').split('\n')[0] ?? '')
      return (deliveryTime(file) - (first?.time ?? Number.NaN)) / HOUR
    })
    expect(Math.min(...lags)).toBeGreaterThan(0.5)
    expect(Math.max(...lags)).toBeLessThan(20)
    expect(lags.filter(hours => hours > 8).length).toBeGreaterThan(3)
    expect(lags.filter(hours => hours < 4).length).toBeGreaterThan(lags.length * 0.95)
  })

  it('twice: each logged bucket and the trail have records that were delivered again', () => {
    for (const bucket of LOGGED) {
      const { lines, records, unparsed, duplicates } = sample.counted('access-log', bucket)
      expect(duplicates).toBeGreaterThan(0)
      expect(lines).toBe(records + duplicates + unparsed)
    }
    expect(sample.counted('cloudtrail', 'shop-exports').duplicates).toBeGreaterThan(0)
  })

  it('dated by event: the folder of a date-partitioned object is the day of its records', () => {
    for (const { key, path: file } of sample.accessLogs('shop-exports')) {
      const day = /\/shop-exports\/(\d{4})\/(\d\d)\/(\d\d)\/\1-\2-\3-00-00-00-[0-9A-F]{16}$/
        .exec(key)
        ?.slice(1)
        .join('-')
      const records = fs
        .readFileSync(file, 'utf8')
        .split('\n')
        .flatMap(line => scan(line) ?? [])
      expect(new Set(records.map(({ time }) => new Date(time).toISOString().slice(0, 10)))).toEqual(
        new Set([day]),
      )
    }
  })

  it('with digests and Insights beside the trail, which no count includes', () => {
    const kinds = new Set(sample.trail().map(({ key }) => key.split('/')[2]))
    expect(kinds).toEqual(new Set(['CloudTrail', 'CloudTrail-Digest', 'CloudTrail-Insight']))
    const { lines } = sample.counted('cloudtrail', 'shop-invoices')
    expect(lines).toBe(sample.events().length)
  })

  it('with lines that are not records, exactly those planted', () => {
    for (const bucket of LOGGED) {
      expect(sample.lines(bucket).filter(line => scan(line) === undefined)).toEqual(
        STRAY_LINES.filter(({ bucket: of }) => of === bucket).map(({ line }) => line),
      )
    }
  })
})

/** The fields that count, as one text; empty if the line is not a record. */
function scannedFields(line: string): string {
  const { bucket, requester, operation, key, status, errorCode, bytesSent } = scan(line) ?? {}
  return [bucket, requester, operation, key, status, errorCode, bytesSent].join(' | ')
}
function matchedFields(line: string): string {
  const [, , bucket, , , requester, , operation, key, , status, errorCode, bytesSent] =
    PATTERN.exec(line) ?? []
  return [bucket, requester, operation, key, status, errorCode, bytesSent].join(' | ')
}

describe('the lines', () => {
  it('are awkward in every way that parsers trip over', () => {
    const lines = LOGGED.flatMap(sample.lines)
    const awkward = {
      quotesInUserAgent: lines.filter(line => line.includes('"PriceWatch"')).length,
      userAgentInQuotes: lines.filter(line => line.includes('""MediaFetcher/1.0""')).length,
      forgedStatus: lines.filter(line => line.includes('panel" 200 - 17 - ""')).length,
      quoteInUri: lines.filter(line => line.includes('filename="')).length,
      spaceInReferrer: lines.filter(line => line.includes('rote schuhe') || line.includes('rechnung mai'))
        .length,
      spaceInRequester: lines.filter(line => line.includes('CloudFront Origin Access Identity')).length,
      emoji: lines.filter(line => line.includes('%25F0%259F%258E%2581')).length,
      doubleEncoded: lines.filter(line => line.includes(' orders/dt%253D')).length,
      dash: lines.filter(line => / S3\.EXPIRE\.OBJECT \S+ - /.test(line)).length,
      quotedDash: lines.filter(line => / S3\.EXPIRE\.OBJECT \S+ "-" /.test(line)).length,
      fields18: lines.filter(line => line.endsWith('" -')).length,
      fields24: lines.filter(line => / TLSv1\.\d$/.test(line)).length,
    }
    expect(Object.entries(awkward).filter(([, times]) => times < 100)).toEqual([])
  })

  it('are all read alike by the pattern of the product and by the independent scanner', () => {
    const lines = LOGGED.flatMap(sample.lines)
    const differences = lines.filter(line => scannedFields(line) !== matchedFields(line))
    expect(differences).toEqual([])
    expect(new Set(lines.map(scannedFields)).size).toBeGreaterThan(10_000)
  })
})

/** The first objects of a sample, as one text. */
function beginning(objects: Iterable<SampleObject>): string {
  const some: string[] = []
  for (const { key, body } of objects) {
    some.push(key, body.toString('base64'))
    if (some.length > 40) break
  }
  return some.join('\n')
}

describe('the generator', () => {
  it('gives the same bytes for the same seed and end', () => {
    // The second time; the first is what was laid out.
    for (const { bucket, key, body, lastModified } of sampleDeps({ end: END }).objects()) {
      const stored = sample.s3.store.head(bucket, key)
      expect(stored?.lastModified).toEqual(new Date(lastModified.getTime() - (lastModified.getTime() % 1000)))
      expect(fs.readFileSync(stored?.path ?? '').equals(body)).toBe(true)
    }
  })

  it('gives other bytes for another seed or another end', () => {
    const one = beginning(sampleDeps({ end: END, seed: 7 }).objects())
    expect(beginning(sampleDeps({ end: END, seed: 8 }).objects())).not.toBe(one)
    expect(beginning(sampleDeps({ end: new Date(END.getTime() + DAY), seed: 7 }).objects())).not.toBe(one)
  })

  it('plants the same incidents whatever the seed', () => {
    const directory = fs.mkdtempSync(path.join(os.tmpdir(), 'sample-'))
    const files = [...sampleDeps({ end: END, seed: 99 }).objects()]
      .filter(({ key }) => key.startsWith('access/shop-invoices/'))
      .map(({ key, body }, index) => {
        const file = path.join(directory, String(index))
        fs.writeFileSync(file, body)
        return { key, path: file }
      })
    const night = { from: moment(WEEK, 5, '02:13'), to: moment(WEEK, 5, '02:16') }
    expect(count({ files, kind: 'access-log', bucket: 'shop-invoices', ...night }).deletions).toBe(
      PLANTED.deletedInvoices,
    )
    fs.rmSync(directory, { recursive: true })
  })

  it('refuses a week that does not end at midnight', () => {
    expect(() => sampleDeps({ end: new Date('2026-11-21T00:00:01Z') })).toThrow('must end at midnight UTC')
  })
})
