import type { LifecycleRule } from '../../model/facts.ts'

/** When the objects below a prefix expire or are archived, in days after their creation; undefined: never. */
export interface Expiry {
  days?: number
  /** When they move to a storage class that must be restored before it can be read. */
  archivedAfter?: number
}

/** S3's storage classes that must be restored before they can be read. */
const ARCHIVES = new Set(['GLACIER', 'DEEP_ARCHIVE'])

/** What the enabled rules do with all objects below a prefix; the earliest counts. */
export function expiryOf(rules: readonly LifecycleRule[], prefix: string): Expiry {
  const applying = rules.filter(rule => concerns(rule, prefix))
  const days = applying.flatMap(({ Expiration }) => Expiration?.Days ?? [])
  const archived = applying.flatMap(({ Transitions }) =>
    (Transitions ?? []).flatMap(({ Days, StorageClass = '' }) =>
      ARCHIVES.has(StorageClass) ? (Days ?? 0) : [],
    ),
  )
  return {
    ...(days.length > 0 && { days: Math.min(...days) }),
    ...(archived.length > 0 && { archivedAfter: Math.min(...archived) }),
  }
}

/** Whether an enabled rule applies to all log objects below a prefix. */
export const concerns = (rule: LifecycleRule, prefix: string): boolean =>
  rule.Status === 'Enabled' && !isForTagged(rule) && prefix.startsWith(prefixOf(rule))

const prefixOf = ({ Prefix, Filter }: LifecycleRule): string =>
  Prefix ?? Filter?.Prefix ?? Filter?.And?.Prefix ?? ''

/** S3 gives log objects no tags. */
const isForTagged = ({ Filter }: LifecycleRule): boolean =>
  Filter?.Tag !== undefined || Filter?.And?.Tags !== undefined
