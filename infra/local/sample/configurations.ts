import { type Xml, xmlDocument } from '../http/xml.ts'
import { S3_NAMESPACE } from '../s3/protocol/xml.ts'
import type { LocalTrail } from '../cloudtrail/server.ts'
import { ACCOUNT, DATA_EVENT_BUCKETS, LOG_BUCKET, REGION, TRAIL_BUCKET } from './buckets.ts'
import { OPEN_POLICY } from './policies.ts'

/** How the sample's buckets are configured besides logging and versioning: each in a state that tells something. */

const document = (root: string, content: Xml): string => xmlDocument(root, content, S3_NAMESPACE)

const blocked = (on: boolean): string =>
  document('PublicAccessBlockConfiguration', {
    BlockPublicAcls: true,
    IgnorePublicAcls: true,
    BlockPublicPolicy: on,
    RestrictPublicBuckets: on,
  })
const owned = (ObjectOwnership: string): string =>
  document('OwnershipControls', { Rule: { ObjectOwnership } })
const rules = (...Rule: Xml[]): string => document('LifecycleConfiguration', { Rule })

const ABORT: Xml = {
  ID: 'abort-uploads',
  Status: 'Enabled',
  Filter: { Prefix: '' },
  AbortIncompleteMultipartUpload: { DaysAfterInitiation: 7 },
}
const expire = (ID: string, Prefix: string, Days: number): Xml => ({
  ID,
  Status: 'Enabled',
  Filter: { Prefix },
  Expiration: { Days },
})

const CLOSED = { publicAccessBlock: blocked(true), ownershipControls: owned('BucketOwnerEnforced') }

/** The shop shows its pictures to everyone, of this bucket alone. */
const PICTURES = {
  Version: '2012-10-17',
  Statement: [
    {
      Sid: 'Pictures',
      Effect: 'Allow',
      Principal: '*',
      Action: 's3:GetObject',
      Resource: 'arn:aws:s3:::shop-media/*',
    },
  ],
}

const DELIVERY = {
  Version: '2012-10-17',
  Statement: [
    {
      Sid: 'AccessLogs',
      Effect: 'Allow',
      Principal: { Service: 'logging.s3.amazonaws.com' },
      Action: 's3:PutObject',
      Resource: `arn:aws:s3:::${LOG_BUCKET}/*`,
      Condition: { StringEquals: { 'aws:SourceAccount': ACCOUNT } },
    },
  ],
}

/** By bucket and by the kind under which the store keeps it. */
export const CONFIGURATIONS: Record<string, Record<string, string>> = {
  'shop-invoices': { ...CLOSED, lifecycle: rules(ABORT) },
  'shop-media': {
    publicAccessBlock: blocked(false),
    ownershipControls: owned('ObjectWriter'),
    policy: JSON.stringify(PICTURES),
  },
  'shop-exports': { ...CLOSED, policy: JSON.stringify(OPEN_POLICY), lifecycle: rules(ABORT) },
  'shop-archive': CLOSED,
  [LOG_BUCKET]: {
    ...CLOSED,
    policy: JSON.stringify(DELIVERY),
    lifecycle: rules(expire('access-logs', 'access/', 30), expire('partitioned-logs', 'partitioned/', 400)),
  },
  [TRAIL_BUCKET]: CLOSED,
}

/** The one trail: management events of everything, data events of the buckets that hold what counts. */
export const TRAILS: readonly LocalTrail[] = [
  {
    name: 'example-trail',
    homeRegion: REGION,
    multiRegion: true,
    bucket: TRAIL_BUCKET,
    logging: true,
    eventSelectors: [
      {
        ReadWriteType: 'All',
        IncludeManagementEvents: true,
        DataResources: [
          {
            Type: 'AWS::S3::Object',
            Values: [...DATA_EVENT_BUCKETS].map(name => `arn:aws:s3:::${name}/`),
          },
        ],
        ExcludeManagementEventSources: [],
      },
    ],
  },
]
