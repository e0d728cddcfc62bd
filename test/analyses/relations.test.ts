import { afterAll, beforeAll, expect, it } from 'vitest'
import { relations } from '../../analyses/lib/shared/relations.ts'
import { sql } from '../../analyses/lib/sql/sql.ts'
import { type EvidenceDeps, openEvidenceDeps } from './evidence-deps.ts'

let deps: EvidenceDeps
beforeAll(async () => {
  deps = await openEvidenceDeps()
})
afterAll(() => deps.close())

const WINDOW = { from: '2026-11-20T07:00:00Z', to: '2026-11-20T08:00:00Z' }
/** Evidence of a question with a baseline, followed by one without: it begins before the window. */
const records = sql`SELECT * FROM (VALUES (timestamp '2026-11-20 06:59:59'), (timestamp '2026-11-20 07:00:00')) AS record (event_time)`
/** What is no event has no time. */
const lines = sql`${records} UNION ALL SELECT CAST(NULL AS timestamp)`

const countOf = (relation: 'events' | 'lines') =>
  deps.value(sql`(${relations(records, WINDOW, { lines })} SELECT count(*) FROM ${{ text: relation }})`)

it('leaves what was before the window out of the events, where the evidence reaches further back', async () => {
  expect(await countOf('events')).toBe('1')
})

it('has the lines of the window, and those that are no event', async () => {
  expect(await countOf('lines')).toBe('2')
})
