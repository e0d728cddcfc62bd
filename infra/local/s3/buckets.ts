import * as z from 'zod'
import { receiveText } from './body.ts'
import { bucketPage } from './bucket-page.ts'
import type { Reply } from '../http/listen.ts'
import type { Call, Handler, Service } from './call.ts'
import { configureNew } from './configurations.ts'
import { S3Error } from './protocol/errors.ts'
import { checkLoggingTarget, loggingDocument, parseLogging } from './logging.ts'
import { type Xml, xmlDocument } from '../http/xml.ts'
import { parseXml, S3_NAMESPACE } from './protocol/xml.ts'

/** Bucket names: https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html */
const NAME = /^(?!\d+\.\d+\.\d+\.\d+$)(?!.*\.\.)[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/

const createSchema = z.strictObject({
  CreateBucketConfiguration: z.union([
    z.literal(''),
    z.strictObject({ LocationConstraint: z.string().optional() }),
  ]),
})

const versioningSchema = z.strictObject({
  VersioningConfiguration: z.strictObject({
    Status: z.enum(['Enabled', 'Suspended']).optional(),
    MfaDelete: z.enum(['Enabled', 'Disabled']).optional(),
  }),
})

/** The operations on buckets and their configurations. */
export const bucketOperations = {
  ListBuckets: ({ query }, { store, region }) =>
    xmlReply('ListAllMyBucketsResult', bucketPage(store.buckets(), query, region)),

  async CreateBucket(call, { store, region }) {
    const body = await receiveText(call)
    if (!NAME.test(call.bucket)) throw new S3Error('InvalidBucketName', 'The specified bucket is not valid.')
    checkLocation(body, region)
    if (store.hasBucket(call.bucket)) {
      throw new S3Error(
        'BucketAlreadyOwnedByYou',
        'Your previous request to create the named bucket succeeded and you already own it.',
      )
    }
    store.createBucket(call.bucket, { region })
    configureNew(store, call.bucket)
    return { status: 200, headers: { location: `/${call.bucket}` } }
  },

  HeadBucket: (_, { region }) => ({ status: 200, headers: { 'x-amz-bucket-region': region } }),

  GetBucketLocation({ bucket }, { store }) {
    const region = regionOf(store.buckets(), bucket)
    if (region === undefined) throw noSuchBucket(bucket)
    // us-east-1 is told by an empty element, for history's sake.
    return xmlReply('LocationConstraint', region === 'us-east-1' ? undefined : region)
  },

  GetBucketLogging: ({ bucket }, { store }) =>
    documentReply(store.configuration(bucket, 'logging') ?? loggingDocument(undefined)),

  async PutBucketLogging(call, { store, region }) {
    const logging = parseLogging(await receiveText(call))
    const buckets = store.buckets()
    if (logging) checkLoggingTarget(logging, { region, regionOf: name => regionOf(buckets, name) })
    store.setConfiguration(call.bucket, 'logging', loggingDocument(logging))
    return { status: 200 }
  },

  GetBucketPolicy({ bucket }, { store }) {
    const policy = store.configuration(bucket, 'policy')
    if (policy) return { status: 200, headers: { 'content-type': 'application/json' }, body: policy }
    throw new S3Error('NoSuchBucketPolicy', 'The bucket policy does not exist', { BucketName: bucket })
  },

  /** Kept, not evaluated: anyone with the credentials may do everything. */
  async PutBucketPolicy(call, { store }) {
    const policy = await receiveText(call)
    checkJson(policy)
    store.setConfiguration(call.bucket, 'policy', policy)
    return { status: 204 }
  },

  GetBucketVersioning({ bucket }, { store }) {
    return xmlReply('VersioningConfiguration', {
      Status: store.configuration(bucket, 'versioning'),
      MfaDelete: store.configuration(bucket, 'mfaDelete'),
    })
  },

  /** Kept, without effect: no earlier versions are stored. */
  async PutBucketVersioning(call, { store }) {
    const { VersioningConfiguration } = parseXml(await receiveText(call), versioningSchema)
    const { Status, MfaDelete } = VersioningConfiguration
    if (MfaDelete && !call.headers['x-amz-mfa'])
      throw new S3Error('AccessDenied', 'Mfa Authentication must be used for this request')
    if (Status) store.setConfiguration(call.bucket, 'versioning', Status)
    if (MfaDelete) store.setConfiguration(call.bucket, 'mfaDelete', MfaDelete)
    return { status: 200 }
  },
} satisfies Record<string, Handler>

/**
 * Refuses what is asked of a bucket that is not there or is in another Region.
 *
 * @throws S3Error NoSuchBucket, or PermanentRedirect as S3 sends to clients of the wrong Region
 */
export function checkBucket({ bucket }: Pick<Call, 'bucket'>, { store, region }: Service): void {
  const actual = regionOf(store.buckets(), bucket)
  if (actual === undefined) throw noSuchBucket(bucket)
  if (actual === region) return
  throw new S3Error(
    'PermanentRedirect',
    'The bucket you are attempting to access must be addressed using the specified endpoint.',
    { Endpoint: `s3.${actual}.amazonaws.com`, Bucket: bucket, Region: actual },
  )
}

const noSuchBucket = (bucket: string): S3Error =>
  new S3Error('NoSuchBucket', 'The specified bucket does not exist', { BucketName: bucket })

/** An answer with an XML document in S3's namespace. */
export function xmlReply(root: string, content: Xml): Reply {
  return documentReply(xmlDocument(root, content, S3_NAMESPACE))
}

const documentReply = (body: string): Reply => ({
  status: 200,
  headers: { 'content-type': 'application/xml' },
  body,
})

function regionOf(buckets: readonly { name: string; region: string }[], name: string): string | undefined {
  return buckets.find(bucket => bucket.name === name)?.region
}

function checkLocation(body: string, region: string): void {
  const configuration = body === '' ? '' : parseXml(body, createSchema).CreateBucketConfiguration
  const asked = (configuration === '' ? undefined : configuration.LocationConstraint) ?? 'us-east-1'
  if (asked === region) return
  throw new S3Error(
    'IllegalLocationConstraintException',
    `The ${asked} location constraint is incompatible for the region specific endpoint this request was sent to.`,
  )
}

function checkJson(policy: string): void {
  try {
    JSON.parse(policy)
  } catch {
    throw new S3Error('MalformedPolicy', "Policies must be valid JSON and the first byte must be '{'")
  }
}
