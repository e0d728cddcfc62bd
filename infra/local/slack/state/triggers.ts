import { randomBytes } from 'node:crypto'
import { ApiError } from '../model/api-error.ts'

const VALID_MS = 3000
const KEPT_MS = 60_000

/** What lets the app open a view for a person. */
export interface Trigger {
  user: string
}

export type Triggers = ReturnType<typeof openTriggers>

/** `trigger_id`s: each opens one view, within three seconds. */
export function openTriggers(now: () => Date) {
  const issued = new Map<string, Trigger & { at: number; used: boolean }>()
  return {
    issue(trigger: Trigger): string {
      const at = now().getTime()
      // The oldest come first.
      for (const [id, old] of issued) {
        if (at - old.at <= KEPT_MS) break
        issued.delete(id)
      }
      const id = `${at}.${issued.size}.${randomBytes(16).toString('hex')}`
      issued.set(id, { ...trigger, at, used: false })
      return id
    },

    /** Checks a trigger without using it up. Throws what Slack answers. */
    check(id: string): Trigger {
      const trigger = issued.get(id)
      if (!trigger) throw new ApiError('invalid_trigger_id')
      if (trigger.used) throw new ApiError('exchanged_trigger_id')
      if (now().getTime() - trigger.at > VALID_MS) throw new ApiError('expired_trigger_id')
      return trigger
    },

    use(id: string): void {
      const trigger = issued.get(id)
      if (trigger) trigger.used = true
    },
  }
}
