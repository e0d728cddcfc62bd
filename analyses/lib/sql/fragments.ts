import * as z from 'zod'
import { isNetwork } from './networks.ts'
import { isLiteral, join, likePrefix, sql, type Sql } from './sql.ts'

/** Predicates and parameters that analyses share; over the columns of `events`. */

/** A requester as people read it; who signs nothing is anonymous. */
export const who = sql`coalesce(requester, CASE requester_type WHEN 'anonymous' THEN '(anonymous)' WHEN 'unidentified' THEN '(signed, not identified)' WHEN 'preflight' THEN '(browser preflight)' ELSE '(unknown)' END)`

const SESSION = '^(arn:[^:]*:sts::[0-9]*:assumed-role/[^/]+|AROA[A-Z0-9]+)[/:].*$'

/**
 * The requester that counts go by: of an assumed role the role, whatever the session is called. Where CloudTrail knows
 * only the ids of another account (`AROA…:session`), the role's id.
 */
export const principal = sql`regexp_replace(${who}, ${SESSION}, '$1')`

/** How many sessions, where the rows are one {@link principal}'s. */
export const sessions = sql`count(DISTINCT requester)`

/** What people type in one line; it can be a literal in SQL. */
export const typedLine = z
  .string()
  .trim()
  .max(1024)
  .refine(text => isLiteral(text), 'Contains a character that is in no log. Type it again.')

export const keyPrefix = typedLine
  .optional()
  .describe('Only keys that begin with this, as they are named in the bucket; empty means all.')
  .meta({ title: 'Key prefix', placeholder: 'invoices/2024/' })

export const requesterFilter = typedLine
  .optional()
  .describe(
    'Only this requester: an ARN, or a part of one such as a role name; or the person behind a role. Empty means everyone.',
  )
  .meta({ title: 'Requester', placeholder: 'nightly-cleanup' })

/** Conditions joined by AND; those without a value to filter by fall away. */
export const all = (...conditions: (Sql | undefined)[]): Sql =>
  join(
    conditions.filter(condition => condition !== undefined),
    ' AND ',
  )

/** A prefix matches the decoded key or the key as logged, so that either spelling finds it. */
export const keyBegins = (prefix: string | undefined): Sql | undefined =>
  prefix ? sql`(starts_with(key, ${prefix}) OR starts_with(key_logged, ${prefix}))` : undefined

const contains = (text: Sql, part: string): Sql =>
  sql`lower(${text}) LIKE ${`%${likePrefix(part.toLowerCase())}`} ESCAPE '\'`

const ROLE = /^arn:([^:]*):(?:sts::([0-9]*):assumed-role|iam::([0-9]*):role(?:\/[^/]+)*)\/([^/]+)$/

/**
 * A requester, or the person behind one, by a part of the name. A role's whole ARN, in IAM's form or that of its
 * sessions, is that role with all its sessions and no other whose name only begins alike.
 */
export function requesterHas(part: string | undefined): Sql | undefined {
  if (!part) return undefined
  const [, partition, sts, iam, role] = ROLE.exec(part) ?? []
  if (role === undefined)
    return sql`(${join(
      [sql`requester`, sql`on_behalf_of`, sql`source_identity`].map(column => contains(column, part)),
      ' OR ',
    )})`
  const arn = `arn:${partition}:sts::${sts ?? iam}:assumed-role/${role}`.toLowerCase()
  return sql`(lower(requester) IN ${[arn, part.toLowerCase()]} OR starts_with(lower(requester), ${`${arn}/`}))`
}

/** A list as people type it: `a, b c` is three items; empty is none. */
export const items = (typed: string | undefined): string[] =>
  (typed ?? '').split(/[\s,;]+/).filter(item => item !== '')

/** Account ids as people type them; nothing typed means the operator's own accounts of the settings. */
export const accountList = typedLine
  .refine(typed => items(typed).every(item => /^[0-9]{12}$/.test(item)), 'Type account ids of 12 digits.')
  .optional()
  .describe('Accounts that count as your own; empty means those of the settings and the bucket’s own.')
  .meta({ title: 'Own accounts', placeholder: '111122223333, 444455556666' })

/** Networks as people type them. */
export const networkList = typedLine
  .refine(typed => items(typed).every(isNetwork), 'Type networks like 10.0.0.0/8 or 2001:db8::/32.')
  .optional()
  .describe('Addresses or networks, v4 and v6.')
  .meta({ title: 'Networks', placeholder: '10.0.0.0/8, 203.0.113.7' })
