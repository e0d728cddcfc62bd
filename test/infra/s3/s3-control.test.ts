import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import {
  CreateJobCommand,
  type CreateJobCommandInput,
  DescribeJobCommand,
  GetAccessPointCommand,
  type JobManifestGeneratorFilter,
  type S3CopyObjectOperation,
  S3ControlClient,
  UpdateJobStatusCommand,
} from '@aws-sdk/client-s3-control'
import { parse } from 'csv-parse/sync'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import * as z from 'zod'
import type { Fault } from '../../../infra/local/http/faults.ts'
import { resolveLocalhostNames } from '../../../infra/local/services/loopback.ts'
import { OPERATIONS, startS3Control } from '../../../infra/local/s3-control/server.ts'
import { type ObjectStore, openStore } from '../../../infra/local/s3/storage/store.ts'
import { ACCOUNT, CREDENTIALS, REGION } from './s3-client.ts'

resolveLocalhostNames()

let directory: string
let store: ObjectStore
let service: Awaited<ReturnType<typeof startS3Control>>
let client: S3ControlClient
let reports: { bucket: string; key: string }[]
let faultFor: (operation: string, detail: Record<string, string>) => Fault | undefined

beforeEach(async () => {
  directory = fs.mkdtempSync(path.join(os.tmpdir(), 's3-control-'))
  store = openStore(path.join(directory, 's3'), { now: () => new Date() })
  for (const bucket of ['logs', 'workspace']) store.createBucket(bucket, { region: REGION })
  reports = []
  faultFor = () => undefined
  await start()
})

afterEach(async () => {
  await stop()
  store.close()
  fs.rmSync(directory, { recursive: true, force: true })
})

async function start(pace = 2): Promise<void> {
  service = await startS3Control({
    store,
    directory: path.join(directory, 's3-control'),
    account: ACCOUNT,
    region: REGION,
    credentials: CREDENTIALS,
    now: () => new Date(),
    onReport: report => reports.push(report),
    faults: { before: (_, operation, detail) => faultFor(operation, detail) },
    pace,
  })
  client = clientWith(CREDENTIALS)
}

async function stop(): Promise<void> {
  client.destroy()
  await service.close()
}

const clientWith = (credentials: typeof CREDENTIALS) =>
  new S3ControlClient({ endpoint: service.url, region: REGION, credentials, maxAttempts: 1 })

const put = (key: string, options: { size?: number; modified?: string; storageClass?: string } = {}) =>
  store.putBytes('logs', key, Buffer.alloc(options.size ?? 1, key), {
    ...(options.modified && { lastModified: new Date(options.modified) }),
    ...(options.storageClass && { storageClass: options.storageClass }),
  })

const copied = () => store.list('workspace', { prefix: 'raw/INV1/' }).map(object => object.key)

function request(
  filter: JobManifestGeneratorFilter = {},
  more: Partial<CreateJobCommandInput> = {},
  operation: Partial<S3CopyObjectOperation> = {},
): CreateJobCommandInput {
  return {
    AccountId: ACCOUNT,
    ConfirmationRequired: false,
    Priority: 10,
    RoleArn: `arn:aws:iam::${ACCOUNT}:role/batch`,
    ClientRequestToken: 'token-1',
    Operation: {
      S3PutObjectCopy: {
        TargetResource: 'arn:aws:s3:::workspace',
        TargetKeyPrefix: 'raw/INV1',
        ...operation,
      },
    },
    Report: {
      Enabled: true,
      Bucket: 'arn:aws:s3:::workspace',
      Prefix: 'reports/INV1',
      Format: 'Report_CSV_20180820',
      ReportScope: 'AllTasks',
    },
    ManifestGenerator: {
      S3JobManifestGenerator: {
        SourceBucket: 'arn:aws:s3:::logs',
        EnableManifestOutput: false,
        Filter: filter,
      },
    },
    ...more,
  }
}

async function create(input: CreateJobCommandInput = request()): Promise<string> {
  const { JobId } = await client.send(new CreateJobCommand(input))
  return JobId ?? ''
}

