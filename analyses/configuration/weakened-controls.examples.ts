import type { Example } from '../lib/analysis.ts'
import { ADA, trailEvent } from '../lib/samples/sample-lines.ts'

const OWN = { ownAccounts: ['111122223333'] }
const put = (what: string, parameters: Record<string, unknown>, fields = {}) =>
  trailEvent({ eventName: `PutBucket${what}`, parameters, ...fields })
const versioning = (VersioningConfiguration: Record<string, string>, fields = {}) =>
  put('Versioning', { VersioningConfiguration }, fields)
const lifecycle = (Rule: unknown, fields = {}) =>
  put('Lifecycle', { LifecycleConfiguration: { Rule } }, fields)
const expiring = (Days: number) => ({ ID: 'x', Status: 'Enabled', Expiration: { Days } })
const replication = (Rule: unknown) => put('Replication', { ReplicationConfiguration: { Rule } })
const to = (Destination: Record<string, string>) => ({ Status: 'Enabled', Destination })
const BACKUP = 'arn:aws:s3:::backup'
const encryption = (KMSMasterKeyID: string) =>
  put('Encryption', {
    ServerSideEncryptionConfiguration: {
      Rule: { ApplyServerSideEncryptionByDefault: { SSEAlgorithm: 'aws:kms', KMSMasterKeyID } },
    },
  })

