import type { WebClient } from '@slack/web-api'
import { slackErrorOf } from './failures.ts'

/** By which IANA zone and which locale somebody reads. */
export interface KnownReader {
  timeZone: string
  /** BCP 47; absent where Slack does not tell it. */
  locale?: string
}

/** People travel seldom, and each command that is typed would wait for the answer anew. */
const KEPT_SECONDS = 600

/** Tells how people read, as Slack said at most ten minutes ago; `UTC` where it does not tell their zone. */
export function readersFrom(slack: WebClient, now: () => Date): (user: string) => Promise<KnownReader> {
  const kept = new Map<string, { until: number; reader: KnownReader }>()
  return async user => {
    const at = now().getTime()
    const found = kept.get(user)
    if (found !== undefined && at < found.until) return found.reader
    try {
      const { tz = 'UTC', locale } = (await slack.users.info({ user, include_locale: true })).user ?? {}
      const reader = { timeZone: tz, ...(locale !== undefined && { locale }) }
      kept.set(user, { until: at + KEPT_SECONDS * 1000, reader })
      return reader
    } catch (error) {
      // A person of another workspace, or a missing scope: the answer is the same without their zone.
      if (slackErrorOf(error)) return { timeZone: 'UTC' }
      throw error
    }
  }
}
