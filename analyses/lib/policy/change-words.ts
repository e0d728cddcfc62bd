import type { Row } from '../analysis.ts'
import { isObject, listOf } from './conditions.ts'
import { jsonOf } from './policy.ts'
import { changeOf, type ReadChange, unjudged } from './unjudged.ts'

/** How many differences are named; the whole values are in the CSV. */
const MOST = 6
const NOT_BEFORE = 'the earlier value is not in the logs'

/**
 * One change in words: what was set, and what differs from the value before where the logs hold that one. Nothing is
 * taken from the bucket as it is today. Over columns `operation`, `new_value` and `previous_value`.
 */
export function changeInWords(row: Row): string {
  const change = changeOf(row)
  const setting = settingIn(change.operation)
  const { previous_value: before } = row
  if (/^(Delete|[^.]+\.DELETE\.)/.test(change.operation))
    return sentence(`${setting} removed`, wasWords(before, change.operation))
  if (row.new_value === null || row.new_value === undefined)
    return `${setting} set; the access log does not hold the value`
  const [doubt] = unjudged(change)
  if (change.unreadable) return `${setting} set; ${change.unreadable.why}`
  if (doubt) return `${setting} set; ${doubt.why.replace(/^\w+: /, '')}`
  const after = valueOf(change)
  if (before === null || before === undefined)
    return sentence(`${setting} set: ${list([...facts(after)]) || 'empty'}`, NOT_BEFORE)
  const earlier = before === 'removed' ? undefined : changeOf({ ...row, new_value: before })
  if (earlier?.unreadable) return `${setting} set: ${list([...facts(after)])}; ${NOT_BEFORE}`
  return difference(setting, earlier ? facts(valueOf(earlier)) : new Set(), facts(after))
}

const sentence = (told: string, more: string): string => (more ? `${told} (${more})` : told)

const list = (words: readonly string[]): string =>
  words.length > MOST
    ? `${words.slice(0, MOST).join('; ')}; and ${words.length - MOST} more`
    : words.join('; ')

function wasWords(before: string | null | undefined, operation: string): string {
  if (before === null || before === undefined) return NOT_BEFORE
  if (before === 'removed') return 'it had been removed before'
  const earlier = changeOf({ operation, new_value: before })
  return earlier.unreadable ? NOT_BEFORE : `it was: ${list([...facts(valueOf(earlier))])}`
}

/** `Allow s3:GetObject for role reporting removed; Allow s3:GetObject for role reports added`. */
function difference(setting: string, before: ReadonlySet<string>, after: ReadonlySet<string>): string {
  const removed = [...before].filter(fact => !after.has(fact))
  const added = [...after].filter(fact => !before.has(fact))
  if (removed.length + added.length === 0) return `${setting} set again as it was`
  return list([...removed.map(fact => `${fact} removed`), ...added.map(fact => `${fact} added`)])
}

/** `PutBucketPolicy`, `REST.PUT.BUCKETPOLICY` -> `Bucket policy`. */
function settingIn(operation: string): string {
  const bare = operation
    .replace(/^[^.]+\.[A-Z]+\./, '')
    .replace(/^(Put|Delete|Create|Update)/, '')
    .replace(/(Configuration|_?STATUS)$/, '')
    .replace(/^BUCKET_?(?=[A-Z])/, '')
    .replace(/^Bucket(?=[A-Z])/, '')
  const words = bare
    .replaceAll(/([a-z])(?=[A-Z])/g, '$1 ')
    .replaceAll('_', ' ')
    .toLowerCase()
  return words === 'policy' ? 'Bucket policy' : words === 'acl' ? 'ACL' : capital(words || operation)
}

const capital = (text: string): string => `${text.charAt(0).toUpperCase()}${text.slice(1)}`

/** Says where a request went, not what it set. */
const ADDRESS = new Set(['bucketName', 'Host', 'key', 'xmlns', 'name', 'accountId'])

function valueOf({ parameters }: ReadChange): unknown {
  const { bucketPolicy, policy, PutAccessPointPolicyRequest: request } = parameters
  const document = bucketPolicy || policy || (isObject(request) && request.Policy)
  if (document) return { policy: typeof document === 'string' ? (jsonOf(document) ?? document) : document }
  return Object.fromEntries(
    Object.entries(parameters).filter(([name, value]) => !ADDRESS.has(name) && value !== ''),
  )
}

/** A value as separate facts, so that two values can be compared: what a policy's statements say, else each leaf. */
function facts(value: unknown): Set<string> {
  if (isObject(value) && isObject(value.policy)) return new Set(policyFacts(value.policy))
  return new Set(leaves(value, []))
}

function policyFacts({ Statement }: Record<string, unknown>): string[] {
  return listOf(Statement).flatMap(statement => {
    if (!isObject(statement)) return [JSON.stringify(statement)]
    const actions = statement.NotAction
      ? `everything but ${texts(statement.NotAction)}`
      : texts(statement.Action)
    const principals = statement.NotPrincipal
      ? principalNames(statement.NotPrincipal).map(name => `everyone but ${name}`)
      : principalNames(statement.Principal)
    const on = statement.NotResource
      ? ` on everything but ${resources(statement.NotResource)}`
      : ` on ${resources(statement.Resource)}`
    const where = isObject(statement.Condition) ? ` if ${leaves(statement.Condition, []).join(' and ')}` : ''
    const isWhole = /^ on (bucket|all objects|bucket and all objects)$/.test(on)
    return principals.map(
      name => `${String(statement.Effect)} ${actions} for ${name}${isWhole ? '' : on}${where}`,
    )
  })
}

const texts = (value: unknown): string => listOf(value).map(String).toSorted().join(', ')

function principalNames(principal: unknown): string[] {
  if (!isObject(principal)) return principal === '*' ? ['anyone'] : [String(principal)]
  return Object.entries(principal).flatMap(([kind, names]) =>
    listOf(names).map(name => (name === '*' && kind === 'AWS' ? 'anyone' : principalName(String(name)))),
  )
}

/** `arn:aws:iam::111122223333:role/reporting` -> `role reporting`; with the account where it is a whole one. */
function principalName(name: string): string {
  const [, account, kind = '', last = ''] = /^arn:[^:]*:(?:iam|sts)::(\d*):([^/]+)\/?(.*)$/.exec(name) ?? []
  if (kind === 'root') return `account ${account}`
  return kind ? `${kind} ${last}` : /^\d{12}$/.test(name) ? `account ${name}` : name
}

/** The bucket and its objects, which most statements are about, need no words of their own. */
function resources(value: unknown): string {
  const names = listOf(value).map(one => String(one).replace(/^arn:[^:]*:s3:::/, ''))
  if (names.length > 0 && names.every(name => /^[^/*?]+(\/\*)?$/.test(name))) return 'bucket and all objects'
  return names.toSorted().join(', ')
}

/** `VersioningConfiguration.Status = Suspended` of each value in an object. */
function leaves(value: unknown, path: readonly string[]): string[] {
  if (Array.isArray(value))
    return value.every(one => typeof one !== 'object')
      ? [`${path.join('.')} = ${value.map(String).join(', ')}`]
      : value.flatMap(one => leaves(one, path))
  if (isObject(value))
    return Object.entries(value).flatMap(([name, inner]) =>
      name === 'xmlns' || name === 'xmlns:xsi' ? [] : leaves(inner, [...path, name]),
    )
  return [`${path.join('.').replace(/^\w+Configuration\./, '')} = ${String(value)}`]
}
