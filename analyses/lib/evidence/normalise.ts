import { EVIDENCE_COLUMNS } from './evidence.ts'
import { identifier, join, sql, type Sql } from '../sql/sql.ts'

/** Fragments that both logs' normalisations share. All are expressions in Athena's SQL. */

/** Loopback, link-local and unspecified addresses: of the machine itself or its own cable. */
const LOCAL = '127\\.|169\\.254\\.|0\\.|::1?$|fe[89ab][0-9a-f]:'
/** RFC 1918, carrier-grade NAT and unique-local addresses: what S3 sees of clients behind a VPC endpoint. */
const PRIVATE =
  '10\\.|192\\.168\\.|172\\.(?:1[6-9]|2[0-9]|3[01])\\.|100\\.(?:6[4-9]|[7-9][0-9]|1[01][0-9]|12[0-7])\\.|f[cd][0-9a-f]{2}:'

/** No address of the Internet. @param address as {@link address} spells it */
export const isNotPublic = (address: Sql): Sql => sql`regexp_like(${address}, ${`^(?:${PRIVATE}|${LOCAL})`})`

/** An address that a VPC may have. @param address as {@link address} spells it */
export const isPrivate = (address: Sql): Sql => sql`regexp_like(${address}, ${`^(?:${PRIVATE})`})`

/**
 * An address as everything compares it: IPv6 in its canonical form (RFC 5952), IPv4-mapped as IPv4. Service names,
 * which CloudTrail has in the same field, stay as they are.
 */
export const address = (logged: Sql): Sql =>
  sql`CASE WHEN strpos(${logged}, ':') > 0 THEN coalesce(CAST(try_cast(${logged} AS ipaddress) AS varchar), ${logged}) ELSE ${logged} END`

/** `TLSv1.2`, however the log spells it (`TLSV1.2`, `TLSv1` for 1.0). */
export const tlsVersion = (logged: Sql): Sql =>
  sql`CASE WHEN ${logged} IN ('TLSv1.2', 'TLSv1.3') THEN ${logged} ELSE CASE upper(${logged}) WHEN 'TLSV1' THEN 'TLSv1.0' ELSE replace(upper(${logged}), 'TLSV', 'TLSv') END END`

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

/** Each expression put into another one, such as a CASE, by its column's name. */
export const each = (expressions: Record<string, Sql>, outer: (value: Sql) => Sql): Record<string, Sql> =>
  Object.fromEntries(Object.entries(expressions).map(([name, value]) => [name, outer(value)]))

/**
 * The select list of the evidence. What has no expression is NULL throughout; on rows of other kinds than 'event'
 * and 'account' all is NULL but `kind`, `source` and `unparsed_line`, and the expressions see to that.
 */
export function eventColumns(expressions: Record<string, Sql>): Sql {
  return join(
    EVIDENCE_COLUMNS.map(({ name, type }) => selected(name, type, expressions[name] ?? sql`NULL`)),
    ',\n  ',
  )
}

const TRINO: Record<string, string> = { string: 'varchar', int: 'integer' }

const selected = (name: string, type: string, value: Sql): Sql =>
  sql`CAST(${value} AS ${{ text: TRINO[type] ?? type }}) AS ${identifier(name)}`
