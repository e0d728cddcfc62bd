import {
  GetBucketLocationCommand,
  GetBucketLoggingCommand,
  GetObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  type S3Client,
} from '@aws-sdk/client-s3'
import { getSignedUrl } from '@aws-sdk/s3-request-presigner'
import { failureOf } from '../calls/failures.ts'
import type { Rights } from './rights.ts'

export interface LogObject {
  key: string
  size: number
  /** S3's storage class, `STANDARD` where S3 names none. */
  storageClass: string
}

/** Where a bucket delivers its access logs. */
export interface Logging {
  bucket: string
  prefix: string
  /** `dated`: `<prefix>yyyy-MM-dd-HH-mm-ss-…`; `by-date`: `<prefix><account>/<region>/<bucket>/yyyy/MM/dd/…`. */
  layout: 'dated' | 'by-date'
  dateSource: 'EventTime' | 'DeliveryTime'
  /** The account of the bucket, where its role there told; absent where s3audit's own rights sufficed. */
  account?: string
}

export interface Logs {
  /** The access-log configuration of a bucket; undefined where logging is off. */
  logging(bucket: string): Promise<Logging | undefined>
  /** The Region of a bucket. */
  region(bucket: string): Promise<string>
  /** One page of at most 1,000 keys in UTF-8 order. */
  page(
    bucket: string,
    at: { prefix: string; after?: string | undefined; token?: string | undefined },
  ): Promise<{ objects: LogObject[]; next: string | undefined }>
  /** The bytes of an object. */
  read(bucket: string, key: string): Promise<Uint8Array>
  /** The beginning of a text in the workspace, up to a number of bytes. */
  readStart(key: string, bytes: number): Promise<string>
  /**
   * Writes an object into the workspace bucket, once: what is there already stays, as a query that reads it
   * would fail if it changed (Athena: HIVE_FILESYSTEM_ERROR, incorrect file size).
   */
  write(key: string, body: Uint8Array | string, contentType: string): Promise<void>
  /** A link that downloads an object of the workspace as a file, until it expires. */
  link(key: string, fileName: string, seconds: number, contentType?: string): Promise<string>
}

export function logsFrom(s3: S3Client, workspace: string, rights: Rights): Logs {
  return {
    async logging(Bucket) {
      const { answer, account } = await rights.ask(s3, client =>
        client.send(new GetBucketLoggingCommand({ Bucket })),
      )
      const { LoggingEnabled } = answer
      if (!LoggingEnabled) return undefined
      const partitioned = LoggingEnabled.TargetObjectKeyFormat?.PartitionedPrefix
      return {
        bucket: LoggingEnabled.TargetBucket ?? '',
        prefix: LoggingEnabled.TargetPrefix ?? '',
        layout: partitioned ? 'by-date' : 'dated',
        dateSource: partitioned?.PartitionDateSource ?? 'DeliveryTime',
        ...(account && { account }),
      }
    },
    async region(Bucket) {
      // us-east-1 is told as no constraint at all, and the first European Region by its old name.
      const { answer } = await rights.ask(s3, client => client.send(new GetBucketLocationCommand({ Bucket })))
      const { LocationConstraint } = answer
      return LocationConstraint === 'EU' ? 'eu-west-1' : (LocationConstraint ?? 'us-east-1')
    },
    async page(Bucket, { prefix, after, token }) {
      const { Contents, NextContinuationToken } = await s3.send(
        new ListObjectsV2Command({ Bucket, Prefix: prefix, StartAfter: after, ContinuationToken: token }),
      )
      const objects = (Contents ?? []).map(({ Key, Size, StorageClass }) => ({
        key: Key ?? '',
        size: Size ?? 0,
        storageClass: StorageClass ?? 'STANDARD',
      }))
      return { objects, next: NextContinuationToken }
    },
    async read(Bucket, Key) {
      const { Body } = await s3.send(new GetObjectCommand({ Bucket, Key }))
      return (await Body?.transformToByteArray()) ?? new Uint8Array()
    },
    async readStart(Key, bytes) {
      const range = `bytes=0-${bytes - 1}`
      const { Body } = await s3.send(new GetObjectCommand({ Bucket: workspace, Key, Range: range }))
      return (await Body?.transformToString()) ?? ''
    },
    async write(Key, Body, ContentType) {
      const put = new PutObjectCommand({ Bucket: workspace, Key, Body, ContentType, IfNoneMatch: '*' })
      try {
        await s3.send(put)
      } catch (error) {
        if (failureOf(error) !== 'conflict') throw error
      }
    },
    link(Key, fileName, seconds, contentType = 'text/csv; charset=utf-8') {
      const command = new GetObjectCommand({
        Bucket: workspace,
        Key,
        ResponseContentDisposition: `attachment; filename="${fileName}"`,
        ResponseContentType: contentType,
      })
      return getSignedUrl(s3, command, { expiresIn: seconds })
    },
  }
}
