import { DateTime } from 'luxon'
import { analysisNamed } from '../../analyses/lib/named.ts'
import type { Request } from '../request/request.ts'
import { evidenceWindow } from './evidence-window.ts'
import type { Investigation, Taken } from './investigation.ts'

/** The workspace drops evidence once a day: what is about to go is not built upon. */
const MARGIN_DAYS = 1

/**
 * What the next question takes over of an investigation whose evidence holds all it needs: the same bucket
 * and time, of the log that it prefers. Nothing where it has to read the logs itself.
 */
export function takenFrom(parent: Investigation, request: Request, evidenceDays: number, now: Date): Taken {
  const { id, follows, plan, copy, evidence } = parent
  if (!plan || !copy || !evidence?.doneAt || !holds(parent, request)) return {}
  const kept = DateTime.fromISO(evidence.doneAt).plus({ days: evidenceDays - MARGIN_DAYS })
  return kept > DateTime.fromJSDate(now) ? { follows: follows ?? id, plan, copy, evidence } : {}
}

function holds({ request: asked, plan }: Investigation, request: Request): boolean {
  const [held, needed] = [evidenceWindow(asked), evidenceWindow(request)]
  const { reads } = analysisNamed(request.analysis)
  const [preferred] = reads
  return (
    asked.bucket === request.bucket &&
    held.from <= needed.from &&
    held.to === needed.to &&
    plan?.source?.log === (request.logs === 'auto' ? preferred : request.logs)
  )
}
