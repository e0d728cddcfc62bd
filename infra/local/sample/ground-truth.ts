import { INTERN, LEGACY_ERP, LIFECYCLE, NIGHTLY_CLEANUP, THUMBNAILER } from './cast.ts'
import type { AuditedBucket } from './buckets.ts'
import { LIFECYCLE_PER_DAY } from './chores.ts'
import { PLANTED } from './incidents.ts'
import { moment, type Week } from './week.ts'

/** What the logs say about an incident, in distinct access-log records of its bucket and time. */
export interface Truth {
  /** Whose records `records` and `errors` count, as the access log names them; `-` is nobody known. */
  requester?: string
  records?: number
  /** Statuses from 400. */
  errors?: number
  deletions?: number
  failedDeletions?: number
  /** The minimum number of 403 responses. */
  deniedAtLeast?: number
  changes?: number
  failedChanges?: number
}

export interface Incident {
  id: string
  bucket: AuditedBucket
  /** Day 0 is the week's first. Without a time: the whole week. */
  when?: { day: number; from: string; to: string }
  what: string
  /** What one may type after `/s3audit` to see it. */
  ask: string
  truth: Truth
}

/** Everything planted in the sample that is not everyday traffic, and what a true answer says about it. */
export const INCIDENTS: readonly Incident[] = [
  {
    id: 'versioning-suspended',
    bucket: 'shop-invoices',
    when: { day: 5, from: '01:58', to: '07:33' },
    what: 'jonas.weber suspends versioning a quarter of an hour before the deletion; anna.keller enables it in the morning.',
    ask: 'bucket-config-changes shop-invoices last 7 days',
    truth: { changes: 2, failedChanges: 0 },
  },
  {
    id: 'deletion-at-night',
    bucket: 'shop-invoices',
    when: { day: 5, from: '02:13', to: '02:16' },
    what:
      'The role nightly-cleanup, which takes a few files from tmp/ every night, deletes all of invoices/2024/ in two ' +
      'DeleteObjects requests. No version is named: the older versions are still there, behind delete markers.',
    ask: 'object-deletion shop-invoices last 7 days',
    truth: {
      requester: NIGHTLY_CLEANUP.requester ?? '-',
      records: PLANTED.deletedInvoices + 2,
      errors: 0,
      deletions: PLANTED.deletedInvoices,
      failedDeletions: 0,
    },
  },
  {
    id: 'policy-locks-reports-out',
    bucket: 'shop-exports',
    when: { day: 6, from: '16:31', to: '17:07' },
    what:
      'jonas.weber is refused a policy change, anna.keller makes it: it names the reporting role wrongly. All that ' +
      'the reports ask for is refused until she reverts it 26 minutes later.',
    ask: 'access-denied shop-exports last 7 days',
    truth: { changes: 2, failedChanges: 1, deniedAtLeast: PLANTED.deniedReports },
  },
  {
    id: 'throttled-prefix',
    bucket: 'shop-media',
    when: { day: 4, from: '11:20', to: '11:50' },
    what: 'S3 answers the thumbnailer with 503 SlowDown under thumbnails/.',
    ask: 'requesters-by-operations shop-media last 7 days',
    truth: { requester: THUMBNAILER.requester ?? '-', errors: PLANTED.throttledThumbnails },
  },
  {
    id: 'anonymous-reads',
    bucket: 'shop-media',
    what: 'Anyone on the internet reads press/ without credentials.',
    ask: 'requesters-by-operations shop-media last 7 days',
    truth: { requester: '-', records: PLANTED.publicReads, errors: 0 },
  },
  {
    id: 'outdated-client',
    bucket: 'shop-invoices',
    what: 'The user legacy-erp uploads every hour with SigV2 over TLSv1.1.',
    ask: 'requesters-by-operations shop-invoices last 7 days',
    truth: { requester: LEGACY_ERP.requester ?? '-', records: 7 * 24 * 2, errors: 0 },
  },
  {
    id: 'lifecycle',
    bucket: 'shop-invoices',
    what: 'Lifecycle rules expire versions and set delete markers each night. CloudTrail does not record it.',
    ask: 'object-deletion shop-invoices last 7 days',
    truth: { requester: LIFECYCLE.requester ?? '-', records: lifecycleRecords('shop-invoices') },
  },
  {
    id: 'deletes-refused',
    bucket: 'shop-invoices',
    when: { day: 3, from: '14:20', to: '14:28' },
    what: 'The role internship tries to delete invoices, one by one and together; each attempt is refused.',
    ask: 'object-deletion shop-invoices last 7 days',
    truth: {
      requester: INTERN.requester ?? '-',
      records: PLANTED.deniedDeletes + PLANTED.deniedBatchDeletes + 1,
      deletions: 0,
      failedDeletions: PLANTED.deniedDeletes + PLANTED.deniedBatchDeletes,
    },
  },
]

/** The time of an incident, half-open, in epoch milliseconds. */
export function incidentTime(week: Week, { when }: Incident): { from: number; to: number } {
  if (!when) return { from: week.start, to: week.end }
  return { from: moment(week, when.day, when.from), to: moment(week, when.day, when.to) }
}

function lifecycleRecords(of: AuditedBucket): number {
  return (
    7 * LIFECYCLE_PER_DAY.filter(({ bucket }) => bucket === of).reduce((sum, { count }) => sum + count, 0)
  )
}
