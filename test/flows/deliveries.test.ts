import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Investigation } from '../../bot/model/investigation.ts'
import type { Settings } from '../../bot/model/settings.ts'
import { downloadCsv } from '../support/csv.ts'
import { TRAIL, trailDeletion, trailFile, trailKey } from '../support/cloudtrail.ts'
import {
  datedKey,
  INCIDENTS,
  record,
  smallLogs,
  startTestProduct,
  type TestProduct,
} from '../support/product.ts'

/** However the same records are delivered, they are the same answer, and the report says how they came. */

const HOUR = 3_600_000
/** An hour's beginning a day and a half ago: all deliveries of the window are over. */
const start = Math.floor(Date.now() / HOUR - 40) * HOUR
const at = (hours: number, seconds = 0) => new Date(start + hours * HOUR + seconds * 1000)
const WINDOW = `${at(0).toISOString().slice(0, 16)}Z to ${at(10).toISOString().slice(0, 16)}Z`

/** Ten deletions: in the hours 0, 1 and 6 of the window. */
const TIMES = [0.1, 0.2, 0.9, 1.1, 1.2, 1.3, 6.1, 6.2, 6.3, 6.4]
const lineOf = (bucket: string, hours: number, i: number) =>
  record({
    bucket,
    time: at(hours),
    operation: 'REST.DELETE.OBJECT',
    key: `${i}.txt`,
    status: 204,
    requestId: `ID${i}`,
  })
const linesOf = (bucket: string) => TIMES.map((hours, i) => lineOf(bucket, hours, i))
const eventsOf = (bucket: string) =>
  TIMES.map((hours, i) => trailDeletion({ bucket, time: at(hours), key: `${i}.txt`, requestId: `ID${i}` }))
const body = (lines: readonly string[]) => `${lines.join('\n')}\n`
const object = (bucket: string, hours: number, unique: string, lines: readonly string[]) => ({
  bucket: 'my-logs',
  key: datedKey(`${bucket}/`, at(hours), unique),
  body: body(lines),
})
const file = (hours: number, unique: string, events: object[]) => ({
  bucket: 'my-trail',
  key: trailKey(at(hours), unique),
  body: trailFile(...events),
})
const logging = (bucket: string) => ({ logging: { targetBucket: 'my-logs', targetPrefix: `${bucket}/` } })

const prompt = linesOf('prompt')
const [split, late, disordered, twice] = ['split', 'late', 'disordered', 'twice'].map(linesOf)
const DELIVERIES = [
  object('prompt', 0.95, 'A', prompt.slice(0, 3)),
  object('prompt', 1.5, 'B', prompt.slice(3, 6)),
  object('prompt', 6.5, 'C', prompt.slice(6)),
  ...(split ?? []).map((line, i) => object('split', 6.5, `S${i}`, [line])),
  object('late', 6.5, 'A', late?.slice(3) ?? []),
  object('late', 20, 'B', late?.slice(0, 3) ?? []),
  object('disordered', 6.6, 'A', disordered?.toReversed() ?? []),
  object('twice', 6.5, 'A', twice ?? []),
  object('twice', 7, 'B', twice?.slice(2, 5) ?? []),
  object('twice', 8, 'C', [...(twice?.slice(4) ?? []), ...(twice?.slice(4) ?? [])]),
]

const trailed = eventsOf('trailed')
const again = eventsOf('trailed-again')
const TRAILED = [
  file(0.9, 'A', trailed.slice(0, 3)),
  file(1.5, 'B', trailed.slice(3, 6)),
  file(6.5, 'C', trailed.slice(6)),
  file(6.5, 'D', again.toReversed()),
  file(7, 'E', again.slice(2, 5)),
  ...again.slice(5).map((event, i) => file(7.1, `F${i}`, [event])),
]

let product: TestProduct
/** By somebody in Accra, where clocks show UTC: what is expected knows no other times. */
const ask = (bucket: string): Promise<Investigation> =>
  product.ask(`object-deletion ${bucket} ${WINDOW}`, INCIDENTS, 'U0MARY')
const keysOf = async (investigation: Investigation) =>
  (await downloadCsv(product, investigation)).map(({ key }) => key)
const KEYS = TIMES.map((_, i) => `${i}.txt`)

/** An hour of the window; only its time where it lies on the day of another. */
function words(hours: number, than?: number): string {
  const [one, other] = [hours, than ?? -100].map(hour =>
    at(hour).toISOString().slice(0, 16).replace('T', ' '),
  )
  return one?.slice(0, 10) === other?.slice(0, 10) ? (one ?? '').slice(11) : (one ?? '')
}

