import { accountIn, circleOf, isObject, listOf } from './conditions.ts'

/** A statement of a resource policy that lets others in. */
export interface Opening {
  /** Its `Sid`, or its place in the policy: `statement 2`. */
  statement: string
  /** Anyone at all, or the principals of certain accounts that are not one's own. */
  to: 'anyone' | 'other accounts'
  /** Account ids, or a canonical user id as the policy writes it; empty for anyone. */
  accounts: readonly string[]
  actions: readonly string[]
}

/**
 * Judges a resource policy, each statement for itself: who besides one's own accounts and AWS's services is let
 * in by it. A Deny is not set off against an Allow: neither does S3 when it says whether a policy is public.
 * @param policy as CloudTrail has it: an object, or its JSON
 * @param own ids of the accounts that are one's own
 */
export function openings(policy: unknown, own: readonly string[]): Opening[] {
  const document = typeof policy === 'string' ? jsonOf(policy) : policy
  if (!isObject(document)) return []
  return listOf(document.Statement).flatMap((statement, i) =>
    isObject(statement) && statement.Effect === 'Allow' ? openingOf(statement, i + 1, own) : [],
  )
}

/** What a JSON text holds; undefined where it is none. */
export function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

function openingOf(statement: Record<string, unknown>, place: number, own: readonly string[]): Opening[] {
  const named = {
    statement: typeof statement.Sid === 'string' && statement.Sid ? statement.Sid : `statement ${place}`,
    actions: statement.NotAction
      ? [`everything but ${listOf(statement.NotAction).join(', ')}`]
      : listOf(statement.Action).map(String),
  }
  const circle = circleOf(statement.Condition)
  const foreign = (accounts: readonly string[]): Opening[] => {
    const others = [...new Set(accounts)].filter(account => !own.includes(account))
    return others.length > 0 ? [{ ...named, to: 'other accounts', accounts: others }] : []
  }
  if (isAnyone(statement)) {
    if (circle.of === 'accounts') return foreign(circle.accounts)
    return circle.of === 'limited' ? [] : [{ ...named, to: 'anyone', accounts: [] }]
  }
  const accounts = principalAccounts(statement.Principal)
  return foreign(circle.of === 'accounts' ? accounts.filter(id => circle.accounts.includes(id)) : accounts)
}

/** `NotPrincipal` with Allow lets in everyone but those it names. */
function isAnyone({ Principal, NotPrincipal }: Record<string, unknown>): boolean {
  if (NotPrincipal !== undefined) return true
  const named = isObject(Principal) ? listOf(Principal.AWS) : listOf(Principal)
  return named.includes('*')
}

/** Of AWS principals and canonical users. The ids of deleted principals (`AIDA…`) are nobody's. */
function principalAccounts(principal: unknown): string[] {
  if (!isObject(principal)) return []
  const named = listOf(principal.AWS).map(String)
  return [
    ...named.flatMap(name => accountIn(name) ?? (/^[0-9]{12}$/.test(name) ? name : [])),
    ...listOf(principal.CanonicalUser).map(String),
  ]
}
