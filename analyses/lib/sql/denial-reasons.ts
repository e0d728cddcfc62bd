import { sql, type Sql } from './sql.ts'

/**
 * Why a request was refused, in words: what CloudTrail's message says of the policy, else what the error code says
 * (IAM user guide: troubleshoot access denied error messages). NULL where no log says it.
 */

const message = sql`lower(error_message)`
const says = (pattern: string): Sql => sql`regexp_like(${message}, ${pattern})`

const ofKms = says('not authorized to perform: kms:|kms key')

/** The kind of policy, in AWS's words; a bucket's policy is resource-based. */
const policy = sql`CASE
    WHEN ${says('service control polic')} THEN 'service control policy (SCP)'
    WHEN ${says('resource control polic')} THEN 'resource control policy (RCP)'
    WHEN ${says('vpc endpoint polic')} THEN 'VPC endpoint policy'
    WHEN ${says('permissions? boundar')} THEN 'permissions boundary'
    WHEN ${says('session polic')} THEN 'session policy'
    WHEN ${says('identity-based polic')} THEN 'identity-based policy'
    WHEN ${says('resource-based polic')} AND ${ofKms} THEN 'KMS key policy'
    WHEN ${says('resource-based polic')} THEN 'bucket policy'
  END`

/** Refusals without a policy in the message. */
const otherwise = sql`CASE
    WHEN ${says('block ?public ?(access|acls|policy)|restrict ?public ?buckets|ignore ?public ?acls|public (access|policies|acls?)')} THEN 'Block Public Access'
    WHEN ${ofKms} THEN 'no permission for the KMS key'
    WHEN ${says('(access control list|[^a-z]acls?[^a-z])')} THEN 'the ACL does not allow it'
    WHEN error_code = 'SignatureDoesNotMatch' THEN 'the signature does not match (wrong secret key)'
    WHEN error_code IN ('InvalidAccessKeyId', 'InvalidClientTokenId') THEN 'the access key does not exist'
    WHEN error_code IN ('ExpiredToken', 'ExpiredTokenException', 'TokenRefreshRequired', 'RequestExpired') THEN 'the credentials or the URL have expired'
    WHEN error_code = 'InvalidToken' THEN 'the session token is not valid'
    WHEN error_code = 'RequestTimeTooSkewed' THEN 'the client’s clock is wrong'
    WHEN error_code IN ('AllAccessDisabled', 'AccountProblem', 'NotSignedUp') THEN 'the account or the bucket is disabled'
    WHEN error_code = 'InvalidPayer' THEN 'the account that pays is not valid'
  END`

export const denialReason = sql`CASE WHEN ${policy} IS NULL THEN ${otherwise}
    ELSE concat(CASE WHEN ${says('explicit deny')} THEN 'explicit deny in a ' ELSE 'not allowed by any ' END, ${policy}) END`
