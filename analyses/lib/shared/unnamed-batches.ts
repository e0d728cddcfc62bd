import type { Context, Results, Severity } from '../analysis.ts'
import { count, counted, numberOf, requesterName, span } from '../words.ts'

/** Batch deletions whose keys the log does not name: nobody may take them for no deletion. */

/** Keys that one DeleteObjects request can name (S3 API reference, DeleteObjects). */
const KEYS = 1000

export interface UnnamedBatches {
  /** Carried out. */
  batches: number
  /** Refused, or failed otherwise. */
  failures: number
  /** `2 batch deletions by user ada at … of up to 1,000 keys each, which this log does not name`. */
  words(place?: string): string
  /** Only where some were carried out. */
  severity: Severity | undefined
  /** What to do about it; false for none. */
  note: string | false
}

/** What the aggregate `batches`, of `unnamedBatchTotals`, says. */
export function unnamedBatchesIn({ aggregates }: Results, { reader, logs }: Context): UnnamedBatches {
  const top = aggregates.batches?.[0]
  const batches = numberOf(top, 'all_batches')
  const most = numberOf(top, 'batches')
  const who = `${most < batches ? `, the most, ${count(most)},` : ''} by ${requesterName(top?.requester ?? '')}`
  const when = span(top?.first, top?.last, reader)
  const many = batches === 1 ? 'of up to 1,000 keys' : 'of up to 1,000 keys each'
  return {
    batches,
    failures: numberOf(top, 'all_failures'),
    words: (place = '') =>
      `${counted(batches, 'batch deletion')}${place}${who}${when} ${many}, which this log does not name`,
    severity:
      batches === 0
        ? undefined
        : {
            level: 'high',
            why: `Up to ${count(KEYS * batches)} objects may be gone, and this log does not say which.`,
          },
    note: batches > 0 && (logs.includes('access-log') ? MISSING : NOT_RECORDED),
  }
}

const NOT_RECORDED =
  'CloudTrail records a batch deletion without its keys unless the trail has per-key events. Access logs name each key: ask again with logs:access-log.'
const MISSING =
  'An access log has one record for each key of a batch; those of these batches are not here. They may come later: ask again, or ask CloudTrail with logs:cloudtrail.'
