import { aws, cloudFormation } from './commands.ts'
import { type Facts, valueOf } from '../../model/facts.ts'
import type { Finding } from '../../model/finding.ts'
import { placeOf } from './log-bucket.ts'
import { elsewhere, NO_DELIVERY } from './log-target-elsewhere.ts'

/** Other settings of a log bucket that prevent deliveries. */

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
        ? `S3 cannot deliver to a bucket with a default retention. ${NO_DELIVERY}`
        : 'AWS’s documentation contradicts itself on whether S3 delivers to a bucket with Object Lock. A log bucket should not have it.',
      fix: {
        words: lock.retention
          ? 'Removes the default retention; Object Lock itself cannot be switched off. Protect the logs by replicating them to a locked bucket instead.'
          : 'Object Lock cannot be switched off. Deliver the logs to a bucket without it, and check whether any have arrived here.',
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
      what: `${name} encrypts by default with ${found.key ?? 'a KMS key'} (${found.algorithm}).`,
      why: `The delivery service can only use S3’s own keys (SSE-S3). ${NO_DELIVERY}`,
      fix: {
        words:
          'Encrypts new objects in the log bucket with S3’s own keys. This applies to everything put there: a log bucket should hold nothing else.',
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
      what: `${facts.target.name} has Requester Pays enabled.`,
      why: `S3’s delivery service does not pay for requests. ${NO_DELIVERY}`,
      fix: {
        words: 'Switches Requester Pays off.',
        commands: aws('s3api put-bucket-request-payment', {
          bucket: facts.target.name,
          region: placeOf(facts).region,
          'request-payment-configuration': { Payer: 'BucketOwner' },
        }),
      },
    },
  ]
}
