import { log } from '../calls/log.ts'
import { setTimeout as sleep } from 'node:timers/promises'
import { ListBucketsCommand, type S3Client } from '@aws-sdk/client-s3'
import { Unanswered } from '../calls/time-limits.ts'

export interface Buckets {
  /**
   * The names of the account's buckets, as S3 told at most five minutes ago. None where it does not tell, or not at
   * once: they are for choosing from, and any other name can be typed. Never throws.
   */
  names(): Promise<readonly string[]>
}

const KEPT_SECONDS = 300
/** Slack waits three seconds, and the names are not all that an answer waits for. */
const PATIENCE_MS = 700
/** Accounts may have a million buckets: too many to choose from. */
const MOST_PAGES = 10
const PAGE = 1000

/** A refusal is kept as long as an answer: it is a matter of policies, and everybody would wait for it again. */
export function bucketsFrom(s3: S3Client, now: () => Date): Buckets {
  let kept: { until: number; names: Promise<readonly string[]> } | undefined
  const none = (error: unknown): readonly string[] => {
    log('warn', 'buckets-not-listed', { error })
    if (error instanceof Unanswered) kept = undefined
    return []
  }
  return {
    names() {
      const at = now().getTime()
      if (kept === undefined || at >= kept.until) {
        kept = { until: at + KEPT_SECONDS * 1000, names: list(s3).catch(none) }
      }
      return Promise.race([kept.names, sleep(PATIENCE_MS, [], { ref: false })])
    },
  }
}

async function list(s3: S3Client): Promise<readonly string[]> {
  const names: string[] = []
  let ContinuationToken: string | undefined
  for (let page = 0; page < MOST_PAGES; page++) {
    const told = await s3.send(new ListBucketsCommand({ MaxBuckets: PAGE, ContinuationToken }))
    names.push(...(told.Buckets ?? []).flatMap(({ Name }) => Name ?? []))
    ContinuationToken = told.ContinuationToken
    if (ContinuationToken === undefined) break
  }
  return names
}
