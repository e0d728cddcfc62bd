import type { ObjectAttributes, PutOptions } from './storage/attributes.ts'
import { S3Error } from './protocol/errors.ts'
import type { StoredObject } from './storage/stored.ts'

const STORAGE_CLASSES = new Set([
  'STANDARD',
  'REDUCED_REDUNDANCY',
  'STANDARD_IA',
  'ONEZONE_IA',
  'INTELLIGENT_TIERING',
  'GLACIER_IR',
  'GLACIER',
  'DEEP_ARCHIVE',
])

/** Objects of these classes must be restored before they can be read. */
const ARCHIVED = new Set(['GLACIER', 'DEEP_ARCHIVE'])

/** The headers that carry an object's attributes, in requests and in answers. */
const HEADERS = [
  ['contentType', 'content-type'],
  ['contentEncoding', 'content-encoding'],
  ['contentDisposition', 'content-disposition'],
  ['contentLanguage', 'content-language'],
  ['cacheControl', 'cache-control'],
] as const

const METADATA = 'x-amz-meta-'

/** What a request's headers say about the object to be made. */
export function attributesIn(
  headers: Record<string, string>,
): PutOptions & Pick<ObjectAttributes, 'metadata'> {
  const named = HEADERS.map(([name, header]) => [name, headers[header]] as const)
  const metadata = Object.entries(headers)
    .filter(([name]) => name.startsWith(METADATA))
    .map(([name, value]) => [name.slice(METADATA.length), value] as const)
  return {
    ...Object.fromEntries(named.filter(([, value]) => value !== undefined)),
    contentEncoding: contentEncoding(headers['content-encoding']),
    metadata: Object.fromEntries(metadata),
    storageClass: storageClassIn(headers),
  }
}

function storageClassIn(headers: Record<string, string>): string {
  const storageClass = headers['x-amz-storage-class'] ?? 'STANDARD'
  if (STORAGE_CLASSES.has(storageClass)) return storageClass
  throw new S3Error('InvalidArgument', 'The storage class you specified is not valid')
}

/** `aws-chunked` is the framing of the request, not a property of the object. */
function contentEncoding(header: string | undefined): string | undefined {
  const encodings = (header ?? '').split(',').map(encoding => encoding.trim())
  const own = encodings.filter(encoding => encoding !== '' && encoding !== 'aws-chunked')
  return own.length === 0 ? undefined : own.join(',')
}

/** The headers that describe an object in answers to GET and HEAD. */
export function objectHeaders(object: StoredObject): Record<string, string> {
  const headers: Record<string, string> = {
    'content-type': 'binary/octet-stream',
    etag: `"${object.etag}"`,
    'last-modified': object.lastModified.toUTCString(),
    'accept-ranges': 'bytes',
    'x-amz-server-side-encryption': 'AES256',
  }
  for (const [name, header] of HEADERS) {
    const value = object[name]
    if (value !== undefined) headers[header] = value
  }
  for (const [name, value] of Object.entries(object.metadata)) headers[METADATA + name] = value
  // S3 leaves the header out for the usual class.
  if (object.storageClass !== 'STANDARD') headers['x-amz-storage-class'] = object.storageClass
  return headers
}

/** The headers that tell checksums: algorithm -> base64. */
export function checksumHeaders(checksums: Record<string, string>): Record<string, string> {
  const entries = Object.entries(checksums)
  return Object.fromEntries(
    entries.map(([name, sum]) => [`x-amz-checksum-${name.toLowerCase()}`, sum] as const),
  )
}

/** @throws S3Error InvalidObjectState for an object that would have to be restored first */
export function checkReadable({ storageClass }: StoredObject): void {
  if (!ARCHIVED.has(storageClass)) return
  throw new S3Error('InvalidObjectState', "The operation is not valid for the object's storage class", {
    StorageClass: storageClass,
  })
}
