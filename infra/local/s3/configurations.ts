import type { z } from 'zod'
import { receiveText } from './body.ts'
import type { Reply } from '../http/listen.ts'
import type { Handler } from './call.ts'
import { cannedAcl, grantsIn } from './canned-acl.ts'
import * as schemas from './configuration-schemas.ts'
import { type ErrorCode, S3Error } from './protocol/errors.ts'
import type { ObjectStore } from './storage/store.ts'
import { type Xml, xmlDocument } from '../http/xml.ts'
import { parseXml, S3_NAMESPACE } from './protocol/xml.ts'

/** The configurations of a bucket that are documents of their own: kept as they came, without effect. */
export const configurationOperations = {
  GetBucketEncryption: read('encryption', {
    otherwise: () => document('ServerSideEncryptionConfiguration', DEFAULT_ENCRYPTION),
  }),
  PutBucketEncryption: write('encryption', schemas.encryption),
  DeleteBucketEncryption: remove('encryption'),

  GetPublicAccessBlock: read('publicAccessBlock', {
    error: 'NoSuchPublicAccessBlockConfiguration',
    message: 'The public access block configuration was not found',
  }),
  PutPublicAccessBlock: write('publicAccessBlock', schemas.publicAccessBlock),
  DeletePublicAccessBlock: remove('publicAccessBlock'),

  GetBucketOwnershipControls: read('ownershipControls', {
    error: 'OwnershipControlsNotFoundError',
    message: 'The bucket ownership controls were not found',
  }),
  PutBucketOwnershipControls: write('ownershipControls', schemas.ownershipControls),
  DeleteBucketOwnershipControls: remove('ownershipControls'),

  GetObjectLockConfiguration: read('object-lock', {
    error: 'ObjectLockConfigurationNotFoundError',
    message: 'Object Lock configuration does not exist for this bucket',
  }),
  PutObjectLockConfiguration: write('object-lock', schemas.objectLock, ({ bucket }, store) => {
    if (store.configuration(bucket, 'versioning') === 'Enabled') return
    throw new S3Error(
      'InvalidBucketState',
      "Versioning must be 'Enabled' on the bucket to apply a Object Lock configuration",
    )
  }),

  GetBucketRequestPayment: read('requestPayment', {
    otherwise: () => document('RequestPaymentConfiguration', { Payer: 'BucketOwner' }),
  }),
  PutBucketRequestPayment: write('requestPayment', schemas.requestPayment),

  GetBucketLifecycleConfiguration: read('lifecycle', {
    error: 'NoSuchLifecycleConfiguration',
    message: 'The lifecycle configuration does not exist',
  }),
  PutBucketLifecycleConfiguration: write('lifecycle', schemas.lifecycle),
  DeleteBucketLifecycle: remove('lifecycle'),

  GetBucketAcl: read('acl', { otherwise: () => cannedAcl('private') }),
  async PutBucketAcl(call, { store }) {
    const body = await receiveText(call)
    const canned = call.headers['x-amz-acl']
    const acl = canned === undefined ? body : cannedAcl(canned)
    parseXml(acl, schemas.acl, schemas.LISTS)
    const ownership = store.configuration(call.bucket, 'ownershipControls')
    if (ownership?.includes('BucketOwnerEnforced') && grantsIn(acl) > 1)
      throw new S3Error('AccessControlListNotSupported', 'The bucket does not allow ACLs')
    store.setConfiguration(call.bucket, 'acl', acl)
    return { status: 200 }
  },

  DeleteBucketPolicy: remove('policy'),
} satisfies Record<string, Handler>

/** What every bucket has had since January 2023 unless it was told otherwise. */
const DEFAULT_ENCRYPTION = {
  Rule: { ApplyServerSideEncryptionByDefault: { SSEAlgorithm: 'AES256' }, BucketKeyEnabled: false },
}

/** What a bucket is made with since April 2023: nothing public, no ACLs. */
export function configureNew(store: Pick<ObjectStore, 'setConfiguration'>, bucket: string): void {
  const flags = ['BlockPublicAcls', 'IgnorePublicAcls', 'BlockPublicPolicy', 'RestrictPublicBuckets']
  const block = document(
    'PublicAccessBlockConfiguration',
    Object.fromEntries(flags.map(name => [name, true])),
  )
  store.setConfiguration(bucket, 'publicAccessBlock', block)
  const owned = { Rule: { ObjectOwnership: 'BucketOwnerEnforced' } }
  store.setConfiguration(bucket, 'ownershipControls', document('OwnershipControls', owned))
}

type Absent = { otherwise: () => string } | { error: ErrorCode; message: string }

function read(kind: string, absent: Absent): Handler {
  return ({ bucket }, { store }) => {
    const stored = store.configuration(bucket, kind)
    if (stored) return reply(stored)
    if ('otherwise' in absent) return reply(absent.otherwise())
    throw new S3Error(absent.error, absent.message, { BucketName: bucket })
  }
}

type Check = (call: { bucket: string }, store: ObjectStore) => void

function write(kind: string, schema: z.ZodType, check?: Check): Handler {
  return async (call, { store }) => {
    const body = await receiveText(call)
    parseXml(body, schema, schemas.LISTS)
    check?.(call, store)
    store.setConfiguration(call.bucket, kind, body)
    return { status: 200 }
  }
}

function remove(kind: string): Handler {
  return ({ bucket }, { store }) => {
    store.removeConfiguration(bucket, kind)
    return { status: 204 }
  }
}

const document = (root: string, content: Xml): string => xmlDocument(root, content, S3_NAMESPACE)

const reply = (body: string): Reply => ({
  status: 200,
  headers: { 'content-type': 'application/xml' },
  body,
})
