import { type Facts, isReachable, type Known, valueOf } from '../../model/facts.ts'
import type { Finding, Outcome } from '../../model/finding.ts'

type Unknown = Extract<Known<unknown>, { known: false }>

/** What s3audit could not read: access denied, with the statement that allows it, or a failure. */
export function access(facts: Facts): Outcome[] {
  const unknown = unknownOf(facts)
  const denied = unknown.filter(({ reason }) => reason === 'denied')
  const failed = unknown.filter(({ reason }) => reason === 'failed')
  return [
    ...(denied.length > 0 ? [notAllowed(denied, facts)] : []),
    ...(failed.length > 0 ? [notRead(failed)] : []),
  ]
}

/** Every fact about a bucket. */
const ofBucket = (bucket: Facts['bucket']): Known<unknown>[] =>
  Object.values<Known<unknown> | string>({ ...bucket }).filter(fact => typeof fact === 'object')

function unknownOf(facts: Facts): Unknown[] {
  const trails = (valueOf(facts.trails) ?? []).flatMap(({ status, selectors }) => [status, selectors])
  // A target that cannot receive logs, or is only proposed, needs no further reading.
  const isTarget = valueOf(facts.bucket.logging) !== undefined && isReachable(facts)
  const target = isTarget ? ofBucket(facts.target) : []
  const all: Known<unknown>[] = [...ofBucket(facts.bucket), ...target, facts.trails, ...trails]
  return all.filter(fact => !fact.known)
}

function notAllowed(denied: readonly Unknown[], { settings, bucket }: Facts): Finding {
  const actions = [...new Set(denied.map(({ action }) => action))].sort()
  const statements = byResource(denied).map(([resource, Action]) => ({
    Effect: 'Allow',
    Action,
    Resource: resource,
  }))
  const foreign = bucket.account !== settings.account
  return {
    check: 'not-allowed',
    level: 'medium',
    what: `s3audit is not allowed to read some of the configuration: ${actions.join(', ')}.`,
    why: 'The rest of this answer does not cover what could not be read.',
    fix: {
      words: `Add these statements to the policies of the role ${settings.role}${foreign ? ` and, with that role as Principal, to the bucket’s policy in account ${bucket.account}` : ''}. The stack grants them itself if the settings name the bucket. A permissions boundary, a Deny or an organisation’s policy can also be the reason.`,
      document: JSON.stringify({ Version: '2012-10-17', Statement: statements }, null, 2),
    },
  }
}

const byResource = (denied: readonly Unknown[]): [string, string[]][] =>
  [...Map.groupBy(denied, ({ resource }) => resource)].map(([resource, all]) => [
    resource,
    [...new Set(all.map(({ action }) => action))].sort(),
  ])

function notRead(failed: readonly Unknown[]): Finding {
  const named = [...new Set(failed.map(({ action, words }) => `${action} (${words})`))]
  return {
    check: 'not-read',
    level: 'medium',
    what: `Some of the configuration could not be read: ${named.slice(0, 3).join('; ')}.`,
    why: 'The rest of this answer does not cover what could not be read.',
    fix: { words: 'Check again in a few minutes.' },
  }
}
