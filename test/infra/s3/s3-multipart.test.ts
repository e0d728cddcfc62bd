import {
  AbortMultipartUploadCommand,
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  GetObjectCommand,
  ListPartsCommand,
  UploadPartCommand,
} from '@aws-sdk/client-s3'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type EmbeddedS3, startEmbeddedS3 } from './s3-client.ts'

let s3: EmbeddedS3
beforeAll(async () => {
  s3 = await startEmbeddedS3()
})
afterAll(() => s3.stop())

const target = { Bucket: 'data', Key: 'parts/joined.gz' }
const MINIMUM = 5 * 2 ** 20

async function begin(): Promise<{ Bucket: string; Key: string; UploadId: string }> {
  const { UploadId = '' } = await s3.client.send(
    new CreateMultipartUploadCommand({ ...target, ContentType: 'text/plain' }),
  )
  return { ...target, UploadId }
}

async function part(upload: Awaited<ReturnType<typeof begin>>, PartNumber: number, Body: string) {
  const { ETag } = await s3.client.send(new UploadPartCommand({ ...upload, PartNumber, Body }))
  return { PartNumber, ETag }
}

const complete = (
  upload: Awaited<ReturnType<typeof begin>>,
  Parts: { PartNumber: number; ETag: string | undefined }[],
) =>
  s3.client.send(
    new CompleteMultipartUploadCommand({
      ...upload,
      MultipartUpload: {
        Parts: Parts.map(({ PartNumber, ETag }) => ({ PartNumber, ...(ETag && { ETag }) })),
      },
    }),
  )

describe('multipart uploads', () => {
  it('join their parts in order, whatever the order of upload', async () => {
    const upload = await begin()
    const second = await part(upload, 2, 'tail')
    await part(upload, 1, 'to be replaced')
    const first = await part(upload, 1, 'a'.repeat(MINIMUM))
    const { Parts } = await s3.client.send(new ListPartsCommand(upload))
    expect(Parts?.map(({ PartNumber, Size }) => [PartNumber, Size])).toEqual([
      [1, MINIMUM],
      [2, 4],
    ])

    const { ETag } = await complete(upload, [first, second])
    expect(ETag).toMatch(/^"[0-9a-f]{32}-2"$/)
    const object = await s3.client.send(new GetObjectCommand(target))
    expect(object.ContentType).toBe('text/plain')
    expect(await object.Body?.transformToString()).toBe(`${'a'.repeat(MINIMUM)}tail`)
    expect(s3.store.head('data', target.Key)?.path).toMatch(/\.gz$/)
    await expect(complete(upload, [first, second])).rejects.toMatchObject({ name: 'NoSuchUpload' })
  })

  it('refuse parts that are missing, changed, out of order or too small', async () => {
    const upload = await begin()
    const first = await part(upload, 1, 'small')
    const second = await part(upload, 2, 'tail')
    await expect(complete(upload, [{ ...second, PartNumber: 3 }])).rejects.toMatchObject({
      name: 'InvalidPart',
    })
    await expect(complete(upload, [{ ...first, ETag: '"other"' }])).rejects.toMatchObject({
      name: 'InvalidPart',
    })
    await expect(complete(upload, [second, first])).rejects.toMatchObject({ name: 'InvalidPartOrder' })
    await expect(complete(upload, [first, second])).rejects.toMatchObject({ name: 'EntityTooSmall' })
    await expect(part(upload, 10_001, 'x')).rejects.toMatchObject({ name: 'InvalidArgument' })
  })

  it('can be aborted', async () => {
    const upload = await begin()
    const only = await part(upload, 1, 'x')
    await s3.client.send(new AbortMultipartUploadCommand(upload))
    await expect(complete(upload, [only])).rejects.toMatchObject({ name: 'NoSuchUpload' })
    await expect(part(upload, 2, 'x')).rejects.toMatchObject({ name: 'NoSuchUpload' })
  })
})
