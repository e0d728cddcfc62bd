import { defined } from '../../analyses/lib/defined.ts'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Users } from './accounts.ts'

/** By which IANA zone and which locale somebody reads. */
export interface KnownReader {
  timeZone: string
  /** BCP 47; absent where Slack does not tell it. */
  locale?: string
  /** Slack did not answer: the zone is UTC for want of it, and the person is told so. */
  zoneUnknown?: true
}

/** Time zones rarely change, and without a cache each typed command would wait for Slack. */
const KEPT_SECONDS = 600
/** A command must be answered within three seconds, and a question can start without the zone. */
const PATIENCE_MS = 1000

const UNKNOWN: KnownReader = { timeZone: 'UTC', zoneUnknown: true }

/**
 * Tells how people read, as Slack said at most ten minutes ago; `UTC` where it does not tell their zone, or does not
 * answer soon. Never throws.
 */
export function readersFrom(users: Users, now: () => Date): (user: string) => Promise<KnownReader> {
  const kept = new Map<string, { until: number; reader: KnownReader }>()
  return async user => {
    const at = now().getTime()
    const found = kept.get(user)
    if (found !== undefined && at < found.until) return found.reader
    const ask = async (): Promise<KnownReader> => {
      const told = await users(user)
      // A person of another workspace, or a missing scope: Slack will never tell their zone.
      if (!told.ok) return told.isLasting ? { timeZone: 'UTC' } : UNKNOWN
      const { tz = 'UTC', locale } = told.user
      const reader = { timeZone: tz, ...defined({ locale }) }
      kept.set(user, { until: at + KEPT_SECONDS * 1000, reader })
      return reader
    }
    return Promise.race([ask(), sleep(PATIENCE_MS, UNKNOWN, { ref: false })])
  }
}
