import pMap from 'p-map'
import { countDifferences, type Difference, differences } from './compare.ts'
import { type EngineOptions, type Engines, startEngines } from './engines.ts'
import { type Statement, statements } from './statements.ts'

/** What a run has compared. */
export interface Proof {
  statements: number
  /** Rows that both engines return. */
  rows: number
  /** Statements whose answers differ. */
  differing: number
}

/** Statements that Trino has at once: two cores, and what waits for the other engine. */
const AT_ONCE = 4

/** Asks both engines all there is to ask, or what concerns the questions with these ids, and prints each difference. */
export async function proveSameAnswers(options: EngineOptions, ids: readonly string[]): Promise<Proof> {
  const proof: Proof = { statements: 0, rows: 0, differing: 0 }
  const progress = setInterval(() => console.log(toldOf(proof)), PROGRESS_MS).unref()
  const engines = await startEngines(options)
  try {
    const add = async (statement: Statement) => {
      const rows = await compare(statement, engines)
      proof.statements += 1
      if (rows === undefined) proof.differing += 1
      proof.rows += rows ?? 0
    }
    await pMap(statements(engines, ids), add, { concurrency: AT_ONCE })
    return proof
  } finally {
    clearInterval(progress)
    await engines.stop()
  }
}

const PROGRESS_MS = 20_000

/** One line: how far a run is, or how it ended. */
export const toldOf = ({ statements: compared, rows, differing }: Proof): string =>
  `${compared} statements compared, ${rows} rows the same, ${differing} statements differ`

/** @returns how many rows both engines return, undefined where they differ */
async function compare(statement: Statement, engines: Engines): Promise<number | undefined> {
  const name = `${statement.about}, ${statement.purpose}`
  try {
    const { rows, found } = await answers(statement, engines)
    for (const { what, athena, trino } of found.slice(0, SHOWN))
      console.error(`${name}: ${what}\n  athena ${athena}\n  trino  ${trino}`)
    if (found.length > SHOWN) console.error(`  and ${found.length - SHOWN} more`)
    return found.length === 0 ? rows : undefined
  } catch (error) {
    console.error(`${name}: one engine does not run it\n  ${String(error)}\n${statement.sql}`)
    return undefined
  }
}

const SHOWN = 3

/** How far approximations may lie apart: Trino interpolates between values that may lie far apart themselves. */
const SLACK = 1 / 3

/** What the catalogue's statements name their percentiles. */
const PERCENTILE = /(^|_)p\d\d_ms$|^median$/

async function answers(
  { sql, id, count }: Statement,
  engines: Engines,
): Promise<{ rows: number; found: Difference[] }> {
  const [athena, trino] = await Promise.all([engines.result(await id), engines.trino(sql)])
  const slack = (column: string) => (sql.includes('approx_') && PERCENTILE.test(column) ? SLACK : 0)
  const found = differences(athena, trino, slack)
  if (count) found.push(...countDifferences(await engines.result(await count.id), trino))
  return { rows: athena.rows.length, found }
}
