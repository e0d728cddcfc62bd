import fs from 'node:fs'
import { Readable } from 'node:stream'
import {
  CopyObjectCommand,
  CreateBucketCommand,
  DeleteObjectCommand,
  DeleteObjectsCommand,
  GetBucketCorsCommand,
  GetBucketLocationCommand,
  GetBucketLoggingCommand,
  GetBucketPolicyCommand,
  GetBucketVersioningCommand,
  GetObjectCommand,
  type GetObjectCommandInput,
  HeadBucketCommand,
  HeadObjectCommand,
  ListBucketsCommand,
  type ListBucketsCommandInput,
  ListObjectsV2Command,
  type ListObjectsV2CommandInput,
  ListPartsCommand,
  paginateListObjectsV2,
  PutBucketLoggingCommand,
  PutBucketPolicyCommand,
  PutBucketVersioningCommand,
  PutObjectAclCommand,
  PutObjectCommand,
  type PutObjectCommandInput,
} from '@aws-sdk/client-s3'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Fault } from '../../../infra/local/http/faults.ts'
import { ACCOUNT, type EmbeddedS3, REGION, startEmbeddedS3 } from './s3-client.ts'

let s3: EmbeddedS3
let fault: { operation: string; answer: Fault } | undefined

beforeAll(async () => {
  const faults = {
    before: (_service: string, operation: string) =>
      fault?.operation === operation ? fault.answer : undefined,
  }
  s3 = await startEmbeddedS3({ faults })
})
afterAll(() => s3.stop())

const Bucket = 'data'
const put = (
  Key: string,
  Body: NonNullable<PutObjectCommandInput['Body']>,
  more: Partial<PutObjectCommandInput> = {},
) => s3.client.send(new PutObjectCommand({ Bucket, Key, Body, ...more }))
const get = (Key: string, more: Partial<GetObjectCommandInput> = {}) =>
  s3.client.send(new GetObjectCommand({ Bucket, Key, ...more }))
const text = async (Key: string, Range?: string) => {
  const { Body } = await get(Key, Range === undefined ? {} : { Range })
  return Body?.transformToString()
}
const list = (input: Partial<ListObjectsV2CommandInput>) =>
  s3.client.send(new ListObjectsV2Command({ Bucket, ...input }))

async function listAll(Prefix: string, pageSize: number): Promise<string[]> {
  const keys: string[] = []
  for await (const page of paginateListObjectsV2({ client: s3.client, pageSize }, { Bucket, Prefix })) {
    keys.push(...(page.Contents ?? []).map(object => object.Key ?? ''))
  }
  return keys
}

const listBuckets = (input: ListBucketsCommandInput) => s3.client.send(new ListBucketsCommand(input))

describe('buckets', () => {
  it('are created, listed and found', async () => {
    await s3.client.send(new CreateBucketCommand({ Bucket: 'made-here' }))
    const { Buckets } = await s3.client.send(new ListBucketsCommand({}))
    expect(Buckets?.map(bucket => bucket.Name)).toContain('made-here')
    await expect(s3.client.send(new HeadBucketCommand({ Bucket: 'made-here' }))).resolves.toMatchObject({
      BucketRegion: REGION,
    })
    const { LocationConstraint } = await s3.client.send(new GetBucketLocationCommand({ Bucket: 'made-here' }))
    expect(LocationConstraint).toBe(REGION)
  })

  it('are listed by name, page by page, with their Region where a parameter asks', async () => {
    for (const Bucket of ['page-b', 'page-a', 'page-c'])
      await s3.client.send(new CreateBucketCommand({ Bucket }))
    const first = await listBuckets({ Prefix: 'page-', MaxBuckets: 2 })
    expect(first).toMatchObject({
      Prefix: 'page-',
      Buckets: [{ Name: 'page-a', BucketRegion: REGION }, { Name: 'page-b' }],
    })
    const rest = await listBuckets({
      Prefix: 'page-',
      MaxBuckets: 2,
      ContinuationToken: first.ContinuationToken,
    })
    expect(rest.Buckets?.map(({ Name }) => Name)).toEqual(['page-c'])
    expect(rest.ContinuationToken).toBeUndefined()
    expect((await listBuckets({})).Buckets?.[0]?.BucketRegion).toBeUndefined()
    for (const wrong of [{ MaxBuckets: 0 }, { ContinuationToken: 'x' }, { BucketRegion: 'us-east-1' }])
      await expect(listBuckets(wrong)).rejects.toMatchObject({ name: 'InvalidArgument' })
  })

  it.each([
    ['Bad_Name', 'InvalidBucketName'],
    ['data', 'BucketAlreadyOwnedByYou'],
  ])('refuses to create %s', async (name, code) => {
    await expect(s3.client.send(new CreateBucketCommand({ Bucket: name }))).rejects.toMatchObject({
      name: code,
    })
  })

  it('answers NoSuchBucket for a bucket that is not there', async () => {
    await expect(s3.client.send(new GetBucketLoggingCommand({ Bucket: 'nowhere' }))).rejects.toMatchObject({
      name: 'NoSuchBucket',
    })
    await expect(s3.client.send(new ListObjectsV2Command({ Bucket: 'nowhere' }))).rejects.toMatchObject({
      name: 'NoSuchBucket',
    })
    await expect(s3.client.send(new GetBucketLocationCommand({ Bucket: 'nowhere' }))).rejects.toMatchObject({
      name: 'NoSuchBucket',
    })
    await expect(s3.client.send(new HeadBucketCommand({ Bucket: 'nowhere' }))).rejects.toMatchObject({
      name: 'NotFound',
    })
  })

  it('redirects clients of another Region with the right Region', async () => {
    s3.store.createBucket('elsewhere', { region: 'us-east-1' })
    await expect(s3.client.send(new ListObjectsV2Command({ Bucket: 'elsewhere' }))).rejects.toMatchObject({
      name: 'PermanentRedirect',
    })
    const { LocationConstraint } = await s3.client.send(new GetBucketLocationCommand({ Bucket: 'elsewhere' }))
    expect(LocationConstraint ?? 'us-east-1').toBe('us-east-1')
  })

  it('refuses a bucket of another owner than expected', async () => {
    await expect(list({ ExpectedBucketOwner: '999999999999' })).rejects.toMatchObject({
      name: 'AccessDenied',
    })
    await expect(list({ ExpectedBucketOwner: ACCOUNT })).resolves.toBeDefined()
  })
})

