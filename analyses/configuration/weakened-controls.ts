import { WEAKENING, WEAKENINGS, weakeningBy, weakeningsOf } from '../lib/policy/controls.ts'
import { judgedChanges } from '../lib/shared/judged-changes.ts'

const preset = (
  finding: (typeof WEAKENINGS)[number],
  title: string,
  answers: string,
  words: readonly string[],
) => ({ title, answers, words, parameters: { finding } })

export default judgedChanges({
  title: 'Weakened protection',
  answers: 'Was a protection of the bucket switched off or weakened?',
  words: ['protection', 'weakened', 'disabled', 'switched off', 'defence evasion', 'controls', 'ransomware'],
  findings: WEAKENINGS,
  operations: [...WEAKENING, 'DeleteBucketLifecycle'],
  judgeChange: weakeningBy,
  findingsOf: weakeningsOf,
  accountWide: true,
  nothing: 'No change weakened versioning, encryption, logging, retention or replication of',
  notes: [
    'A finding says what was set, not what was before: compare the previous value. A rule of replication that names no account may lead to anyone’s bucket.',
    'Trails, log deliveries and tables of logs are of the whole account, in the Region of these logs: what is changed there may concern other buckets.',
  ],
  presets: {
    'versioning-suspended': preset(
      'versioning suspended',
      'Versioning suspended',
      'Was versioning suspended, and by whom?',
      ['versioning', 'suspended', 'disabled versioning'],
    ),
    'mfa-delete-disabled': preset(
      'MFA delete disabled',
      'MFA delete disabled',
      'Was MFA delete switched off?',
      ['mfa', 'mfa delete', 'second factor'],
    ),
    'encryption-removed': preset(
      'encryption removed',
      'Encryption removed',
      'Was the bucket’s encryption removed?',
      ['encryption', 'unencrypted', 'kms removed'],
    ),
    'logging-disabled': preset(
      'logging disabled',
      'Access logging disabled',
      'Was access logging switched off?',
      ['logging', 'access log off', 'stealth'],
    ),
    'lifecycle-expiration-added': preset(
      'expiration set',
      'Lifecycle expiration added',
      'Was a lifecycle rule set that deletes objects?',
      ['lifecycle', 'expiration', 'auto delete', 'retention'],
    ),
    'replication-external': preset(
      'replication to another account',
      'Replication to another account',
      'Is the bucket replicated to an account that is not ours?',
      ['replication', 'exfiltration', 'external replication'],
    ),
  },
})
