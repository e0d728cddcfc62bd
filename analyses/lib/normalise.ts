import { EVIDENCE_COLUMNS } from './evidence.ts'
import { identifier, join, sql, type Sql } from './sql.ts'

/** Fragments that both logs' normalisations share. All are expressions in Athena's SQL. */

const PRIVATE_ADDRESS =
  '^(10\\.|192\\.168\\.|172\\.(1[6-9]|2[0-9]|3[01])\\.|100\\.(6[4-9]|[7-9][0-9]|1[01][0-9]|12[0-7])\\.|f[cd][0-9a-f]{2}:)'

/** RFC 1918, carrier-grade NAT and unique-local addresses: what S3 sees of clients behind a VPC endpoint. */
export const isPrivate = (address: Sql): Sql => sql`regexp_like(${address}, ${PRIVATE_ADDRESS})`

/** `TLSv1.2`, however the log spells it (`TLSV1.2`, `TLSv1` for 1.0). */
export const tlsVersion = (logged: Sql): Sql =>
  sql`CASE upper(${logged}) WHEN 'TLSV1' THEN 'TLSv1.0' ELSE replace(upper(${logged}), 'TLSV', 'TLSv') END`

/** S3 decodes parameter names too, so a hyphen may be written as `%2D`. */
const PRESIGNED_SECRET =
  '(?i)([?&](?:X(?:-|%2D)Amz(?:-|%2D)(?:Signature|Security(?:-|%2D)Token)|Signature)=)[^& "]*'

/** A URI without what would let its reader repeat a presigned request: the signature and session token. */
export const withoutSecrets = (uri: Sql): Sql =>
  sql`CASE WHEN strpos(${uri}, '?') > 0 OR strpos(${uri}, '&') > 0 THEN regexp_replace(${uri}, ${PRESIGNED_SECRET}, '$1REDACTED') ELSE ${uri} END`

/** The 12-digit account of an IAM or STS ARN, in any partition. */
export const accountOfArn = (arn: Sql): Sql =>
  sql`regexp_extract(${arn}, '^arn:[^:]*:(?:iam|sts)::([0-9]{12}):', 1)`

/** 60 bits of the MD5 of a text; MD5 because both Athena and the embedded engine have it, not to be safe. */
export const hash60 = (value: Sql): Sql => sql`from_base(substr(to_hex(md5(to_utf8(${value}))), 1, 15), 16)`

/** `timestamp` without zone, in UTC, of an expression that yields a timestamp with one; NULL if it fails. */
export const utc = (instant: Sql): Sql => sql`CAST(try(${instant}) AT TIME ZONE 'UTC' AS timestamp)`

/** Half-open, exact to the second. `from` and `to` are ISO instants in UTC. */
export const within = (time: Sql, window: { from: string; to: string }): Sql =>
  sql`${time} >= ${timestamp(window.from)} AND ${time} < ${timestamp(window.to)}`

/** A timestamp literal of an ISO instant in UTC. */
export const timestamp = (iso: string): Sql =>
  sql`timestamp ${iso.replace('T', ' ').replace(/(\.\d+)?Z$/, '')}`

/**
 * The select list of the evidence: each column is its expression on rows of kind 'event' and 'account' and NULL on
 * the others, where `kind` tells all there is to tell. A column without expression is NULL throughout.
 */
export function eventColumns(expressions: Record<string, Sql>): Sql {
  return join(
    EVIDENCE_COLUMNS.map(({ name, type }) => selected(name, type, expressions[name])),
    ',\n  ',
  )
}

/** These stand on every row, whatever its kind. */
const ALWAYS = new Set(['kind', 'source', 'unparsed_line'])
const TRINO: Record<string, string> = { string: 'varchar', int: 'integer' }

function selected(name: string, type: string, expression: Sql | undefined): Sql {
  const value = expression ?? sql`NULL`
  const cast = sql`CAST(${ALWAYS.has(name) ? value : sql`CASE WHEN kind IN ('event', 'account') THEN ${value} END`} AS ${{ text: TRINO[type] ?? type }})`
  return sql`${cast} AS ${identifier(name)}`
}
