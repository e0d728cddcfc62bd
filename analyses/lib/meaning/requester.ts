import { sql } from '../sql/sql.ts'

/**
 * Who asked, over the columns of `events`. The evidence has one type for each record, from the requester, the
 * signature and the record's first field (user guide: log format; CloudTrail guide: userIdentity element).
 */

/** Nobody signed the request (log format: signature version and authentication type are `-`). */
export const isAnonymous = sql`coalesce(requester_type = 'anonymous', FALSE)`

/** Somebody signed, and S3 did not establish who: an unknown key, a wrong signature, an expired token. */
export const isUnidentified = sql`coalesce(requester_type = 'unidentified', FALSE)`

/** The requester is the canonical id of the bucket's owner, which is each record's first field. */
export const isOwner = sql`coalesce(requester_type = 'owner', FALSE)`

/** An AWS service on its own or for somebody, CloudFront and lifecycle rules included. */
export const isService = sql`coalesce(requester_type = 'service', FALSE)`

/** The account's root user, where CloudTrail or an ARN names it. */
export const isRoot = sql`coalesce(requester_type = 'root', FALSE)`

/** A canonical id that is not the bucket owner's: which account it is of is in no log. */
export const isCanonicalId = sql`coalesce(requester_type = 'canonical-id', FALSE)`

/** Signed by an identity that S3 established: neither anonymous, nor refused for its signature, nor a preflight. */
export const isIdentified = sql`coalesce(requester_type NOT IN ('anonymous', 'unidentified', 'preflight'), FALSE)`
