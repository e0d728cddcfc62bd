import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ACCESS_LOG_FIELDS, ACCESS_LOG_PATTERN, UNPARSED } from '../../analyses/lib/evidence/tables.ts'
import { openDeps, type Deps, WORKSPACE } from '../infra/athena/athena-deps.ts'
import { lineCases } from './corpus/lines.ts'
import { groupsInJava, hasJava } from './java.ts'

const java = hasJava()
if (!java) console.warn('No Java of 11 or later here, so the pattern is not compared with java.util.regex.')

let deps: Deps
beforeAll(async () => {
  deps = await openDeps()
})
afterAll(() => deps.close())

const COLUMNS = [...ACCESS_LOG_FIELDS, UNPARSED].map(name => `"${name}"`).join(', ')

describe.skipIf(!java)('the pattern in java.util.regex, which Athena uses', () => {
  it('gives for every line of the corpus the raw columns of the embedded Athena', async () => {
    const lines = lineCases.map(({ line }) => line)
    deps.put(WORKSPACE, 'logs/i-1/part', `${lines.join('\n')}\n`)
    const rows = await deps.rows(`SELECT ${COLUMNS} FROM access_logs_copied WHERE investigation = 'i-1'`)
    expect(rows).toEqual(groupsInJava(ACCESS_LOG_PATTERN, lines))
  })

  it('reads hostile lines of a megabyte to their end, without an overflow of its stack', () => {
    const head = 'owner bucket [20/Nov/2026:07:00:00 +0000] 10.0.0.1 requester REQ REST.GET.OBJECT k '
    const units = ['"', ' ', '" "', '" - ', '] [', 'a ', 'I REST.X k ', '" 200 - 1 1 1 1 "']
    const lines = units.flatMap(unit => {
      const many = unit.repeat(Math.floor(1_000_000 / unit.length))
      return [`${many}x`, `${head}"GET ${many}"`, `${head}"GET /k" 200 - 1 1 1 1 "-" "${many}"`]
    })
    const unparsed = groupsInJava(ACCESS_LOG_PATTERN, lines).map(groups => groups.at(-1))
    expect(unparsed.map((text, index) => text === lines[index])).toEqual(lines.map(() => true))
  })
})
