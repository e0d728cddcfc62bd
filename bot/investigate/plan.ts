import type { LogPlan, Source } from '../model/stored/plan.ts'
import { eachLog } from './source/each-log.ts'
import { list } from './source/listing.ts'
import { settle } from './settle.ts'
import { findSources } from './source/source.ts'
import type { Stage } from './stage.ts'
import { untilConfirmed } from './until-confirmed.ts'

/**
 * Finds where the logs lie, then lists the objects of the window page by page, and decides how they are
 * read. Listing starts at the window's first key and stops behind its last, so a year of logs beside it
 * costs nothing.
 */
export const plan: Stage = async (investigation, deps) => {
  const before = investigation.plan
  if (!before) return { ...investigation, plan: { missing: [], startedAt: deps.now().toISOString() } }
  if (!before.logs) {
    const { sources, missing, region } = await findSources(investigation, deps)
    const logs = sources.map(unlisted)
    return { ...investigation, plan: { ...before, logs, missing, ...(region && { region }) } }
  }
  if (before.ask) return untilConfirmed(investigation, { ...before, ask: before.ask }, deps)
  const listed = await eachLog(before, log => (log.cursor ? list(investigation, log, deps) : log))
  const isListed = !listed.logs?.some(({ cursor }) => cursor)
  return { ...investigation, plan: isListed ? await settle(investigation, listed, deps) : listed }
}

const unlisted = (source: Source): LogPlan => ({
  source,
  cursor: { range: 0 },
  objects: 0,
  bytes: 0,
  archived: 0,
  manifests: [],
})