async function describeJob(JobId: string) {
  const { Job } = await client.send(new DescribeJobCommand({ AccountId: ACCOUNT, JobId }))
  return Job
}

/** Waits until the job is in one of these states. */
async function until(id: string, ...statuses: string[]) {
  for (;;) {
    const job = await describeJob(id)
    if (statuses.includes(job?.Status ?? '')) return job
    await sleep(5)
  }
}

const ended = (id: string) => until(id, 'Complete', 'Failed', 'Cancelled')

const update = (JobId: string, RequestedJobStatus: 'Ready' | 'Cancelled') =>
  client.send(
    new UpdateJobStatusCommand({
      AccountId: ACCOUNT,
      JobId,
      RequestedJobStatus,
      StatusUpdateReason: 'asked',
    }),
  )

const read = (key: string) => fs.readFileSync(store.head('workspace', key)?.path ?? '', 'utf8')

const manifestSchema = z.object({ Results: z.array(z.object({ Key: z.string(), MD5Checksum: z.string() })) })

/** The rows of all CSV files that a report's manifest lists. */
function reportRows(id: string): string[][] {
  const manifest = manifestSchema.parse(JSON.parse(read(`reports/INV1/job-${id}/manifest.json`)))
  return manifest.Results.flatMap(({ Key }) => parse(read(Key)))
}

describe('a copy job', () => {
  it('passes through its states to Complete, with every object under the target prefix', async () => {
    for (const key of ['a', 'b/c.gz', 'd//é 😀']) put(key)
    const id = await create()
    const job = await ended(id)
    expect(copied()).toEqual(['raw/INV1/a', 'raw/INV1/b/c.gz', 'raw/INV1/d//é 😀'])
    expect(job).toMatchObject({
      JobId: id,
      JobArn: `arn:aws:s3:${REGION}:${ACCOUNT}:job/${id}`,
      Status: 'Complete',
      Priority: 10,
      ProgressSummary: { TotalNumberOfTasks: 3, NumberOfTasksSucceeded: 3, NumberOfTasksFailed: 0 },
    })
    expect(job?.TerminationDate).toBeInstanceOf(Date)
  })

  it('is described with what it was asked for', async () => {
    put('a')
    const input = request({
      KeyNameConstraint: { MatchAnyPrefix: ['a'] },
      MatchAnyStorageClass: ['STANDARD'],
    })
    const job = await ended(await create({ ...input, Description: 'raw logs <INV1>' }))
    expect(job).toMatchObject({
      Description: 'raw logs <INV1>',
      ConfirmationRequired: false,
      Operation: input.Operation,
      Report: input.Report,
      ManifestGenerator: input.ManifestGenerator,
      RoleArn: input.RoleArn,
    })
  })

  it('puts a slash after the prefix even when there is one', async () => {
    put('a')
    await ended(await create(request({}, {}, { TargetKeyPrefix: 'raw/INV1/' })))
    expect(copied()).toEqual(['raw/INV1//a'])
  })

  it('copies into the asked storage class, with the metadata', async () => {
    store.putBytes('logs', 'a', Buffer.from('x'), { metadata: { m: '1' }, storageClass: 'GLACIER_IR' })
    await ended(await create(request({}, {}, { StorageClass: 'STANDARD_IA' })))
    expect(store.head('workspace', 'raw/INV1/a')).toMatchObject({
      storageClass: 'STANDARD_IA',
      metadata: { m: '1' },
    })
  })
})

