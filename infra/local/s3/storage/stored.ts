import type { ObjectAttributes } from './attributes.ts'

export interface StoredObject extends ObjectAttributes {
  bucket: string
  key: string
  /** Bytes. */
  size: number
  /** Without the quotes. */
  etag: string
  /** Whole seconds, as S3 keeps them. */
  lastModified: Date
  storageClass: string
  /** The file that holds the body; it ends in `.gz` when the key does. */
  path: string
  /** The file is not the store's: somebody else may change it. */
  mounted: boolean
}

export interface Bucket {
  name: string
  region: string
  created: Date
}
