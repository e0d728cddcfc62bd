import * as z from 'zod'

const attributes = z.object({
  contentType: z.string().optional(),
  contentEncoding: z.string().optional(),
  contentDisposition: z.string().optional(),
  contentLanguage: z.string().optional(),
  cacheControl: z.string().optional(),
  /** The `x-amz-meta-` headers, names without the prefix. */
  metadata: z.record(z.string(), z.string()),
  /** Algorithm (`CRC32`, `SHA256`) -> base64, as the client sent it and the server found it true. */
  checksums: z.record(z.string(), z.string()),
})

const putOptions = attributes.partial().extend({
  storageClass: z.string().optional(),
  /** Default: now. */
  lastModified: z.coerce.date().optional(),
  /** Default: the body's MD5, in hex. */
  etag: z.string().optional(),
})

/** What a client says about an object beside its bytes. */
export type ObjectAttributes = z.infer<typeof attributes>

/** What may be said of an object that is put. */
export type PutOptions = z.infer<typeof putOptions>

/** Reads attributes back from the JSON in the index. */
export const parseAttributes = (json: string): ObjectAttributes => attributes.parse(JSON.parse(json))

/** Reads the options of a multipart upload back from the JSON in the index. */
export const parsePutOptions = (json: string): PutOptions => putOptions.parse(JSON.parse(json))
