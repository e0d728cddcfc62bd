import { coversBucket, rulesOf } from '../../bot/access/policy.ts'
import type { Deployment } from '../settings/settings.ts'
import { alarmsMayPublish } from './alarm-topic.ts'
import { CONFIGURATION_ACTIONS, checkedBuckets } from './checked.ts'
import { copiedPlaces, foreignAccountOf, logPlaces } from './places.ts'

/** Statements that somebody else has to add to a policy of theirs. */
export interface ForeignStatements {
  /** The policy that they belong in: `the policy of the bucket x in account 222233334444`. */
  to: string
  statements: object[]
}

/**
 * What this stack cannot allow itself: buckets and keys of other accounts, and a topic that the stack did not create,
 * are opened by their own policies. The
 * roles' names are known beforehand, but a policy can name a role only once it exists: deploy first.
 */
export function foreignStatements(deployment: Deployment): ForeignStatements[] {
  const { aws, bot } = deployment
  const buckets = Object.values(bot.otherAccounts)
    .flat()
    .flatMap(bucket => {
      const account = foreignAccountOf(deployment, bucket)
      return account ? [{ bucket, account }] : []
    })
  const keys = aws.kmsKeys.filter(key => key.split(':')[4] !== aws.account)
  return [
    ...buckets
      .map(({ bucket, account }) => ({
        to: `the policy of the bucket ${bucket} in account ${account}`,
        statements: ofBucket(bucket, deployment),
      }))
      .filter(({ statements }) => statements.length > 0),
    ...keys.map(key => ({
      to: `the policy of the key ${key}`,
      statements: [allow('Decrypt', [role(aws, 'reconcile'), role(aws, 'copy')], ['kms:Decrypt'], ['*'])],
    })),
    ...topicStatements(aws),
  ]
}

function topicStatements(aws: Aws): ForeignStatements[] {
  const { topic } = aws.alarms
  if (topic === undefined) return []
  const statements = [alarmsMayPublish(aws, { topic, partition: partitionOf(aws.region) })]
  return [{ to: `the policy of the topic ${topic}`, statements }]
}

function ofBucket(bucket: string, deployment: Deployment): object[] {
  const { aws, bot } = deployment
  const arn = `arn:${partitionOf(aws.region)}:s3:::${bucket}`
  const reconcile = role(aws, 'reconcile')
  const copy = role(aws, 'copy')
  const keys = (places: { bucket: string; prefix: string }[]) =>
    places.filter(place => place.bucket === bucket).map(({ prefix }) => `${arn}/${prefix}*`)
  const read = keys(logPlaces(deployment))
  const copied = keys(copiedPlaces(deployment))
  return [
    // A role in the bucket's own account needs no statement here.
    ...(bot.memberRole === undefined && rulesOf(bot).some(rule => coversBucket(rule, bucket))
      ? [allow('Ask', [reconcile], ['s3:GetBucketLogging', 's3:GetBucketLocation'], [arn])]
      : []),
    ...(bot.checks && checkedBuckets(deployment).includes(bucket)
      ? [allow('Check', [reconcile], CONFIGURATION_ACTIONS, [arn])]
      : []),
    ...(read.length > 0
      ? [
          allow('List', [reconcile], ['s3:ListBucket', 's3:GetBucketLocation'], [arn]),
          allow('Read', [reconcile], ['s3:GetObject'], read),
        ]
      : []),
    ...(copied.length > 0
      ? [
          allow('ListToCopy', [copy], ['s3:ListBucket', 's3:PutInventoryConfiguration'], [arn]),
          allow('Copy', [copy], COPY_ACTIONS, copied),
        ]
      : []),
  ]
}

/** What a copy reads of an object. */
export const COPY_ACTIONS = [
  's3:GetObject',
  's3:GetObjectVersion',
  's3:GetObjectTagging',
  's3:GetObjectVersionTagging',
]

const allow = (name: string, AWS: string[], Action: string[], Resource: string[]) => ({
  Sid: `S3Audit${name}`,
  Effect: 'Allow',
  Principal: { AWS },
  Action,
  Resource,
})

type Aws = Deployment['aws']

/** The role of a function, or of the copies, by the name that it has before it exists. */
export const role = ({ account, name, region }: Aws, which: 'reconcile' | 'copy'): string =>
  `arn:${partitionOf(region)}:iam::${account}:role/${name}-${region}-${which}`

function partitionOf(region: string): string {
  if (region.startsWith('cn-')) return 'aws-cn'
  return region.startsWith('us-gov-') ? 'aws-us-gov' : 'aws'
}
