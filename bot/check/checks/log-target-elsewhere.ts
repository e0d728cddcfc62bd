import type { Finding } from '../../model/finding.ts'
import { type Facts, valueOf } from '../../model/facts.ts'
import { logBucketName, makeCommands, placeOf, policyCommands } from './log-bucket.ts'
import { loggingCommand } from './logging.ts'

/** Findings about targets that S3 cannot or should not deliver to; the fix is another target. */

/** What every obstacle to delivery means. */
export const NO_DELIVERY = 'S3 then delivers nothing and reports no error: the logs are simply missing.'

/** The commands that set up a log bucket in the bucket's own account and Region. */
export function elsewhere(facts: Facts): string {
  const { account } = facts.bucket
  const place = placeOf(facts)
  const name = logBucketName(account, place.region)
  const unmade = { known: true, value: 'gone' } as const
  const fresh = { ...place, prefix: '', target: { ...place.target, name, account, existence: unmade } }
  return [
    ...makeCommands(fresh),
    ...policyCommands(fresh),
    loggingCommand({ name: facts.bucket.name, region: place.region }, name, ''),
  ].join('\n\n')
}

export const OTHER_BUCKET =
  'This creates a log bucket in the bucket’s own account and Region, and delivers the logs there. If that account has a log bucket in this Region already, use its name instead and omit the command that creates one.'

export const gone = (facts: Facts): Finding => ({
  check: 'target-gone',
  level: 'critical',
  what: `The logs are configured to go to ${facts.target.name}, but there is no bucket of that name.`,
  why: `${NO_DELIVERY} Also, anyone can create a bucket of that name and receive them.`,
  fix: { words: OTHER_BUCKET, commands: elsewhere(facts) },
})

export const foreign = (facts: Facts): Finding => ({
  check: 'target-foreign',
  level: 'critical',
  what: `The logs are configured to go to ${facts.target.name}, which belongs to a different account than ${facts.bucket.account}.`,
  why: `S3 only delivers access logs within an account. ${NO_DELIVERY}`,
  fix: {
    words: `${OTHER_BUCKET} If the bucket is yours, add it to otherAccounts in s3audit’s settings.`,
    commands: elsewhere(facts),
  },
})

export function otherRegion(facts: Facts): Finding[] {
  const [own, theirs] = [valueOf(facts.bucket.region), valueOf(facts.target.region)]
  if (!own || !theirs || own === theirs) return []
  return [
    {
      check: 'target-region',
      level: 'critical',
      what: `The bucket is in ${own}, but its logs are configured to go to ${facts.target.name} in ${theirs}.`,
      why: `S3 only delivers access logs within a Region. ${NO_DELIVERY}`,
      fix: { words: OTHER_BUCKET, commands: elsewhere(facts) },
    },
  ]
}
