import * as z from 'zod'

/**
 * The documents of bucket configurations, as S3's API reference has them; an element that is not named here is
 * refused. Elements that repeat are read as lists (`LISTS`).
 */

const flag = z.enum(['true', 'false'])
const count = z.string().regex(/^\d+$/)
const empty = z.union([z.literal(''), z.strictObject({})])

/** Names of the elements that may repeat. */
export const LISTS = ['Rule', 'Grant', 'Transition', 'NoncurrentVersionTransition', 'Tag']

export const encryption = z.strictObject({
  ServerSideEncryptionConfiguration: z.strictObject({
    Rule: z.array(
      z.strictObject({
        ApplyServerSideEncryptionByDefault: z
          .strictObject({
            SSEAlgorithm: z.enum(['AES256', 'aws:kms', 'aws:kms:dsse']),
            KMSMasterKeyID: z.string().optional(),
          })
          .refine(one => one.SSEAlgorithm !== 'AES256' || one.KMSMasterKeyID === undefined),
        BucketKeyEnabled: flag.optional(),
      }),
    ),
  }),
})

export const publicAccessBlock = z.strictObject({
  PublicAccessBlockConfiguration: z.strictObject({
    BlockPublicAcls: flag.optional(),
    IgnorePublicAcls: flag.optional(),
    BlockPublicPolicy: flag.optional(),
    RestrictPublicBuckets: flag.optional(),
  }),
})

export const ownershipControls = z.strictObject({
  OwnershipControls: z.strictObject({
    Rule: z
      .array(
        z.strictObject({
          ObjectOwnership: z.enum(['BucketOwnerEnforced', 'BucketOwnerPreferred', 'ObjectWriter']),
        }),
      )
      .length(1),
  }),
})

export const objectLock = z.strictObject({
  ObjectLockConfiguration: z.strictObject({
    ObjectLockEnabled: z.literal('Enabled'),
    Rule: z
      .array(
        z.strictObject({
          DefaultRetention: z.union([
            z.strictObject({ Mode: z.enum(['GOVERNANCE', 'COMPLIANCE']), Days: count }),
            z.strictObject({ Mode: z.enum(['GOVERNANCE', 'COMPLIANCE']), Years: count }),
          ]),
        }),
      )
      .max(1)
      .optional(),
  }),
})

export const requestPayment = z.strictObject({
  RequestPaymentConfiguration: z.strictObject({ Payer: z.enum(['BucketOwner', 'Requester']) }),
})

const tag = z.strictObject({ Key: z.string(), Value: z.string() })
const conditions = {
  Prefix: z.string().optional(),
  ObjectSizeGreaterThan: count.optional(),
  ObjectSizeLessThan: count.optional(),
}
const ACTIONS = [
  'Expiration',
  'Transition',
  'NoncurrentVersionExpiration',
  'NoncurrentVersionTransition',
  'AbortIncompleteMultipartUpload',
] as const

export const lifecycle = z.strictObject({
  LifecycleConfiguration: z.strictObject({
    Rule: z
      .array(
        z
          .strictObject({
            ID: z.string().max(255).optional(),
            Status: z.enum(['Enabled', 'Disabled']),
            /** The old way to say which objects; a rule has this or a filter. */
            Prefix: z.string().optional(),
            Filter: z
              .union([
                empty,
                z.strictObject({
                  ...conditions,
                  Tag: z.array(tag).max(1).optional(),
                  And: z.strictObject({ ...conditions, Tag: z.array(tag).optional() }).optional(),
                }),
              ])
              .optional(),
            Expiration: z
              .strictObject({
                Days: count.optional(),
                Date: z.string().optional(),
                ExpiredObjectDeleteMarker: flag.optional(),
              })
              .optional(),
            Transition: z
              .array(
                z.strictObject({
                  Days: count.optional(),
                  Date: z.string().optional(),
                  StorageClass: z.string(),
                }),
              )
              .optional(),
            NoncurrentVersionExpiration: z
              .strictObject({ NoncurrentDays: count, NewerNoncurrentVersions: count.optional() })
              .optional(),
            NoncurrentVersionTransition: z
              .array(
                z.strictObject({
                  NoncurrentDays: count,
                  StorageClass: z.string(),
                  NewerNoncurrentVersions: count.optional(),
                }),
              )
              .optional(),
            AbortIncompleteMultipartUpload: z.strictObject({ DaysAfterInitiation: count }).optional(),
          })
          .refine(rule => (rule.Prefix === undefined) !== (rule.Filter === undefined))
          .refine(rule => ACTIONS.some(action => rule[action] !== undefined)),
      )
      .max(1000),
  }),
})

const grantee = z.strictObject({
  ID: z.string().optional(),
  DisplayName: z.string().optional(),
  URI: z.string().optional(),
})

export const acl = z.strictObject({
  AccessControlPolicy: z.strictObject({
    Owner: z.strictObject({ ID: z.string(), DisplayName: z.string().optional() }),
    AccessControlList: z.union([
      empty,
      z.strictObject({
        Grant: z.array(
          z.strictObject({
            Grantee: grantee,
            Permission: z.enum(['READ', 'WRITE', 'READ_ACP', 'WRITE_ACP', 'FULL_CONTROL']),
          }),
        ),
      }),
    ]),
  }),
})
