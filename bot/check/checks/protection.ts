import { weakeningBy } from '../../../analyses/lib/policy/controls.ts'
import { aws, cloudFormation } from './commands.ts'
import { partitionOf } from '../../../analyses/lib/aws/partitions.ts'
import { type Facts, regionOf, valueOf } from '../../model/facts.ts'
import type { Outcome } from '../../model/finding.ts'
import { ABORT_UPLOADS } from './log-bucket.ts'

/** Settings that decide what can be recovered, and found out, after a mistake or an attack. */
export const protection = (facts: Facts): Outcome[] =>
  [versioning, mfaDelete, encryption, ownership, uploads].flatMap(check => check(facts))

const where = (facts: Facts) => ({ bucket: facts.bucket.name, region: regionOf(facts) })
const template = ({ bucket }: Facts, properties: object): string =>
  cloudFormation('AuditedBucket', 'AWS::S3::Bucket', { BucketName: bucket.name, ...properties })

function versioning(facts: Facts): Outcome[] {
  const { versioning: fact, name } = facts.bucket
  if (!fact.known) return []
  const { status } = fact.value
  if (status === 'Enabled') return [{ well: 'Versioning is on.' }]
  return [
    {
      check: 'versioning',
      level: 'medium',
      what: status ? `Versioning of ${name} is suspended.` : `${name} has no versioning.`,
      why: 'What is overwritten or deleted cannot be recovered, and logs have no version ids to compare.',
      fix: {
        words:
          'Keeps versions from now on. Each version costs storage: add a lifecycle rule for noncurrent versions.',
        commands: aws('s3api put-bucket-versioning', {
          ...where(facts),
          'versioning-configuration': { Status: 'Enabled' },
        }),
        template: template(facts, { VersioningConfiguration: { Status: 'Enabled' } }),
      },
    },
  ]
}

function mfaDelete(facts: Facts): Outcome[] {
  const fact = valueOf(facts.bucket.versioning)
  if (fact?.status !== 'Enabled') return []
  if (fact.mfaDelete) return [{ well: 'Deleting versions needs a second factor (MFA delete).' }]
  return [
    {
      check: 'mfa-delete',
      level: 'low',
      what: `Versions of ${facts.bucket.name} can be deleted permanently without a second factor.`,
      why: 'Anyone with stolen credentials that allow s3:DeleteObjectVersion can destroy what versioning keeps.',
      fix: {
        words: `Only the root user of account ${facts.bucket.account} can set it, with the code of its MFA device in place of 123456; CloudFormation cannot. It also prevents lifecycle rules from being added. For most buckets, Object Lock or a backup in another account is the better choice.`,
        decide: true,
        commands: aws('s3api put-bucket-versioning', {
          ...where(facts),
          'versioning-configuration': { Status: 'Enabled', MFADelete: 'Enabled' },
          mfa: `arn:${partitionOf(regionOf(facts)).id}:iam::${facts.bucket.account}:mfa/root-account-mfa-device 123456`,
        }),
      },
    },
  ]
}

function encryption(facts: Facts): Outcome[] {
  const found = valueOf(facts.bucket.encryption)
  if (!found) return []
  const rule = { ApplyServerSideEncryptionByDefault: { KMSMasterKeyID: found.key } }
  const change = {
    operation: 'PutBucketEncryption',
    parameters: { ServerSideEncryptionConfiguration: { Rule: rule } },
  }
  const [foreign] = weakeningBy(change, facts.settings.own)
  if (!foreign) return [{ well: `New objects are encrypted (${NAMES[found.algorithm] ?? found.algorithm}).` }]
  return [
    {
      check: 'foreign-key',
      level: foreign.level,
      what: `New objects of ${facts.bucket.name} are encrypted with ${found.key}.`,
      why: `${foreign.why} Ransomware encrypts buckets this way.`,
      fix: {
        words:
          'Encrypts new objects with S3’s own keys; name your own KMS key instead if one is required. Find out who set it: /s3audit bucket-config-changes.',
        commands: aws('s3api put-bucket-encryption', {
          ...where(facts),
          'server-side-encryption-configuration': {
            Rules: [{ ApplyServerSideEncryptionByDefault: { SSEAlgorithm: 'AES256' } }],
          },
        }),
        template: template(facts, {
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

const NAMES: Record<string, string> = {
  AES256: 'S3’s own keys',
  'aws:kms': 'a KMS key',
  'aws:kms:dsse': 'a KMS key, twice',
}

function ownership(facts: Facts): Outcome[] {
  const { ownership: fact, name } = facts.bucket
  if (!fact.known) return []
  if (fact.value === 'BucketOwnerEnforced') return [{ well: 'ACLs are disabled.' }]
  return [
    {
      check: 'ownership',
      level: 'low',
      what: `ACLs are in effect in ${name} (ownership ${fact.value ?? 'ObjectWriter, the old default'}).`,
      why: 'Each object can grant access to others, and objects written by another account may belong to that account. The policy alone does not say who had access.',
      fix: {
        words:
          'Disables ACLs. Check first who needs them: /s3audit acl-dependent-requests lists what only an ACL allowed; move those grants to the policy.',
        decide: true,
        commands: aws('s3api put-bucket-ownership-controls', {
          ...where(facts),
          'ownership-controls': { Rules: [{ ObjectOwnership: 'BucketOwnerEnforced' }] },
        }),
        template: template(facts, {
          OwnershipControls: { Rules: [{ ObjectOwnership: 'BucketOwnerEnforced' }] },
        }),
      },
    },
  ]
}

function uploads(facts: Facts): Outcome[] {
  const rules = valueOf(facts.bucket.lifecycle)
  if (!rules) return []
  const isAborted = rules.some(
    ({ Status, AbortIncompleteMultipartUpload }) => Status === 'Enabled' && AbortIncompleteMultipartUpload,
  )
  if (isAborted) return [{ well: 'Unfinished uploads are removed.' }]
  return [
    {
      check: 'uploads',
      level: 'low',
      what: `Nothing removes unfinished uploads of ${facts.bucket.name}.`,
      why: 'Their parts cost as much as objects but are not in any object listing; data can be hidden there.',
      fix: {
        words:
          'Aborts them after a week. The command replaces all rules, so it includes the bucket’s other rules.',
        commands: aws('s3api put-bucket-lifecycle-configuration', {
          ...where(facts),
          'lifecycle-configuration': { Rules: [...rules, ABORT_UPLOADS] },
        }),
        template: `${template(facts, {
          LifecycleConfiguration: {
            Rules: [
              {
                Id: ABORT_UPLOADS.ID,
                Status: 'Enabled',
                AbortIncompleteMultipartUpload: ABORT_UPLOADS.AbortIncompleteMultipartUpload,
              },
            ],
          },
        })}\n# Keep the rules that the template already has.`,
      },
    },
  ]
}
