import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ACCESS_LOG_FIELDS, ACCESS_LOG_PATTERN, UNPARSED } from '../../analyses/lib/evidence/tables.ts'
import { openDeps, type Deps, WORKSPACE } from '../infra/athena/athena-deps.ts'
import { countsOf } from './evidence-counts.ts'
import { groupsInJava, hasJava } from './java.ts'
import { mutatedLines } from './mutate.ts'

let deps: Deps
beforeAll(async () => {
  deps = await openDeps()
})
afterAll(() => deps.close())

const lines = [...mutatedLines(20_000, 42)]

describe('20,000 mutated lines', () => {
  it('are all accounted for', async () => {
    const { lines: read, events, outside, unparsed } = await countsOf(deps, [lines.join('\n')])
    expect(read).toBe(lines.length)
    expect(events + outside + unparsed).toBe(lines.length)
    expect(Math.min(events, unparsed)).toBeGreaterThan(1000)
  })

  it.skipIf(!hasJava())('give the same raw columns in java.util.regex (a thousand of them)', async () => {
    // GetQueryResults gives a thousand rows at once.
    const some = lines.slice(0, 999)
    deps.put(WORKSPACE, 'logs/i-1/part', some.join('\n'))
    const names = [...ACCESS_LOG_FIELDS, UNPARSED].map(name => `"${name}"`).join(', ')
    const rows = await deps.rows(`SELECT ${names} FROM access_logs_copied WHERE investigation = 'i-1'`)
    expect(rows).toEqual(groupsInJava(ACCESS_LOG_PATTERN, some))
  })
})
