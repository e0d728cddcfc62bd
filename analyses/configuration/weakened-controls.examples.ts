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
const omitted = (eventName: string, at: string) =>
  trailEvent({
    eventName,
    at,
    fields: {
      requestParameters: { reason: 'requestParameters too large', omitted: true, originalSize: 106960 },
      resources: [{ type: 'AWS::S3::Bucket', ARN: 'arn:aws:s3:::my-bucket', accountId: '111122223333' }],
    },
  })
const selectors = (at: string, fieldSelectors: object[]) =>
  trailEvent({
    eventName: 'PutEventSelectors',
    eventSource: 'cloudtrail.amazonaws.com',
    at,
    fields: { requestParameters: { trailName: 'audit', advancedEventSelectors: [{ fieldSelectors }] } },
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
    rows: [
      { finding: 'change that could not be judged', level: 'high', operation: 'PutBucketLogging' },
      { finding: 'logging disabled' },
    ],
    headline: 'UTC; 1 change could not be judged: PutBucketLogging',
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
      { level: 'medium', why: 'Rules delete objects of the whole bucket after 3 days by rule x.' },
      { level: 'high', why: 'Rules delete objects of the whole bucket after 2 days by rule x.' },
      { level: 'medium', why: 'Rules delete old versions of the whole bucket after 30 days.' },
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
  {
    title: 'judges a rule with its filter, in words',
    log: 'cloudtrail',
    preset: 'lifecycle-expiration-added',
    lines: [
      lifecycle({ ...expiring(1), Filter: { Prefix: 'tmp/' } }),
      lifecycle({ ...expiring(30), Prefix: 'tmp/' }, { at: '16:00' }),
      lifecycle({ ...expiring(1), Filter: { Prefix: '*' } }, { at: '17:00' }),
      lifecycle(
        {
          ...expiring(90),
          Filter: {
            And: {
              Prefix: 'logs/',
              Tag: [
                { Key: 'class', Value: 'scratch' },
                { Key: 'team', Value: 'web' },
              ],
              ObjectSizeGreaterThan: 10,
              ObjectSizeLessThan: '500',
            },
          },
        },
        { at: '18:00' },
      ),
      lifecycle({ ...expiring(1), Filter: { ObjectSizeGreaterThan: 1 } }, { at: '19:00' }),
      lifecycle(
        [
          { ...expiring(400), Filter: { Prefix: 'a/' } },
          { ...expiring(1), ID: 'y', Filter: { Prefix: '' } },
        ],
        { at: '20:00' },
      ),
      lifecycle({ Status: 'Enabled', Expiration: { Date: '2026-11-20T00:00:00Z' } }, { at: '21:00' }),
      lifecycle(
        {
          Status: 'Enabled',
          NoncurrentVersionExpiration: { NoncurrentDays: 1, NewerNoncurrentVersions: 2 },
        },
        { at: '22:00' },
      ),
    ],
    rows: [
      { level: 'medium', why: 'Rules delete objects under “tmp/” after 1 day by rule x.' },
      { level: 'low', why: 'Rules delete objects under “tmp/” after 30 days by rule x.' },
      {
        level: 'low',
        why: 'Rules delete objects under “*” after 1 day by rule x (“*” is not a wildcard in a prefix: only keys that begin with an asterisk, next to nothing).',
      },
      {
        level: 'low',
        why: 'Rules delete objects under “logs/” with the tags class=scratch and team=web of more than 10 bytes and less than 500 bytes after 90 days by rule x.',
      },
      { level: 'high', why: 'Rules delete objects of more than 1 byte after 1 day by rule x.' },
      {
        level: 'high',
        why: 'Rules delete objects of the whole bucket after 1 day by rule y; objects under “a/” after 400 days by rule x.',
      },
      { level: 'high', why: 'Rules delete objects of the whole bucket on 2026-11-20.' },
      {
        level: 'high',
        why: 'Rules delete old versions of the whole bucket after 1 day except the newest 2.',
      },
    ],
    headline: 'expiration set',
    severity: 'high',
  },
  {
    title: 'names in the headline what cannot be judged: omitted, without a value, of an unknown form',
    log: 'cloudtrail',
    lines: [
      omitted('PutBucketLifecycle', '14:00'),
      lifecycle('all of it'),
      lifecycle({ Status: 'Enabled', Expiration: { Weeks: 1 } }, { at: '16:00' }),
      put('Logging', { BucketLoggingStatus: '' }, { at: '17:00' }),
      put('Replication', {}, { at: '18:00' }),
      put('Versioning', {}, { at: '19:00', errorCode: 'AccessDenied' }),
    ],
    rows: [
      {
        finding: 'change that could not be judged',
        level: 'high',
        operation: 'PutBucketLifecycle',
        new_value: '{"reason":"requestParameters too large","omitted":true,"originalSize":106960}',
      },
      { level: 'medium', why: 'PutBucketLifecycle: a rule has an unknown form. Look at the bucket itself.' },
      { level: 'medium', operation: 'PutBucketLifecycle' },
      { level: 'high', operation: 'PutBucketLogging' },
      { level: 'medium', operation: 'PutBucketReplication' },
    ],
    headline:
      'my-bucket: 5 changes could not be judged: PutBucketLifecycle, PutBucketLogging, PutBucketReplication, last by user ada at 2026-11-20 07:18:00 UTC',
    severity: 'high',
  },
  {
    title: 'does not count what cannot be judged of another setting',
    log: 'cloudtrail',
    preset: 'versioning-suspended',
    lines: [omitted('PutBucketLifecycle', '14:00'), versioning({})],
    rows: [{ finding: 'change that could not be judged', operation: 'PutBucketVersioning' }],
    headline: '1 change could not be judged: PutBucketVersioning, by user ada',
    severity: 'medium',
  },
  {
    title: 'finds recording of the bucket ended in the services that do it, not other work of theirs',
    log: 'cloudtrail',
    lines: [
      ...[
        ['cloudtrail', 'StopLogging'],
        ['logs', 'DeleteDelivery'],
        ['logs', 'UpdateDeliveryConfiguration'],
        ['logs', 'CreateLogStream'],
        ['logs', 'DeleteLogStream'],
        ['s3tables', 'DeleteTable'],
        ['s3tables', 'CreateTable'],
        ['cloudtrail', 'DescribeTrails'],
      ].map(([service, eventName = ''], i) =>
        trailEvent({
          eventName,
          eventSource: `${service}.amazonaws.com`,
          at: `1${i}:00`,
          fields: { requestParameters: { name: 'audit' } },
        }),
      ),
      trailEvent({ eventName: 'DeleteBucketMetadataTableConfiguration', at: '18:00' }),
      selectors('19:00', [{ field: 'resources.type', equals: ['AWS::Lambda::Function'] }]),
      selectors('20:00', [{ field: 'resources.type', equals: ['AWS::S3::Object'] }]),
    ],
    rows: [
      { operation: 'StopLogging', finding: 'recording stopped', level: 'high' },
      { operation: 'DeleteDelivery', finding: 'recording stopped' },
      { operation: 'UpdateDeliveryConfiguration', finding: 'recording changed', level: 'low' },
      { operation: 'DeleteTable', finding: 'recording stopped' },
      { operation: 'DeleteBucketMetadataTableConfiguration', finding: 'recording stopped' },
      { operation: 'PutEventSelectors', finding: 'recording changed', level: 'medium' },
      { operation: 'PutEventSelectors', finding: 'recording changed', level: 'low' },
    ],
    headline: 'my-bucket: recording stopped (4 times) by user ada',
    severity: 'high',
  },
]
