import * as z from 'zod'
import { receiveFile, receiveText } from './body.ts'
import { xmlReply } from './buckets.ts'
import type { Call, Handler } from './call.ts'
import { checkWrite } from './conditions.ts'
import { S3Error } from './protocol/errors.ts'
import { attributesIn, checksumHeaders } from './object-headers.ts'
import { checkKey } from './objects.ts'
import type { ObjectStore } from './storage/store.ts'
import type { Part, Upload } from './storage/uploads.ts'
import { parseXml } from './protocol/xml.ts'

/** Limits: https://docs.aws.amazon.com/AmazonS3/latest/userguide/qfacts.html */
const MAX_PARTS = 10_000
const MIN_PART_BYTES = 5 * 2 ** 20

const completeSchema = z.strictObject({
  CompleteMultipartUpload: z.strictObject({
    Part: z
      .array(
        z.strictObject({
          PartNumber: z.coerce.number().int(),
          ETag: z.string(),
          ChecksumCRC32: z.string().optional(),
          ChecksumSHA1: z.string().optional(),
          ChecksumSHA256: z.string().optional(),
        }),
      )
      .min(1)
      .max(MAX_PARTS),
  }),
})

/** The operations of multipart uploads. The finished object carries no checksum. */
export const multipartOperations = {
  CreateMultipartUpload({ bucket, key, headers }, { store }) {
    checkKey(key)
    const { id } = store.uploads.create(bucket, key, attributesIn(headers))
    return xmlReply('InitiateMultipartUploadResult', { Bucket: bucket, Key: key, UploadId: id })
  },

  async UploadPart(call, { store }) {
    const upload = uploadOf(store, call)
    const number = Number(call.query['partNumber'])
    if (!Number.isInteger(number) || number < 1 || number > MAX_PARTS) {
      throw new S3Error('InvalidArgument', 'Part number must be an integer between 1 and 10000, inclusive')
    }
    const file = store.incoming()
    const { md5, checksums } = await receiveFile(call, file)
    store.uploads.putPart(upload.id, number, file, md5)
    return { status: 200, headers: { etag: `"${md5}"`, ...checksumHeaders(checksums) } }
  },

  ListParts(call, { store }) {
    const upload = uploadOf(store, call)
    const parts = store.uploads.parts(upload.id).map(({ number, size, etag, lastModified }) => ({
      PartNumber: number,
      LastModified: lastModified,
      ETag: `"${etag}"`,
      Size: size,
    }))
    return xmlReply('ListPartsResult', {
      Bucket: upload.bucket,
      Key: upload.key,
      UploadId: upload.id,
      MaxParts: MAX_PARTS,
      IsTruncated: false,
      Part: parts,
    })
  },

  async CompleteMultipartUpload(call, { store }) {
    const upload = uploadOf(store, call)
    const { CompleteMultipartUpload } = parseXml(await receiveText(call), completeSchema, ['Part'])
    checkParts(CompleteMultipartUpload.Part, store.uploads.parts(upload.id))
    checkWrite(store.head(upload.bucket, upload.key), call.headers)
    const numbers = CompleteMultipartUpload.Part.map(part => part.PartNumber)
    const { bucket, key, etag } = await store.uploads.complete(upload, numbers)
    return xmlReply('CompleteMultipartUploadResult', {
      Location: `/${bucket}/${key}`,
      Bucket: bucket,
      Key: key,
      ETag: `"${etag}"`,
    })
  },

  AbortMultipartUpload(call, { store }) {
    store.uploads.abort(uploadOf(store, call).id)
    return { status: 204 }
  },
} satisfies Record<string, Handler>

function uploadOf(store: ObjectStore, { bucket, key, query }: Call): Upload {
  const upload = store.uploads.get(query['uploadId'] ?? '')
  if (upload?.bucket === bucket && upload.key === key) return upload
  throw new S3Error(
    'NoSuchUpload',
    'The specified upload does not exist; it may have been aborted or completed.',
    { UploadId: query['uploadId'] ?? '' },
  )
}

/** Checks the list of parts that a client wants joined against those that were uploaded. */
function checkParts(named: readonly { PartNumber: number; ETag: string }[], stored: readonly Part[]): void {
  const byNumber = new Map(stored.map(part => [part.number, part]))
  for (const [index, { PartNumber, ETag }] of named.entries()) {
    if (index > 0 && PartNumber <= (named[index - 1]?.PartNumber ?? 0)) {
      throw new S3Error('InvalidPartOrder', 'The list of parts was not in ascending order.')
    }
    if (byNumber.get(PartNumber)?.etag !== ETag.replaceAll('"', '')) {
      throw new S3Error('InvalidPart', 'One or more of the specified parts could not be found.', {
        PartNumber: String(PartNumber),
      })
    }
  }
  const small = named.slice(0, -1).find(part => (byNumber.get(part.PartNumber)?.size ?? 0) < MIN_PART_BYTES)
  if (!small) return
  throw new S3Error('EntityTooSmall', 'Your proposed upload is smaller than the minimum allowed size', {
    PartNumber: String(small.PartNumber),
    MinSizeAllowed: String(MIN_PART_BYTES),
  })
}
