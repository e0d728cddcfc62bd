import { randomBytes } from 'node:crypto'
import { ApiError } from '../model/api-error.ts'

const USES = 5
const VALID_MS = 30 * 60 * 1000

/** What a `response_url` was handed out for. */
export interface ResponseTarget {
  user: string
  channel: string
  /** The message whose button was pressed: what `replace_original` and `delete_original` mean. */
  original?: { ts: string; ephemeral: boolean } | undefined
}

export type ResponseUrls = ReturnType<typeof openResponseUrls>

/** `response_url`s: each takes five answers within thirty minutes. */
export function openResponseUrls(now: () => Date) {
  const issued = new Map<string, { target: ResponseTarget; expires: number; left: number }>()
  return {
    /** Returns the secret part of the address. */
    issue(target: ResponseTarget): string {
      const key = randomBytes(18).toString('base64url')
      issued.set(key, { target, expires: now().getTime() + VALID_MS, left: USES })
      return key
    },

    /** Counts one use. Throws `expired_url`, `used_url` or `no_such_url`. */
    use(key: string): ResponseTarget {
      const entry = issued.get(key)
      if (!entry) throw new ApiError('no_such_url')
      if (now().getTime() > entry.expires) throw new ApiError('expired_url')
      if (entry.left === 0) throw new ApiError('used_url')
      entry.left -= 1
      return entry.target
    },
  }
}
