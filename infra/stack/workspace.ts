import { ArnFormat, Duration, RemovalPolicy, Stack } from 'aws-cdk-lib'
import { BlockPublicAccess, Bucket, BucketEncryption, CfnBucket, ObjectOwnership } from 'aws-cdk-lib/aws-s3'
import type { Construct } from 'constructs'
import type { Deployment } from '../settings/settings.ts'
import { acknowledge, nist } from './acknowledge.ts'

/**
 * The bucket of everything derived from logs, by prefix: `manifests/` and `logs/` (copies),
 * `evidence/`, `results/` (CSVs), `reports/` (of copy jobs). All of it can be derived again from the logs, and all
 * of it ends by its age; but for `lists/`, which the operator lays there and replaces.
 */
export function workspaceBucket(scope: Construct, { aws, bot }: Deployment): Bucket {
  const bucket = new Bucket(scope, 'Workspace', {
    encryption: BucketEncryption.S3_MANAGED,
    enforceSSL: true,
    blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
    objectOwnership: ObjectOwnership.BUCKET_OWNER_ENFORCED,
    lifecycleRules: [
      expire('manifests/', aws.keepDays.copies),
      expire('logs/', aws.keepDays.copies),
      // A day longer than the bot counts on it: the rule goes by whole days.
      expire('evidence/', bot.evidenceDays + 1),
      expire('results/', aws.keepDays.results),
      expire('reports/', aws.keepDays.reports),
      // What a query that was stopped had begun to write.
      { id: 'uploads', abortIncompleteMultipartUploadAfter: Duration.days(1) },
    ],
    removalPolicy: aws.onDestroy === 'delete' ? RemovalPolicy.DESTROY : RemovalPolicy.RETAIN,
    autoDeleteObjects: aws.onDestroy === 'delete',
  })
  tellEventBridge(bucket)
  acknowledge(bucket, {
    'AwsSolutions-S1': LOGGING,
    ...nist('S3BucketLoggingEnabled', LOGGING),
    ...nist('S3BucketReplicationEnabled', DERIVED),
    ...nist('S3BucketVersioningEnabled', DERIVED),
    ...nist('S3BucketDefaultLockEnabled', DERIVED),
    ...nist('S3DefaultEncryptionKMS', KEY),
  })
  return bucket
}

const LOGGING =
  'Only the roles of this stack can reach the bucket, and who asked for which CSV is on the investigation’s record. Where each access must be logged, the account’s trail records the bucket’s data events.'
const KEY =
  'Encrypted with S3’s own keys (SSE-S3), as S3 requires of the access logs that these objects are copies of. A key of the customer’s would have to be usable by anyone who opens a signed link.'
const DERIVED =
  'Everything in the bucket is derived from logs that are kept elsewhere, is written once (If-None-Match) and never changed, and expires within weeks; losing it costs a repeated question.'

const expire = (prefix: string, days: number) => ({
  id: prefix.replace('/', ''),
  prefix,
  expiration: Duration.days(days),
})

/** CDK would make a Lambda function of its own to set this; the template can say it. */
function tellEventBridge(bucket: Bucket): void {
  const resource = bucket.node.defaultChild
  if (resource instanceof CfnBucket)
    resource.notificationConfiguration = { eventBridgeConfiguration: { eventBridgeEnabled: true } }
}

/** The ARN of a bucket by its name. */
export const bucketArn = (scope: Construct, bucket: string): string =>
  Stack.of(scope).formatArn({
    service: 's3',
    region: '',
    account: '',
    resource: bucket,
    arnFormat: ArnFormat.NO_RESOURCE_NAME,
  })
