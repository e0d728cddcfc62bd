import { EVIDENCE_COLUMNS } from '../../analyses/lib/evidence/evidence.ts'
import { identifier, join, sql } from '../../analyses/lib/sql/sql.ts'
import { signed } from '../../bot/aws/athena.ts'
import type { Investigation } from '../../bot/model/investigation.ts'
import { InvestigationProblem } from '../../bot/model/problem.ts'
import { evidenceRows } from '../../bot/investigate/evidence.ts'
import type { Engines } from './engines.ts'
import { type Ground, GROUNDS } from './grounds.ts'
import { askAgain, investigate } from './investigations.ts'
import { noting, type Started } from './noting.ts'
import type { Asked } from './questions.ts'
import { createTableAs, isUnload } from './unload.ts'

/** A statement that the embedded engine has been asked, and Trino is to be. */
export interface Statement extends Started {
  /** The question that it is of, and of which bucket. */
  about: string
  /** The statement that counts its rows. */
  count?: Started | undefined
}

/**
 * All there is to ask, or what concerns the questions with these ids, each text once. A question is asked of the
 * embedded engine when its statements are wanted, so that neither engine waits for the other to be done.
 */
export async function* statements(engines: Engines, ids: readonly string[]): AsyncGenerator<Statement> {
  for (const ground of GROUNDS) {
    const asked = ground.asked.filter(({ id }) => ids.length === 0 || ids.includes(id))
    if (ids.length > 0 && asked.length === 0) continue
    const known = new Set<string>()
    for await (const statement of statementsOn({ ...ground, asked }, engines)) {
      if (known.has(statement.sql)) continue
      known.add(statement.sql)
      yield { ...statement, about: `${ground.bucket}, ${statement.about}` }
    }
  }
}

/** Those that make the evidence, all of its rows, then each question's. */
async function* statementsOn(ground: Ground, engines: Engines): AsyncGenerator<Statement> {
  const { deps } = engines
  const first = noting(deps.athena)
  const investigation = await investigate(ground, { ...deps, athena: first.athena })
  for (const text of first.started.keys()) if (isUnload(text)) await engines.trino(createTableAs(text))
  await first.athena.start(allEvidence(investigation), '')
  yield* named(first.started.values(), 'evidence')
  for (const one of ground.asked) {
    const { athena, started } = noting(deps.athena)
    await askAgain(investigation, one, ground, { ...deps, athena }).catch(unlessQueryFailed)
    yield* named(started.values(), nameOf(one))
  }
}

/** A statement that the embedded engine does not run is a difference, which the comparison finds. */
function unlessQueryFailed(error: unknown): void {
  if (!(error instanceof InvestigationProblem && error.code === 'query-failed')) throw error
}

/** The statement that counts the rows goes with the one that returns them. UNLOAD returns none. */
function named(started: Iterable<Started>, about: string): Statement[] {
  const all = [...started].filter(({ sql: text }) => !isUnload(text))
  const count = all.find(({ purpose }) => purpose === 'count')
  return all
    .filter(one => one !== count)
    .map(one => ({ ...one, about, count: one.purpose === 'rows' ? count : undefined }))
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
