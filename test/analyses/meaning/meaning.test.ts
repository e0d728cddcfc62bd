import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import * as deletion from '../../../analyses/lib/meaning/deletion.ts'
import * as operation from '../../../analyses/lib/meaning/operation.ts'
import * as outcome from '../../../analyses/lib/meaning/outcome.ts'
import * as requester from '../../../analyses/lib/meaning/requester.ts'
import { logLine, trailEvent } from '../../../analyses/lib/samples/sample-lines.ts'
import type { Sql } from '../../../analyses/lib/sql/sql.ts'
import { type EvidenceDeps, openEvidenceDeps } from '../evidence-deps.ts'
import { type Meaning, MEANINGS } from './records.ts'

const { deletionKind: _, ...deletions } = deletion
const { DENIAL_CODES: __, ...outcomes } = outcome
const NOTIONS: Record<string, Sql> = { ...outcomes, ...requester, ...operation, ...deletions }

const rows = Object.entries(MEANINGS).map(([name, meaning], n) => ({ name, ...meaning, id: `R${n}` }))
const withId =
  (id: string) =>
  <T extends object>(record: T): T & { requestId: string } => ({ requestId: id, ...record })

const linesOf = ({ id, line, besides }: Meaning & { id: string }) => [
  ...(line ? [logLine(withId(id)(line))] : []),
  ...(besides?.lines ?? []).map(one => logLine(withId(`${id}-besides`)(one))),
]
const eventsOf = ({ id, event, besides }: Meaning & { id: string }) => [
  ...(event ? [trailEvent(withId(id)(event))] : []),
  ...(besides?.events ?? []).map(one => trailEvent(withId(`${id}-besides`)(one))),
]

/** The names of the notions that are true of each record, by its request id. */
let told: Record<'access-log' | 'cloudtrail' | 'joined', Map<string, string[]>>
let deps: EvidenceDeps
beforeAll(async () => {
  deps = await openEvidenceDeps()
  const [lines, events] = [rows.flatMap(linesOf), rows.flatMap(eventsOf)]
  told = {
    'access-log': await meanings({ log: 'access-log', lines }),
    cloudtrail: await meanings({ log: 'cloudtrail', lines: events }),
    joined: await meanings({ log: 'access-log', lines, otherLines: events }),
  }
})
afterAll(() => deps.close())

async function meanings(asked: Parameters<EvidenceDeps['conditions']>[0]): Promise<Map<string, string[]>> {
  const answers = await deps.conditions(asked, NOTIONS)
  const ids = answers.map(({ request_id: id }) => id)
  expect(new Set(ids).size, 'each request is one row').toBe(ids.length)
  return new Map(
    answers.map(row => {
      for (const name of Object.keys(NOTIONS))
        expect([row.request_id, name, row[name]]).toEqual([
          row.request_id,
          name,
          expect.stringMatching(/^(true|false)$/),
        ])
      return [row.request_id ?? '', Object.keys(NOTIONS).filter(name => row[name] === 'true')]
    }),
  )
}

const words = (text: string): string[] => text.split(' ').toSorted()

describe.each(['access-log', 'cloudtrail', 'joined'] as const)('in %s', log => {
  const seen = rows.filter(({ line, event }) =>
    log === 'access-log' ? line : log === 'cloudtrail' ? event : (line ?? event),
  )
  it.each(seen.map(row => [row.name, row] as const))('%s', (_name, { id, is }) => {
    expect(told[log].get(id)?.toSorted()).toEqual(words(is))
  })
})

describe('a notion', () => {
  it.each(Object.keys(NOTIONS))('%s is true of one record of the table and false of another', name => {
    const holds = rows.map(({ is }) => words(is).includes(name))
    expect(new Set(holds)).toEqual(new Set([true, false]))
  })

  it('of an outcome is exactly one of four', () => {
    for (const { is } of rows)
      expect(
        words(is).filter(name => ['succeeded', 'notModified', 'redirected', 'failed'].includes(name)),
      ).toHaveLength(1)
  })

  it('is named in the table only if there is one', () => {
    for (const { is } of rows) expect(Object.keys(NOTIONS)).toEqual(expect.arrayContaining(words(is)))
  })
})
