import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import * as z from 'zod'
import type { Analysis, Chart, Example, FollowUp, Summary } from '../../analyses/lib/analysis.ts'
import { catalogue } from '../../analyses/lib/catalogue/catalogue.ts'
import { analysisNamed, questions } from '../../analyses/lib/catalogue/named.ts'
import { ADA, trailEvent } from '../../analyses/lib/samples/sample-lines.ts'
import { analysisIds, examplesOf, fileOf, goldenFiles } from '../support/analysis-files.ts'
import { type EvidenceDeps, openEvidenceDeps } from './evidence-deps.ts'

const entries = await Promise.all(
  analysisIds.map(async id => {
    const { default: analysis }: { default: Analysis } = await import(fileOf(id, 'ts'))
    return { id, analysis, examples: await examplesOf(id) }
  }),
)

let deps: EvidenceDeps
beforeAll(async () => {
  deps = await openEvidenceDeps()
  const asked = entries.flatMap(({ analysis, examples }) =>
    examples.map(example => [askedOf(analysis, example), example] as const),
  )
  deps.prepare(asked)
})
afterAll(() => deps.close())

it('holds every file of the folder, and nothing else', () => {
  expect(Object.entries<Analysis>(catalogue)).toEqual(entries.map(({ id, analysis }) => [id, analysis]))
})

/** Slack draws at most 20 points in 12 series. */
const fitsSlack = ({ categories, series }: Pick<Chart, 'categories' | 'series'>): boolean =>
  categories.length <= 20 &&
  series.length <= 12 &&
  series.every(({ values }) => values.length === categories.length)

/** The analysis, or the preset of it that the example is about. */
const askedOf = (analysis: Analysis, { preset }: Example): Analysis =>
  preset ? analysisNamed(preset) : analysis

/** A button has 75 characters, and what it asks can be asked. */
function expectAskable({ analysis, parameters, label }: FollowUp): void {
  expect(label.length).toBeLessThanOrEqual(75)
  const { shape } = analysisNamed(analysis).parameters
  expect(Object.keys(shape)).toEqual(expect.arrayContaining(Object.keys(parameters)))
  expect(analysisNamed(analysis).parameters.safeParse(parameters).error).toBeUndefined()
}

describe('the questions', () => {
  const presets = entries.flatMap(({ analysis }) => Object.keys(analysis.presets ?? {}))

  it('are each known by one id', () => {
    const ids = [...entries.map(({ id }) => id), ...presets]
    expect(ids).toEqual([...new Set(ids)])
    expect(Object.keys(questions).toSorted()).toEqual(ids.toSorted())
  })

  it.each(Object.entries(questions))('%s is described, and its defaults are valid', (_, question) => {
    expect(question.title.length).toBeLessThanOrEqual(75)
    expect(question.answers).toMatch(/\?$/)
    expect(question.words.length).toBeGreaterThan(0)
    const defaults = question.parameters.safeParse({})
    expect(defaults.error).toBeUndefined()
    // Stored as parsed, and parsed again when it is asked once more.
    expect(question.parameters.parse(defaults.data)).toEqual(defaults.data)
  })

  it.each(presets)('%s has an example of its own', preset => {
    const about = entries.flatMap(({ examples }) => examples).filter(example => example.preset === preset)
    expect(about).not.toEqual([])
  })
})

/** Questions whose golden answers say what is not true, and why; they are to be mended, not kept. */
const KNOWN_WRONG: Readonly<Record<string, string>> = {
  'plain-http': 'Website endpoints have no HTTPS, yet their clients are to be updated.',
  'sal-vs-cloudtrail': 'A request at the edge of the window counts as missing in one log.',
}

/** Before this run could write any. */
const golden = goldenFiles()

/** Whether the answer finds something, and which parts it has. */
const partsOf = ({ rows, summary }: { rows: readonly unknown[]; summary: Summary }): string[] => [
  rows.length > 0 ? 'finds' : 'finds nothing',
  ...(['figures', 'charts', 'notes', 'next'] as const).filter(part => (summary[part] ?? []).length > 0),
]

/** The whole answers of a question, by their examples: of the first one with anything that those before it lack. */
async function goldenOf(id: string, examples: readonly Example[]): Promise<string> {
  const seen = new Set<string>()
  const answers: Record<string, Summary> = {}
  for (const example of examples) {
    const answered = await deps.ask(analysisNamed(id), example)
    const parts = partsOf(answered).filter(part => !seen.has(part))
    if (parts.length > 0) answers[example.title] = answered.summary
    for (const part of parts) seen.add(part)
  }
  const wrong = KNOWN_WRONG[id]
  return `${JSON.stringify({ ...(wrong !== undefined && { knownWrong: wrong }), answers }, null, 2)}\n`
}

describe('the golden answers', () => {
  it('are there for every question, and for nothing else', () => {
    expect(golden).toEqual(
      Object.keys(questions)
        .map(id => fileOf(id, 'golden.json'))
        .toSorted(),
    )
    expect(Object.keys(questions)).toEqual(expect.arrayContaining(Object.keys(KNOWN_WRONG)))
  })

  it.each(Object.keys(questions))('%s says all that was agreed', async id => {
    const examples = entries.flatMap(entry =>
      entry.examples.filter(({ preset }) => (preset ?? entry.id) === id),
    )
    await expect(await goldenOf(id, examples)).toMatchFileSnapshot(fileOf(id, 'golden.json'))
  })
})

