import { afterAll, beforeAll, expect, it } from 'vitest'
import { type Asked, faultSwitch, firstTimes } from '../support/fault-switch.ts'
import {
  datedKey,
  record,
  smallLogs,
  startTestProduct,
  type SmallObject,
  type TestProduct,
} from '../support/product.ts'

const daysAgo = (days: number) => new Date(Date.now() - days * 86_400_000)
const path = (time: Date) => time.toISOString().slice(0, 10).replaceAll('-', '/')
const DAYS = [1, 2, 3, 4, 5, 6]

const lines = (bucket: string, day: number) =>
  Array.from({ length: day }, (_, n) =>
    record({
      bucket,
      time: daysAgo(day),
      operation: 'REST.DELETE.OBJECT',
      key: `k${day}-${n}`,
      status: 204,
      requestId: `R${day}N${n}`,
    }),
  )
const body = (bucket: string, day: number) => `${lines(bucket, day).join('\n')}\n`

const objects: SmallObject[] = DAYS.flatMap(day => [
  {
    bucket: 'my-logs',
    key: `event/111122223333/eu-west-1/by-day/${path(daysAgo(day))}/a`,
    body: body('by-day', day),
  },
  {
    bucket: 'my-logs',
    key: datedKey('copied/', daysAgo(day)),
    body: body('copied', day),
    lastModified: daysAgo(day),
  },
])

const faults = faultSwitch()
let product: TestProduct
beforeAll(async () => {
  product = await startTestProduct({
    faults: faults.faults,
    settings: { limits: { gatherObjects: 0, queryBytes: 1000, activeQueries: 2 } },
    logs: smallLogs({
      buckets: {
        'by-day': {
          logging: { targetBucket: 'my-logs', targetPrefix: 'event/', partitionDateSource: 'EventTime' },
        },
        copied: { logging: { targetBucket: 'my-logs', targetPrefix: 'copied/' } },
      },
      sources: [
        { kind: 'access-log', id: 'event', bucket: 'my-logs', prefix: 'event/', dateSource: 'EventTime' },
      ],
      objects,
    }),
  })
})
afterAll(() => product?.stop())

const ALL = DAYS.reduce((sum, day) => sum + day, 0)

it.each(['by-day', 'copied'])('reads a window that holds much in parts, each line once: %s', async bucket => {
  const { problem, evidence, plan, query } = await product.ask(`object-deletion ${bucket} 7d`)
  expect(problem).toBeUndefined()
  const parts = Object.values(evidence?.parts ?? {})
  expect(parts.length).toBeGreaterThan(3)
  expect(parts.reduce((sum, { unload }) => sum + (unload.scannedBytes ?? 0), 0)).toBe(plan?.logs?.[0]?.bytes)
  expect(evidence?.coverage).toMatchObject([{ lines: ALL, events: ALL, duplicates: 0 }])
  expect(query?.answer?.rowCount).toBe(ALL)
})

const reads = ({ service, operation, detail }: Asked) =>
  service === 'athena' && operation === 'run' && (detail.sql ?? '').includes(' evidence-2\n')

it('repeats only the part that failed, and keeps what the others wrote', async () => {
  faults.on(firstTimes(1, reads, { status: 500, code: 'INTERNAL_ERROR', message: 'worker lost' }))
  const { problem, evidence } = await product.ask('object-deletion by-day 7d')
  expect(problem).toBeUndefined()
  const attempts = Object.entries(evidence?.parts ?? {}).map(([name, { unload }]) => [name, unload.attempt])
  expect(attempts.filter(([, attempt]) => attempt !== 0)).toEqual([['2', 1]])
  expect(evidence?.coverage).toMatchObject([{ events: ALL }])
})
