import * as z from 'zod'
import { receiveText } from './body.ts'
import { xmlReply } from './buckets.ts'
import type { Handler } from './call.ts'
import { S3Error } from './protocol/errors.ts'
import { type Cursor, listPage } from './listing.ts'
import type { StoredObject } from './storage/stored.ts'
import type { Xml } from '../http/xml.ts'
import { parseXml } from './protocol/xml.ts'

const PAGE = 1000

const deleteSchema = z.strictObject({
  Delete: z.strictObject({
    Object: z
      .array(z.strictObject({ Key: z.string().min(1) }))
      .min(1)
      .max(PAGE),
    Quiet: z.enum(['true', 'false']).optional(),
  }),
})

/** The operations on many objects of a bucket. */
export const multiObjectOperations = {
  ListObjectsV2({ bucket, query }, { store }) {
    if (query['list-type'] !== '2') throw new S3Error('InvalidArgument', 'Invalid list-type')
    const { prefix = '', delimiter = '', 'continuation-token': token, 'start-after': startAfter } = query
    const maxKeys = maxKeysOf(query['max-keys'])
    const cursor = token === undefined ? { startAfter } : cursorOf(token)
    const page = listPage(store, { bucket, prefix, delimiter, cursor, maxKeys: Math.min(maxKeys, PAGE) })
    const text = encoderOf(query['encoding-type'])
    return xmlReply('ListBucketResult', {
      Name: bucket,
      Prefix: text(prefix),
      Delimiter: delimiter === '' ? undefined : text(delimiter),
      StartAfter: startAfter === undefined ? undefined : text(startAfter),
      EncodingType: query['encoding-type'],
      MaxKeys: maxKeys,
      KeyCount: page.objects.length + page.commonPrefixes.length,
      IsTruncated: page.next !== undefined,
      ContinuationToken: token,
      NextContinuationToken: page.next && tokenOf(page.next),
      Contents: page.objects.map(object => contents(object, text)),
      CommonPrefixes: page.commonPrefixes.map(common => ({ Prefix: text(common) })),
    })
  },

  /** A key that is not there counts as deleted. */
  async DeleteObjects(call, { store }) {
    const { Delete } = parseXml(await receiveText(call), deleteSchema, ['Object'])
    for (const { Key } of Delete.Object) store.delete(call.bucket, Key)
    return xmlReply('DeleteResult', { Deleted: Delete.Quiet === 'true' ? [] : Delete.Object })
  },
} satisfies Record<string, Handler>

function contents(object: StoredObject, text: (key: string) => string): Xml {
  return {
    Key: text(object.key),
    LastModified: object.lastModified,
    ETag: `"${object.etag}"`,
    Size: object.size,
    StorageClass: object.storageClass,
  }
}

function maxKeysOf(text: string | undefined): number {
  if (text === undefined) return PAGE
  if (/^\d{1,9}$/.test(text)) return Number(text)
  throw new S3Error('InvalidArgument', 'Provided max-keys not an integer or within integer range')
}

/** S3 encodes keys as forms do, except for the slash; an XML document cannot hold all characters of a key. */
function encoderOf(encodingType: string | undefined): (text: string) => string {
  if (encodingType === undefined) return text => text
  if (encodingType !== 'url')
    throw new S3Error('InvalidArgument', 'Invalid Encoding Method specified in Request')
  return text => new URLSearchParams([['', text]]).toString().slice(1).replaceAll('%2F', '/')
}

/** Opaque to clients. */
const tokenOf = (cursor: Cursor): string => Buffer.from(JSON.stringify(cursor)).toString('base64url')

const cursorSchema = z.union([
  z.strictObject({ startAfter: z.string() }),
  z.strictObject({ startAt: z.string() }),
])

function cursorOf(token: string): Cursor {
  try {
    return cursorSchema.parse(JSON.parse(Buffer.from(token, 'base64url').toString()))
  } catch {
    throw new S3Error('InvalidArgument', 'The continuation token provided is incorrect')
  }
}
