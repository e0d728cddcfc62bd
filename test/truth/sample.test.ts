import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { figureWords } from '../../analyses/lib/words.ts'
import { catalogue } from '../../analyses/lib/catalogue/catalogue.ts'
import { takenFrom } from '../../bot/model/follow-up.ts'
import type { Investigation } from '../../bot/model/investigation.ts'
import type { LogPlan } from '../../bot/model/stored/plan.ts'
import { parseParameters } from '../../bot/ask/grammar/fields.ts'
import type { AuditedBucket } from '../../infra/local/sample/buckets.ts'
import { ANSWERS, type TrueAnswer } from '../independent/answers.mjs'
import { gapsIn } from '../independent/coverage.mjs'
import type { Kind } from '../independent/facts.mjs'
import { downloadCsv } from '../support/csv.ts'
import { INCIDENTS, startTestProduct, type TestProduct } from '../support/product.ts'
import { mustSay, saidIn } from './said.ts'
import { END, openSampleWeek, type SampleWeek, START, type Truth, type Window } from './sample-week.ts'

/** In Accra, where clocks show UTC: the independent script knows no other times. */
const BY_UTC = 'U0MARY'

vi.setConfig({ testTimeout: 180_000, hookTimeout: 180_000 })

const instant = (time: number) => new Date(time).toISOString().replace('.000Z', 'Z')
const night = START + 5 * 86_400_000 + 2 * 3_600_000
const WHOLE_WEEK: Window = { from: instant(START), to: instant(END) }
const HOUR_AT_NIGHT: Window = { from: instant(night), to: instant(night + 3_600_000) }

/** Every log of every bucket that has one. */
const LOGS: { bucket: AuditedBucket; kind: Kind }[] = [
  { bucket: 'shop-invoices', kind: 'access-log' },
  { bucket: 'shop-media', kind: 'access-log' },
  { bucket: 'shop-exports', kind: 'access-log' },
  { bucket: 'shop-invoices', kind: 'cloudtrail' },
  { bucket: 'shop-media', kind: 'cloudtrail' },
  { bucket: 'shop-exports', kind: 'cloudtrail' },
  { bucket: 'shop-archive', kind: 'cloudtrail' },
]
const ANALYSES = [
  'object-deletion',
  'access-denied',
  'requesters-by-operations',
  'bucket-config-changes',
] as const satisfies (keyof typeof ANSWERS)[]

let week: SampleWeek
let product: TestProduct
let compared = 0
beforeAll(async () => {
  week = openSampleWeek()
  product = await startTestProduct({ logs: week.logs, passSeconds: 8, patienceMs: 150_000 })
})
afterAll(async () => {
  await product?.stop()
  week?.close()
  console.log(`${compared} numbers and texts of reports were compared with independent ones.`)
})

describe.each(LOGS)('$bucket in its $kind', ({ bucket, kind }) => {
  it.each(ANALYSES)('%s: every number of the whole week is true', async analysis => {
    expect(await holds(analysis, bucket, kind, WHOLE_WEEK)).toBeGreaterThan(15)
  })

  it.each(ANALYSES)('%s: so is every number of an hour at night', async analysis => {
    expect(await holds(analysis, bucket, kind, HOUR_AT_NIGHT)).toBeGreaterThan(15)
  })

  it.each(ANALYSES)('%s: a record at the window’s start counts, one at its end does not', async analysis => {
    const window = betweenRecords(bucket, kind)
    const { from, to } = window
    const times = new Set(week.truth(bucket, kind, WHOLE_WEEK).all.facts.map(({ time }) => instant(time)))
    expect([times.has(from), times.has(to)]).toEqual([true, true])
    expect(await holds(analysis, bucket, kind, window)).toBeGreaterThan(15)
  })
})

/** From one record's very second to another's: of what the analyses look for where there is enough of it. */
function betweenRecords(bucket: AuditedBucket, kind: Kind): Window {
  const { facts } = week.truth(bucket, kind, WHOLE_WEEK).all
  const wanted = facts.filter(({ isDeletion, isDenied, isChange }) => isDeletion || isDenied || isChange)
  const times = [...new Set((wanted.length > 20 ? wanted : facts).map(({ time }) => time))].toSorted(
    (a, b) => a - b,
  )
  const at = (share: number) => instant(times[Math.floor(times.length * share)] ?? 0)
  return { from: at(0.3), to: at(0.6) }
}

type Analysis = (typeof ANALYSES)[number]

/** How long evidence is kept: longer than this test runs. */
const KEPT_DAYS = 7

/** The first question about a bucket, a log and a window, by their names: it reads the log. */
const first = new Map<string, Investigation>()

/** Asks of what was read for the first question where there has been one, as a next question does. */
async function asked(
  analysis: Analysis,
  bucket: AuditedBucket,
  kind: Kind,
  { from, to }: Window,
): Promise<Investigation> {
  const name = `${bucket} ${from}..${to} logs:${kind}`
  const before = first.get(name)
  if (!before) {
    const investigation = await product.ask(`${analysis} ${name}`, INCIDENTS, BY_UTC)
    first.set(name, investigation)
    return investigation
  }
  const parsed = parseParameters(catalogue[analysis], {})
  const request = { ...before.request, analysis, parameters: parsed.ok ? parsed.parameters : {} }
  const taken = takenFrom(before, request, KEPT_DAYS, new Date())
  expect(taken.follows).toBe(before.id)
  const { id } = await product.investigations.create(request, `${analysis} ${name}`, taken)
  return product.closed(id)
}

