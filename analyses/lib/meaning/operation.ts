import { sql, type Sql } from '../sql/sql.ts'
import { conflicted, failed, missing, notModified, succeeded } from './outcome.ts'
import { isIdentified } from './requester.ts'

/**
 * What a request asks for, over the columns of `events`; whether S3 carried it out is {@link succeeded}'s matter.
 * Every condition is TRUE or FALSE, never NULL.
 */

const isOneOf = (...operations: readonly string[]): Sql => sql`coalesce(operation IN ${operations}, FALSE)`
const does = (...actions: readonly string[]): Sql => sql`coalesce(action IN ${actions}, FALSE)`

/** S3 did it by itself: lifecycle rules, restores that come to their end (user guide: lifecycle and logging). */
export const isByS3 = sql`coalesce(starts_with(operation, 'S3.'), FALSE)`

/**
 * One key of a DeleteObjects request, beside the record of the request (user guide: log format, `BATCH.`). Ceph
 * writes the request's operation with each key.
 */
export const isBatchKey = sql`coalesce(starts_with(operation, 'BATCH.') OR (operation = 'REST.POST.DELETE_MULTI_OBJECT' AND key IS NOT NULL), FALSE)`

/** The reading side of a copy, beside the record of the copy (user guide: log format, copy operations). */
export const isCopySource = isOneOf('REST.COPY.OBJECT_GET', 'REST.COPY.PART_GET')

/** The record of one HTTP request; the other records are of what a request or S3 did besides. */
export const isRequest = sql`NOT (${isByS3} OR ${isBatchKey} OR ${isCopySource})`

/** Lists keys or versions of a bucket, or buckets. */
export const lists = does('list')

const SMALL = '(?i)[?&]max-keys=[0-2](?:[& ]|$)'

/** A listing that asks whether there is anything below a prefix: of two keys at most (API reference: ListObjectsV2, max-keys). */
export const isSmallListing = sql`(${lists} AND coalesce(regexp_like(request_uri, ${SMALL}), json_extract_scalar(request_parameters, '$["max-keys"]') IN ('0', '1', '2'), FALSE))`

/** GET and HEAD, as either log names them. */
const asks = sql`coalesce(regexp_like(operation, '^[A-Z0-9]+[.](GET|HEAD)([.]|$)|^(Get|Head|List)[A-Z]'), FALSE)`

/**
 * Somebody who signed asked whether a thing is there, and S3 said no; or asked for two keys at most. S3 answers 404
 * only to those who may list, 403 to others (API reference: HeadObject), so they need not guess.
 */
export const probes = sql`(${isIdentified} AND ((${asks} AND ${missing}) OR (${isSmallListing} AND ${succeeded})))`

const ATTRIBUTES = [
  'REST.GET.OBJECT_ATTRIBUTES',
  'GetObjectAttributes',
  'GetObjectTorrent',
  'REST.GET.TORRENT',
]

/** Asks for the content of an object or of a part of one, the reading side of a copy included. */
export const reads = sql`((${does('read')} OR ${isOneOf('REST.GET.PART')}) AND NOT ${isOneOf(...ATTRIBUTES)})`

/** S3 handed out content: 200 or 206, or to a copy (API reference: GetObject). */
export const readsContent = sql`(${reads} AND ${succeeded})`

/** Asks about an object without its content: HEAD, tags, ACL, attributes. */
export const inspects = sql`(key IS NOT NULL AND (${isOneOf(...ATTRIBUTES)} OR (${asks} AND (${does('head', 'tag', 'acl')} OR ${isOneOf('REST.HEAD.PART')}))))`

/** Learnt of an object, but got no content: {@link inspects}, and reads of what had not changed. */
export const looks = sql`((${inspects} AND ${succeeded}) OR (${reads} AND ${notModified}))`

