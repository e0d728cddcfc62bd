import { DateTime } from 'luxon'
import type { Window } from '../../analyses/lib/analysis.ts'
import { analysisNamed } from '../../analyses/lib/catalogue/named.ts'
import type { Request } from '../time/request.ts'
import { toInstant } from '../time/time.ts'

type Asked = Pick<Request, 'analysis' | 'window' | 'parameters'>

/** The time before the window that the analysis compares with; undefined where it compares with none. */
export function baselineOf({ analysis, window, parameters }: Asked): Window | undefined {
  const hours = analysisNamed(analysis).baselineHours?.(parameters, window) ?? 0
  if (hours === 0) return undefined
  return { from: toInstant(DateTime.fromISO(window.from, { zone: 'utc' }).minus({ hours })), to: window.from }
}

/** What the evidence must hold: the window asked about, and the baseline before it. */
export const evidenceWindow = (asked: Asked): Window => ({
  from: baselineOf(asked)?.from ?? asked.window.from,
  to: asked.window.to,
})
