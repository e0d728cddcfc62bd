import { aws, cloudFormation } from './commands.ts'
import { deliveryStatement, permissionOf, withStatement } from './delivery.ts'
import { bucketArn, type BucketFacts, type Facts, regionOf, valueOf } from '../../model/facts.ts'

/** How long to keep access logs by default: a year, and the time to notice an incident. */
export const KEEP_DAYS = 400

/** The name of the log bucket to create for an account and Region. */
export const logBucketName = (account: string, region: string): string =>
  `s3-access-logs-${account}-${region}`

/** A delivery target: bucket, prefix and account. */
export interface Place {
  target: BucketFacts
  prefix: string
  region: string
  /** The buckets whose logs go there, all in the target's account. */
  sources: readonly string[]
}

export const placeOf = (facts: Facts): Place => ({
  target: facts.target,
  prefix: facts.targetPrefix,
  region: regionOf(facts),
  sources: [facts.bucket.name],
})

/** A delivery of the log of one of the buckets, as S3 would make it. */
export const deliveryTo = ({ target, prefix, region }: Place, source: string) => ({
  source: bucketArn(region, source),
  account: target.account,
  object: bucketArn(region, target.name, `/${prefix}2026-11-21-00-00-00-0123456789ABCDEF`),
})

/** The statement that lets all of them be delivered. */
export const statementFor = ({ target, prefix, region, sources }: Place) =>
  deliveryStatement(bucketArn(region, target.name), prefix, {
    sources: sources.map(source => bucketArn(region, source)),
    account: target.account,
  })

export const isToBeMade = ({ existence }: BucketFacts): boolean => valueOf(existence) === 'gone'

/** The target's whole policy including the statement; undefined if its policy is not known. */
export function policyWith(place: Place): Record<string, unknown> | undefined {
  const { policy } = place.target
  if (isToBeMade(place.target)) return withStatement(undefined, statementFor(place))
  return policy.known ? withStatement(policy.value, statementFor(place)) : undefined
}

/** Whether the policy already allows the logs of all of them, and no others. */
export const letsIn = (place: Place): boolean =>
  place.target.policy.known &&
  place.sources.every(source => {
    const permission = permissionOf(valueOf(place.target.policy), deliveryTo(place, source))
    return permission.allowed
  })

/** The commands that create the log bucket, private and with an expiry for its objects. */
export function makeCommands({ target: { name: bucket }, region, prefix }: Place): string[] {
  return [
    aws('s3api create-bucket', {
      bucket,
      region,
      // For us-east-1, S3 wants no LocationConstraint.
      ...(region !== 'us-east-1' && { 'create-bucket-configuration': { LocationConstraint: region } }),
    }),
    aws('s3api put-public-access-block', { bucket, region, 'public-access-block-configuration': CLOSED }),
    aws('s3api put-bucket-lifecycle-configuration', {
      bucket,
      region,
      'lifecycle-configuration': { Rules: [expireLogs(prefix), ABORT_UPLOADS] },
    }),
  ]
}

/** The command that allows S3 to deliver; none if the current policy is not known. */
export function policyCommands(place: Place): string[] {
  const policy = policyWith(place)
  const { name: bucket } = place.target
  return policy ? [aws('s3api put-bucket-policy', { bucket, region: place.region, policy })] : []
}

/** The same for CloudFormation: the log bucket's policy and, if it is to be created, the bucket. */
export function logBucketTemplate(place: Place): string[] {
  const { name: BucketName } = place.target
  const policy = policyWith(place)
  return [
    ...(isToBeMade(place.target)
      ? [
          cloudFormation('LogBucket', 'AWS::S3::Bucket', {
            BucketName,
            PublicAccessBlockConfiguration: CLOSED,
            LifecycleConfiguration: {
              Rules: [
                {
                  Id: 'expire-access-logs',
                  Status: 'Enabled',
                  Prefix: place.prefix,
                  ExpirationInDays: KEEP_DAYS,
                },
                {
                  Id: 'abort-incomplete-uploads',
                  Status: 'Enabled',
                  AbortIncompleteMultipartUpload: { DaysAfterInitiation: 7 },
                },
              ],
            },
          }),
        ]
      : []),
    ...(policy
      ? [
          cloudFormation('LogBucketPolicy', 'AWS::S3::BucketPolicy', {
            Bucket: BucketName,
            PolicyDocument: policy,
          }),
        ]
      : []),
  ]
}

export const CLOSED = {
  BlockPublicAcls: true,
  IgnorePublicAcls: true,
  BlockPublicPolicy: true,
  RestrictPublicBuckets: true,
}

export const expireLogs = (prefix: string) => ({
  ID: 'expire-access-logs',
  Status: 'Enabled',
  Filter: { Prefix: prefix },
  Expiration: { Days: KEEP_DAYS },
})

export const ABORT_UPLOADS = {
  ID: 'abort-incomplete-uploads',
  Status: 'Enabled',
  Filter: { Prefix: '' },
  AbortIncompleteMultipartUpload: { DaysAfterInitiation: 7 },
}
