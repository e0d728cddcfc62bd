import type { WebClient } from '@slack/web-api'
import { slackErrorOf } from './failures.ts'

/** People travel seldom, and each command that is typed would wait for the answer anew. */
const KEPT_SECONDS = 600

/** Tells people's IANA zones, as Slack said at most ten minutes ago; `UTC` where it does not tell one. */
export function timeZonesFrom(slack: WebClient, now: () => Date): (user: string) => Promise<string> {
  const kept = new Map<string, { until: number; zone: string }>()
  return async user => {
    const at = now().getTime()
    const found = kept.get(user)
    if (found !== undefined && at < found.until) return found.zone
    try {
      const zone = (await slack.users.info({ user })).user?.tz ?? 'UTC'
      kept.set(user, { until: at + KEPT_SECONDS * 1000, zone })
      return zone
    } catch (error) {
      // A person of another workspace, or a missing scope: the answer is the same without their zone.
      if (slackErrorOf(error)) return 'UTC'
      throw error
    }
  }
}
