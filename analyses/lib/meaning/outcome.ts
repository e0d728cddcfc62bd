import { sql } from '../sql/sql.ts'

/**
 * What became of a request, over the columns of `events`. Access logs have a status and often a code, CloudTrail
 * has a code only, and records of lifecycle rules have neither. Every condition is TRUE or FALSE, never NULL.
 * Each record is exactly one of {@link succeeded}, {@link notModified}, {@link redirected} and {@link failed}.
 */

/** A browser asks on its own whether a page of another origin may make a request (CORS). Browsers never sign it. */
export const isPreflight = sql`coalesce(operation LIKE '%.OPTIONS.%', FALSE)`

/**
 * S3 carried the request out: a 2xx status, or none, and no error code. A code beside a 200 is an error that S3
 * found after it had begun to answer (API reference: CopyObject, CompleteMultipartUpload).
 */
export const succeeded = sql`(error_code IS NULL AND coalesce(status BETWEEN 200 AND 299, TRUE))`

/** The reader has the object already, and S3 sent nothing (API reference: GetObject, If-None-Match). */
export const notModified = sql`coalesce(status = 304, error_code = 'NotModified', FALSE)`

const REDIRECTS = ['PermanentRedirect', 'TemporaryRedirect', 'Redirect', 'MovedPermanently', 'Found']

/** S3 named another address instead of carrying the request out (API reference: error responses; user guide: request redirection). */
export const redirected = sql`coalesce(status BETWEEN 300 AND 399 AND status <> 304, error_code IN ${REDIRECTS}, FALSE)`

/** Neither carried out, nor redirected, nor answered with “not modified”. */
export const failed = sql`NOT (${succeeded} OR ${notModified} OR ${redirected})`

/**
 * The codes of requests that S3 refused, in either log: no permission, or an identity that S3 did not accept.
 * InvalidObjectState is not a refusal, though its status is 403: the object is in an archive.
 * (API reference: list of error codes; CloudTrail adds those of IAM.)
 */
export const DENIAL_CODES = (
  'AccessDenied AccessDeniedException AccessForbidden AccountProblem AllAccessDisabled Client.UnauthorizedOperation ' +
  'CrossLocationLoggingProhibited ExpiredToken ExpiredTokenException InvalidAccessKeyId InvalidClientTokenId InvalidPayer ' +
  'InvalidSecurity InvalidToken NotSignedUp RequestExpired RequestTimeTooSkewed SignatureDoesNotMatch TokenRefreshRequired ' +
  'UnauthorizedAccess UnauthorizedOperation UnrecognizedClientException'
).split(' ')

/** Refused by permission or for its signature; a 403 without a code counts, a browser's preflight does not. */
export const denied = sql`(NOT ${isPreflight} AND coalesce(error_code IN ${DENIAL_CODES}, status = 403, FALSE))`

const UNAUTHENTICATED =
  'SignatureDoesNotMatch InvalidAccessKeyId InvalidClientTokenId ExpiredToken InvalidToken TokenRefreshRequired RequestTimeTooSkewed'.split(
    ' ',
  )

/** S3 did not accept the signature, so the request never came to be judged by permissions; some are in no trail. */
export const notAuthenticated = sql`coalesce(error_code IN ${UNAUTHENTICATED}, FALSE)`

/** What was asked for is not there: a 404, and in CloudTrail, which has no status, the codes of one. */
export const missing = sql`coalesce(status = 404, error_code LIKE 'NoSuch%' OR error_code LIKE '%NotFound%', FALSE)`

const CONFLICTS = (
  'PreconditionFailed ConditionalRequestConflict OperationAborted BucketAlreadyExists BucketAlreadyOwnedByYou ' +
  'BucketNotEmpty InvalidBucketState RestoreAlreadyInProgress'
).split(' ')

/** Another request came first or a condition did not hold: 409 or 412, which is normal where many write. */
export const conflicted = sql`coalesce(status IN (409, 412), error_code IN ${CONFLICTS}, FALSE)`

const SERVER_CODES = [
  'InternalError',
  'InternalFailure',
  'ServiceUnavailable',
  'SlowDown',
  'ThrottlingException',
]

/** S3 failed, or asked the client to slow down: 5xx. */
export const serverError = sql`coalesce(status BETWEEN 500 AND 599, error_code IN ${SERVER_CODES}, FALSE)`

/** S3 asked the client to slow down (API reference: list of error codes, SlowDown). */
export const throttled = sql`coalesce(error_code = 'SlowDown' AND coalesce(status = 503, TRUE), FALSE)`

/** The client's request failed: 4xx, or in CloudTrail any error that is not S3's. */
export const clientError = sql`coalesce(status BETWEEN 400 AND 499, ${failed} AND NOT ${serverError})`
