import { DateTime } from 'luxon'
import type { Request } from '../time/request.ts'
import { EVIDENCE_FORMAT } from './evidence-format.ts'
import { evidenceWindow } from './evidence-window.ts'
import type { Investigation, Taken } from './investigation.ts'
import { logsFor, wantsBoth } from './logs-asked.ts'

/** The workspace drops evidence once a day: what is about to go is not built upon. */
const MARGIN_DAYS = 1

/**
 * What the next question takes over of an investigation whose evidence holds all it needs: the same bucket
 * and time, of the logs that it prefers. Nothing where it has to read the logs itself,
 * as after a new version whose evidence means something else.
 */
export function takenFrom(parent: Investigation, request: Request, evidenceDays: number, now: Date): Taken {
  const { id, follows, plan, copy, evidence } = parent
  if (!plan || !copy || !evidence?.doneAt || !holds(parent, request)) return {}
  if (evidence.format !== EVIDENCE_FORMAT) return {}
  const kept = DateTime.fromISO(evidence.doneAt).plus({ days: evidenceDays - MARGIN_DAYS })
  return kept > DateTime.fromJSDate(now) ? { follows: follows ?? id, plan, copy, evidence } : {}
}

function holds({ request: asked, plan }: Investigation, request: Request): boolean {
  const [held, window] = [evidenceWindow(asked), evidenceWindow(request)]
  const wanted = logsFor(request)
  const needed = wantsBoth(request) ? wanted : wanted.slice(0, 1)
  const read = new Set((plan?.logs ?? []).map(({ source }) => source.log))
  return (
    asked.bucket === request.bucket &&
    held.from <= window.from &&
    held.to === window.to &&
    needed.every(log => read.has(log))
  )
}