describe('bucket configurations', () => {
  it('have no logging to begin with', async () => {
    const { LoggingEnabled } = await s3.client.send(new GetBucketLoggingCommand({ Bucket }))
    expect(LoggingEnabled).toBeUndefined()
  })

  it.each([{ PartitionedPrefix: { PartitionDateSource: 'EventTime' as const } }, { SimplePrefix: {} }])(
    'keep logging with %j',
    async TargetObjectKeyFormat => {
      const LoggingEnabled = { TargetBucket: 'data', TargetPrefix: 'logs/<&>/', TargetObjectKeyFormat }
      await s3.client.send(new PutBucketLoggingCommand({ Bucket, BucketLoggingStatus: { LoggingEnabled } }))
      const answer = await s3.client.send(new GetBucketLoggingCommand({ Bucket }))
      expect(answer.LoggingEnabled).toEqual(LoggingEnabled)
      await s3.client.send(new PutBucketLoggingCommand({ Bucket, BucketLoggingStatus: {} }))
      expect((await s3.client.send(new GetBucketLoggingCommand({ Bucket }))).LoggingEnabled).toBeUndefined()
    },
  )

  it('refuse logging to a bucket that is not there', async () => {
    const LoggingEnabled = { TargetBucket: 'nowhere', TargetPrefix: '' }
    const command = new PutBucketLoggingCommand({ Bucket, BucketLoggingStatus: { LoggingEnabled } })
    await expect(s3.client.send(command)).rejects.toMatchObject({ name: 'InvalidTargetBucketForLogging' })
  })

  it('keep a policy', async () => {
    await expect(s3.client.send(new GetBucketPolicyCommand({ Bucket }))).rejects.toMatchObject({
      name: 'NoSuchBucketPolicy',
    })
    await expect(
      s3.client.send(new PutBucketPolicyCommand({ Bucket, Policy: '{"Version"' })),
    ).rejects.toMatchObject({ name: 'MalformedPolicy' })
    const Policy = '{"Version":"2012-10-17","Statement":[]}'
    await s3.client.send(new PutBucketPolicyCommand({ Bucket, Policy }))
    expect((await s3.client.send(new GetBucketPolicyCommand({ Bucket }))).Policy).toBe(Policy)
  })

  it('keep the versioning status', async () => {
    expect((await s3.client.send(new GetBucketVersioningCommand({ Bucket }))).Status).toBeUndefined()
    const VersioningConfiguration = { Status: 'Suspended' as const }
    await s3.client.send(new PutBucketVersioningCommand({ Bucket, VersioningConfiguration }))
    expect((await s3.client.send(new GetBucketVersioningCommand({ Bucket }))).Status).toBe('Suspended')
  })
})

