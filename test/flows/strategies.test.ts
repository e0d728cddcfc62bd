import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Investigation } from '../../bot/model/investigation.ts'
import { expectAnswer } from '../support/clear-words.ts'
import { downloadCsv } from '../support/csv.ts'
import { faultSwitch, type Asked } from '../support/fault-switch.ts'
import {
  datedKey,
  record,
  type SmallObject,
  smallLogs,
  startTestProduct,
  type TestProduct,
} from '../support/product.ts'

/**
 * The same records, laid out in every way that S3 delivers them, and read by every strategy: in place,
 * gathered, copied by a batch job. One window of ten hours, two days ago.
 */

const HOUR = 3_600_000
const day = Math.floor(Date.now() / (24 * HOUR)) * 24 * HOUR - 48 * HOUR
const at = (hours: number) => new Date(day + hours * HOUR)
const clock = (hours: number) => at(hours).toISOString().slice(0, 16).replace('T', ' ')
const WINDOW = `${clock(10)} to ${clock(20)} UTC`

const GATHERED = 1600
const COPIED = 1750

interface Line {
  time: Date
  text: string
}

/** 200 records of the window by three people, some outside of it, one delivered twice, two that are none. */
function linesOf(bucket: string): Line[] {
  const people = ['ada', 'grace', 'linus']
  const records = Array.from({ length: 200 }, (_, n) => ({
    bucket,
    time: new Date(at(10).getTime() + n * 179_000),
    operation: n % 3 === 0 ? 'REST.DELETE.OBJECT' : 'REST.GET.OBJECT',
    key: `key-${String(n).padStart(3, '0')}.txt`,
    status: n % 3 === 0 ? 204 : 200,
    requester: `arn:aws:iam::111122223333:user/${people[n % people.length]}`,
    requestId: `REQUEST${n}`,
  }))
  const outside = [at(9.99), at(20), at(20.5)].map((time, n) => ({
    ...records[0]!,
    time,
    key: 'outside.txt',
    requestId: `OUTSIDE${n}`,
  }))
  const good = [...records, ...outside].map(fields => ({ time: fields.time, text: record(fields) }))
  return [
    ...good,
    good[33]!,
    { time: at(11), text: 'this is no record' },
    { time: at(12), text: `0123abcd ${bucket} [and neither is this` },
  ]
}

const daysPath = (time: Date) => time.toISOString().slice(0, 10).replaceAll('-', '/')
const unique = (n: number) => n.toString(16).toUpperCase().padStart(16, '0')
const delivered = (time: Date) => new Date(time.getTime() + HOUR)

/** One line each, an hour after its time, under dated keys; filled up with lines of buckets that share the prefix. */
function dated(bucket: string, prefix: string, count: number): SmallObject[] {
  const own = linesOf(bucket)
  const others = Array.from({ length: count - own.length }, (_, n) => ({
    time: new Date(at(10).getTime() + n * 20_000),
    text: record({ bucket: 'neighbour', time: at(12), operation: 'REST.DELETE.OBJECT', requestId: `N${n}` }),
  }))
  return [...own, ...others].map(({ time, text }, n) => {
    const lastModified = delivered(time)
    return {
      bucket: 'my-logs',
      key: datedKey(prefix, lastModified, unique(n)),
      body: `${text}\n`,
      lastModified,
    }
  })
}

/** Ten objects for the bucket alone, under the day of the records or of their delivery. */
function byDate(bucket: string, prefix: string, source: 'EventTime' | 'DeliveryTime'): SmallObject[] {
  return [...Map.groupBy(linesOf(bucket), ({ time }) => Math.floor(time.getTime() / HOUR))].map(
    ([, lines], n) => {
      const time = lines[0]!.time
      const path = `${prefix}111122223333/eu-west-1/${bucket}/`
      const named = source === 'EventTime' ? new Date(day) : delivered(time)
      return {
        bucket: 'my-logs',
        key: datedKey(`${path}${daysPath(named)}/`, named, unique(n)),
        body: lines.map(({ text }) => `${text}\n`).join(''),
        lastModified: delivered(time),
      }
    },
  )
}

const to = (targetPrefix: string, partitionDateSource?: 'EventTime' | 'DeliveryTime') => ({
  logging: { targetBucket: 'my-logs', targetPrefix, ...(partitionDateSource && { partitionDateSource }) },
})

