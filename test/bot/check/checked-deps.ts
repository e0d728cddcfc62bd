import { CloudTrailClient } from '@aws-sdk/client-cloudtrail'
import * as s3 from '@aws-sdk/client-s3'
import type { Facts } from '../../../bot/model/facts.ts'
import { judge, type Judgement } from '../../../bot/check/checks/judge.ts'
import { readerOf } from '../../../bot/check/read-facts.ts'
import { configurationsFrom } from '../../../bot/aws/configurations.ts'
import { trailsFrom } from '../../../bot/aws/trails.ts'
import { settingsSchema, type SettingsInput } from '../../../bot/model/settings.ts'
import { type LocalTrail, startCloudTrail } from '../../../infra/local/cloudtrail/server.ts'
import type { Fault } from '../../../infra/local/http/faults.ts'
import { ACCOUNT, CREDENTIALS, REGION, startEmbeddedS3 } from '../../infra/s3/s3-client.ts'

/** The bucket that is checked, and where its logs go. */
export const DATA = 'shop-data'
export const LOGS = 'shop-logs'
export const ROLE = `arn:aws:iam::${ACCOUNT}:role/s3audit-eu-west-1-reconcile`

const arn = (bucket: string) => `arn:aws:s3:::${bucket}`

/** What lets S3 deliver the logs of the one bucket. */
export const DELIVERY = {
  Sid: 'Logs',
  Effect: 'Allow',
  Principal: { Service: 'logging.s3.amazonaws.com' },
  Action: 's3:PutObject',
  Resource: `${arn(LOGS)}/*`,
  Condition: {
    ArnLike: { 'aws:SourceArn': arn(DATA) },
    StringEquals: { 'aws:SourceAccount': ACCOUNT },
  },
}
export const policyOf = (...Statement: object[]): string =>
  JSON.stringify({ Version: '2012-10-17', Statement })

export const trail = (more: Partial<LocalTrail> = {}): LocalTrail => ({
  name: 'main',
  homeRegion: REGION,
  multiRegion: true,
  bucket: 'shop-trail',
  logging: true,
  advancedEventSelectors: [
    {
      Name: 'Objects',
      FieldSelectors: [
        { Field: 'eventCategory', Equals: ['Data'] },
        { Field: 'resources.type', Equals: ['AWS::S3::Object'] },
      ],
    },
  ],
  ...more,
})

/**
 * A bucket with which all is well, in an embedded S3 and CloudTrail that the real clients are asked by; a test
 * then spoils something.
 */
export async function openCheckedDeps() {
  const faults: { before?: (service: string, operation: string, bucket: string) => Fault | undefined } = {}
  const embedded = await startEmbeddedS3({
    faults: {
      before: (service, operation, { bucket = '' }) => faults.before?.(service, operation, bucket),
    },
  })
  const trails: LocalTrail[] = [trail()]
  const cloudTrail = await startCloudTrail({
    trails,
    account: ACCOUNT,
    credentials: CREDENTIALS,
    faults: { before: (service, operation) => faults.before?.(service, operation, '') },
  })
  const { client, store } = embedded
  const settings: SettingsInput = {
    channels: ['C0INCIDENTS'],
    buckets: [DATA],
    sources: [
      {
        kind: 'cloudtrail',
        id: 'main',
        bucket: 'shop-trail',
        prefix: '',
        layout: 'account',
        accounts: [ACCOUNT],
        regions: [REGION],
      },
    ],
  }
  await makeGood(client)
  return {
    client,
    store,
    trails,
    faults,
    settings,
    /** Reads and judges the bucket again. */
    async look(bucket = DATA): Promise<{ facts: Facts; judgement: Judgement }> {
      const read = readerOf({
        configurations: configurationsFrom(client, REGION),
        trails: trailsFrom(
          region =>
            new CloudTrailClient({
              endpoint: cloudTrail.url,
              region,
              credentials: CREDENTIALS,
              maxAttempts: 1,
            }),
        ),
        settings: settingsSchema.parse(settings),
        account: ACCOUNT,
        region: REGION,
        role: ROLE,
      })
      const facts = await read(bucket)
      return { facts, judgement: judge(facts) }
    },
    async close() {
      await cloudTrail.close()
      await embedded.stop()
    },
  }
}

export type CheckedDeps = Awaited<ReturnType<typeof openCheckedDeps>>

async function makeGood(client: s3.S3Client): Promise<void> {
  const rules: Record<string, s3.LifecycleRule[]> = {
    [DATA]: [abortUploads],
    [LOGS]: [{ ID: 'year', Status: 'Enabled', Filter: { Prefix: '' }, Expiration: { Days: 365 } }],
  }
  for (const [Bucket, Rules] of Object.entries(rules)) {
    const CreateBucketConfiguration = { LocationConstraint: REGION } as const
    await client.send(new s3.CreateBucketCommand({ Bucket, CreateBucketConfiguration }))
    await client.send(
      new s3.PutBucketLifecycleConfigurationCommand({ Bucket, LifecycleConfiguration: { Rules } }),
    )
  }
  await client.send(
    new s3.PutBucketVersioningCommand({
      Bucket: DATA,
      VersioningConfiguration: { Status: 'Enabled', MFADelete: 'Enabled' },
      MFA: 'device 123456',
    }),
  )
  await client.send(new s3.PutBucketPolicyCommand({ Bucket: LOGS, Policy: policyOf(DELIVERY) }))
  await putLogging(client, { TargetBucket: LOGS, TargetPrefix: 'access/', TargetObjectKeyFormat: BY_EVENT })
}

export const BY_EVENT: s3.TargetObjectKeyFormat = { PartitionedPrefix: { PartitionDateSource: 'EventTime' } }
export const abortUploads: s3.LifecycleRule = {
  ID: 'abort',
  Status: 'Enabled',
  Filter: { Prefix: '' },
  AbortIncompleteMultipartUpload: { DaysAfterInitiation: 3 },
}

export const putLogging = (client: s3.S3Client, LoggingEnabled?: s3.LoggingEnabled) =>
  client.send(
    new s3.PutBucketLoggingCommand({
      Bucket: DATA,
      BucketLoggingStatus: LoggingEnabled ? { LoggingEnabled } : {},
    }),
  )
