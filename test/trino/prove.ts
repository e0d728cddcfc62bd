import path from 'node:path'
import pMap from 'p-map'
import { EVIDENCE_COLUMNS } from '../../analyses/lib/evidence.ts'
import { identifier, join, sql } from '../../analyses/lib/sql.ts'
import { signed } from '../../bot/clients/athena.ts'
import type { Investigation } from '../../bot/investigation/investigation.ts'
import { evidenceRows } from '../../bot/stages/evidence.ts'
import { sampleLogs } from '../../infra/local/log-world.ts'
import { differences } from './compare.ts'
import { type EngineOptions, type Engines, startEngines } from './engines.ts'
import { type Ground, GROUNDS, NOON_AFTER } from './grounds.ts'
import { askAgain, investigate } from './investigations.ts'
import { allLogs } from './logs.ts'
import { noting, type Started } from './noting.ts'
import type { Asked } from './questions.ts'
import { createTableAs, isUnload } from './unload.ts'

/**
 * Asks both engines all there is to ask, or what concerns the questions with these ids, and prints each difference.
 * @returns how many statements differ
 */
export async function proveSameAnswers(options: EngineOptions, ids: readonly string[]): Promise<number> {
  const logs = allLogs(sampleLogs(path.join(options.folder, 'sample'), NOON_AFTER))
  const engines = await startEngines(logs, options)
  try {
    let differing = 0
    for (const ground of GROUNDS) {
      const asked = ground.asked.filter(({ id }) => ids.length === 0 || ids.includes(id))
      differing += await proveOn({ ...ground, asked }, engines)
    }
    return differing
  } finally {
    await engines.stop()
  }
}

/** Questions under way at once: each has several statements, and the embedded Athena takes 20. */
const AT_ONCE = 4

/** The statement that counts the rows of another, which is compared itself. */
const COUNT = 'count'

async function proveOn(ground: Ground, engines: Engines): Promise<number> {
  const compared = new Map<string, Promise<number | undefined>>()
  const compareNew = (name: string, started: Iterable<Started>) => {
    const added = [...started]
      .filter(one => !compared.has(one.sql) && !isUnload(one.sql) && one.purpose !== COUNT)
      .map(one => {
        const rows = compare(one, `${ground.bucket}, ${name}`, engines)
        compared.set(one.sql, rows)
        return rows
      })
    return Promise.all(added)
  }

  const first = noting(engines.world.athena)
  const investigation = await investigate(ground, { ...engines.world, athena: first.athena })
  for (const sql of first.started.keys()) if (isUnload(sql)) await engines.trino(createTableAs(sql))
  await first.athena.start(allEvidence(investigation), '')
  await compareNew('evidence', first.started.values())
  await pMap(
    ground.asked,
    async one => {
      const { athena, started } = noting(engines.world.athena)
      await askAgain(investigation, one, ground, { ...engines.world, athena })
      await compareNew(nameOf(one), started.values())
    },
    { concurrency: AT_ONCE },
  )
  const rows = await Promise.all(compared.values())
  const same = rows.filter(count => count !== undefined)
  const total = same.reduce((sum, count) => sum + count, 0)
  const differing = rows.length - same.length
  console.log(
    `${ground.bucket}: ${rows.length} statements, ${total} rows the same, ${differing} statements differ`,
  )
  return differing
}

const nameOf = ({ id, logs, parameters }: Asked): string => `${id} of ${logs} ${JSON.stringify(parameters)}`

/** All rows of the evidence, whichever kind they are of. */
function allEvidence({ id, evidence }: Investigation): string {
  if (!evidence) throw new Error('There is evidence by now')
  const columns = join(
    EVIDENCE_COLUMNS.map(column => identifier(column.name)),
    ', ',
  )
  return signed(sql`SELECT ${columns} FROM evidence WHERE ${evidenceRows(id, evidence)}`.text, id, 'all')
}

/** How far approximations may lie apart: Trino interpolates between values that may lie far apart themselves. */
const SLACK = 1 / 3

/** What the catalogue's statements name their percentiles. */
const PERCENTILE = /(^|_)p\d\d_ms$|^median$/

/** @returns how many rows both engines return, undefined where they differ */
async function compare(
  { sql, purpose, id }: Started,
  about: string,
  engines: Engines,
): Promise<number | undefined> {
  const name = `${about}, ${purpose}`
  try {
    const [athena, trino] = await Promise.all([engines.result(await id), engines.trino(sql)])
    const found = differences(athena, trino, column =>
      sql.includes('approx_') && PERCENTILE.test(column) ? SLACK : 0,
    )
    for (const { what, athena, trino } of found.slice(0, SHOWN))
      console.error(`${name}: ${what}\n  athena ${athena}\n  trino  ${trino}`)
    if (found.length > SHOWN) console.error(`  and ${found.length - SHOWN} more`)
    return found.length === 0 ? athena.rows.length : undefined
  } catch (error) {
    console.error(`${name}: one engine does not run it\n  ${String(error)}\n${sql}`)
    return undefined
  }
}

const SHOWN = 3
