import fs from 'node:fs'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Analysis, Chart, Example } from '../../analyses/lib/analysis.ts'
import { catalogue } from '../../analyses/lib/catalogue.ts'
import { ADA, trailEvent } from '../../analyses/lib/sample-lines.ts'
import { type EvidenceWorld, openEvidenceWorld } from './evidence-world.ts'

interface Module {
  default: Analysis
  examples: readonly Example[]
}

const FOLDER = path.join(import.meta.dirname, '../../analyses')
const entries = await Promise.all(
  fs
    .readdirSync(FOLDER)
    .filter(name => name.endsWith('.ts'))
    .map(async name => {
      const { default: analysis, examples }: Module = await import(path.join(FOLDER, name))
      return { id: path.basename(name, '.ts'), analysis, examples }
    }),
)

let world: EvidenceWorld
beforeAll(async () => {
  world = await openEvidenceWorld()
})
afterAll(() => world.close())

it('holds every file of the folder, and nothing else', () => {
  expect(Object.entries<Analysis>(catalogue)).toEqual(entries.map(({ id, analysis }) => [id, analysis]))
})

/** Slack draws at most 20 points in 12 series. */
const fitsSlack = ({ categories, series }: Pick<Chart, 'categories' | 'series'>): boolean =>
  categories.length <= 20 &&
  series.length <= 12 &&
  series.every(({ values }) => values.length === categories.length)

describe.each(entries)('$id', ({ analysis, examples }) => {
  it.each(examples.map(example => [example.title, example] as const))('%s', async (_, example) => {
    const { rows, summary } = await world.ask(analysis, example)
    expect(rows).toMatchObject(example.rows)
    expect(rows).toHaveLength(example.rows.length)
    expect(summary.headline).toContain(example.headline)
    expect((summary.charts ?? []).every(fitsSlack)).toBe(true)
  })

  it.each(analysis.reads)('has an example in the %s that finds, and one that does not', log => {
    const found = examples.filter(example => example.log === log).map(({ rows }) => rows.length > 0)
    expect(new Set(found)).toEqual(new Set([true, false]))
  })

  it.each(Object.keys(analysis.parameters.shape))('gives another answer for another %s', async name => {
    const using = examples.filter(({ parameters = {} }) => name in parameters)
    const changed = using.map(async example => {
      const { [name]: _, ...others } = example.parameters ?? {}
      const without = await world.rows(analysis, { ...example, parameters: others })
      return JSON.stringify(without) !== JSON.stringify(await world.rows(analysis, example))
    })
    expect(await Promise.all(changed)).toContain(true)
  })
})

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

/** Something for each analysis to find. */
const events = (name: string) =>
  ['DeleteObject', 'GetObject', 'PutBucketPolicy'].map(eventName =>
    trailEvent({
      eventName,
      key: `${name}/1`,
      identity: `arn:aws:iam::111122223333:user/${name}`,
      ...(eventName === 'GetObject' && { errorCode: 'AccessDenied' }),
    }),
  )
describe.each(entries)('$id, asked with hostile text,', ({ analysis }) => {
  /** Would be found, too, if the text were a pattern, or the condition were lost. */
  const others = ['axb', '100 percent', 'x', '', 'ada'].flatMap(events)
  const cases = Object.keys(analysis.parameters.shape).flatMap(name =>
    HOSTILE.map(text => [name, text] as const),
  )

  it.each(cases)('finds as %s what is named %s, and nothing else', async (name, text) => {
    const log = 'cloudtrail'
    const asked = await world.rows(analysis, {
      log,
      lines: [...events(text), ...others],
      parameters: { [name]: text },
    })
    const alone = await world.rows(analysis, { log, lines: events(text) })
    expect(alone).not.toHaveLength(0)
    expect(asked).toEqual(alone)
  })

  it.each(Object.keys(analysis.parameters.shape))('refuses a %s that no SQL can hold', name => {
    for (const text of ['a\0b', '\ud800'])
      expect(analysis.parameters.safeParse({ [name]: text }).success).toBe(false)
    expect(analysis.parameters.safeParse({ [name]: ADA }).success).toBe(true)
  })
})
