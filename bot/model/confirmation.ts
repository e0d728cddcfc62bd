import { DateTime } from 'luxon'
import { bytes, count, counted, roughCharge } from '../../analyses/lib/words.ts'
import { type Investigation } from './investigation.ts'
import { type LogPlan } from './stored/plan.ts'
import { sumOf } from './stored/values.ts'

/** For how long a question waits for somebody to confirm what it would read. */
const WAITS_HOURS = 24

/** Whether nothing goes on until somebody confirms. */
export const isAsking = ({ plan, confirm }: Pick<Investigation, 'plan' | 'confirm'>): boolean =>
  plan?.ask !== undefined && !plan.doneAt && !confirm

/** When a question that nobody confirms ends by itself. */
export const endsAt = (since: string): DateTime =>
  DateTime.fromISO(since, { zone: 'utc' }).plus({ hours: WAITS_HOURS })

/** What would be read, what it costs and how long it takes, in one sentence. */
export function estimate(plan: NonNullable<Investigation['plan']>): string {
  const logs = plan.logs ?? []
  const held = `${bytes(sumOf(logs, log => log.bytes))} of logs in ${counted(
    sumOf(logs, log => log.objects),
    'object',
  )}`
  return `${held}; Athena charges ${roughCharge(plan.dollars ?? 0)}, and it takes ${duration(sumOf(logs, secondsOf))}`
}

/**
 * An order of magnitude, to decide by: assumed rates of gathering, of a copy job and of Athena's reading of text,
 * one log after the other. None was measured on AWS.
 */
function secondsOf({ objects, bytes: size, strategy }: LogPlan): number {
  const copying = {
    'in-place': 0,
    gather: Math.max(size / 20e6, objects / 150),
    'batch-copy': 300 + objects / 500,
  }
  return copying[strategy ?? 'in-place'] + 30 + size / 500e6
}

function duration(seconds: number): string {
  if (seconds < 120) return 'a minute or two'
  const minutes = Math.ceil(seconds / 60)
  return minutes < 120
    ? `roughly ${count(minutes)} minutes`
    : `roughly ${count(Math.ceil(minutes / 60))} hours`
}