describe('the manifest filter', () => {
  beforeEach(() => {
    put('app/1.gz', { modified: '2026-01-01T00:00:00Z', size: 10 })
    put('app/2.log', { modified: '2026-01-02T00:00:00Z', size: 20 })
    put('app2/3.gz', { modified: '2026-01-03T00:00:00Z', size: 30, storageClass: 'STANDARD_IA' })
  })

  const filters: [string, JobManifestGeneratorFilter, string[]][] = [
    ['a prefix', { KeyNameConstraint: { MatchAnyPrefix: ['app/'] } }, ['app/1.gz', 'app/2.log']],
    ['a suffix', { KeyNameConstraint: { MatchAnySuffix: ['.gz'] } }, ['app/1.gz', 'app2/3.gz']],
    ['a substring', { KeyNameConstraint: { MatchAnySubstring: ['p2'] } }, ['app2/3.gz']],
    [
      'prefix and suffix',
      { KeyNameConstraint: { MatchAnyPrefix: ['app/'], MatchAnySuffix: ['.gz'] } },
      ['app/1.gz'],
    ],
    ['an earliest time', { CreatedAfter: new Date('2026-01-01T12:00:00Z') }, ['app/2.log', 'app2/3.gz']],
    ['a latest time', { CreatedBefore: new Date('2026-01-01T12:00:00Z') }, ['app/1.gz']],
    ['storage classes', { MatchAnyStorageClass: ['STANDARD'] }, ['app/1.gz', 'app/2.log']],
    ['sizes', { ObjectSizeGreaterThanBytes: 10, ObjectSizeLessThanBytes: 30 }, ['app/2.log']],
  ]
  it.each(filters)('keeps to %s', async (_, filter, keys) => {
    await ended(await create(request(filter)))
    expect(copied()).toEqual(keys.map(key => `raw/INV1/${key}`))
  })

  it('that matches nothing makes the job fail, and leaves no report', async () => {
    const job = await ended(await create(request({ KeyNameConstraint: { MatchAnyPrefix: ['none/'] } })))
    expect(job).toMatchObject({ Status: 'Failed', ProgressSummary: { TotalNumberOfTasks: 0 } })
    expect(job?.FailureReasons?.[0]?.FailureReason).toBe(
      'Manifest generation found no keys matching the filter criteria.',
    )
    expect(reports).toEqual([])
    expect(store.list('workspace')).toEqual([])
  })

  const sources = {
    'is not there': { SourceBucket: 'arn:aws:s3:::nowhere' },
    'is in another Region': { SourceBucket: 'arn:aws:s3:::far-away' },
    'has another owner': { SourceBucket: 'arn:aws:s3:::logs', ExpectedBucketOwner: '999999999999' },
  }
  it.each(Object.entries(sources))('makes the job fail when the source %s', async (_, source) => {
    store.createBucket('far-away', { region: 'us-east-1' })
    store.putBytes('far-away', 'a', Buffer.from('x'))
    const S3JobManifestGenerator = { ...source, EnableManifestOutput: false }
    const job = await ended(await create(request({}, { ManifestGenerator: { S3JobManifestGenerator } })))
    expect(job).toMatchObject({ Status: 'Failed' })
    expect(job?.FailureReasons?.[0]?.FailureReason).toContain('The source bucket')
  })
})

describe('creating a job', () => {
  it('twice with one token makes one job', async () => {
    put('a')
    const id = await create()
    expect(await create()).toBe(id)
    await ended(id)
    expect(await create()).toBe(id)
    expect(reports).toHaveLength(1)
  })

  it('with a used token and other parameters is refused', async () => {
    put('a')
    await ended(await create())
    await expect(create(request({}, { Priority: 11 }))).rejects.toMatchObject({
      name: 'IdempotencyException',
    })
  })

  const wrong: [string, Partial<CreateJobCommandInput>, string][] = [
    ['another operation', { Operation: { S3DeleteObjectTagging: {} } }, 'NotImplemented'],
    ['a negative priority', { Priority: -1 }, 'MalformedXML'],
    ['a role that is none', { RoleArn: 'batch' }, 'MalformedXML'],
    ['a token of 65 characters', { ClientRequestToken: 'x'.repeat(65) }, 'MalformedXML'],
    ['a report without a bucket', { Report: { Enabled: true } }, 'InvalidRequest'],
    ['tags', { Tags: [{ Key: 'a', Value: 'b' }] }, 'NotImplemented'],
    ['two prefixes', request({ KeyNameConstraint: { MatchAnyPrefix: ['a', 'b'] } }), 'MalformedXML'],
    ['a filter it does not know', request({ EligibleForReplication: true }), 'NotImplemented'],
    [
      'a written manifest',
      {
        ManifestGenerator: {
          S3JobManifestGenerator: { SourceBucket: 'arn:aws:s3:::logs', EnableManifestOutput: true },
        },
      },
      'NotImplemented',
    ],
  ]
  it.each(wrong)('is refused with %s', async (_, more, name) => {
    await expect(create(request({}, more))).rejects.toMatchObject({ name })
  })

  it('is refused with a wrong secret or for another account', async () => {
    const stranger = clientWith({ ...CREDENTIALS, secretAccessKey: 'guessed' })
    await expect(stranger.send(new CreateJobCommand(request()))).rejects.toMatchObject({
      name: 'SignatureDoesNotMatch',
    })
    await expect(create(request({}, { AccountId: '999999999999' }))).rejects.toMatchObject({
      name: 'AccessDenied',
    })
  })
})

