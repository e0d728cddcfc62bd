import { type Call, resourceOf } from './call.ts'
import { notImplemented, S3Error } from './protocol/errors.ts'

interface Route {
  name: string
  method: 'GET' | 'HEAD' | 'PUT' | 'POST' | 'DELETE'
  on: 'service' | 'bucket' | 'object'
  /** Query parameters and headers that make it this operation; the first route whose needs are met is taken. */
  needs?: readonly string[]
  /** Query parameters that it understands beside those. */
  takes?: readonly string[]
}

const LISTING = [
  'prefix',
  'delimiter',
  'start-after',
  'continuation-token',
  'max-keys',
  'encoding-type',
  'fetch-owner',
]
const OVERRIDES = ['type', 'language', 'expires', 'cache-control', 'disposition', 'encoding'].map(name =>
  name === 'expires' || name === 'cache-control' ? `response-${name}` : `response-content-${name}`,
)

const ROUTES = [
  {
    name: 'ListBuckets',
    method: 'GET',
    on: 'service',
    takes: ['max-buckets', 'continuation-token', 'prefix', 'bucket-region'],
  },

  { name: 'ListObjectsV2', method: 'GET', on: 'bucket', needs: ['list-type'], takes: LISTING },
  { name: 'GetBucketLocation', method: 'GET', on: 'bucket', needs: ['location'] },
  { name: 'GetBucketLogging', method: 'GET', on: 'bucket', needs: ['logging'] },
  { name: 'PutBucketLogging', method: 'PUT', on: 'bucket', needs: ['logging'] },
  { name: 'GetBucketPolicy', method: 'GET', on: 'bucket', needs: ['policy'] },
  { name: 'PutBucketPolicy', method: 'PUT', on: 'bucket', needs: ['policy'] },
  { name: 'GetBucketVersioning', method: 'GET', on: 'bucket', needs: ['versioning'] },
  { name: 'PutBucketVersioning', method: 'PUT', on: 'bucket', needs: ['versioning'] },
  { name: 'DeleteBucketPolicy', method: 'DELETE', on: 'bucket', needs: ['policy'] },
  { name: 'GetBucketEncryption', method: 'GET', on: 'bucket', needs: ['encryption'] },
  { name: 'PutBucketEncryption', method: 'PUT', on: 'bucket', needs: ['encryption'] },
  { name: 'DeleteBucketEncryption', method: 'DELETE', on: 'bucket', needs: ['encryption'] },
  { name: 'GetPublicAccessBlock', method: 'GET', on: 'bucket', needs: ['publicAccessBlock'] },
  { name: 'PutPublicAccessBlock', method: 'PUT', on: 'bucket', needs: ['publicAccessBlock'] },
  { name: 'DeletePublicAccessBlock', method: 'DELETE', on: 'bucket', needs: ['publicAccessBlock'] },
  { name: 'GetBucketOwnershipControls', method: 'GET', on: 'bucket', needs: ['ownershipControls'] },
  { name: 'PutBucketOwnershipControls', method: 'PUT', on: 'bucket', needs: ['ownershipControls'] },
  { name: 'DeleteBucketOwnershipControls', method: 'DELETE', on: 'bucket', needs: ['ownershipControls'] },
  { name: 'GetObjectLockConfiguration', method: 'GET', on: 'bucket', needs: ['object-lock'] },
  { name: 'PutObjectLockConfiguration', method: 'PUT', on: 'bucket', needs: ['object-lock'] },
  { name: 'GetBucketRequestPayment', method: 'GET', on: 'bucket', needs: ['requestPayment'] },
  { name: 'PutBucketRequestPayment', method: 'PUT', on: 'bucket', needs: ['requestPayment'] },
  { name: 'GetBucketLifecycleConfiguration', method: 'GET', on: 'bucket', needs: ['lifecycle'] },
  { name: 'PutBucketLifecycleConfiguration', method: 'PUT', on: 'bucket', needs: ['lifecycle'] },
  { name: 'DeleteBucketLifecycle', method: 'DELETE', on: 'bucket', needs: ['lifecycle'] },
  { name: 'GetBucketAcl', method: 'GET', on: 'bucket', needs: ['acl'] },
  { name: 'PutBucketAcl', method: 'PUT', on: 'bucket', needs: ['acl'] },
  { name: 'DeleteObjects', method: 'POST', on: 'bucket', needs: ['delete'] },
  { name: 'CreateBucket', method: 'PUT', on: 'bucket' },
  { name: 'HeadBucket', method: 'HEAD', on: 'bucket' },

  { name: 'ListParts', method: 'GET', on: 'object', needs: ['uploadId'] },
  { name: 'UploadPart', method: 'PUT', on: 'object', needs: ['partNumber', 'uploadId'] },
  { name: 'CreateMultipartUpload', method: 'POST', on: 'object', needs: ['uploads'] },
  { name: 'CompleteMultipartUpload', method: 'POST', on: 'object', needs: ['uploadId'] },
  { name: 'AbortMultipartUpload', method: 'DELETE', on: 'object', needs: ['uploadId'] },
  { name: 'GetObject', method: 'GET', on: 'object', takes: OVERRIDES },
  { name: 'HeadObject', method: 'HEAD', on: 'object', takes: OVERRIDES },
  { name: 'CopyObject', method: 'PUT', on: 'object', needs: ['x-amz-copy-source'] },
  { name: 'PutObject', method: 'PUT', on: 'object' },
  { name: 'DeleteObject', method: 'DELETE', on: 'object' },
] as const satisfies readonly Route[]