/** Asks, and compares every number and text of the answer. @returns how many */
async function holds(
  analysis: Analysis,
  bucket: AuditedBucket,
  kind: Kind,
  { from, to }: Window,
): Promise<number> {
  const investigation = await asked(analysis, bucket, kind, { from, to })
  expect(investigation.problem).toBeUndefined()
  expect(investigation.request.window).toEqual({ from, to })
  const truth = week.truth(bucket, kind, { from, to })
  const answer = ANSWERS[analysis](truth.all.facts, { bucket, from, to })
  expect(coverageOf(investigation)).toEqual(trueCoverage(truth, investigation, { from, to }))
  const told = answerOf(investigation)
  const { headline, ...summary } = trueSummary(answer)
  expect(told).toMatchObject(summary)
  // What it says besides (why, by how many sessions, what may be brought back) is not counted here.
  expect(plainly(told.headline ?? '')).toContain(plainly(headline).replace(/\.$/, ''))
  const known = Object.keys(answer.rows[0] ?? {})
  const shared = (row: Record<string, string | number | null>) =>
    comparable(Object.fromEntries(known.map(name => [name, row[name] ?? null])))
  const csv = await downloadCsv(product, investigation)
  expect(asSet(csv.map(shared))).toEqual(asSet(answer.rows.map(shared)))
  const message = product.thread(investigation).find(({ ts }) => ts === investigation.reply.ts)
  expect(message && saidIn(message)).toMatchObject(mustSay({ answer, truth, kind, window: { from, to } }))
  const bars = answer.chart?.series.flatMap(({ values }) => values) ?? []
  const count = 12 + Object.keys(answer.figures).length + bars.length + cells(answer.rows)
  compared += count
  return count
}

/** Without what is in brackets. */
const plainly = (headline: string): string => headline.replaceAll(/ \([^)]*\)/g, '')

const cells = (rows: readonly object[]): number => rows.reduce((sum, row) => sum + Object.keys(row).length, 0)

function coverageOf({ copy, evidence }: Investigation) {
  const [{ log: _, samples, ...coverage } = { log: '', samples: [] }] = evidence?.coverage ?? []
  const [copied] = copy?.logs ?? []
  return {
    ...coverage,
    samples: samples.length,
    objects: copied?.objects,
    bytes: copied?.bytes,
    skipped: copied?.skipped.count,
  }
}

const athena = (time: string | undefined) => time?.replace('T', ' ').replace('Z', '') ?? null

/** What was read, and that nothing of the window is outside it. Gathered objects are measured as they are read. */
function trueCoverage({ all, read, objects, bytes, lag }: Truth, { plan }: Investigation, window: Window) {
  const [log] = plan?.logs ?? []
  expect(read.records).toBe(all.records)
  return {
    lines: read.lines,
    events: all.records,
    duplicates: all.duplicates,
    outside: read.outside,
    unparsed: read.unparsed,
    firstEvent: athena(all.first),
    lastEvent: athena(all.last),
    // The sample is of a week long past: no hour of it is young enough to be still to come.
    recentHours: [],
    hoursWithEvents: all.hours,
    gaps: gapsIn(
      all.facts.map(({ time }) => time),
      window,
    ),
    ...(log?.source.stamped && lagSaid(log.strategy, lag)),
    samples: Math.min(3, read.unparsed),
    objects,
    bytes,
    skipped: 0,
  }
}

/** Of a window without records the objects tell nothing; gathered ones were measured whatever their time. */
const lagSaid = (strategy: LogPlan['strategy'], { ofAll, ofWindow }: Truth['lag']) =>
  strategy === 'gather' ? { lag: ofAll } : ofWindow.records > 0 && { lag: ofWindow }

function answerOf({ query }: Investigation) {
  const { headline, figures = [], rowCount, charts = [] } = query?.answer ?? {}
  const [chart] = charts
  return {
    headline,
    figures: Object.fromEntries(figures.map(figure => [figure.label, figureWords(figure)])),
    rowCount,
    chart: chart && { title: chart.title, categories: chart.categories, series: chart.series },
  }
}

const trueSummary = ({ headline, figures, rows, chart }: TrueAnswer) => ({
  headline,
  figures,
  rowCount: rows.length,
  chart,
})

/** A row as text: NULL and nothing are the same in a CSV, parameters are JSON in whatever order. */
function comparable(row: Record<string, string | number | null>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(row).map(([name, value]) => [
      name,
      isParameters(name, value) ? canonical(value) : safe(String(value ?? '')),
    ]),
  )
}

/** A setting that was removed has none. */
const isParameters = (name: string, value: string | number | null): boolean =>
  name === 'new_value' || (name === 'previous_value' && value !== 'removed')

/** What a spreadsheet would take for a formula has an apostrophe before it. */
const safe = (text: string): string => (/^[=+@\t\r\n-]/.test(text) ? `'${text}` : text)

function canonical(json: string | number | null): string {
  return json ? JSON.stringify(JSON.parse(String(json)), inOrder) : ''
}

function inOrder(_: string, part: unknown): unknown {
  if (part === null || typeof part !== 'object' || Array.isArray(part)) return part
  return Object.fromEntries(Object.entries(part).toSorted(([a], [b]) => (a < b ? -1 : 1)))
}

const asSet = (rows: Record<string, string>[]): string[] => rows.map(row => JSON.stringify(row)).toSorted()
