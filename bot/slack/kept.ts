import { setTimeout as sleep } from 'node:timers/promises'
import { retryAfterOf, slackRefusalOf } from '../calls/failures.ts'

/** Why Slack does not tell something. `isLasting`: it refuses, and will refuse again until somebody mends it. */
export interface Untold {
  ok: false
  /** Slack's error word, or words for its silence. */
  why: string
  isLasting: boolean
}

/** A command must be answered within three seconds, whatever becomes of this. */
const PATIENCE_MS = 1000

/** For callers that should not wait longer. */
const LATE: Untold = { ok: false, why: 'no answer in time', isLasting: false }

/** Why a call failed. */
export function untoldFrom(error: unknown): Untold {
  const refused = retryAfterOf(error) === undefined ? slackRefusalOf(error) : undefined
  return { ok: false, why: refused ?? 'no answer', isLasting: refused !== undefined }
}

/**
 * Asks once for what several want to know at the same time, and keeps the answer for so long; failures are not
 * kept, as they may be mended at any moment. Waits for a moment at most: an answer that comes later is there for the
 * next try.
 * @param ask may throw, which is told as its reason
 */
export function keptFor<T extends { ok: true }>(
  seconds: number,
  now: () => Date,
  ask: (key: string) => Promise<T>,
): (key: string) => Promise<T | Untold> {
  const kept = new Map<string, { until: number; answer: Promise<T | Untold> }>()
  return key => {
    const at = now().getTime()
    const found = kept.get(key)
    if (found !== undefined && at < found.until) return withinPatience(found.answer)
    const answer = ask(key).catch((error: unknown) => {
      if (kept.get(key)?.answer === answer) kept.delete(key)
      return untoldFrom(error)
    })
    kept.set(key, { until: at + seconds * 1000, answer })
    return withinPatience(answer)
  }
}

const withinPatience = <T>(asked: Promise<T | Untold>): Promise<T | Untold> =>
  Promise.race([asked, sleep(PATIENCE_MS, LATE, { ref: false })])