describe('records', () => {
  const buckets = ['prompt', 'split', 'late', 'disordered', 'twice', 'silent']
  beforeAll(async () => {
    product = await startTestProduct({
      settings: { limits: { objectBytes: 100_000 } },
      logs: smallLogs({
        buckets: {
          ...Object.fromEntries(buckets.map(name => [name, logging(name)])),
          trailed: {},
          'trailed-again': {},
        },
        objects: [
          ...DELIVERIES,
          ...TRAILED,
          object('silent', 6.5, 'A', [lineOf('silent', 6.1, 0)]),
          { ...object('silent', 6.5, 'B', []), body: 'x'.repeat(100_001) },
        ],
        sources: [TRAIL],
      }),
    })
  })
  afterAll(() => product?.stop())

  it.each([
    ['prompt', 0],
    ['split', 0],
    ['late', 0],
    ['disordered', 0],
    ['twice', 15],
    ['trailed', 0],
    ['trailed-again', 8],
  ])('delivered %s are each found once', async (bucket, duplicates) => {
    const investigation = await ask(bucket)
    expect(investigation.query?.answer?.headline).toMatch(/^10 deletions in /)
    expect(await keysOf(investigation)).toEqual(KEYS)
    expect(investigation.evidence?.coverage).toMatchObject([
      { events: 10, duplicates, unparsed: 0, hoursWithEvents: 3, gaps: { count: 2 } },
    ])
    expect(product.threadText(investigation)).toContain(
      `No events from ${words(2)} to ${words(6, 2)} UTC, from ${words(7)} to ${words(10, 7)} UTC.`,
    )
  })

  it.each([
    ['prompt', 'Delivered after the request: half of the records within 30 minutes, all within 1 hour.'],
    ['late', 'Delivered after the request: half of the records within 6 hours, all within 24 hours.'],
    ['trailed', 'Delivered after the request: half of the records within 30 minutes, all within 1 hour.'],
  ])('say how late they were delivered: %s', async (bucket, sentence) => {
    expect(product.threadText(await ask(bucket))).toContain(sentence)
  })

  it('say how far past the window deliveries were looked for', async () => {
    expect(product.threadText(await ask('prompt'))).toContain(
      'Included logs delivered up to 24 hours after the end of the window.',
    )
    expect(product.threadText(await ask('trailed'))).toContain(
      'Included logs delivered up to 1 hour after the end of the window.',
    )
  })

  it('are missed where a log object is over the size limit, and the report says which', async () => {
    const investigation = await ask('silent')
    expect(investigation.copy?.logs).toMatchObject([{ objects: 1, skipped: { count: 1 } }])
    expect(product.threadText(investigation)).toMatch(
      /1 log object skipped: silent\/.*-B: larger than the 100 kB that one log object may have\./,
    )
  })
})

const ORGANISATION = 'o-a1b2c3d4e5'
const ACCOUNTS = ['111122223333', '444455556666']
const trailFor = (layout: 'organization' | 'control-tower'): Settings['sources'][number] => ({
  ...TRAIL,
  kind: 'cloudtrail',
  bucket: 'my-trail',
  prefix: 'trails/',
  accounts: ACCOUNTS,
  regions: ['eu-west-1', 'us-east-1'],
  layout,
  organization: ORGANISATION,
  id: 'trail',
})
const ROOTS = {
  organization: `trails/AWSLogs/${ORGANISATION}/`,
  'control-tower': `trails/${ORGANISATION}/AWSLogs/${ORGANISATION}/`,
}

describe.each(['organization', 'control-tower'] as const)('a trail laid out for %s', layout => {
  /** The same file as an account's own, below the layout's root. */
  const placed = (account: string, hours: number, unique: string, events: object[]) => ({
    ...file(hours, unique, events),
    key: trailKey(at(hours), unique).replaceAll('111122223333', account).replace('AWSLogs/', ROOTS[layout]),
  })
  const events = eventsOf('shared')
  const [own = '', other = ''] = ACCOUNTS
  beforeAll(async () => {
    product = await startTestProduct({
      logs: smallLogs({
        buckets: { shared: {} },
        objects: [
          placed(own, 0.9, 'A', events.slice(0, 3)),
          placed(other, 1.5, 'B', [...events.slice(3, 6), ...eventsOf('another-bucket')]),
          placed(own, 6.5, 'C', events.slice(6)),
          // Beside the trail's own files: a digest, and an account that the settings do not name.
          {
            ...placed(own, 6.5, 'D', events),
            key: placed(own, 6.5, 'D', []).key.replace('/CloudTrail/', '/CloudTrail-Digest/'),
          },
          placed(
            '999999999999',
            6.5,
            'E',
            events.map(event => ({ ...event, eventID: 'foreign' })),
          ),
        ],
        sources: [trailFor(layout)],
      }),
    })
  })
  afterAll(() => product?.stop())

  it('is read for all its accounts, and nothing beside it', async () => {
    const investigation = await ask('shared')
    expect(investigation.problem).toBeUndefined()
    expect(await keysOf(investigation)).toEqual(KEYS)
    expect(investigation.plan?.logs).toMatchObject([{ objects: 3, strategy: 'in-place' }])
    expect(investigation.evidence?.coverage).toMatchObject([{ lines: 20, events: 10, outside: 10 }])
  })
})
