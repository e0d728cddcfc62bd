/** What is known of a bucket before its logs are needed: as it was read, or why it could not be. */

/** `action` is the IAM action that the reading takes, `resource` the ARN it is for. */
export type Known<Value> =
  | { known: true; value: Value }
  | { known: false; reason: 'denied' | 'failed'; action: string; resource: string; words: string }

/** The value, undefined where it is not known: the finding on what could not be read says so. */
export const valueOf = <Value>(fact: Known<Value>): Value | undefined => (fact.known ? fact.value : undefined)

/** Where S3 is told to deliver a bucket's access logs. */
export interface LoggingFact {
  bucket: string
  prefix: string
  /** Undefined: dated keys directly below the prefix. */
  dateSource?: 'EventTime' | 'DeliveryTime' | undefined
  /** Whether it names grants, which a bucket without ACLs refuses. */
  hasGrants: boolean
}

export interface Block {
  BlockPublicAcls: boolean
  IgnorePublicAcls: boolean
  BlockPublicPolicy: boolean
  RestrictPublicBuckets: boolean
}

export interface Grant {
  Grantee: { Type?: string | undefined; URI?: string | undefined; ID?: string | undefined }
  Permission: string
}

/** A lifecycle rule as S3 and its CLI have it; what is not named here is kept as it came. */
export interface LifecycleRule extends Record<string, unknown> {
  ID?: string | undefined
  Status: string
  Prefix?: string | undefined
  Filter?:
    | {
        Prefix?: string | undefined
        And?: { Prefix?: string | undefined; Tags?: unknown } | undefined
        Tag?: unknown
        [other: string]: unknown
      }
    | undefined
  Expiration?: { Days?: number | undefined; Date?: string | undefined } | undefined
  Transitions?: { Days?: number | undefined; StorageClass?: string | undefined }[] | undefined
  AbortIncompleteMultipartUpload?: { DaysAfterInitiation?: number | undefined } | undefined
}

/** One bucket's configuration; what a bucket does not have is undefined, an empty list or S3's own default. */
export interface BucketFacts {
  name: string
  /** `foreign`: there, but another account's than is expected. */
  existence: Known<'own' | 'foreign' | 'gone'>
  /** The account that owns it, as far as s3audit's settings tell. */
  account: string
  region: Known<string>
  logging: Known<LoggingFact | undefined>
  /** The policy's JSON as it stands. */
  policy: Known<Record<string, unknown> | undefined>
  acl: Known<readonly Grant[]>
  ownership: Known<string | undefined>
  publicAccessBlock: Known<Block | undefined>
  encryption: Known<{ algorithm: string; key?: string | undefined; bucketKey: boolean }>
  versioning: Known<{ status?: string | undefined; mfaDelete: boolean }>
  lifecycle: Known<readonly LifecycleRule[]>
  objectLock: Known<{ mode?: string | undefined; retention?: string | undefined } | undefined>
  payer: Known<string>
}

/** A condition of an advanced event selector. */
export interface FieldSelector {
  Field: string
  Equals?: readonly string[] | undefined
  StartsWith?: readonly string[] | undefined
  EndsWith?: readonly string[] | undefined
  NotEquals?: readonly string[] | undefined
  NotStartsWith?: readonly string[] | undefined
  NotEndsWith?: readonly string[] | undefined
}

export type Selectors =
  | {
      kind: 'classic'
      selectors: readonly {
        ReadWriteType: string
        DataResources: readonly { Type: string; Values: readonly string[] }[]
        [other: string]: unknown
      }[]
    }
  | {
      kind: 'advanced'
      selectors: readonly { Name?: string | undefined; FieldSelectors: readonly FieldSelector[] }[]
    }

export interface TrailFacts {
  name: string
  arn: string
  homeRegion: string
  bucket: string
  status: Known<{ logging: boolean; error?: string | undefined }>
  selectors: Known<Selectors>
}

/** All that the checks of one bucket look at. */
export interface Facts {
  bucket: BucketFacts
  /** The bucket its logs go to; where logging is off, the one they could go to. */
  target: BucketFacts
  targetPrefix: string
  /** The trails that record in the bucket's Region. */
  trails: Known<readonly TrailFacts[]>
  /** What s3audit's settings say. */
  settings: {
    /** The Region and account it works in, and the ARN of the role that reads configurations. */
    region: string
    account: string
    role: string
    /** The accounts that are one's own. */
    own: readonly string[]
    /** The trails' buckets that it can read. */
    trailBuckets: readonly string[]
    /** Places of date-partitioned access logs that it reads where they lie. */
    readInPlace: readonly { bucket: string; prefix: string }[]
  }
}

export function partitionOf(region: string): string {
  if (region.startsWith('cn-')) return 'aws-cn'
  return region.startsWith('us-gov-') ? 'aws-us-gov' : 'aws'
}

/** The ARN of a bucket, or of what is in it. */
export const bucketArn = (region: string, bucket: string, keys = ''): string =>
  `arn:${partitionOf(region)}:s3:::${bucket}${keys}`

/** The Region a bucket lies in; s3audit's own where it is not known. */
export const regionOf = ({ bucket, settings }: Facts): string => valueOf(bucket.region) ?? settings.region

/** Whether logs can go at all to the bucket that is named for them: of the same account and Region. */
export const isReachable = (facts: Facts): boolean =>
  !['gone', 'foreign'].includes(valueOf(facts.target.existence) ?? '') &&
  (valueOf(facts.target.region) ?? regionOf(facts)) === regionOf(facts)
