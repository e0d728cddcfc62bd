import type { PutOptions } from './storage/attributes.ts'
import { checkBucket, xmlReply } from './buckets.ts'
import { type Call, decoded, type Handler } from './call.ts'
import { notImplemented, S3Error } from './protocol/errors.ts'
import { attributesIn, checkReadable } from './object-headers.ts'
import { checkKey, objectAt } from './objects.ts'

/** CopyObject takes no larger ones: 5 GB. */
export const MAX_COPY_BYTES = 5 * 2 ** 30

export const copyOperations = {
  CopyObject(call, service) {
    const { bucket, key } = call
    const { store } = service
    checkKey(key)
    const address = sourceOf(call)
    checkBucket(address, service)
    const source = objectAt(store, address)
    checkReadable(source)
    if (source.size > MAX_COPY_BYTES) {
      throw new S3Error(
        'InvalidRequest',
        'The specified copy source is larger than the maximum allowable size for a copy source: 5368709120',
      )
    }
    const options = optionsOf(call)
    if (
      address.bucket === bucket &&
      address.key === key &&
      !options.metadata &&
      source.storageClass === options.storageClass
    ) {
      throw new S3Error(
        'InvalidRequest',
        "This copy request is illegal because it copies an object to itself without changing the object's metadata.",
      )
    }
    store.copyMany([{ source, bucket, key, options }])
    const copy = objectAt(store, call)
    return xmlReply('CopyObjectResult', { ETag: `"${copy.etag}"`, LastModified: copy.lastModified })
  },
} satisfies Record<string, Handler>

/** `x-amz-copy-source` is URL-encoded `bucket/key`, with or without a slash before it. */
function sourceOf({ headers }: Call): { bucket: string; key: string } {
  const [address = '', version] = (headers['x-amz-copy-source'] ?? '').split('?')
  if (version !== undefined) throw notImplemented('copying an earlier version')
  const source = decoded(address).replace(/^\//, '')
  const slash = source.indexOf('/')
  if (slash > 0 && slash < source.length - 1)
    return { bucket: source.slice(0, slash), key: source.slice(slash + 1) }
  throw new S3Error(
    'InvalidArgument',
    'Copy Source must mention the source bucket and key: sourcebucket/sourcekey',
  )
}

/** With the directive COPY, the default, the source's metadata stays and the request's is not looked at. */
function optionsOf({ headers }: Call): PutOptions {
  const directive = headers['x-amz-metadata-directive'] ?? 'COPY'
  const attributes = attributesIn(headers)
  if (directive === 'REPLACE') return attributes
  if (directive === 'COPY') return attributes.storageClass ? { storageClass: attributes.storageClass } : {}
  throw new S3Error('InvalidArgument', 'Unknown metadata directive.')
}