export type Operation = (typeof ROUTES)[number]['name']

/** Every operation that the embedded S3 knows; all others are refused. */
export const OPERATIONS: readonly Operation[] = ROUTES.map(route => route.name)

/**
 * Finds the operation that a request asks for.
 *
 * @throws S3Error NotImplemented for an operation, a query parameter or an `x-amz-` header it does not know:
 *   to pass over one would be to answer another question than was asked
 */
export function operationOf(call: Pick<Call, 'method' | 'path' | 'query' | 'headers'>): Operation {
  const parameters = Object.keys(call.query).filter(name => name !== 'x-id' && !/^x-amz-/i.test(name))
  const on = kindOf(call.path)
  const routes: readonly (Route & { name: Operation })[] = ROUTES
  const route = routes.find(
    candidate =>
      candidate.method === call.method &&
      candidate.on === on &&
      (candidate.needs ?? []).every(need => parameters.includes(need) || need in call.headers) &&
      parameters.every(name => candidate.needs?.includes(name) || candidate.takes?.includes(name)),
  )
  if (!route) throw notImplemented(`${call.method} of the ${on} with ?${parameters.join('&')}`)
  refuseUnknownHeaders(route.name, call.headers)
  return route.name
}

function kindOf(path: string): Route['on'] {
  const { bucket, key } = resourceOf(path)
  if (key) return 'object'
  return bucket ? 'bucket' : 'service'
}

const COMMON_HEADERS =
  /^x-amz-(security-token|date|content-sha256|user-agent|checksum-mode|expected-bucket-owner|sdk-checksum-algorithm)$/

const WRITING_HEADERS =
  /^x-amz-(acl|meta-.+|storage-class|server-side-encryption|checksum-.+|decoded-content-length|trailer)$/

const CHECKSUM = /^x-amz-checksum-.+$/

const HEADERS: Partial<Record<Operation, RegExp>> = {
  PutObject: WRITING_HEADERS,
  UploadPart: WRITING_HEADERS,
  CreateMultipartUpload: WRITING_HEADERS,
  CompleteMultipartUpload: /^x-amz-checksum-.+$/,
  CopyObject: /^x-amz-(meta-.+|storage-class|server-side-encryption|copy-source|metadata-directive)$/,
  DeleteObjects: /^x-amz-(checksum-.+|decoded-content-length|trailer)$/,
  PutBucketLogging: CHECKSUM,
  PutBucketPolicy: CHECKSUM,
  PutBucketVersioning: /^x-amz-(checksum-.+|mfa)$/,
  PutBucketEncryption: CHECKSUM,
  PutPublicAccessBlock: CHECKSUM,
  PutBucketOwnershipControls: CHECKSUM,
  PutObjectLockConfiguration: CHECKSUM,
  PutBucketRequestPayment: CHECKSUM,
  PutBucketLifecycleConfiguration: CHECKSUM,
  PutBucketAcl: /^x-amz-(checksum-.+|acl)$/,
  CreateBucket: CHECKSUM,
}

function refuseUnknownHeaders(operation: Operation, headers: Record<string, string>): void {
  for (const [name, value] of Object.entries(headers)) {
    if (!name.startsWith('x-amz-') || COMMON_HEADERS.test(name)) continue
    if (!HEADERS[operation]?.test(name)) throw notImplemented(`the header ${name} of ${operation}`)
    if (name === 'x-amz-server-side-encryption' && value !== 'AES256') {
      throw notImplemented(`the encryption ${value}`)
    }
    // Objects have no ACLs, as in new buckets since 2023: this one may be named, and says nothing.
    if (name === 'x-amz-acl' && operation !== 'PutBucketAcl' && value !== 'bucket-owner-full-control') {
      throw new S3Error('AccessControlListNotSupported', 'The bucket does not allow ACLs')
    }
  }
}