describe('objects', () => {
  it('come back with their headers and metadata', async () => {
    await put('described', 'hello', {
      ContentType: 'text/csv',
      ContentEncoding: 'gzip',
      CacheControl: 'no-store',
      Metadata: { query: '42' },
      StorageClass: 'STANDARD_IA',
    })
    const head = await s3.client.send(new HeadObjectCommand({ Bucket, Key: 'described' }))
    expect(head).toMatchObject({
      ContentType: 'text/csv',
      ContentEncoding: 'gzip',
      CacheControl: 'no-store',
      ContentLength: 5,
      ETag: '"5d41402abc4b2a76b9719d911017c592"',
      Metadata: { query: '42' },
      StorageClass: 'STANDARD_IA',
    })
  })

  it.each([
    'a//b',
    '../x',
    '..',
    'a/../../b',
    '/',
    ' a + b ',
    '%41',
    'q?x&y=\'"<>',
    'tab\tcr\rlf\n',
    '😀/é',
    'x'.repeat(1024),
  ])('may have the key %j', async key => {
    await put(key, `body of ${key}`)
    expect(await text(key)).toBe(`body of ${key}`)
    expect(await listAll(key, 1000)).toContain(key)
    await s3.client.send(new DeleteObjectsCommand({ Bucket, Delete: { Objects: [{ Key: key }] } }))
    await expect(text(key)).rejects.toMatchObject({ name: 'NoSuchKey' })
  })

  it('refuses a key of more than 1,024 bytes', async () => {
    await expect(put('é'.repeat(513), 'x')).rejects.toMatchObject({ name: 'KeyTooLongError' })
  })

  it('may be empty', async () => {
    await put('empty', new Uint8Array())
    expect(await text('empty')).toBe('')
  })

  it('gives ranges, from either end', async () => {
    await put('digits', '0123456789')
    expect(await text('digits', 'bytes=2-4')).toBe('234')
    expect(await text('digits', 'bytes=7-')).toBe('789')
    expect(await text('digits', 'bytes=-3')).toBe('789')
    expect(await text('digits', 'bytes=8-100')).toBe('89')
    await expect(text('digits', 'bytes=10-12')).rejects.toMatchObject({ name: 'InvalidRange' })
    const { ContentRange } = await s3.client.send(
      new GetObjectCommand({ Bucket, Key: 'digits', Range: 'bytes=2-4' }),
    )
    expect(ContentRange).toBe('bytes 2-4/10')
  })

  it('are read under conditions', async () => {
    const { ETag } = await put('conditional', 'x')
    await expect(get('conditional', { IfMatch: ETag })).resolves.toBeDefined()
    await expect(get('conditional', { IfMatch: '"other"' })).rejects.toMatchObject({
      name: 'PreconditionFailed',
    })
    await expect(get('conditional', { IfNoneMatch: ETag })).rejects.toMatchObject({
      $metadata: { httpStatusCode: 304 },
    })
    await expect(get('conditional', { IfNoneMatch: '"other"' })).resolves.toBeDefined()
  })

  it('are read to their end though they are replaced meanwhile', async () => {
    const before = Buffer.alloc(5_000_000, 'old')
    await put('replaced', before)
    const { Body } = await get('replaced')
    await put('replaced', 'new')
    expect(await Body?.transformToString()).toBe(before.toString())
    expect(await text('replaced')).toBe('new')
  })

  it('are written by one of five who each write only if there is none', async () => {
    const writes = [1, 2, 3, 4, 5].map(n => put('contested', `writer ${n}`, { IfNoneMatch: '*' }))
    const results = await Promise.allSettled(writes)
    const winner = results.findIndex(result => result.status === 'fulfilled')
    expect(results.filter(result => result.status === 'fulfilled')).toHaveLength(1)
    expect(await text('contested')).toBe(`writer ${winner + 1}`)
  })

  it('are overwritten only if unchanged, when so asked', async () => {
    const { ETag } = await put('guarded', 'one')
    await expect(put('guarded', 'two', { IfMatch: '"other"' })).rejects.toMatchObject({
      name: 'PreconditionFailed',
    })
    await put('guarded', 'three', { IfMatch: ETag })
    expect(await text('guarded')).toBe('three')
    await expect(put('absent', 'x', { IfMatch: ETag })).rejects.toMatchObject({ name: 'NoSuchKey' })
  })

  it('may be streamed in, in chunks with a trailing checksum', async () => {
    const body = Buffer.alloc(300_000, 'abc')
    await put('streamed', Readable.from([body.subarray(0, 70_000), body.subarray(70_000)]), {
      ContentLength: body.length,
    })
    expect(await text('streamed')).toBe(body.toString())
  })

  it.each(['CRC32', 'SHA1', 'SHA256'] as const)(
    'keep a %s checksum and give it back',
    async ChecksumAlgorithm => {
      const sent = await put('summed', 'hello', { ChecksumAlgorithm })
      const key = `Checksum${ChecksumAlgorithm}` as const
      const head = await s3.client.send(
        new HeadObjectCommand({ Bucket, Key: 'summed', ChecksumMode: 'ENABLED' }),
      )
      expect(sent[key]).toBeTruthy()
      expect(head[key]).toBe(sent[key])
    },
  )

  it('are refused when a checksum is wrong, and leave nothing behind', async () => {
    await expect(put('broken', 'hello', { ChecksumCRC32: 'AAAAAA==' })).rejects.toMatchObject({
      name: 'BadDigest',
    })
    await expect(put('broken', 'hello', { ContentMD5: 'AAAAAAAAAAAAAAAAAAAAAA==' })).rejects.toMatchObject({
      name: 'BadDigest',
    })
    await expect(text('broken')).rejects.toMatchObject({ name: 'NoSuchKey' })
    expect(fs.readdirSync(`${s3.directory}/incoming`)).toEqual([])
  })

  it('in an archive class cannot be read or copied', async () => {
    for (const StorageClass of ['GLACIER', 'DEEP_ARCHIVE'] as const) {
      await put('frozen', 'x', { StorageClass })
      await expect(text('frozen')).rejects.toMatchObject({ name: 'InvalidObjectState', StorageClass })
      const copy = new CopyObjectCommand({ Bucket, Key: 'thawed', CopySource: 'data/frozen' })
      await expect(s3.client.send(copy)).rejects.toMatchObject({ name: 'InvalidObjectState' })
    }
  })

  it('can be deleted twice', async () => {
    await put('gone', 'x')
    for (const _ of [1, 2]) await s3.client.send(new DeleteObjectCommand({ Bucket, Key: 'gone' }))
    await expect(text('gone')).rejects.toMatchObject({ name: 'NoSuchKey' })
  })

  it('are deleted a thousand at a time, whatever their keys hold', async () => {
    const keys = Array.from({ length: 1000 }, (_, n) => `many/${n}<&>"'`)
    s3.store.putMany(
      Bucket,
      keys.map(key => ({ key, bytes: Buffer.alloc(0) })),
    )
    const { Deleted } = await s3.client.send(
      new DeleteObjectsCommand({ Bucket, Delete: { Objects: keys.map(Key => ({ Key })) } }),
    )
    expect(Deleted).toHaveLength(1000)
    expect(s3.store.list(Bucket, { prefix: 'many/' })).toEqual([])
  })
})

