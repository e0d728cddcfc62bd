import { log } from '../calls/log.ts'
import { defined } from '../../analyses/lib/defined.ts'
import type { Deps } from '../services/deps.ts'
import { type Access, mayAsk } from '../access/access.ts'
import type { Person } from '../model/person.ts'
import type { Draft } from './grammar/draft.ts'
import type { Request } from '../time/request.ts'

/** How far back, and how many are looked at: a form opens in three seconds or not at all. */
const DAYS = 7
const MOST = 20

/**
 * This person's recent questions, the newest first, without those that s3audit could not answer; with `access`, only what they may ask there. It only makes the form handier: where it
 * cannot be read, there is none.
 */
export async function recentlyAsked(
  { user }: Person,
  access: Access | undefined,
  { investigations }: Pick<Deps, 'investigations'>,
): Promise<Request[]> {
  try {
    const own = await investigations.recent({ days: DAYS, most: MOST, user })
    return own
      .filter(({ problem }) => problem?.code !== 'not-in-channel')
      .map(({ request }) => request)
      .filter(({ bucket, analysis }) => access === undefined || mayAsk(access, { bucket, analysis }))
  } catch (error) {
    log('warn', 'recent-not-read', { error })
    return []
  }
}

/**
 * A draft with what it leaves open as it was asked last: the bucket, the log of the same question and, where no
 * bucket is named, the question. Who names a bucket may want to know anything of it.
 */
export function asLast(draft: Draft, recent: readonly Request[]): Draft {
  const [last] = recent
  if (last === undefined) return draft
  const question = draft.question ?? (draft.bucket === undefined ? last.analysis : undefined)
  const logs = draft.logs ?? recent.find(({ analysis }) => analysis === question)?.logs
  return {
    ...draft,
    bucket: draft.bucket ?? last.bucket,
    ...defined({ question, logs }),
  }
}

/** The choices to offer first: the latest first, without duplicates. */
export interface Recent {
  buckets: readonly string[]
  /** Ids. */
  questions: readonly string[]
}

export const NOTHING_RECENT: Recent = { buckets: [], questions: [] }

/** How many recent choices a list offers first. */
const FIRST = 5

export const recentOf = (asked: readonly Request[]): Recent => ({
  buckets: [...new Set(asked.map(({ bucket }) => bucket))].slice(0, FIRST),
  questions: [...new Set(asked.map(({ analysis }) => analysis))].slice(0, FIRST),
})
