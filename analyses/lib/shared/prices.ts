import type { AnalysisSettings } from '../settings.ts'
import { sql, type Sql } from '../sql/sql.ts'
import { UNBILLED } from './unbilled.ts'

/** What requests cost: which of S3's request prices applies to a record, and how an estimate reads. */

/**
 * The price tier of a record. Bucket owners pay for PUT, COPY, POST and LIST requests, and, less, for GET and
 * all others. DELETE requests and the abandoning of uploads are free, and nobody pays for 5xx answers and some
 * 3xx and 4xx ones, nor an owner for strangers' AccessDenied (AWS: "Billing for Amazon S3 error responses"). The reading side of a
 * copy is part of the copy, a key of a batch part of the batch. What lifecycle moves is priced by class.
 */
export const tier = sql`CASE
    WHEN starts_with(operation, 'S3.TRANSITION') THEN 'transition'
    WHEN starts_with(operation, 'S3.') OR starts_with(operation, 'BATCH.') OR operation IN ('REST.COPY.OBJECT_GET', 'REST.COPY.PART_GET') THEN 'free'
    WHEN regexp_like(operation, '^[^.]*[.]DELETE[.]') OR operation = 'REST.POST.MULTI_OBJECT_DELETE' THEN 'free'
    WHEN status >= 500 OR error_code IN ${UNBILLED} OR (status = 403 AND error_code = 'AccessDenied' AND requester IS NULL) THEN 'free'
    WHEN regexp_like(operation, '^[^.]*[.](PUT|POST|COPY)[.]') OR action = 'list' OR operation IN ('REST.GET.UPLOADS', 'REST.GET.UPLOAD') THEN 'writes'
    ELSE 'reads'
  END`

/**
 * What reading this many bytes from a storage class costs, besides the request. Glacier Flexible Retrieval and Deep Archive
 * charge for the restore and not for its copy, Intelligent-Tiering for nothing.
 */
export const retrievalCost = (
  bytes: Sql,
  storageClass: Sql,
  { retrievalPerGigabyte: prices }: AnalysisSettings['prices'],
): Sql =>
  sql`(1e0 * ${bytes} / 1000000000 * CASE ${storageClass} WHEN 'Standard-IA' THEN ${prices.standardIa} WHEN 'One Zone-IA' THEN ${prices.oneZoneIa} WHEN 'Glacier Instant Retrieval' THEN ${prices.glacierInstant} ELSE 0 END)`

export const estimateNote = ({ prices }: Pick<AnalysisSettings, 'prices'>): string =>
  `Costs are estimates at the prices of ${prices.asOf} in s3audit’s settings, without tiers, discounts and taxes; the bill decides.`
