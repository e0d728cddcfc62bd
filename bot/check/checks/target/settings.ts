import { aws, cloudFormation } from '../../commands.ts'
import { type Facts, valueOf } from '../../facts.ts'
import type { Finding } from '../../finding.ts'
import { placeOf } from '../../log-bucket.ts'
import { elsewhere, NO_DELIVERY } from './elsewhere.ts'

/** What else of a log bucket's settings S3's delivery cannot cope with. */

export function objectLock(facts: Facts): Finding[] {
  const lock = valueOf(facts.target.objectLock)
  if (!lock) return []
  const { name } = facts.target
  return [
    {
      check: 'target-lock',
      level: lock.retention ? 'critical' : 'medium',
      what: lock.retention
        ? `${name} has Object Lock with a default retention (${lock.mode}, ${lock.retention}).`
        : `${name} has Object Lock enabled.`,
      why: lock.retention
        ? `S3 cannot deliver into a bucket whose objects are retained by default. ${NO_DELIVERY}`
        : 'AWS’s own pages differ on whether S3 delivers into a bucket with Object Lock. A log bucket should not have it.',
      fix: {
        words: lock.retention
          ? 'Takes the default retention away; Object Lock itself cannot be taken away again. Protect the logs by copying them to a locked bucket instead (replication).'
          : 'Object Lock cannot be taken away again: have the logs delivered to a bucket without, and look whether any have arrived here.',
        commands: lock.retention
          ? aws('s3api put-object-lock-configuration', {
              bucket: name,
              region: placeOf(facts).region,
              'object-lock-configuration': { ObjectLockEnabled: 'Enabled' },
            })
          : elsewhere(facts),
      },
    },
  ]
}

const SSE_S3 = { ApplyServerSideEncryptionByDefault: { SSEAlgorithm: 'AES256' } }

export function encryption(facts: Facts): Finding[] {
  const found = valueOf(facts.target.encryption)
  if (!found || found.algorithm === 'AES256') return []
  const { name } = facts.target
  return [
    {
      check: 'target-encryption',
      level: 'critical',
      what: `${name} encrypts by default with ${found.key ?? 'a key of KMS'} (${found.algorithm}).`,
      why: `The delivery service can use S3’s own keys only (SSE-S3). ${NO_DELIVERY}`,
      fix: {
        words:
          'Has new objects of the log bucket encrypted with S3’s own keys. It concerns all that is put there: a log bucket should hold nothing else.',
        commands: aws('s3api put-bucket-encryption', {
          bucket: name,
          region: placeOf(facts).region,
          'server-side-encryption-configuration': { Rules: [SSE_S3] },
        }),
        template: cloudFormation('LogBucket', 'AWS::S3::Bucket', {
          BucketName: name,
          BucketEncryption: {
            ServerSideEncryptionConfiguration: [
              { ServerSideEncryptionByDefault: { SSEAlgorithm: 'AES256' } },
            ],
          },
        }),
      },
    },
  ]
}

export function requesterPays(facts: Facts): Finding[] {
  if (valueOf(facts.target.payer) !== 'Requester') return []
  return [
    {
      check: 'target-payer',
      level: 'critical',
      what: `In ${facts.target.name} the requester pays.`,
      why: `S3’s delivery service pays for nothing. ${NO_DELIVERY}`,
      fix: {
        words: 'Has the owner pay again.',
        commands: aws('s3api put-bucket-request-payment', {
          bucket: facts.target.name,
          region: placeOf(facts).region,
          'request-payment-configuration': { Payer: 'BucketOwner' },
        }),
      },
    },
  ]
}