describe('copies', () => {
  it('take the metadata along, from a source with special characters', async () => {
    await put('from/ä +%&.gz', 'body', { Metadata: { a: '1' }, ContentType: 'text/plain' })
    const CopySource = encodeURIComponent('data/from/ä +%&.gz')
    await s3.client.send(
      new CopyObjectCommand({ Bucket, Key: 'to.gz', CopySource, Metadata: { a: 'ignored' } }),
    )
    const copy = await s3.client.send(new HeadObjectCommand({ Bucket, Key: 'to.gz' }))
    expect(copy).toMatchObject({ Metadata: { a: '1' }, ContentType: 'text/plain' })
    expect(await text('to.gz')).toBe('body')
  })

  it('replace the metadata on request', async () => {
    await put('from', 'body', { Metadata: { a: '1' } })
    const replace = { CopySource: 'data/from', MetadataDirective: 'REPLACE' as const, Metadata: { b: '2' } }
    await s3.client.send(new CopyObjectCommand({ Bucket, Key: 'from', ...replace }))
    const { Metadata } = await s3.client.send(new HeadObjectCommand({ Bucket, Key: 'from' }))
    expect(Metadata).toEqual({ b: '2' })
    expect(await text('from')).toBe('body')
  })

  it.each([
    ['data/nothing', 'NoSuchKey'],
    ['nowhere/key', 'NoSuchBucket'],
    ['data', 'InvalidArgument'],
    ['data/itself', 'InvalidRequest'],
  ])('from %s are refused', async (CopySource, name) => {
    await put('itself', 'x')
    await expect(
      s3.client.send(new CopyObjectCommand({ Bucket, Key: 'itself', CopySource })),
    ).rejects.toMatchObject({ name })
  })
})

