import path from 'node:path'
import pMap from 'p-map'
import { sampleLogs } from '../../infra/local/log-world.ts'
import { asAthena, differences } from './compare.ts'
import { type EngineOptions, type Engines, startEngines } from './engines.ts'
import { type Ground, GROUNDS, NOON_AFTER } from './grounds.ts'
import { investigate } from './investigations.ts'
import { allLogs } from './logs.ts'
import { type Statement, statementsOf, unloadsOf } from './statements.ts'

/** Asks both engines all there is to ask, and prints each difference. @returns how many statements differ */
export async function proveSameAnswers(options: EngineOptions): Promise<number> {
  const logs = allLogs(sampleLogs(path.join(options.folder, 'sample'), NOON_AFTER))
  const engines = await startEngines(logs, options)
  try {
    let differing = 0
    for (const ground of GROUNDS) differing += await proveOn(ground, engines)
    return differing
  } finally {
    await engines.stop()
  }
}

const AT_ONCE = 4

async function proveOn(ground: Ground, engines: Engines): Promise<number> {
  const name = `${ground.bucket} in its ${ground.log}`
  const investigation = await investigate(ground, engines.world)
  for (const statement of unloadsOf(investigation)) await engines.trino(statement)
  const statements = await statementsOf(investigation, ground, engines.world)
  const rows = await pMap(statements, statement => compare(statement, name, engines), {
    concurrency: AT_ONCE,
  })
  const same = rows.filter(count => count !== undefined)
  const total = same.reduce((sum, count) => sum + count, 0)
  const differing = statements.length - same.length
  console.log(
    `${name}: ${statements.length} statements, ${total} rows the same, ${differing} statements differ`,
  )
  return differing
}

/** @returns how many rows both engines return, undefined where they differ */
async function compare(
  { name, sql }: Statement,
  ground: string,
  engines: Engines,
): Promise<number | undefined> {
  const [here, there] = await Promise.allSettled([engines.athena(sql), engines.trino(sql).then(asAthena)])
  if (here.status === 'rejected' || there.status === 'rejected') {
    console.error(`${name}, of ${ground}\n  athena ${outcome(here)}\n  trino  ${outcome(there)}`)
    return undefined
  }
  const found = differences(here.value, there.value)
  for (const { what, athena, trino } of found.slice(0, SHOWN))
    console.error(`${name}, of ${ground}: ${what}\n  athena ${athena}\n  trino  ${trino}`)
  if (found.length > SHOWN) console.error(`  and ${found.length - SHOWN} more`)
  return found.length === 0 ? here.value.rows.length : undefined
}

const SHOWN = 3

const outcome = (result: PromiseSettledResult<unknown>): string =>
  result.status === 'fulfilled' ? 'runs it' : String(result.reason)
