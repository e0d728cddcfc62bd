import { createHash } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { EVIDENCE_COLUMNS } from '../../analyses/lib/evidence.ts'
import { identifier, join, sql } from '../../analyses/lib/sql.ts'
import type { Evidence, Investigation } from '../../bot/investigation/investigation.ts'
import { evidenceRows } from '../../bot/stages/evidence.ts'
import { query } from '../../bot/stages/query.ts'
import type { World } from '../../bot/world.ts'
import { parseStatement } from '../../infra/local/athena/dialect/statement.ts'
import type { Ground } from './grounds.ts'
import { TRINO_WORKSPACE } from './logs.ts'
import type { Asked } from './questions.ts'

/** A statement for both engines, and what to call it. */
export interface Statement {
  name: string
  sql: string
}

/**
 * UNLOAD is Athena's own. In Trino the same SELECT makes a table of the same objects: under the same keys, in a
 * bucket that only Trino writes into.
 */
export const unloadsOf = (investigation: Investigation): string[] =>
  Object.values(evidenceOf(investigation).parts).map(({ unload }) => createTableAs(unload.sql))

function createTableAs(unload: string): string {
  const statement = parseStatement(unload)
  if (statement.type !== 'unload') throw new Error('Only an UNLOAD becomes a table')
  const { prefix } = statement.target
  const name = `unload_${prefix.replaceAll(/[^a-z0-9]+/g, '_')}`
  return `CREATE TABLE "${name}" WITH (format = 'PARQUET', external_location = 's3://${TRINO_WORKSPACE}/${prefix}') AS\n${statement.sql}`
}

function evidenceOf({ evidence }: Investigation): Evidence {
  if (!evidence) throw new Error('There is evidence by now')
  return evidence
}

/** What the product would send to Athena about an investigation's evidence, each text once, and all its rows. */
export async function statementsOf(
  investigation: Investigation,
  { window, asked }: Ground,
  world: World,
): Promise<Statement[]> {
  const evidence = evidenceOf(investigation)
  const columns = join(
    EVIDENCE_COLUMNS.map(column => identifier(column.name)),
    ', ',
  )
  const rows = sql`SELECT ${columns} FROM evidence WHERE ${evidenceRows(investigation.id, evidence)}`
  const described = Object.entries(evidence.describe ?? {}).map(([name, run]) => ({ name, sql: run.sql }))
  const about = { ...investigation, request: { ...investigation.request, window } }
  const questions = await Promise.all(
    asked.map(async one => {
      const isFirst = asked.find(({ id }) => id === one.id) === one
      // The count wraps the rows, whatever they are: once for each analysis is enough.
      return (await questionsOf(about, one, world)).filter(({ run }) => isFirst || run !== 'count')
    }),
  )
  const all = [{ name: 'evidence', sql: rows.text }, ...described, ...questions.flat()]
  return [...new Map(all.map(statement => [statement.sql, statement])).values()]
}

async function questionsOf(
  investigation: Investigation,
  { id, parameters, settings }: Asked,
  world: World,
): Promise<(Statement & { run: string })[]> {
  const request = { ...investigation.request, analysis: id, parameters }
  const asking = { ...world, settings: { ...world.settings, analysis: settings } }
  const asked = await askedOf({ ...investigation, request }, asking)
  return Object.entries(asked.query?.runs ?? {}).map(([run, { sql }]) => ({
    run,
    name: `${id} ${JSON.stringify(parameters)}, ${run}`,
    sql,
  }))
}

/** What an analysis that judges asks for depends on what it finds, so that much is done, under an id of its own. */
async function askedOf(investigation: Investigation, world: World): Promise<Investigation> {
  const asked = await query(investigation, world)
  if (asked.query?.runs.rows) return asked
  const { id, request } = investigation
  const name = createHash('sha256')
    .update(JSON.stringify([request, world.settings.analysis]))
    .digest('hex')
    .slice(0, 16)
  let judging = await query({ ...investigation, id: name, follows: id }, world)
  while (!judging.query?.runs.rows) {
    const next = await query(judging, world)
    if (next === judging) await sleep(20)
    judging = next
  }
  return judging
}
