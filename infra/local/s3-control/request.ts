import * as z from 'zod'
import { S3Error } from '../s3/protocol/errors.ts'
import { parseXml } from '../s3/protocol/xml.ts'

// All leaves stay text, so that a job is described with the very words it was created with.
const flag = z.enum(['true', 'false'])
const integer = z.string().regex(/^\d{1,15}$/)
const account = z.string().regex(/^\d{12}$/)
const bucketArn = z.string().regex(/^arn:aws[a-z-]*:s3:::[A-Za-z0-9._-]{3,255}$/)
const time = z.iso.datetime({ offset: true })
/** AWS takes one string for each kind of match, though they are lists. */
const oneString = z.strictObject({ member: z.array(z.string().min(1)).length(1) })

/** Clients send an empty element for an empty structure. */
const emptyAsObject = (value: unknown): unknown => (value === '' ? {} : value)

const filter = z.strictObject({
  CreatedAfter: time.optional(),
  CreatedBefore: time.optional(),
  KeyNameConstraint: z
    .strictObject({
      MatchAnyPrefix: oneString.optional(),
      MatchAnySuffix: oneString.optional(),
      MatchAnySubstring: oneString.optional(),
    })
    .optional(),
  MatchAnyStorageClass: z.strictObject({ member: z.array(z.string()).min(1) }).optional(),
  ObjectSizeGreaterThanBytes: integer.optional(),
  ObjectSizeLessThanBytes: integer.optional(),
})

const copy = z.strictObject({
  TargetResource: bucketArn,
  TargetKeyPrefix: z.string().min(1).max(1024).optional(),
  MetadataDirective: z.literal('COPY').optional(),
  /** Only the empty list: objects here have no tags. */
  NewObjectTagging: z.literal('').optional(),
  StorageClass: z.string().optional(),
})

const report = z.strictObject({
  Enabled: flag,
  Bucket: bucketArn.optional(),
  Format: z.literal('Report_CSV_20180820').optional(),
  Prefix: z.string().optional(),
  ReportScope: z.enum(['AllTasks', 'FailedTasksOnly']).optional(),
  ExpectedBucketOwner: account.optional(),
})

const manifestGenerator = z.strictObject({
  SourceBucket: bucketArn,
  ExpectedBucketOwner: account.optional(),
  EnableManifestOutput: flag,
  Filter: z.preprocess(emptyAsObject, filter.optional()),
})

/** What a CreateJob asks for; the one kind of job that exists here copies a generated list of objects. */
export const jobRequest = z.strictObject({
  ConfirmationRequired: flag.optional(),
  Operation: z.strictObject({ S3PutObjectCopy: copy }),
  Report: report,
  ClientRequestToken: z.string().min(1).max(64),
  Description: z.string().min(1).max(256).optional(),
  Priority: integer.refine(text => Number(text) <= 2_147_483_647),
  RoleArn: z.string().regex(/^arn:aws:iam::\d{12}:role\/.+$/),
  ManifestGenerator: z.strictObject({ S3JobManifestGenerator: manifestGenerator }),
})

export type JobRequest = z.infer<typeof jobRequest>
/** The conditions that an object must meet to be copied. */
export type ManifestFilter = z.infer<typeof filter>

/** Reads and checks the document of a CreateJob. */
export function parseJobRequest(document: string): JobRequest {
  const { CreateJobRequest: request } = parseXml(document, z.strictObject({ CreateJobRequest: jobRequest }), [
    'member',
  ])
  const { Report, ManifestGenerator } = request
  if (Report.Enabled === 'true' && (!Report.Bucket || !Report.Format || !Report.ReportScope)) {
    throw new S3Error(
      'InvalidRequest',
      'Bucket, Format and ReportScope are required when the report is enabled',
    )
  }
  if (ManifestGenerator.S3JobManifestGenerator.EnableManifestOutput === 'true') {
    throw new S3Error('NotImplemented', 'The embedded service does not write the generated manifest')
  }
  return request
}

/** The name in `arn:aws:s3:::name`. */
export const bucketOf = (arn: string): string => arn.slice('arn:aws:s3:::'.length)
