import * as actions from './actions.ts'
import type { Actor } from './actor.ts'
import type { AuditedBucket } from './buckets.ts'
import * as cast from './cast.ts'
import * as keys from './keys.ts'
import type { Weighted } from './random.ts'
import type { Rhythm } from './week.ts'

/** Somebody's everyday business with one bucket. A visit is one request, or a few that belong together. */
export interface Workload {
  name: string
  bucket: AuditedBucket
  actors: readonly Actor[]
  visitsPerWeek: number
  rhythm: Rhythm
  keys: keys.Keys
  actions: Weighted<actions.Action>
}

type Row = readonly [
  name: string,
  actors: readonly Actor[],
  visitsPerWeek: number,
  rhythm: Rhythm,
  keys: keys.Keys,
  actions: Weighted<actions.Action>,
]

const { read, readPart, readUnchanged, readVersion, readMissing, readDenied, download } = actions
const { look, lookMissing, list, write, multipart, abandonUpload, copy, remove, untag } = actions
const READING = {
  read,
  readPart,
  readUnchanged,
  readVersion,
  readMissing,
  readDenied,
  download,
  look,
  lookMissing,
}
const EVERYDAY = { ...READING, list, write, multipart, abandonUpload, copy, remove, untag }

/** What somebody does, and how often one thing against the others. */
function mix(weights: Partial<Record<keyof typeof EVERYDAY, number>>): Weighted<actions.Action> {
  const weightOf = new Map(Object.entries(weights))
  return Object.entries(EVERYDAY).map(([name, action]) => [weightOf.get(name) ?? 0, action] as const)
}

const FOR_CLOUDFRONT = mix({ read: 76, readUnchanged: 12, readPart: 8, readMissing: 3, readDenied: 0.3 })
const AS_STOREFRONT = mix({ read: 7, look: 3, write: 1, lookMissing: 0.5, list: 0.2 })
const AS_INVOICING = mix({ write: 5, read: 3, look: 3, multipart: 0.4, lookMissing: 0.2 })
const AS_ACCOUNTING = mix({ read: 6, list: 3, readVersion: 1, readDenied: 0.1, remove: 0.05, untag: 0.05 })
const AS_EXPORT = mix({ multipart: 6, look: 4, list: 2, abandonUpload: 0.2, remove: 0.5 })
const AS_PARTNER = mix({ read: 5, list: 1, readDenied: 0.2, readMissing: 0.3 })
const BY_LINK = mix({ download: 9, readMissing: 1 })

const MEDIA: readonly Row[] = [
  ['cdn-identity', [cast.CLOUDFRONT_IDENTITY], 61_000, 'shoppers', keys.media, FOR_CLOUDFRONT],
  ['cdn-control', [cast.CLOUDFRONT_CONTROL], 27_500, 'shoppers', keys.thumbnail, FOR_CLOUDFRONT],
  ['storefront', cast.STOREFRONT, 27_000, 'shoppers', keys.media, AS_STOREFRONT],
  ['thumbnails', [cast.THUMBNAILER], 11_000, 'shoppers', keys.thumbnail, mix({ read: 5, write: 5, copy: 1 })],
  ['kiosk', [cast.KIOSK], 2_600, 'shoppers', keys.media, mix({ read: 9, readPart: 1 })],
  ['links', [cast.CUSTOMER], 3_000, 'shoppers', keys.press, BY_LINK],
]
const INVOICES: readonly Row[] = [
  ['invoicing', cast.INVOICE_SERVICE, 22_000, 'office', keys.invoice, AS_INVOICING],
  ['accounting', cast.ACCOUNTING, 3_500, 'office', keys.invoice, AS_ACCOUNTING],
  ['customers', [cast.CUSTOMER], 8_500, 'shoppers', keys.invoice, BY_LINK],
  ['auditing', [cast.AUDITOR], 700, 'office', keys.invoice, mix({ list: 2, read: 1 })],
]
const EXPORTS: readonly Row[] = [
  ['export', [cast.EXPORT_WRITER], 3_300, 'jobs', keys.exported, AS_EXPORT],
  ['reporting', cast.REPORTING, 9_500, 'office', keys.exported, mix({ read: 7, readPart: 2, list: 2 })],
  ['partner', [cast.PARTNER], 3_600, 'jobs', keys.exported, AS_PARTNER],
]
const ARCHIVE: readonly Row[] = [
  ['backup', [cast.BACKUP], 900, 'jobs', keys.archived, mix({ multipart: 5, look: 2, remove: 0.3 })],
  ['audit-archive', [cast.AUDITOR], 900, 'office', keys.archived, mix({ list: 3, read: 1 })],
]

/** Who does what in an ordinary week. */
export const WORKLOADS: readonly Workload[] = [
  ...of('shop-media', MEDIA),
  ...of('shop-invoices', INVOICES),
  ...of('shop-exports', EXPORTS),
  ...of('shop-archive', ARCHIVE),
]

function of(bucket: AuditedBucket, rows: readonly Row[]): Workload[] {
  return rows.map(([name, actors, visitsPerWeek, rhythm, chooseKey, mixed]) => {
    return { name, bucket, actors, visitsPerWeek, rhythm, keys: chooseKey, actions: mixed }
  })
}
