import { partitionOf } from '../../analyses/lib/aws/partitions.ts'
/** What is known about a bucket's configuration: a value as read, or why it could not be read. */

/** `action` is the IAM action that reading it needs, `resource` the ARN. */
export type Known<Value> =
  | { known: true; value: Value }
  | { known: false; reason: 'denied' | 'failed'; action: string; resource: string; words: string }

/** The value, or undefined if unknown; a finding of its own reports what could not be read. */
export const valueOf = <Value>(fact: Known<Value>): Value | undefined => (fact.known ? fact.value : undefined)

/** Where a bucket's access logs are configured to go. */
export interface LoggingFact {
  bucket: string
  prefix: string
  /** Undefined: dated keys directly below the prefix. */
  dateSource?: 'EventTime' | 'DeliveryTime' | undefined
  /** Whether it has target grants, which a bucket without ACLs refuses. */
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

/** A lifecycle rule as S3 and its CLI write it; other fields are kept unchanged. */
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

/** One bucket's configuration; a missing setting is undefined, an empty list or S3's default. */
export interface BucketFacts {
  name: string
  /** `foreign`: it exists, but belongs to an unexpected account. */
  existence: Known<'own' | 'foreign' | 'gone'>
  /** The account that owns it according to s3audit's settings. */
  account: string
  region: Known<string>
  logging: Known<LoggingFact | undefined>
  /** The policy as parsed JSON. */
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

/** Everything that the checks of one bucket use. */
export interface Facts {
  bucket: BucketFacts
  /** The bucket its logs go to or, if logging is off, the one proposed for them. */
  target: BucketFacts
  targetPrefix: string
  /** The trails that record in the bucket's Region. */
  trails: Known<readonly TrailFacts[]>
  /** What s3audit's settings say. */
  settings: {
    /** The Region and account s3audit runs in, and the ARN of the role that reads configurations. */
    region: string
    account: string
    role: string
    /** The operator's own accounts. */
    own: readonly string[]
    /** The trail buckets that s3audit can read. */
    trailBuckets: readonly string[]
    /** Locations of date-partitioned access logs that are read in place. */
    readInPlace: readonly { bucket: string; prefix: string }[]
  }
}

/** The ARN of a bucket, or of its objects. */
export const bucketArn = (region: string, bucket: string, keys = ''): string =>
  `arn:${partitionOf(region).id}:s3:::${bucket}${keys}`

/** The Region of a bucket; s3audit's own if it is not known. */
export const regionOf = ({ bucket, settings }: Facts): string => valueOf(bucket.region) ?? settings.region

/** Whether the target can receive logs at all: it must have the same account and Region. */
export const isReachable = (facts: Facts): boolean =>
  !['gone', 'foreign'].includes(valueOf(facts.target.existence) ?? '') &&
  (valueOf(facts.target.region) ?? regionOf(facts)) === regionOf(facts)
