import {
  GetBucketAclCommand,
  GetBucketEncryptionCommand,
  GetBucketLifecycleConfigurationCommand,
  GetBucketLocationCommand,
  GetBucketLoggingCommand,
  GetBucketOwnershipControlsCommand,
  GetBucketPolicyCommand,
  GetBucketRequestPaymentCommand,
  GetBucketVersioningCommand,
  GetObjectLockConfigurationCommand,
  GetPublicAccessBlockCommand,
  type S3Client,
} from '@aws-sdk/client-s3'
import * as z from 'zod'
import {
  bucketArn,
  type BucketFacts,
  type Known,
  type LifecycleRule,
  type LoggingFact,
} from '../model/facts.ts'
import { failureOf } from '../calls/failures.ts'

export interface Configurations {
  /** Everything that is configured of a bucket, each as far as it can be read. @param account that should own it */
  bucketFacts(bucket: string, account: string): Promise<BucketFacts>
}

/** @param s3 follows buckets into other Regions @param home the Region, whose partition the buckets are in */
export function configurationsFrom(s3: S3Client, home: string): Configurations {
  return {
    async bucketFacts(name, account) {
      const read = readingOf(bucketArn(home, name))
      const { existence, region } = await locate(s3, name, account, read)
      const reads = {
        logging: read('s3:GetBucketLogging', () => loggingOf(s3, name)),
        policy: read('s3:GetBucketPolicy', () => unless(policyOf(s3, name), 'NoSuchBucketPolicy', undefined)),
        acl: read('s3:GetBucketAcl', async () => {
          const { Grants = [] } = await s3.send(new GetBucketAclCommand({ Bucket: name }))
          return Grants.map(({ Grantee = {}, Permission = '' }) => ({
            Grantee: { Type: Grantee.Type, URI: Grantee.URI, ID: Grantee.ID },
            Permission,
          }))
        }),
        ownership: read('s3:GetBucketOwnershipControls', () =>
          unless(ownershipOf(s3, name), 'OwnershipControlsNotFoundError', undefined),
        ),
        publicAccessBlock: read('s3:GetBucketPublicAccessBlock', () =>
          unless(blockOf(s3, name), 'NoSuchPublicAccessBlockConfiguration', undefined),
        ),
        encryption: read('s3:GetEncryptionConfiguration', () =>
          unless(encryptionOf(s3, name), 'ServerSideEncryptionConfigurationNotFoundError', S3_KEYS),
        ),
        versioning: read('s3:GetBucketVersioning', async () => {
          const { Status, MFADelete } = await s3.send(new GetBucketVersioningCommand({ Bucket: name }))
          return { status: Status, mfaDelete: MFADelete === 'Enabled' }
        }),
        lifecycle: read('s3:GetLifecycleConfiguration', () =>
          unless(rulesOf(s3, name), 'NoSuchLifecycleConfiguration', []),
        ),
        objectLock: read('s3:GetBucketObjectLockConfiguration', () =>
          unless(lockOf(s3, name), 'ObjectLockConfigurationNotFoundError', undefined),
        ),
        payer: read('s3:GetBucketRequestPayment', async () => {
          const { Payer } = await s3.send(new GetBucketRequestPaymentCommand({ Bucket: name }))
          return Payer ?? 'BucketOwner'
        }),
      }
      return { name, account, existence, region, ...(await all(reads)) }
    },
  }
}

const S3_KEYS = { algorithm: 'AES256', bucketKey: false }

type Reads = Record<string, Promise<Known<unknown>>>
type Settled<R extends Reads> = { [Name in keyof R]: Awaited<R[Name]> }

async function all<R extends Reads>(reads: R): Promise<Settled<R>> {
  const names = Object.keys(reads)
  const facts = await Promise.all(Object.values(reads))
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the same names, each with what it resolved to
  return Object.fromEntries(names.map((name, i) => [name, facts[i]])) as Settled<R>
}

/** Reads one configuration; that it could not be read is a fact like others. */
const readingOf =
  (resource: string) =>
  async <Value>(action: string, read: () => Promise<Value>): Promise<Known<Value>> => {
    try {
      return { known: true, value: await read() }
    } catch (error) {
      return unknownBy(error, action, resource)
    }
  }

/** Why something is not known. */
export const unknownBy = (error: unknown, action: string, resource: string): Known<never> => ({
  known: false,
  reason: failureOf(error) === 'denied' ? 'denied' : 'failed',
  action,
  resource,
  words: error instanceof Error ? error.name : String(error),
})

/** A configuration that a bucket does not have is an error to S3, and a fact to us. */
async function unless<Value, None>(reading: Promise<Value>, code: string, none: None): Promise<Value | None> {
  try {
    return await reading
  } catch (error) {
    if (error instanceof Error && error.name === code) return none
    throw error
  }
}

