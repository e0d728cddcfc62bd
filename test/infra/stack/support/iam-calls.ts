import { evidenceTable } from '../../../../analyses/lib/evidence/evidence.ts'
import {
  accessLogsByDate,
  accessLogsCopied,
  addressLists,
  cloudTrail,
  type Table,
} from '../../../../analyses/lib/evidence/tables.ts'
import type { Settings } from '../../../../bot/model/settings.ts'
import type { Asked } from '../../../support/fault-switch.ts'
import type { Call } from './policies.ts'

const HERE = 'eu-west-1:111122223333'
const WORKSPACE = 's3audit-workspace'
const s3 = (bucket = '', key?: string) => `arn:aws:s3:::${bucket}${key === undefined ? '' : `/${key}`}`
const call = (action: string, resource: string, context: Record<string, string> = {}): Call => ({
  action,
  resource,
  context,
})

/** What an operation needs to be allowed, and which role needs it. */
export interface Needed extends Call {
  role: Role
}
export type Role = 'slack' | 'reconcile' | 'copy'

/**
 * What a recorded operation needs: the call itself, and what AWS then does with the permissions of the caller
 * (Athena's reading and writing) or of the role that was passed (S3 Batch Operations').
 */
export function needsOf({ service, operation, detail }: Asked, sources: Settings['sources']): Needed[] {
  const ownStep = OWN_STEPS[operation]
  if (service === 's3-control' && ownStep) return by('copy', ownStep(detail))
  if (service === 'athena' && operation === 'run') return by('reconcile', ofQuery(detail.sql ?? '', sources))
  const calls = CALLS[`${service} ${operation}`]
  const { app } = detail
  if (service === 'ssm' && calls) return [...by('slack', calls(detail)), ...by('reconcile', calls(detail))]
  // A person's browser, which follows a link with the permissions of its signer.
  if (service === 's3' && !app && calls) return by('slack', calls(detail))
  // Slack has no IAM; set-up and the test's own looks into the table are nobody's.
  if (app !== 'slack' && app !== 'reconcile') return []
  if (!calls) throw new Error(`What does ${service} ${operation} need to be allowed?`)
  return by(app, calls(detail))
}

const by = (role: Role, calls: Call[]): Needed[] => calls.map(one => ({ ...one, role }))

type Needs = (detail: Record<string, string>) => Call[]

const athena = (action: string) => () => [
  call(`athena:${action}`, `arn:aws:athena:${HERE}:workgroup/s3audit`),
]
const table =
  (action: string): Needs =>
  ({ table: name, index }) => [
    call(`dynamodb:${action}`, `arn:aws:dynamodb:${HERE}:table/${name}${index ? `/index/${index}` : ''}`),
  ]
const job = (action: string) => (detail: Record<string, string>) => [
  call(`s3:${action}`, `arn:aws:s3:${HERE}:job/${detail.jobId}`),
]
const bucket =
  (action: string): Needs =>
  ({ bucket: name }) => [call(`s3:${action}`, s3(name))]
const trail = (action: string) => () => [
  call(`cloudtrail:${action}`, `arn:aws:cloudtrail:${HERE}:trail/example-trail`),
]