describe('listings', () => {
  beforeAll(() => {
    const keys = ['l/a', 'l/b/1', 'l/b/2', 'l/b😀', 'l/c', 'l/d/1', 'l/é']
    s3.store.putMany(
      Bucket,
      keys.map(key => ({ key, bytes: Buffer.from(key) })),
    )
  })

  it('page through all keys in order, whatever the page size', async () => {
    const all = ['l/a', 'l/b/1', 'l/b/2', 'l/b😀', 'l/c', 'l/d/1', 'l/é']
    for (const pageSize of [1, 2, 3, 7, 1000]) expect(await listAll('l/', pageSize)).toEqual(all)
  })

  it('roll keys up at a delimiter', async () => {
    const page = await list({ Prefix: 'l/', Delimiter: '/' })
    expect(page.Contents?.map(object => object.Key)).toEqual(['l/a', 'l/b😀', 'l/c', 'l/é'])
    expect(page.CommonPrefixes?.map(common => common.Prefix)).toEqual(['l/b/', 'l/d/'])
    expect(page).toMatchObject({ KeyCount: 6, IsTruncated: false })
  })

  it('page through common prefixes, each listed once', async () => {
    const seen: (string | undefined)[] = []
    let ContinuationToken: string | undefined
    do {
      const page = await list({
        Prefix: 'l/',
        Delimiter: '/',
        MaxKeys: 1,
        ...(ContinuationToken && { ContinuationToken }),
      })
      seen.push(page.Contents?.[0]?.Key ?? page.CommonPrefixes?.[0]?.Prefix)
      ContinuationToken = page.NextContinuationToken
    } while (ContinuationToken)
    expect(seen).toEqual(['l/a', 'l/b/', 'l/b😀', 'l/c', 'l/d/', 'l/é'])
  })

  it('start after a key', async () => {
    const page = await list({ Prefix: 'l/', StartAfter: 'l/b/2' })
    expect(page.Contents?.[0]).toMatchObject({ Key: 'l/b😀', Size: 7, StorageClass: 'STANDARD' })
  })

  it('encode keys when asked', async () => {
    await put('enc/a b+ü', 'x')
    const page = await list({ Prefix: 'enc/', EncodingType: 'url' })
    expect(page.Contents?.[0]?.Key).toBe('enc/a+b%2B%C3%BC')
  })

  it('refuse an unknown continuation token', async () => {
    await expect(list({ ContinuationToken: 'forged' })).rejects.toMatchObject({ name: 'InvalidArgument' })
  })
})

describe('ACLs', () => {
  it('are disabled: the bucket owner’s full control may be named, every other is refused', async () => {
    await put('acl', 'x', { ACL: 'bucket-owner-full-control' })
    expect(await text('acl')).toBe('x')
    await expect(put('acl', 'y', { ACL: 'public-read' })).rejects.toMatchObject({
      name: 'AccessControlListNotSupported',
    })
  })
})

describe('what it does not know', () => {
  const answers = {
    'a sub-resource': () => s3.client.send(new GetBucketCorsCommand({ Bucket })),
    'a sub-resource of an object': () =>
      s3.client.send(new PutObjectAclCommand({ Bucket, Key: 'k', ACL: 'private' })),
    'a parameter': () => s3.client.send(new GetObjectCommand({ Bucket, Key: 'k', VersionId: 'v1' })),
    'a header': () => put('k', 'x', { Tagging: 'a=b' }),
    'an encryption': () => put('k', 'x', { ServerSideEncryption: 'aws:kms' }),
    'a checksum it cannot verify': () => put('k', 'x', { ChecksumCRC32C: 'AAAAAA==' }),
    'paging of parts': () =>
      s3.client.send(new ListPartsCommand({ Bucket, Key: 'k', UploadId: 'u', MaxParts: 1 })),
    'an element of a document': () =>
      s3.client.send(
        new DeleteObjectsCommand({ Bucket, Delete: { Objects: [{ Key: 'k', VersionId: 'v1' }] } }),
      ),
  }

  it.each(Object.entries(answers))('is refused: %s', async (_, send) => {
    await expect(send()).rejects.toMatchObject({
      name: 'NotImplemented',
      $metadata: { httpStatusCode: 501 },
    })
  })
})

describe('faults', () => {
  it('are answered in place of the operation they are for', async () => {
    fault = {
      operation: 'PutObject',
      answer: { status: 503, code: 'SlowDown', message: 'Please reduce your request rate.' },
    }
    await expect(put('slow', 'x')).rejects.toMatchObject({
      name: 'SlowDown',
      $metadata: { httpStatusCode: 503 },
    })
    fault = undefined
    await expect(text('slow')).rejects.toMatchObject({ name: 'NoSuchKey' })
  })
})