export const examples: readonly Example[] = [
  {
    title: 'finds versioning suspended, beside what it was, not enabled nor refused',
    log: 'cloudtrail',
    preset: 'versioning-suspended',
    lines: [
      versioning({ Status: 'Enabled' }),
      versioning({ Status: 'Suspended' }, { at: '16:00' }),
      versioning({ Status: 'Suspended' }, { at: '17:00', errorCode: 'AccessDenied' }),
    ],
    rows: [
      {
        finding: 'versioning suspended',
        event_time: '2026-11-20 07:16:00.000',
        requester: ADA,
        previous_value: '{"bucketName":"my-bucket","VersioningConfiguration":{"Status":"Enabled"}}',
        changed_again: null,
      },
    ],
    headline:
      'my-bucket: versioning suspended by user ada from 203.0.113.7, at 2026-11-20 07:16:00 UTC; 1 attempt failed.',
    severity: 'medium',
  },
  {
    title: 'finds MFA delete switched off, whatever versioning is',
    log: 'cloudtrail',
    preset: 'mfa-delete-disabled',
    lines: [
      versioning({ Status: 'Enabled', MfaDelete: 'Disabled' }),
      versioning({ Status: 'Enabled', MfaDelete: 'Enabled' }, { at: '16:00' }),
    ],
    rows: [{ finding: 'MFA delete disabled' }],
    headline: 'MFA delete disabled',
    severity: 'low',
  },
  {
    title: 'finds two weakenings in one change',
    log: 'cloudtrail',
    lines: [versioning({ Status: 'Suspended', MfaDelete: 'Disabled' })],
    rows: [{ finding: 'MFA delete disabled' }, { finding: 'versioning suspended' }],
    headline:
      'versioning suspended by user ada from 203.0.113.7, at 2026-11-20 07:15:00 UTC; also MFA delete disabled.',
  },
  {
    title: 'finds encryption removed, not set',
    log: 'cloudtrail',
    preset: 'encryption-removed',
    lines: [trailEvent({ eventName: 'DeleteBucketEncryption' }), put('Encryption', {})],
    rows: [{ finding: 'encryption removed' }],
    headline: 'encryption removed',
    severity: 'medium',
  },
  {
    title: 'finds encryption with a key that is not one’s own',
    log: 'cloudtrail',
    settings: OWN,
    lines: [
      encryption('arn:aws:kms:eu-west-1:999988887777:key/k'),
      encryption('arn:aws:kms:eu-west-1:111122223333:key/k'),
      encryption('alias/ours'),
    ],
    rows: [{ finding: 'encryption with a foreign key', level: 'high' }],
    headline: 'encryption with a foreign key',
    severity: 'high',
  },
  {
    title: 'finds logging switched off, not on or elsewhere',
    log: 'cloudtrail',
    preset: 'logging-disabled',
    lines: [
      put('Logging', {
        logging: '',
        BucketLoggingStatus: { xmlns: 'http://s3.amazonaws.com/doc/2006-03-01/' },
      }),
      put('Logging', { BucketLoggingStatus: { LoggingEnabled: { TargetBucket: 'logs' } } }),
      put('Logging', {}),
    ],
    rows: [{ finding: 'logging disabled' }],
    headline: 'logging disabled',
    severity: 'high',
  },
  {
    title: 'finds rules that delete, one or a list, and says which delete too soon to notice',
    log: 'cloudtrail',
    preset: 'lifecycle-expiration-added',
    lines: [
      lifecycle(expiring(3)),
      lifecycle([{ ID: 't', Transition: { Days: 1 } }, expiring(2)], { at: '16:00' }),
      lifecycle({ Status: 'Disabled', Expiration: { Days: 1 } }, { at: '17:00' }),
      lifecycle({ Status: 'Enabled', Expiration: { ExpiredObjectDeleteMarker: true } }, { at: '18:00' }),
      lifecycle({ Status: 'Enabled', NoncurrentVersionExpiration: { NoncurrentDays: 30 } }, { at: '19:00' }),
      trailEvent({ eventName: 'DeleteBucketLifecycle', at: '20:00' }),
    ],
    rows: [
      { level: 'medium', why: 'Rules delete objects after 3 days by rule x.' },
      { level: 'high', why: 'Rules delete objects after 2 days by rule x.' },
      { level: 'medium', why: 'Rules delete old versions after 30 days.' },
    ],
    headline: 'expiration set',
    severity: 'high',
  },
  {
    title: 'finds replication to an account that is not one’s own',
    log: 'cloudtrail',
    preset: 'replication-external',
    settings: OWN,
    lines: [
      replication(to({ Bucket: BACKUP })),
      replication([to({ Bucket: BACKUP, Account: '111122223333' })]),
      replication([
        to({ Bucket: BACKUP, Account: '111122223333' }),
        to({ Bucket: BACKUP, Account: '999988887777' }),
      ]),
    ],
    rows: [{ why: 'New objects are copied to backup of account 999988887777.' }],
    headline: 'replication to another account',
    severity: 'high',
  },
  {
    title: 'takes the accounts that one types for one’s own',
    log: 'cloudtrail',
    settings: OWN,
    lines: [replication(to({ Bucket: BACKUP, Account: '999988887777' }))],
    parameters: { accounts: '999988887777' },
    rows: [],
    headline: 'No change weakened',
  },
  {
    title: 'finds replication and default retention removed, by one person, and looks back as far as told',
    log: 'cloudtrail',
    lines: [
      replication(to({ Bucket: BACKUP })).replaceAll('2026-11-20T', '2026-11-18T'),
      trailEvent({ eventName: 'DeleteBucketReplication' }),
      trailEvent({
        eventName: 'PutBucketObjectLockConfiguration',
        parameters: { ObjectLockConfiguration: { ObjectLockEnabled: 'Enabled' } },
      }),
      versioning({ Status: 'Suspended' }, { identity: 'arn:aws:iam::111122223333:user/bob' }),
    ],
    parameters: { requester: 'ada', baselineDays: 1 },
    rows: [
      { finding: 'default retention removed' },
      { finding: 'replication removed', previous_value: null },
    ],
    headline: 'default retention removed',
  },
  {
    title: 'finds one kind alone',
    log: 'cloudtrail',
    lines: [trailEvent({ eventName: 'DeleteBucketReplication' }), versioning({ Status: 'Suspended' })],
    parameters: { finding: 'replication removed' },
    rows: [{ finding: 'replication removed' }],
    headline: 'replication removed',
  },
]
