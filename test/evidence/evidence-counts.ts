import { accessLogEvents } from '../../analyses/lib/evidence/access-log-events.ts'
import { sql } from '../../analyses/lib/sql/sql.ts'
import { type Deps, WORKSPACE } from '../infra/athena/athena-deps.ts'
import { CORPUS_BUCKET, CORPUS_WINDOW } from './corpus/case.ts'

/** How many lines became what. */
export interface Counts {
  lines: number
  events: number
  outside: number
  unparsed: number
}

let folders = 0

/** Puts objects where the copied access logs lie. @returns their evidence, as a SELECT */
export function evidenceOf(deps: Deps, objects: readonly (string | Uint8Array)[], ending = ''): string {
  const id = `counts-${++folders}`
  for (const [index, body] of objects.entries()) deps.put(WORKSPACE, `logs/${id}/${index}${ending}`, body)
  const raw = { table: 'access_logs_copied', where: sql`investigation = ${id}` }
  return accessLogEvents(raw, CORPUS_BUCKET, CORPUS_WINDOW).text
}

/** The evidence of objects, counted as coverage counts it. */
export async function countsOf(
  deps: Deps,
  objects: readonly (string | Uint8Array)[],
  ending = '',
): Promise<Counts> {
  const kinds = ['event', 'outside', 'unparsed'].map(kind => `count_if(kind = '${kind}')`)
  const [row = []] = await deps.rows(
    `SELECT count(*), ${kinds.join(', ')} FROM (${evidenceOf(deps, objects, ending)}) AS evidence`,
  )
  const [lines = 0, events = 0, outside = 0, unparsed = 0] = row.map(Number)
  return { lines, events, outside, unparsed }
}