/** A deletion within the window, delivered so many hours after the day began. */
function late(bucket: string, prefix: string, deliveredAt: number, layout: 'dated' | 'by-date'): SmallObject {
  const lastModified = at(deliveredAt)
  const folder =
    layout === 'dated' ? prefix : `${prefix}111122223333/eu-west-1/${bucket}/${daysPath(lastModified)}/`
  const key = `late-${deliveredAt}.txt`
  const text = record({ bucket, time: at(19), operation: 'REST.DELETE.OBJECT', status: 204, key })
  return { bucket: 'my-logs', key: datedKey(folder, lastModified), body: `${text}\n`, lastModified }
}

/** The same under the day of the record, which tells nothing of the delivery. */
const lateByEvent = (bucket: string, prefix: string, deliveredAt: number): SmallObject => ({
  ...late(bucket, prefix, deliveredAt, 'by-date'),
  key: datedKey(`${prefix}111122223333/eu-west-1/${bucket}/${daysPath(at(19))}/`, new Date(day)),
})

/** Objects of other days than the window's: more than a page of small ones, and a large one. */
const otherDays = (prefix: string): SmallObject[] =>
  [-72, -48, 47].flatMap(hours =>
    Array.from({ length: 700 }, (_, n) => ({
      bucket: 'my-logs',
      key: datedKey(prefix, at(hours), unique(n)),
      body: 'not to be read\n',
      lastModified: at(hours),
    })),
  )
const largeDayBefore = (bucket: string, prefix: string): SmallObject => ({
  bucket: 'my-logs',
  key: datedKey(`${prefix}111122223333/eu-west-1/${bucket}/${daysPath(at(-1))}/`, at(-1)),
  body: 'not to be read\n'.repeat(100_000),
  lastModified: at(-1),
})

const faults = faultSwitch()
let product: TestProduct
beforeAll(async () => {
  product = await startTestProduct({
    faults: faults.faults,
    settings: { limits: { windowDays: 90, gatherObjects: 1700, scanBytes: 1e12 } },
    logs: smallLogs({
      buckets: {
        'by-event': to('event/', 'EventTime'),
        'by-delivery': to('delivery/', 'DeliveryTime'),
        unconfigured: to('elsewhere/', 'DeliveryTime'),
        gathered: to('gathered/'),
        copied: to('copied/'),
        'late-dated': to('late/'),
        'late-by-date': to('delivery/', 'DeliveryTime'),
        'late-by-event': to('event/', 'EventTime'),
      },
      sources: [
        { kind: 'access-log', id: 'event', bucket: 'my-logs', prefix: 'event/', dateSource: 'EventTime' },
        {
          kind: 'access-log',
          id: 'delivery',
          bucket: 'my-logs',
          prefix: 'delivery/',
          dateSource: 'DeliveryTime',
        },
      ],
      objects: [
        ...byDate('by-event', 'event/', 'EventTime'),
        largeDayBefore('by-event', 'event/'),
        ...byDate('by-delivery', 'delivery/', 'DeliveryTime'),
        ...byDate('unconfigured', 'elsewhere/', 'DeliveryTime'),
        ...dated('gathered', 'gathered/', GATHERED),
        ...otherDays('gathered/'),
        ...dated('copied', 'copied/', COPIED),
        ...[43.9, 44.1].map(hours => late('late-dated', 'late/', hours, 'dated')),
        ...[47, 49].map(hours => late('late-by-date', 'delivery/', hours, 'by-date')),
        lateByEvent('late-by-event', 'event/', 49),
      ],
    }),
  })
})
afterAll(() => product?.stop())

const listed = ({ service, operation, detail }: Asked) =>
  service === 's3' && operation === 'ListObjectsV2' && detail.bucket === 'my-logs'

async function ask(bucket: string): Promise<{ investigation: Investigation; pages: number }> {
  const before = faults.asked.length
  const investigation = await product.ask(`object-deletion ${bucket} ${WINDOW}`)
  expectAnswer(product, investigation)
  return { investigation, pages: faults.asked.slice(before).filter(listed).length }
}

/** All that an answer says, with the bucket's name left out. */
async function said(investigation: Investigation) {
  const { query, request } = investigation
  const csv = await downloadCsv(product, investigation)
  return JSON.parse(JSON.stringify({ ...query?.answer, csv }).replaceAll(request.bucket, 'BUCKET')) as unknown
}