/** Whether the bucket is there and this account's: S3 refuses who expects another owner. */
async function locate(
  s3: S3Client,
  Bucket: string,
  account: string,
  read: ReturnType<typeof readingOf>,
): Promise<Pick<BucketFacts, 'existence' | 'region'>> {
  const regionFor = (ExpectedBucketOwner?: string) =>
    read('s3:GetBucketLocation', async () => {
      const command = new GetBucketLocationCommand({
        Bucket,
        ...(ExpectedBucketOwner && { ExpectedBucketOwner }),
      })
      const { LocationConstraint } = await s3.send(command)
      return LocationConstraint === 'EU' ? 'eu-west-1' : (LocationConstraint ?? 'us-east-1')
    })
  const own = await regionFor(account)
  if (own.known) return { existence: { known: true, value: 'own' }, region: own }
  if (own.words === 'NoSuchBucket') return { existence: { known: true, value: 'gone' }, region: own }
  if (own.reason === 'failed') return { existence: own, region: own }
  const anyone = await regionFor()
  return anyone.known
    ? { existence: { known: true, value: 'foreign' }, region: anyone }
    : { existence: anyone, region: anyone }
}

async function loggingOf(s3: S3Client, Bucket: string): Promise<LoggingFact | undefined> {
  const { LoggingEnabled: on } = await s3.send(new GetBucketLoggingCommand({ Bucket }))
  if (!on) return undefined
  const partitioned = on.TargetObjectKeyFormat?.PartitionedPrefix
  return {
    bucket: on.TargetBucket ?? '',
    prefix: on.TargetPrefix ?? '',
    dateSource: partitioned && (partitioned.PartitionDateSource ?? 'DeliveryTime'),
    hasGrants: (on.TargetGrants ?? []).length > 0,
  }
}

async function policyOf(s3: S3Client, Bucket: string): Promise<Record<string, unknown> | undefined> {
  const { Policy } = await s3.send(new GetBucketPolicyCommand({ Bucket }))
  return Policy ? z.record(z.string(), z.unknown()).parse(JSON.parse(Policy)) : undefined
}

async function ownershipOf(s3: S3Client, Bucket: string): Promise<string | undefined> {
  const { OwnershipControls } = await s3.send(new GetBucketOwnershipControlsCommand({ Bucket }))
  return OwnershipControls?.Rules?.[0]?.ObjectOwnership
}

async function blockOf(s3: S3Client, Bucket: string) {
  const { PublicAccessBlockConfiguration: block } = await s3.send(new GetPublicAccessBlockCommand({ Bucket }))
  return {
    BlockPublicAcls: block?.BlockPublicAcls ?? false,
    IgnorePublicAcls: block?.IgnorePublicAcls ?? false,
    BlockPublicPolicy: block?.BlockPublicPolicy ?? false,
    RestrictPublicBuckets: block?.RestrictPublicBuckets ?? false,
  }
}

async function encryptionOf(s3: S3Client, Bucket: string) {
  const { ServerSideEncryptionConfiguration } = await s3.send(new GetBucketEncryptionCommand({ Bucket }))
  const [rule] = ServerSideEncryptionConfiguration?.Rules ?? []
  const { SSEAlgorithm = 'AES256', KMSMasterKeyID } = rule?.ApplyServerSideEncryptionByDefault ?? {}
  return { algorithm: SSEAlgorithm, key: KMSMasterKeyID, bucketKey: rule?.BucketKeyEnabled ?? false }
}

const ruleSchema: z.ZodType<LifecycleRule> = z.looseObject({
  ID: z.string().optional(),
  Status: z.string(),
  Prefix: z.string().optional(),
  Filter: z
    .looseObject({
      Prefix: z.string().optional(),
      And: z.looseObject({ Prefix: z.string().optional() }).optional(),
    })
    .optional(),
  Expiration: z.looseObject({ Days: z.number().optional(), Date: z.string().optional() }).optional(),
  Transitions: z
    .array(z.looseObject({ Days: z.number().optional(), StorageClass: z.string().optional() }))
    .optional(),
  AbortIncompleteMultipartUpload: z.looseObject({ DaysAfterInitiation: z.number().optional() }).optional(),
})

/** As the CLI would take them back: dates as text, and nothing that is undefined. */
async function rulesOf(s3: S3Client, Bucket: string): Promise<LifecycleRule[]> {
  const { Rules = [] } = await s3.send(new GetBucketLifecycleConfigurationCommand({ Bucket }))
  return z.array(ruleSchema).parse(JSON.parse(JSON.stringify(Rules)))
}

async function lockOf(s3: S3Client, Bucket: string) {
  const { ObjectLockConfiguration } = await s3.send(new GetObjectLockConfigurationCommand({ Bucket }))
  const { Mode, Days, Years } = ObjectLockConfiguration?.Rule?.DefaultRetention ?? {}
  return {
    mode: Mode,
    retention: Days === undefined ? (Years === undefined ? undefined : `${Years} years`) : `${Days} days`,
  }
}