const CALLS: Record<string, Needs> = {
  'ssm GetParameter': ({ name }) => [call('ssm:GetParameter', `arn:aws:ssm:${HERE}:parameter${name}`)],
  'dynamodb GetItem': table('GetItem'),
  'dynamodb PutItem': table('PutItem'),
  'dynamodb UpdateItem': table('UpdateItem'),
  'dynamodb BatchWriteItem': table('BatchWriteItem'),
  'dynamodb Query': table('Query'),
  's3 ListBuckets': () => [call('s3:ListAllMyBuckets', '*')],
  's3 GetBucketLogging': ({ bucket }) => [call('s3:GetBucketLogging', s3(bucket))],
  's3 GetBucketLocation': ({ bucket }) => [call('s3:GetBucketLocation', s3(bucket))],
  's3 GetBucketAcl': bucket('GetBucketAcl'),
  's3 GetBucketPolicy': bucket('GetBucketPolicy'),
  's3 GetBucketVersioning': bucket('GetBucketVersioning'),
  's3 GetBucketOwnershipControls': bucket('GetBucketOwnershipControls'),
  's3 GetBucketRequestPayment': bucket('GetBucketRequestPayment'),
  // IAM has names of its own for these.
  's3 GetBucketEncryption': bucket('GetEncryptionConfiguration'),
  's3 GetBucketLifecycleConfiguration': bucket('GetLifecycleConfiguration'),
  's3 GetObjectLockConfiguration': bucket('GetBucketObjectLockConfiguration'),
  's3 GetPublicAccessBlock': bucket('GetBucketPublicAccessBlock'),
  'cloudtrail DescribeTrails': () => [call('cloudtrail:DescribeTrails', '*')],
  'cloudtrail GetTrailStatus': trail('GetTrailStatus'),
  'cloudtrail GetEventSelectors': trail('GetEventSelectors'),
  's3 ListObjectsV2': ({ bucket, prefix = '' }) => [
    call('s3:ListBucket', s3(bucket), { 's3:prefix': prefix }),
  ],
  's3 GetObject': ({ bucket, key }) => [call('s3:GetObject', s3(bucket, key))],
  's3 PutObject': ({ bucket, key }) => [call('s3:PutObject', s3(bucket, key))],
  's3-control CreateJob': () => [
    call('s3:CreateJob', '*', { 's3:RequestJobOperation': 'S3PutObjectCopy' }),
    call('iam:PassRole', 'arn:aws:iam::111122223333:role/s3audit-eu-west-1-copy', {
      'iam:PassedToService': 'batchoperations.s3.amazonaws.com',
    }),
  ],
  's3-control DescribeJob': job('DescribeJob'),
  's3-control UpdateJobStatus': job('UpdateJobStatus'),
  'athena StartQueryExecution': athena('StartQueryExecution'),
  'athena GetQueryExecution': athena('GetQueryExecution'),
  'athena StopQueryExecution': athena('StopQueryExecution'),
  // Athena reads the result with the permissions of the caller.
  'athena GetQueryResults': ({ QueryExecutionId: id }) => [
    ...athena('GetQueryResults')(),
    call('s3:GetObject', s3(WORKSPACE, `results/${id}.csv`)),
  ],
}

/** What S3 Batch Operations does by itself, with the role that the job names. */
const OWN_STEPS: Record<string, Needs> = {
  GenerateManifest: () => [
    call('s3:ListBucket', s3('example-logs')),
    call('s3:PutInventoryConfiguration', s3('example-logs')),
    call('s3:PutObject', s3(WORKSPACE, 'reports/0123456789abcdef/job-1/manifest.json')),
  ],
  S3PutObjectCopy: ({ bucket, key }) => [
    call('s3:GetObject', s3(bucket, key)),
    call('s3:GetObjectTagging', s3(bucket, key)),
    call('s3:PutObject', s3(WORKSPACE, `logs/0123456789abcdef/${key}`)),
    call('s3:PutObjectTagging', s3(WORKSPACE, `logs/0123456789abcdef/${key}`)),
  ],
}

const glue = (resource: string): string => `arn:aws:glue:${HERE}:${resource}`

/** What Athena does for a query, with the permissions of the caller. */
function ofQuery(sql: string, sources: Settings['sources']): Call[] {
  const tables: Table[] = [
    accessLogsCopied(WORKSPACE),
    evidenceTable(WORKSPACE),
    addressLists(WORKSPACE),
    ...sources.map(source => (source.kind === 'access-log' ? accessLogsByDate(source) : cloudTrail(source))),
  ]
  const read = tables.filter(({ name }) => new RegExp(`\\b${name}\\b`).test(sql))
  if (read.length === 0) throw new Error(`Which tables does this query read? ${sql}`)
  const [, bucket = '', prefix = ''] = /\bTO 's3:\/\/([^/]+)\/([^']+)'/.exec(sql) ?? []
  return [
    call('glue:GetDatabase', glue('catalog')),
    call('glue:GetDatabase', glue('database/s3audit')),
    call('glue:GetDatabase', glue('database/default')),
    ...read.flatMap(({ name, template }) => [
      ...['catalog', 'database/s3audit', `table/s3audit/${name}`].map(one =>
        call('glue:GetTable', glue(one)),
      ),
      ...ofLocation(template),
    ]),
    call('s3:GetBucketLocation', s3(WORKSPACE)),
    call('s3:PutObject', s3(WORKSPACE, 'results/00000000-0000-4000-8000-000000000000.csv')),
    ...(bucket
      ? [
          call('s3:ListBucket', s3(bucket), { 's3:prefix': prefix }),
          call('s3:PutObject', s3(bucket, `${prefix}20261121_0001_00000`)),
        ]
      : []),
  ]
}

function ofLocation(template: string): Call[] {
  const [, bucket = '', path = ''] = /^s3:\/\/([^/]+)\/(.*)$/.exec(template) ?? []
  const prefix = path.replaceAll(/\$\{[^}]+\}/g, 'x')
  return [
    call('s3:GetBucketLocation', s3(bucket)),
    call('s3:ListBucket', s3(bucket), { 's3:prefix': prefix }),
    call('s3:GetObject', s3(bucket, `${prefix}a.gz`)),
  ]
}
