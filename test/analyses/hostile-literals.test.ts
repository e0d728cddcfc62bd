import fc from 'fast-check'
import { examplesOf } from '../support/analysis-files.ts'
import * as z from 'zod'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Analysis, type Context, type Row } from '../../analyses/lib/analysis.ts'
import { catalogue } from '../../analyses/lib/catalogue/catalogue.ts'
import { judge, verdictsRelation } from '../../analyses/lib/policy/judge.ts'
import { whatElseDid } from '../../analyses/lib/shared/request-list.ts'
import { EXAMPLE_BUCKET, EXAMPLE_WINDOW } from '../../analyses/lib/samples/sample-lines.ts'
import { analysisSettingsSchema } from '../../analyses/lib/settings.ts'
import { literalText, sql } from '../../analyses/lib/sql/sql.ts'
import { anyText } from '../support/any-text.ts'
import { type EvidenceDeps, openEvidenceDeps } from './evidence-deps.ts'

/** Text of strangers and people on its way into SQL: no text keeps an analysis from answering. */

let deps: EvidenceDeps
beforeAll(async () => {
  deps = await openEvidenceDeps()
})
afterAll(() => deps.close())

const contextWith = (settings: object = {}): Context => ({
  bucket: EXAMPLE_BUCKET,
  window: EXAMPLE_WINDOW,
  region: 'eu-west-1',
  logs: ['cloudtrail'],
  settings: analysisSettingsSchema.parse(settings),
  reading: { logs: [], scannedBytes: 0 },
  reader: {},
})

/** A copy in which each text that `replace` has another for is that. */
function withTexts(value: unknown, replace: (text: string) => string): unknown {
  if (typeof value === 'string') return replace(value)
  if (Array.isArray(value)) return value.map(one => withTexts(one, replace))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, withTexts(one, replace)]))
}

interface Event {
  eventName: string
  requestParameters?: unknown
}

const judging = Object.entries(catalogue).filter(([, { judges }]) => judges)
const events = (await Promise.all(judging.map(async ([id]) => examplesOf(id))))
  .flat()
  .filter(({ log }) => log === 'cloudtrail')
  .flatMap(({ lines }) => lines.map((line): Event => JSON.parse(line)))

/** So many texts of an event are replaced one by one; few have more. */
const TEXTS = 13

/** The value that an event set, in which another text stands in place of its nth one, or behind it. */
function judgedOf(
  { eventName, requestParameters }: Event,
  { nth, text, isAppended }: { nth: number; text: string; isAppended: boolean },
): Row {
  let at = 0
  const hostile = withTexts(requestParameters ?? {}, own =>
    at++ % TEXTS === nth ? (isAppended ? own + text : text) : own,
  )
  return { value_id: '7', distinct_values: '1', operation: eventName, new_value: JSON.stringify(hostile) }
}

describe.each(judging)('%s', (_, analysis) => {
  const verdictsOn = (row: Row) => judge(analysis, [row], contextWith(), analysis.parameters.parse({}))

  it('takes every text into its verdicts, and each comes back', async () => {
    const values = fc.record({ nth: fc.nat({ max: TEXTS - 1 }), text: anyText, isAppended: fc.boolean() })
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...events), values, async (event, value) => {
        const judgement = verdictsOn(judgedOf(event, value))
        if (judgement.verdicts.length === 0) return
        const came = await deps.values(
          judgement.verdicts.map(verdict => {
            const one = verdictsRelation({ ...judgement, verdicts: [verdict] })
            return sql`(SELECT why FROM (${one}) AS verdicts)`
          }),
        )
        expect(came).toEqual(judgement.verdicts.map(({ why }) => literalText(why, 200)))
      }),
      { numRuns: 200 },
    )
  }, 60_000)

  it('quotes such texts at all', () => {
    const quoting = events
      .flatMap(event =>
        Array.from({ length: TEXTS }, (__, nth) =>
          judgedOf(event, { nth, text: '\ud83d', isAppended: true }),
        ),
      )
      .flatMap(row => verdictsOn(row).verdicts)
      .filter(({ why }) => !why.isWellFormed())
    expect(quoting).not.toEqual([])
  })
})

/** What the schema would refuse, at worst: quotes, patterns, a NUL, halves of characters. */
const HOSTILE = `it's "x" \\ %_ \0 \ud83d🎁\ude00`
const HOLDABLE = `it's "x" \\ %_ 🎁`

describe('what people fill in and operators set', () => {
  it.each(Object.entries(catalogue))('is a literal in %s whatever it is', async (id, analysis) => {
    const [example] = await examplesOf(id)
    if (!example) throw new Error(`${id} has no example`)
    const { shape } = analysis.parameters
    const free = Object.keys(shape).filter(
      name => analysis.parameters.safeParse({ [name]: HOLDABLE }).data?.[name] === HOLDABLE,
    )
    const asked = {
      ...analysis.parameters.parse({}),
      ...Object.fromEntries(free.map(name => [name, HOSTILE])),
    }
    // As if it had come past the form.
    const past: Analysis = { ...analysis, parameters: z.looseObject({}) }
    const { preset: _, ...rest } = example
    await expect(deps.rows(past, { ...rest, parameters: asked })).resolves.toBeInstanceOf(Array)
  })
})

it.each(['', 'x'])('writes a button of a long name with whole characters: %j', before => {
  const [next] = whatElseDid(`arn:aws:iam::111122223333:user/${before}${'🎁'.repeat(60)}`)
  expect(next?.label).toMatch(/^What else did user x?🎁+…\?$/u)
  expect(next?.label.length).toBeLessThanOrEqual(75)
})
