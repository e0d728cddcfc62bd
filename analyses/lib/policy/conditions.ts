import ipaddr from 'ipaddr.js'

/**
 * Who is left of everyone when a policy statement's conditions hold: `everyone`, the principals or resources of
 * certain `accounts`, or a `limited` circle whose accounts the policy does not name (a network, a VPC endpoint,
 * an organisation). It follows what S3 calls public: only fixed values limit, and only of keys that a caller
 * cannot choose. https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html
 */
export type Circle = { of: 'everyone' | 'limited' } | { of: 'accounts'; accounts: readonly string[] }

const EVERYONE: Circle = { of: 'everyone' }
const LIMITED: Circle = { of: 'limited' }

/** Hold an account id. */
const ACCOUNT_KEYS = new Set([
  'aws:principalaccount',
  'aws:sourceaccount',
  'aws:sourceowner',
  's3:dataaccesspointaccount',
])
/** Hold an ARN with an account in it, mostly. */
const ARN_KEYS = new Set([
  'aws:principalarn',
  'aws:sourcearn',
  's3:dataaccesspointarn',
  's3:x-amz-server-side-encryption-aws-kms-key-id',
])
/** Limit by a fixed value. Organisation paths are fixed as far as the organisation's id. */
const FIXED_KEYS = new Set([
  'aws:principalorgid',
  'aws:principalorgpaths',
  'aws:sourceorgid',
  'aws:sourceorgpaths',
  'aws:sourcevpc',
  'aws:sourcevpce',
  'aws:vpceaccount',
  'aws:vpceorgid',
  'aws:userid',
  'aws:principalservicename',
])
/** Only these treat `*` and `?` as wildcards. */
const WITH_WILDCARDS = new Set(['stringlike', 'arnlike', 'arnequals'])
const EXACT = new Set(['stringequals', 'stringequalsignorecase'])

/** A policy writes one value bare and several as a list. */
export const listOf = (value: unknown): unknown[] =>
  Array.isArray(value) ? value : value === undefined || value === null ? [] : [value]

export const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** What is at a path of objects; undefined where there is nothing. */
export function at(value: unknown, ...path: string[]): unknown {
  return path.reduce<unknown>((inner, name) => (isObject(inner) ? inner[name] : undefined), value)
}

/** The same as text; empty where there is none. */
export function textAt(value: unknown, ...path: string[]): string {
  const found = at(value, ...path)
  return typeof found === 'string' || typeof found === 'number' ? String(found) : ''
}

/** Judges the `Condition` of a statement: its operators and keys must all hold, one of a key's values suffices. */
export function circleOf(condition: unknown): Circle {
  const tests = testsIn(condition)
  const present = new Set(tests.filter(requiresPresence).map(({ key }) => key))
  const circles = tests.map(test => (test.passesMissing && !present.has(test.key) ? EVERYONE : limitBy(test)))
  const accounts = circles.flatMap(circle => (circle.of === 'accounts' ? [circle.accounts] : []))
  const [first, ...others] = accounts
  if (first) return { of: 'accounts', accounts: first.filter(id => others.every(ids => ids.includes(id))) }
  return circles.find(({ of }) => of === 'limited') ?? EVERYONE
}

interface Test {
  /** In lower case, without set operator and `IfExists`. */
  operator: string
  key: string
  values: readonly string[]
  /** A request without the key passes, too. */
  passesMissing: boolean
}

function testsIn(condition: unknown): Test[] {
  if (!isObject(condition)) return []
  return Object.entries(condition).flatMap(([written, keys]) => {
    const operator = written.toLowerCase()
    return Object.entries(isObject(keys) ? keys : {}).map(([key, values]) => ({
      operator: operator.replace(/^for(all|any)values?:/, '').replace(/ifexists$/, ''),
      key: key.toLowerCase(),
      values: listOf(values).map(String),
      passesMissing: operator.startsWith('forall') || operator.endsWith('ifexists'),
    }))
  })
}

/** `Null: { key: false }` takes away the pass that a missing key gives. */
const requiresPresence = ({ operator, values }: Test): boolean =>
  operator === 'null' && values.every(value => value.toLowerCase() === 'false')

function limitBy({ operator, key, values }: Test): Circle {
  if (values.length === 0) return EVERYONE
  if (operator === 'ipaddress' && key === 'aws:sourceip') return values.every(isNarrow) ? LIMITED : EVERYONE
  if (operator === 'bool' && key === 'aws:principalisawsservice')
    return values.every(value => value.toLowerCase() === 'true') ? LIMITED : EVERYONE
  if (!WITH_WILDCARDS.has(operator) && !EXACT.has(operator)) return EVERYONE
  const isFixed = (value: string): boolean =>
    !value.includes('${') && (EXACT.has(operator) || !/[*?]/.test(value))
  if (ACCOUNT_KEYS.has(key)) return values.every(isFixed) ? { of: 'accounts', accounts: values } : EVERYONE
  if (ARN_KEYS.has(key)) return limitByArns(values, isFixed)
  if (!FIXED_KEYS.has(key)) return EVERYONE
  const isLimited = (value: string) =>
    isFixed(value) || (key.endsWith('orgpaths') && /^o-[a-z0-9]+\//.test(value))
  return values.every(isLimited) ? LIMITED : EVERYONE
}

function limitByArns(arns: readonly string[], isFixed: (arn: string) => boolean): Circle {
  const accounts = arns.map(accountIn)
  if (accounts.every(account => account !== undefined)) return { of: 'accounts', accounts }
  return arns.every((arn, i) => accounts[i] !== undefined || isFixed(arn)) ? LIMITED : EVERYONE
}

/** The account in an ARN, undefined where there is none or it is a pattern. */
export const accountIn = (arn: string): string | undefined =>
  /^arn:[^:]*:[^:]*:[^:]*:([0-9]{12}):/.exec(arn)?.[1]

/** S3 takes more than a /8 of IPv4, or a /32 of IPv6, for the internet. */
function isNarrow(network: string): boolean {
  if (ipaddr.isValid(network)) return true
  if (!ipaddr.isValidCIDR(network)) return false
  const [address, bits] = ipaddr.parseCIDR(network)
  return bits >= (address.kind() === 'ipv4' ? 8 : 32)
}