/** Everything that an answer says. */
async function answer(
  analysis: Analysis,
  example: Example,
  parameters: Record<string, unknown>,
): Promise<string> {
  const { rows, summary } = await deps.ask(askedOf(analysis, example), { ...example, parameters })
  return JSON.stringify([rows, summary])
}

describe.each(entries)('$id', ({ analysis, examples }) => {
  it.each(examples.map(example => [example.title, example] as const))('%s', async (_, example) => {
    const { rows, summary } = await deps.ask(askedOf(analysis, example), example)
    expect(rows).toMatchObject(example.rows)
    expect(rows).toHaveLength(example.rows.length)
    expect(summary.headline).toContain(example.headline)
    // Undefined where the example is not about it.
    expect([undefined, summary.severity?.level ?? 'none']).toContain(example.severity)
    const { charts = [], figures, next = [] } = summary
    expect(charts.every(fitsSlack)).toBe(true)
    expect([charts.length <= 2, figures.length <= 20, next.length <= 3]).toEqual([true, true, true])
    next.forEach(expectAskable)
  })

  it.each(analysis.reads)('has an example in the %s that finds, and one that does not', log => {
    const found = examples
      .filter(example => example.log === log || example.otherLines)
      .map(({ rows }) => rows.length > 0)
    expect(new Set(found)).toEqual(new Set([true, false]))
  })

  it.each(Object.keys(analysis.parameters.shape))('gives another answer for another %s', async name => {
    const using = examples.filter(({ parameters = {} }) => name in parameters)
    const differs = async (example: Example) => {
      const { [name]: _, ...others } = example.parameters ?? {}
      return (
        (await answer(analysis, example, others)) !==
        (await answer(analysis, example, example.parameters ?? {}))
      )
    }
    expect(await some(using, differs)).toBe(true)
  })
})

/** Whether it holds for one of them: those behind it are not looked at. */
async function some<T>(items: readonly T[], holds: (item: T) => Promise<boolean>): Promise<boolean> {
  for (const item of items) if (await holds(item)) return true
  return false
}

/** What people type and strangers name things: none of it may be taken for SQL or for a pattern. */
const HOSTILE = [
  "''; DROP TABLE evidence; --",
  "x' OR '1' = '1",
  '100%',
  'a_b',
  String.raw`back\slash`,
  String.raw`\'`,
  '🎁 Geschenk – für Zoë',
  '${process.exit()} #{x} {{x}}',
  '*?[a-z].+(x)|^$',
]

/** The parameters into which people type whatever they like. */
const texts = (analysis: Analysis): string[] =>
  Object.entries(analysis.parameters.shape).flatMap(([name, field]) =>
    z.safeParse(field, HOSTILE.join(' ')).success ? [name] : [],
  )

const typed = entries.filter(({ analysis }) => texts(analysis).length > 0)

describe.each(typed)('$id, asked with hostile text,', ({ analysis, examples }) => {
  it.each(texts(analysis))('takes none of it as %s for SQL', async name => {
    const example = examples.find(({ rows }) => rows.length > 0)
    const asked = { ...example!, parameters: { ...example!.parameters, [name]: HOSTILE.join(' ') } }
    await expect(deps.ask(askedOf(analysis, asked), asked)).resolves.toBeDefined()
  })

  it.each(texts(analysis))('refuses a %s that no SQL can hold', name => {
    for (const text of ['a\0b', '\ud800'])
      expect(analysis.parameters.safeParse({ [name]: text }).success).toBe(false)
    expect(analysis.parameters.safeParse({ [name]: ADA }).success).toBe(true)
  })
})

/** Something for an analysis to find. */
const events = (name: string) =>
  ['DeleteObject', 'GetObject', 'PutBucketPolicy'].map(eventName =>
    trailEvent({
      eventName,
      key: `${name}/1`,
      identity: `arn:aws:iam::111122223333:user/${name}`,
      ...(eventName === 'GetObject' && { errorCode: 'AccessDenied' }),
    }),
  )

describe.each(['object-deletion', 'access-denied', 'requesters-by-operations'] as const)('%s', id => {
  /** Would be found, too, if the text were a pattern, or the condition were lost. */
  const others = ['axb', '100 percent', 'x', '', 'ada'].flatMap(events)
  const cases = ['prefix', 'requester'].flatMap(name => HOSTILE.map(text => [name, text] as const))

  beforeAll(() =>
    deps.prepare(
      HOSTILE.flatMap(text => [[...events(text), ...others], events(text)]).map(lines => [
        catalogue[id],
        { log: 'cloudtrail', lines },
      ]),
    ),
  )

  it.each(cases)('finds by %s what is named %s, and nothing else', async (name, text) => {
    const log = 'cloudtrail'
    const lines = [...events(text), ...others]
    const asked = await deps.rows(catalogue[id], { log, lines, parameters: { [name]: text } })
    const alone = await deps.rows(catalogue[id], { log, lines: events(text) })
    expect(alone).not.toHaveLength(0)
    expect(asked).toEqual(alone)
  })
})
