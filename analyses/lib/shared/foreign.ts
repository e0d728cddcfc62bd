import type { Context } from '../analysis.ts'
import { items } from '../sql/fragments.ts'
import { sql, type Sql } from '../sql/sql.ts'

/** The accounts that CloudTrail's events name. The account whose trail recorded the event is one's own too. */

/** What a person typed, or else the settings. */
export const ownAccounts = ({ settings }: Context, typed: string | undefined): readonly string[] =>
  typed ? items(typed) : settings.ownAccounts

/** An account id that is not one's own; false for NULL. */
export function isForeign(account: Sql, own: readonly string[]): Sql {
  const known = own.length > 0 ? sql` AND ${account} NOT IN ${own}` : sql``
  return sql`(coalesce(${account}, '') <> '' AND ${account} <> coalesce(recipient_account, '')${known})`
}

/** Whether what the request touched belongs to an account that is not one's own, too. */
export function touchesForeign(own: readonly string[]): Sql {
  const without = own.reduce(
    (accounts, account) => sql`replace(${accounts}, ${account}, '')`,
    sql`replace(resource_accounts, coalesce(recipient_account, ' '), '')`,
  )
  return sql`coalesce(trim(${without}) <> '', FALSE)`
}

export const ownAccountsNote = (own: readonly string[]): string =>
  own.length > 0
    ? `Own accounts: ${own.join(', ')}, and the account whose trail recorded the event.`
    : 'Only the account whose trail recorded an event is known to be your own: name the others in the settings or in the form.'

const parameter = (name: string): Sql => sql`json_extract_scalar(request_parameters, ${`$["${name}"]`})`

/** The algorithm of a key that the caller sent along (SSE-C), which S3 does not keep. */
export const customerKey = parameter('x-amz-server-side-encryption-customer-algorithm')
/** The KMS key that a write asked for: an ARN, or an id of the caller's own account. */
export const kmsKey = parameter('x-amz-server-side-encryption-aws-kms-key-id')
export const copySource = parameter('x-amz-copy-source')
export const kmsKeyAccount = sql`regexp_extract(${kmsKey}, '^arn:[^:]*:kms:[^:]*:([0-9]{12}):', 1)`
