import type { Finding } from '../../finding.ts'
import { type Facts, valueOf } from '../../facts.ts'
import { logBucketName, makeCommands, placeOf, policyCommands } from '../../log-bucket.ts'
import { loggingCommand } from '../logging.ts'

/** Where the logs are to go to a bucket that S3 cannot or must not deliver to: they go elsewhere. */

/** What every obstacle means. */
export const NO_DELIVERY = 'S3 delivers nothing then, and says so nowhere: the logs are simply not there.'

/** The commands that give the bucket a log bucket of its own account and Region. */
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
  'This makes a log bucket in the bucket’s own account and Region, and has the logs delivered there. If that account has a log bucket in this Region already, use its name instead and leave out the command that creates one.'

export const gone = (facts: Facts): Finding => ({
  check: 'target-gone',
  level: 'critical',
  what: `The logs are to go to ${facts.target.name}, and S3 knows no bucket of that name.`,
  why: `${NO_DELIVERY} Anybody may make a bucket of that name, too.`,
  fix: { words: OTHER_BUCKET, commands: elsewhere(facts) },
})

export const foreign = (facts: Facts): Finding => ({
  check: 'target-foreign',
  level: 'critical',
  what: `The logs are to go to ${facts.target.name}, which belongs to another account than ${facts.bucket.account}.`,
  why: `S3 delivers access logs within an account only. ${NO_DELIVERY}`,
  fix: {
    words: `${OTHER_BUCKET} If the bucket is one of yours, tell s3audit by otherAccounts in its settings.`,
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
      what: `The bucket lies in ${own}, and its logs are to go to ${facts.target.name} in ${theirs}.`,
      why: `S3 delivers access logs within a Region only. ${NO_DELIVERY}`,
      fix: { words: OTHER_BUCKET, commands: elsewhere(facts) },
    },
  ]
}