/** A part of an upload in parts: bytes, but no object yet (API reference: UploadPart, UploadPartCopy). */
export const isUploadPart = isOneOf(
  'REST.PUT.PART',
  'UploadPart',
  'REST.COPY.PART',
  'REST.PUT.PART_COPY',
  'UploadPartCopy',
)

/** Makes an object, in one request, by a copy or by completing an upload in parts (API reference: CompleteMultipartUpload). */
export const writes = sql`(${does('write', 'copy')} AND NOT ${isUploadPart})`

/** Asks to write: an object or a part of one. The requests of uploads, not the objects. */
export const isWriteRequest = sql`(${writes} OR ${isUploadPart})`

/** Carries the bytes of an object to S3: no copy, and not the request that completes the parts of an upload. */
export const uploads = sql`(${isOneOf('REST.PUT.PART', 'UploadPart')} OR (${does('write')} AND NOT ${isOneOf('REST.POST.UPLOAD', 'CompleteMultipartUpload')}))`

/**
 * A failure that someone should look at: neither a probe nor a conflict, which are normal in clients that look before
 * they write and in those that write together.
 */
export const isError = sql`(${failed} AND NOT ${probes} AND NOT ${conflicted})`

/** Carries bytes of content to a reader, not to a copy (log format: bytes sent). */
export const downloads = sql`(${readsContent} AND NOT ${isCopySource})`

/** A part of an object that was sent (API reference: GetObject, 206). CloudTrail does not tell. */
export const isPartialRead = sql`(${downloads} AND coalesce(status = 206, FALSE))`
/** An object that was sent whole, as far as the log tells. */
export const isWholeRead = sql`(${downloads} AND NOT ${isPartialRead})`

/** Looks at an object's head only (API reference: HeadObject). */
export const heads = sql`(key IS NOT NULL AND ${isOneOf('REST.HEAD.OBJECT', 'WEBSITE.HEAD.OBJECT', 'HeadObject')})`

/** By the bucket's website endpoint (log format: operation). */
export const isWebsite = sql`coalesce(starts_with(operation, 'WEBSITE.'), FALSE)`

/** Asks for an object out of an archive, or is S3's record of its return (API reference: RestoreObject). */
export const restores = does('restore')

/** A lifecycle rule moves an object to another storage class (user guide: lifecycle and logging). */
export const isTransition = does('lifecycle-transition')

/** A lifecycle rule removes an object, a version or an unfinished upload (user guide: lifecycle and logging). */
export const isExpiration = does('lifecycle-expire', 'lifecycle-delete-marker', 'lifecycle-abort-upload')

/** Changes the ACL of an object (API reference: PutObjectAcl). */
export const changesAcl = sql`(${does('acl')} AND NOT ${asks})`

/** Deletes an object or a version, or covers it with a delete marker: a key of its own in the record. */
export const isDeletion = does('delete', 'lifecycle-expire', 'lifecycle-delete-marker')

/** Somebody's deletion; lifecycle rules are nobody's. */
export const isRequestedDeletion = does('delete')

/** The record of a DeleteObjects request, of up to 1,000 keys, which it does not name (API reference: DeleteObjects). */
export const isBatchDeletion = does('delete-batch')

/** Changes how the bucket is set up, or makes or removes it. */
export const changesSettings = does('bucket-config-change', 'bucket-create', 'bucket-delete')

/** The verbs of requests that may change something. */
const CHANGING =
  '^[A-Z0-9]+[.](PUT|POST|DELETE|COPY)([.]|$)|^(Put|Post|Delete|Create|Update|Copy|Upload|Complete|Abort|Restore|Write|Rename|Replicate|Submit|Start|Stop|Tag|Untag|Add|Remove|Initiate|Set|Associate|Dissociate)[A-Z]'

/** An operation that s3audit does not know, whose verb may change something: what it did must not count as nothing. */
export const isUnknownChange = sql`(coalesce(action = 'other', FALSE) AND coalesce(regexp_like(operation, ${CHANGING}), FALSE))`