describe('failing tasks', () => {
  it('leave the job Complete, and are listed in the report', async () => {
    put('fine')
    put('frozen, "old"', { storageClass: 'DEEP_ARCHIVE' })
    const id = await create()
    expect(await ended(id)).toMatchObject({
      Status: 'Complete',
      ProgressSummary: { NumberOfTasksSucceeded: 1, NumberOfTasksFailed: 1 },
    })
    expect(reportRows(id)).toEqual([
      ['logs', 'fine', '', 'succeeded', '', '200', 'Successful'],
      ['logs', 'frozen%2C%20%22old%22', '', 'failed', 'InvalidObjectState', '403', expect.any(String)],
    ])
    expect(reports).toEqual([{ bucket: 'workspace', key: `reports/INV1/job-${id}/manifest.json` }])
  })

  it('are all that the report holds when only they were asked for', async () => {
    put('fine')
    put('frozen', { storageClass: 'GLACIER' })
    const { Report } = request()
    const id = await create(
      request({}, { Report: { Enabled: true, ...Report, ReportScope: 'FailedTasksOnly' } }),
    )
    await ended(id)
    expect(reportRows(id).map(row => row[1])).toEqual(['frozen'])
  })

  it('fail one by one when the target is not there', async () => {
    put('a')
    const id = await create(request({}, {}, { TargetResource: 'arn:aws:s3:::nowhere' }))
    await ended(id)
    expect(reportRows(id)).toMatchObject([
      ['logs', 'a', '', 'failed', 'NoSuchBucket', '404', expect.any(String)],
    ])
  })

  it('fail alone when a file of the batch cannot be read', async () => {
    const file = path.join(directory, 'own.log')
    fs.writeFileSync(file, 'line')
    store.mount('logs', [{ key: 'broken', path: file, lastModified: new Date() }])
    fs.rmSync(file)
    put('fine')
    const job = await ended(await create())
    expect(job?.ProgressSummary).toMatchObject({ NumberOfTasksSucceeded: 1, NumberOfTasksFailed: 1 })
    expect(copied()).toEqual(['raw/INV1/fine'])
  })

  it('can be injected', async () => {
    for (const key of ['a', 'b']) put(key)
    const fault = { status: 403, code: 'AccessDenied', message: 'Access Denied' }
    faultFor = (operation, { key }) => (operation === 'S3PutObjectCopy' && key === 'b' ? fault : undefined)
    const id = await create()
    await ended(id)
    expect(reportRows(id)).toContainEqual(['logs', 'b', '', 'failed', 'AccessDenied', '403', 'Access Denied'])
  })

  it('fail the job when they are most of at least a thousand', async () => {
    const keys = Array.from({ length: 1500 }, (_, n) => ({ key: `k${n}`, bytes: Buffer.alloc(1) }))
    store.putMany('logs', keys)
    const fault = { status: 403, code: 'AccessDenied', message: 'Access Denied' }
    faultFor = operation => (operation === 'S3PutObjectCopy' ? fault : undefined)
    const job = await ended(await create())
    expect(job?.Status).toBe('Failed')
    expect(job?.ProgressSummary?.NumberOfTasksFailed).toBeLessThan(1500)
    expect(reports).toHaveLength(1)
  })
})

