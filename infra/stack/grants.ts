import { Stack } from 'aws-cdk-lib'
import type { CfnWorkGroup } from 'aws-cdk-lib/aws-athena'
import type { Table } from 'aws-cdk-lib/aws-dynamodb'
import type { Role } from 'aws-cdk-lib/aws-iam'
import type { Bucket } from 'aws-cdk-lib/aws-s3'
import { bucketsNamed, isPattern } from '../../bot/access/policy.ts'
import type { Deployment } from '../settings/settings.ts'
import { allow } from './acknowledge.ts'
import type { Catalog } from './catalog.ts'
import { CONFIGURATION_ACTIONS, checkedBuckets } from './checked.ts'
import { logPlaces, type Place } from './places.ts'
import { bucketArn } from './workspace.ts'

/** Reads the four values that Slack told; decrypted by SSM's own key, which its key policy allows. */
export function readSlackParameter(role: Role, { aws }: Deployment): void {
  allow(role, {
    actions: ['ssm:GetParameter'],
    resources: [
      Stack.of(role).formatArn({
        service: 'ssm',
        resource: 'parameter',
        resourceName: aws.slackParameter.slice(1),
      }),
    ],
  })
}

/** Loads, creates and saves investigations, and puts on record what people do: all that do something at a time together. */
export function useTable(role: Role, table: Table): void {
  allow(role, {
    actions: ['dynamodb:GetItem', 'dynamodb:PutItem', 'dynamodb:UpdateItem', 'dynamodb:BatchWriteItem'],
    resources: [table.tableArn],
  })
}

type Index = 'open' | 'recent' | 'asked' | 'uses' | 'watches'

/** Lists items of the table by one index: the open investigations, the recent ones, a person's, what people did. */
export function listByIndex(role: Role, table: Table, index: Index): void {
  allow(role, { actions: ['dynamodb:Query'], resources: [`${table.tableArn}/index/${index}`] })
}

/** Signs the links to CSVs: opening one reads with this role’s rights. */
export function signLinks(role: Role, workspace: Bucket): void {
  allow(role, {
    actions: ['s3:GetObject'],
    resources: [workspace.arnForObjects('results/*')],
    because: 'Athena names a result by its query’s id; the results in this stack’s own bucket.',
  })
}

/** Asks the audited buckets, and nothing in them, where they lie and where their access logs go. */
export function askBuckets(role: Role, { bot }: Deployment): void {
  allow(role, {
    actions: ['s3:GetBucketLogging', 's3:GetBucketLocation'],
    resources: bucketsNamed(bot).map(name => bucketArn(role, name)),
    because:
      'The settings name the buckets that may be audited by a pattern; only their configuration is read.',
  })
}

/** Lists the names of the account's buckets, to choose from where the rules have patterns. */
export function nameBuckets(role: Role, { bot }: Deployment): void {
  if (!bucketsNamed(bot).some(isPattern)) return
  allow(role, {
    actions: ['s3:ListAllMyBuckets'],
    resources: ['*'],
    because: 'IAM knows this action for all of an account’s buckets or none; it tells their names only.',
  })
}

/**
 * Looks how buckets are configured, for `/s3audit check`: those that are audited, those that their logs go to, and
 * the log bucket that a check would propose. Of trails, what they record.
 */
export function readConfigurations(role: Role, deployment: Deployment): void {
  if (!deployment.bot.checks) return
  allow(role, {
    actions: CONFIGURATION_ACTIONS,
    resources: checkedBuckets(deployment).map(name => bucketArn(role, name)),
    because:
      'The settings name the buckets that may be audited by a pattern; only their configuration is read.',
  })
  allow(role, {
    actions: ['cloudtrail:DescribeTrails'],
    resources: ['*'],
    because: 'The action takes no resource (Service Authorization Reference, AWS CloudTrail).',
  })
  allow(role, {
    actions: ['cloudtrail:GetEventSelectors', 'cloudtrail:GetTrailStatus'],
    resources: [`arn:${Stack.of(role).partition}:cloudtrail:*:*:trail/*`],
    because:
      'Which trails record a bucket is what is asked: they may be of any Region and of the organisation’s account. Only their settings are read.',
  })
}

/** Lists and reads logs: the bot's own reading, and Athena's on its behalf. */
export function readLogs(role: Role, deployment: Deployment): void {
  for (const place of logPlaces(deployment)) readPlace(role, place)
  const { kmsKeys } = deployment.aws
  if (kmsKeys.length > 0) {
    allow(role, {
      actions: ['kms:Decrypt'],
      resources: kmsKeys,
      conditions: { StringLike: { 'kms:ViaService': `s3.*.${Stack.of(role).urlSuffix}` } },
    })
  }
}

export function readPlace(role: Role, { bucket, prefix }: Place): void {
  const arn = bucketArn(role, bucket)
  allow(role, { actions: ['s3:GetBucketLocation'], resources: [arn] })
  allow(role, {
    actions: ['s3:ListBucket'],
    resources: [arn],
    ...(prefix && { conditions: { StringLike: { 's3:prefix': `${prefix}*` } } }),
  })
  allow(role, {
    actions: ['s3:GetObject'],
    resources: [`${arn}/${prefix}*`],
    because: 'The log objects of this one place: S3 and CloudTrail name them as they write them.',
  })
}

/** Asks Athena, in the one workgroup, over the tables of the one database. */
export function query(role: Role, group: CfnWorkGroup, { database, tables }: Catalog): void {
  const stack = Stack.of(role)
  allow(role, {
    actions: [
      'athena:StartQueryExecution',
      'athena:GetQueryExecution',
      'athena:GetQueryResults',
      'athena:StopQueryExecution',
    ],
    resources: [stack.formatArn({ service: 'athena', resource: 'workgroup', resourceName: group.name })],
  })
  const glue = (resource: string, resourceName?: string) =>
    stack.formatArn({ service: 'glue', resource, ...(resourceName && { resourceName }) })
  allow(role, {
    actions: ['glue:GetDatabase', 'glue:GetTable'],
    resources: [
      glue('catalog'),
      glue('database', database),
      // Athena looks for it whichever database is asked (its page on access to Glue's databases and tables).
      glue('database', 'default'),
      ...tables.map(table => glue('table', `${database}/${table}`)),
    ],
  })
}

/** Reads and writes what is derived from logs, by prefix: `files` are read, `made` are written too. */
export function useWorkspace(role: Role, bucket: Bucket): void {
  allow(role, {
    actions: ['s3:GetBucketLocation', 's3:ListBucket', 's3:ListBucketMultipartUploads'],
    resources: [bucket.bucketArn],
  })
  allow(role, {
    actions: ['s3:GetObject', 's3:PutObject', 's3:AbortMultipartUpload', 's3:ListMultipartUploadParts'],
    resources: ['manifests/*', 'logs/*', 'evidence/*', 'results/*'].map(keys => bucket.arnForObjects(keys)),
    because: 'The objects of this stack’s own bucket, by the prefixes that its lifecycle ends.',
  })
  allow(role, {
    actions: ['s3:GetObject'],
    resources: [bucket.arnForObjects('lists/*')],
    because: 'What the operator has laid there about addresses; the bot only reads it.',
  })
}
