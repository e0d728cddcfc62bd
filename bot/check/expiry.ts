import type { LifecycleRule } from './facts.ts'

/** When the objects below a prefix are gone or archived, in days after they were made; undefined: never. */
export interface Expiry {
  days?: number
  /** From when on they lie in a class that must be restored before one can read them. */
  archivedAfter?: number
}

/** The classes of S3 that nobody can read from without restoring first. */
const ARCHIVES = new Set(['GLACIER', 'DEEP_ARCHIVE'])

/** What the enabled rules that concern all objects below a prefix do with them; the earliest counts. */
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

/** Whether an enabled rule concerns all log objects below a prefix. */
export const concerns = (rule: LifecycleRule, prefix: string): boolean =>
  rule.Status === 'Enabled' && !isForTagged(rule) && prefix.startsWith(prefixOf(rule))

const prefixOf = ({ Prefix, Filter }: LifecycleRule): string =>
  Prefix ?? Filter?.Prefix ?? Filter?.And?.Prefix ?? ''

/** S3 gives log objects no tags. */
const isForTagged = ({ Filter }: LifecycleRule): boolean =>
  Filter?.Tag !== undefined || Filter?.And?.Tags !== undefined