describe('the status of a job', () => {
  it('waits for confirmation, and continues after it', async () => {
    put('a')
    const id = await create(request({}, { ConfirmationRequired: true }))
    expect(await until(id, 'Suspended')).toMatchObject({ ProgressSummary: { TotalNumberOfTasks: 1 } })
    expect(copied()).toEqual([])
    await update(id, 'Ready')
    expect(await ended(id)).toMatchObject({ Status: 'Complete', StatusUpdateReason: 'asked' })
    expect(copied()).toEqual(['raw/INV1/a'])
  })

  it('becomes Cancelled when asked, and nothing is copied any more', async () => {
    put('a')
    const id = await create(request({}, { ConfirmationRequired: true }))
    await until(id, 'Suspended')
    await expect(update(id, 'Cancelled')).resolves.toMatchObject({ Status: 'Cancelling' })
    expect(await ended(id)).toMatchObject({ Status: 'Cancelled' })
    expect(copied()).toEqual([])
    expect(reports).toEqual([])
  })

  it('does not change after the job has ended', async () => {
    put('a')
    const id = await create()
    await ended(id)
    await expect(update(id, 'Cancelled')).rejects.toMatchObject({ name: 'JobStatusException' })
    await expect(update(id, 'Ready')).rejects.toMatchObject({ name: 'JobStatusException' })
  })

  it('is unknown for a job that does not exist, and for one of another account', async () => {
    put('a')
    const id = await create()
    const missing = { name: 'NoSuchJob', $metadata: { httpStatusCode: 404 } }
    await expect(describeJob('no-such-job')).rejects.toMatchObject(missing)
    const other = new DescribeJobCommand({ AccountId: '999999999999', JobId: id })
    await expect(client.send(other)).rejects.toMatchObject(missing)
    await ended(id)
  })

  it('is Failed when the report has nowhere to go', async () => {
    put('a')
    const { Report } = request()
    const job = await ended(
      await create(request({}, { Report: { Enabled: true, ...Report, Bucket: 'arn:aws:s3:::nowhere' } })),
    )
    expect(job).toMatchObject({ Status: 'Failed' })
    expect(job?.FailureReasons?.[0]?.FailureReason).toContain('The report bucket')
  })
})

describe('the service', () => {
  it('continues a job after a restart without repeating work', async () => {
    const keys = Array.from({ length: 500 }, (_, n) => ({ key: `k${n}`, bytes: Buffer.from(`${n}`) }))
    store.putMany('logs', keys)
    let copies = 0
    store.onPut(({ key }) => {
      if (key.startsWith('raw/')) copies++
    })
    // Held up in the second batch of copies, so that it is Active when the service stops.
    const slow = { status: 503, code: 'SlowDown', message: 'Please reduce your request rate.', delayMs: 100 }
    let held = 0
    faultFor = operation => (operation === 'S3PutObjectCopy' && copies > 0 && held++ === 0 ? slow : undefined)
    const id = await create()
    await vi.waitFor(() => expect(held).toBeGreaterThan(0))
    await stop()
    const before = copies
    await start()
    const job = await ended(id)
    expect(before).toBeLessThan(500)
    expect(copies).toBe(499)
    expect(job?.ProgressSummary).toMatchObject({ NumberOfTasksSucceeded: 499, NumberOfTasksFailed: 1 })
  })

  it('answers with an injected fault', async () => {
    const fault = { status: 503, code: 'SlowDown', message: 'Please reduce your request rate.' }
    faultFor = operation => (operation === 'CreateJob' ? fault : undefined)
    await expect(create()).rejects.toMatchObject({ name: 'SlowDown' })
  })

  it('refuses operations it does not know', async () => {
    expect(OPERATIONS).toContain('CreateJob')
    const unknown = new GetAccessPointCommand({ AccountId: ACCOUNT, Name: 'ap' })
    await expect(client.send(unknown)).rejects.toMatchObject({ $metadata: { httpStatusCode: 501 } })
  })
})
