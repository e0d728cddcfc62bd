import * as z from 'zod'
import { S3Error } from './protocol/errors.ts'
import { xmlDocument } from '../http/xml.ts'
import { parseXml, S3_NAMESPACE } from './protocol/xml.ts'

/** Where S3 would deliver a bucket's server access logs, and under which keys. */
export interface BucketLogging {
  targetBucket: string
  targetPrefix: string
  /** Given for date-partitioned keys; without it keys are `[prefix]YYYY-MM-DD-hh-mm-ss-UniqueString`. */
  partitionDateSource?: 'EventTime' | 'DeliveryTime' | undefined
}

const schema = z.strictObject({
  BucketLoggingStatus: z.union([
    // An empty status switches logging off.
    z.literal(''),
    z.strictObject({}),
    z.strictObject({
      LoggingEnabled: z.strictObject({
        TargetBucket: z.string().min(1),
        TargetPrefix: z.string(),
        TargetObjectKeyFormat: z
          .union([
            z.strictObject({ SimplePrefix: z.union([z.literal(''), z.strictObject({})]) }),
            z.strictObject({
              PartitionedPrefix: z.strictObject({
                PartitionDateSource: z.enum(['EventTime', 'DeliveryTime']),
              }),
            }),
          ])
          .optional(),
      }),
    }),
  ]),
})

/** The logging configuration as S3's document, which the store keeps under the kind `logging`. */
export function loggingDocument(logging: BucketLogging | undefined): string {
  if (!logging) return xmlDocument('BucketLoggingStatus', {}, S3_NAMESPACE)
  const { targetBucket, targetPrefix, partitionDateSource } = logging
  const format = partitionDateSource
    ? { PartitionedPrefix: { PartitionDateSource: partitionDateSource } }
    : { SimplePrefix: {} }
  const enabled = { TargetBucket: targetBucket, TargetPrefix: targetPrefix, TargetObjectKeyFormat: format }
  return xmlDocument('BucketLoggingStatus', { LoggingEnabled: enabled }, S3_NAMESPACE)
}

/** Reads the document of a PutBucketLogging; undefined when it switches logging off. */
export function parseLogging(document: string): BucketLogging | undefined {
  const { BucketLoggingStatus: status } = parseXml(document, schema)
  if (status === '' || !('LoggingEnabled' in status)) return undefined
  const { TargetBucket, TargetPrefix, TargetObjectKeyFormat: format } = status.LoggingEnabled
  const partitioned = format && 'PartitionedPrefix' in format ? format.PartitionedPrefix : undefined
  return {
    targetBucket: TargetBucket,
    targetPrefix: TargetPrefix,
    partitionDateSource: partitioned?.PartitionDateSource,
  }
}

/** S3 takes only targets that exist, in the Region of the bucket whose log it is. */
export function checkLoggingTarget(
  logging: BucketLogging,
  { region, regionOf }: { region: string; regionOf: (bucket: string) => string | undefined },
): void {
  const target = regionOf(logging.targetBucket)
  if (target === region) return
  const message = target
    ? 'The source bucket and target bucket are not in the same location'
    : 'The target bucket for logging does not exist'
  throw new S3Error('InvalidTargetBucketForLogging', message, { TargetBucket: logging.targetBucket })
}
