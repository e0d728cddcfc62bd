import { isObject, listOf } from '../../../analyses/lib/policy/conditions.ts'

/** The principal that delivers access logs. */
export const DELIVERY_SERVICE = 'logging.s3.amazonaws.com'

/** One delivery of an access log: source bucket, source account and target key. */
export interface Delivery {
  /** The ARN of the source bucket. */
  source: string
  account: string
  /** The ARN of a log object. */
  object: string
}

/** Whether a policy lets the delivery through; `by` names the statement that decided. */
export type Permission = { allowed: true; by: string; confined: boolean } | { allowed: false; by?: string }

/**
 * Evaluates a bucket policy as S3 does when its delivery service puts a log object: a matching Deny wins, and
 * without a matching Allow the request is refused. A condition that is not understood never matches, in an Allow
 * or a Deny, so that a Deny is only reported if it certainly applies.
 */
export function permissionOf(policy: Record<string, unknown> | undefined, delivery: Delivery): Permission {
  const statements = listOf(policy?.Statement).filter(isObject)
  const named = statements.map((statement, i) => ({
    statement,
    by: typeof statement.Sid === 'string' && statement.Sid ? statement.Sid : `statement ${i + 1}`,
  }))
  const applying = named.filter(({ statement }) => applies(statement, delivery))
  const denied = applying.find(({ statement }) => statement.Effect === 'Deny')
  if (denied) return { allowed: false, by: denied.by }
  const allowed = applying.filter(({ statement }) => statement.Effect === 'Allow')
  const best = allowed.find(({ statement }) => isConfined(statement)) ?? allowed[0]
  return best
    ? { allowed: true, by: best.by, confined: allowed.every(({ statement }) => isConfined(statement)) }
    : { allowed: false }
}

function applies(statement: Record<string, unknown>, delivery: Delivery): boolean {
  return (
    namesService(statement) &&
    matches(statement, 'Action', 's3:PutObject', true) &&
    matches(statement, 'Resource', delivery.object, false) &&
    meets(statement.Condition, delivery)
  )
}

function namesService({ Principal, NotPrincipal }: Record<string, unknown>): boolean {
  if (NotPrincipal !== undefined)
    return !(isObject(NotPrincipal) && listOf(NotPrincipal.Service).includes(DELIVERY_SERVICE))
  if (!isObject(Principal)) return listOf(Principal).includes('*')
  return (
    listOf(Principal.AWS).includes('*') ||
    listOf(Principal.Service).some(name => name === '*' || name === DELIVERY_SERVICE)
  )
}

function matches(
  statement: Record<string, unknown>,
  element: 'Action' | 'Resource',
  value: string,
  ignoreCase: boolean,
): boolean {
  const not = statement[`Not${element}`]
  const patterns = listOf(not ?? statement[element]).map(String)
  const found = patterns.some(pattern =>
    ignoreCase ? like(pattern.toLowerCase(), value.toLowerCase()) : like(pattern, value),
  )
  return not === undefined ? found : !found
}

/** The condition keys of S3's request. Any other key is absent, such as those about a source network. */
const contextOf = ({ source, account }: Delivery): Record<string, string> => ({
  'aws:sourcearn': source,
  'aws:sourceaccount': account,
  'aws:securetransport': 'true',
  'aws:principalisawsservice': 'true',
  'aws:principalservicename': DELIVERY_SERVICE,
  'aws:principalservicenameslist': DELIVERY_SERVICE,
  'aws:viaawsservice': 'false',
})

function meets(condition: unknown, delivery: Delivery): boolean {
  if (condition === undefined) return true
  if (!isObject(condition)) return false
  const context = contextOf(delivery)
  return Object.entries(condition).every(
    ([operator, keys]) =>
      isObject(keys) &&
      Object.entries(keys).every(([key, values]) =>
        holds(operator.toLowerCase(), listOf(values).map(String), context[key.toLowerCase()]),
      ),
  )
}

function holds(written: string, values: readonly string[], given: string | undefined): boolean {
  const operator = written.replace(/^for(all|any)values?:/, '').replace(/ifexists$/, '')
  if (operator === 'null')
    return values.some(value => (value.toLowerCase() === 'true') === (given === undefined))
  const negated = /^(string|arn)not|^notipaddress$/.test(operator)
  // An absent key fails a positive operator, and passes a negated one and those that say so.
  if (given === undefined) return negated || written.endsWith('ifexists') || written.startsWith('forall')
  const test = TESTS[operator.replace('not', '')]
  if (!test) return false
  return values.some(value => test(value, given)) !== negated
}

const equal = (value: string, given: string): boolean => value === given
const insensitive = (value: string, given: string): boolean => value.toLowerCase() === given.toLowerCase()

const TESTS: Record<string, ((value: string, given: string) => boolean) | undefined> = {
  stringequals: equal,
  stringequalsignorecase: insensitive,
  stringlike: like,
  arnequals: like,
  arnlike: like,
  bool: insensitive,
}

/** IAM's wildcards: `*` matches any text, `?` one character. */
function like(pattern: string, text: string): boolean {
  const source = pattern
    .replaceAll(/[.+^${}()|[\]\\]/g, String.raw`\$&`)
    .replaceAll('*', '.*')
    .replaceAll('?', '.')
  return new RegExp(`^${source}$`, 's').test(text)
}

/** Whether S3 may deliver for certain buckets or accounts only; otherwise anyone's logs could be sent here. */
function isConfined({ Condition }: Record<string, unknown>): boolean {
  const keys = isObject(Condition)
    ? Object.values(Condition).flatMap(inner => (isObject(inner) ? Object.keys(inner) : []))
    : []
  return keys.some(key => /^aws:source(arn|account|orgid|orgpaths)$/i.test(key))
}

/** The statement that lets S3 deliver the logs of these buckets of an account below a prefix. */
export const deliveryStatement = (
  target: string,
  prefix: string,
  { sources, account }: { sources: readonly string[]; account: string },
) => ({
  Sid: 'S3ServerAccessLogs',
  Effect: 'Allow',
  Principal: { Service: DELIVERY_SERVICE },
  Action: 's3:PutObject',
  Resource: `${target}/${prefix}*`,
  Condition: {
    ArnLike: { 'aws:SourceArn': sources.length === 1 ? sources[0] : sources },
    StringEquals: { 'aws:SourceAccount': account },
  },
})

/** The policy with one more statement, under an unused `Sid`. */
export function withStatement(
  policy: Record<string, unknown> | undefined,
  statement: { Sid: string },
): Record<string, unknown> {
  const others = listOf(policy?.Statement)
  const taken = new Set(others.map(one => (isObject(one) ? one.Sid : undefined)))
  const names = [
    statement.Sid,
    ...Array.from({ length: others.length }, (_, i) => `${statement.Sid}${i + 2}`),
  ]
  const Sid = names.find(name => !taken.has(name)) ?? statement.Sid
  return { Version: '2012-10-17', ...policy, Statement: [...others, { ...statement, Sid }] }
}