describe('every strategy', () => {
  const asked = new Map<string, { investigation: Investigation; pages: number }>()
  beforeAll(async () => {
    for (const bucket of ['by-event', 'by-delivery', 'unconfigured', 'gathered', 'copied'])
      asked.set(bucket, await ask(bucket))
  })
  const of = (bucket: string) => asked.get(bucket)!

  it.each([
    ['by-event', 'in-place'],
    ['by-delivery', 'in-place'],
    ['unconfigured', 'gather'],
    ['gathered', 'gather'],
    ['copied', 'batch-copy'],
  ])('finds every record of the window once: %s, %s', (bucket, strategy) => {
    const { plan, copy, evidence, query } = of(bucket).investigation
    expect(plan?.logs).toMatchObject([{ strategy }])
    expect(evidence?.coverage).toMatchObject([
      { events: 200, duplicates: 1, unparsed: 2, hoursWithEvents: 10 },
    ])
    expect(copy?.logs).toMatchObject([{ skipped: { count: 0 } }])
    expect(query?.answer?.rowCount).toBe(67)
    expect(query?.answer?.headline).toMatch(/^67 deletions in /)
  })

  it.each(['by-delivery', 'unconfigured', 'gathered', 'copied'])(
    'gives the same answer, to the last cell: by-event and %s',
    async bucket => {
      expect(await said(of(bucket).investigation)).toEqual(await said(of('by-event').investigation))
    },
  )

  it('gathers in as many parts as it takes, and leaves the neighbours of a shared prefix out', () => {
    const { plan, copy, evidence } = of('gathered').investigation
    expect(plan?.logs).toMatchObject([{ objects: GATHERED }])
    expect(copy?.logs).toMatchObject([{ gathered: 2, objects: GATHERED }])
    expect(evidence?.coverage).toMatchObject([{ lines: GATHERED, outside: GATHERED - 203 }])
  })

  it('lists the keys of the window only, not the thousands beside them', () => {
    expect(of('gathered').pages).toBe(2)
    expect(of('copied').pages).toBe(2)
    // A page for each day from the window’s first to that of its last delivery.
    expect(of('by-event').pages).toBe(1)
    expect(of('by-delivery').pages).toBe(2)
    expect(of('unconfigured').pages).toBe(2)
  })

  it('reads no object of another day in place', () => {
    const { plan, evidence } = of('by-event').investigation
    const { bytes } = plan?.logs?.[0] ?? {}
    expect(evidence?.parts['0']?.unload.scannedBytes).toBe(bytes)
    expect(bytes).toBeLessThan(100_000)
  })

  it('copies with a job that names what may be copied by prefix and delivery', () => {
    const { copy, plan } = of('copied').investigation
    expect(copy?.logs).toMatchObject([
      { objects: COPIED, bytes: plan?.logs?.[0]?.bytes, jobId: expect.any(String) },
    ])
  })
})

describe('a record that was delivered late', () => {
  it.each([
    ['late-dated', 'late-43.9.txt'],
    ['late-by-date', 'late-47.txt'],
  ])('is found within the slack and not behind it: %s', async (bucket, key) => {
    const { investigation } = await ask(bucket)
    const csv = await downloadCsv(product, investigation)
    expect(csv.map(row => row.key)).toEqual([key])
  })

  it('is found however late where keys have the day of the records', async () => {
    const { investigation } = await ask('late-by-event')
    const csv = await downloadCsv(product, investigation)
    expect(csv.map(row => row.key)).toEqual(['late-49.txt'])
  })
})

it('tells of the objects that a copy job could not copy, and answers from the others', async () => {
  faults.on(({ operation, detail }) =>
    operation === 'S3PutObjectCopy' && /-000000000000000[036]$/.test(detail.key ?? '')
      ? { status: 403, code: 'AccessDenied', message: 'Access Denied' }
      : undefined,
  )
  const { investigation } = await ask('copied')
  faults.off()
  expect(investigation.copy?.logs).toMatchObject([{ objects: COPIED - 3, skipped: { count: 3 } }])
  expect(investigation.evidence?.coverage).toMatchObject([{ events: 197 }])
  expect(product.threadText(investigation)).toMatch(
    /3 log objects skipped: reports\/.*the copy job could not/,
  )
})
