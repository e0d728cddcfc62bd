import type { Example } from '../lib/analysis.ts'
import { ADA, logLine, trailEvent } from '../lib/samples/sample-lines.ts'

const allow = (at: string, role: string, Action: string) =>
  trailEvent({
    eventName: 'PutBucketPolicy',
    at,
    parameters: {
      bucketPolicy: {
        Statement: [
          {
            Effect: 'Allow',
            Principal: { AWS: `arn:aws:iam::111122223333:role/${role}` },
            Action,
            Resource: ['arn:aws:s3:::my-bucket', 'arn:aws:s3:::my-bucket/*'],
          },
        ],
      },
    },
  })

export const examples: readonly Example[] = [
  {
    title: 'names what it does not know, instead of saying that nothing was changed',
    log: 'access-log',
    lines: [logLine({ operation: 'REST.POST.NEW_CONTROL' }), logLine({ operation: 'REST.GET.NEW_CONTROL' })],
    rows: [],
    headline:
      'No known change of the configuration of my-bucket is recorded in this window. 1 request has an operation that s3audit does not know (REST.POST.NEW_CONTROL), which may have changed something.',
  },
  {
    title: 'finds what was set and what was removed, and who could not',
    log: 'access-log',
    lines: [
      logLine({ operation: 'REST.PUT.BUCKETPOLICY', status: 204, at: '01:00' }),
      logLine({ operation: 'REST.DELETE.LIFECYCLE', status: 204, at: '02:00' }),
      logLine({ operation: 'REST.PUT.ACL', at: '03:00' }),
      logLine({ operation: 'REST.PUT.VERSIONING', status: 403, errorCode: 'AccessDenied', at: '04:00' }),
    ],
    rows: [
      { operation: 'REST.PUT.BUCKETPOLICY', result: 'changed', requester: ADA },
      { operation: 'REST.DELETE.LIFECYCLE', result: 'changed' },
      { operation: 'REST.PUT.ACL', result: 'changed' },
      { operation: 'REST.PUT.VERSIONING', result: 'AccessDenied' },
    ],
    headline:
      '3 changes to the configuration of my-bucket; the last was REST.PUT.ACL (ACL set; the access log does not hold the value) by user ada at 2026-11-20 07:03:00 UTC; 1 attempt failed.',
  },
  {
    title: 'takes neither reading a setting nor changing an object for a change of the bucket',
    log: 'access-log',
    lines: [
      logLine({ operation: 'REST.GET.BUCKETPOLICY' }),
      logLine({ operation: 'REST.PUT.ACL', key: 'a' }),
      logLine({ operation: 'REST.PUT.OBJECT_TAGGING', key: 'a' }),
      logLine({ operation: 'REST.PUT.BUCKET' }),
      logLine({ operation: 'REST.DELETE.OBJECT', key: 'policy', status: 204 }),
    ],
    rows: [],
    headline: 'The configuration of my-bucket was not changed in this window.',
  },
  {
    title: 'finds CloudTrail’s events, with the new value',
    log: 'cloudtrail',
    lines: [
      trailEvent({
        eventName: 'PutBucketVersioning',
        parameters: { VersioningConfiguration: { Status: 'Suspended' } },
      }),
      trailEvent({ eventName: 'PutAccelerateConfiguration', at: '16:00' }),
      trailEvent({
        eventName: 'DeleteBucketPolicy',
        at: '17:00',
        errorCode: 'AccessDenied',
        errorMessage: 'no',
      }),
    ],
    rows: [
      {
        operation: 'PutBucketVersioning',
        result: 'changed',
        new_value: '{"bucketName":"my-bucket","VersioningConfiguration":{"Status":"Suspended"}}',
      },
      { operation: 'PutAccelerateConfiguration' },
      { operation: 'DeleteBucketPolicy', result: 'AccessDenied', error_message: 'no' },
    ],
    headline: '2 changes to the configuration of my-bucket; the last was PutAccelerateConfiguration',
  },
  {
    title: 'says of a change that was refused only that it was tried',
    log: 'cloudtrail',
    lines: [trailEvent({ eventName: 'PutBucketPolicy', errorCode: 'AccessDenied' })],
    rows: [{ operation: 'PutBucketPolicy', result: 'AccessDenied' }],
    headline: 'was not changed in this window; 1 attempt failed.',
  },
  {
    title: 'takes neither an object’s ACL, a read, nor the bucket itself for a setting',
    log: 'cloudtrail',
    lines: [
      trailEvent({ eventName: 'PutObjectAcl', key: 'a' }),
      trailEvent({ eventName: 'GetBucketPolicy' }),
      trailEvent({ eventName: 'CreateBucket' }),
      trailEvent({ eventName: 'DeleteBucket' }),
      trailEvent({ eventName: 'PutObject', key: 'PutBucketPolicy' }),
    ],
    rows: [],
    headline: 'was not changed in this window.',
  },
  {
    title: 'finds the changes of one person',
    log: 'access-log',
    lines: [ADA, 'arn:aws:iam::111122223333:user/bob'].map(requester =>
      logLine({ operation: 'REST.PUT.CORS', requester }),
    ),
    parameters: { requester: 'bob' },
    rows: [{ requester: 'arn:aws:iam::111122223333:user/bob' }],
    headline: '1 change to',
  },
  {
    title: 'finds the policy’s changes alone, beside what it was, whoever set that',
    log: 'cloudtrail',
    preset: 'bucket-policy-changed',
    lines: [
      trailEvent({
        eventName: 'PutBucketPolicy',
        at: '2026-11-19T12:00:00',
        parameters: { bucketPolicy: 1 },
      }).replaceAll('user/ada', 'user/bob'),
      trailEvent({
        eventName: 'PutBucketPolicy',
        parameters: { bucketPolicy: 2 },
        errorCode: 'AccessDenied',
        at: '14:00',
      }),
      trailEvent({ eventName: 'PutBucketPolicy', parameters: { bucketPolicy: 3 } }),
      trailEvent({ eventName: 'DeleteBucketPolicy', at: '16:00' }),
      trailEvent({ eventName: 'PutBucketPolicy', parameters: { bucketPolicy: 4 }, at: '17:00' }),
      trailEvent({ eventName: 'PutBucketAcl' }),
    ],
    parameters: { baselineDays: 1, requester: 'ada' },
    rows: [
      { result: 'AccessDenied', previous_value: null },
      { result: 'changed', previous_value: '{"bucketName":"my-bucket","bucketPolicy":1}' },
      { operation: 'DeleteBucketPolicy', previous_value: '{"bucketName":"my-bucket","bucketPolicy":3}' },
      { operation: 'PutBucketPolicy', previous_value: 'removed' },
    ],
    headline: '3 changes to the policy of my-bucket; the last was PutBucketPolicy (',
    severity: 'medium',
  },
  {
    title: 'finds what a setting was in whichever log has the change before it',
    log: 'access-log',
    lines: [
      logLine({ operation: 'REST.PUT.LOGGING_STATUS', requestId: 'R1', at: '14:00' }),
      logLine({ operation: 'REST.DELETE.BUCKETPOLICY', requestId: 'R2', status: 204, at: '15:00' }),
      logLine({ operation: 'REST.PUT.BUCKETPOLICY', requestId: 'R3', at: '16:00' }),
    ],
    otherLines: [
      trailEvent({
        eventName: 'PutBucketPolicy',
        requestId: 'R0',
        parameters: { bucketPolicy: 1 },
        at: '13:00',
      }),
      trailEvent({ eventName: 'PutBucketLogging', requestId: 'R1', parameters: { logging: 1 }, at: '14:00' }),
      trailEvent({ eventName: 'DeleteBucketPolicy', requestId: 'R2', at: '15:00' }),
      trailEvent({ eventName: 'PutBucketLogging', requestId: 'R4', parameters: { logging: 2 }, at: '17:00' }),
    ],
    rows: [
      { operation: 'PutBucketPolicy', previous_value: null },
      { operation: 'REST.PUT.LOGGING_STATUS', previous_value: null },
      {
        operation: 'REST.DELETE.BUCKETPOLICY',
        previous_value: '{"bucketName":"my-bucket","bucketPolicy":1}',
      },
      { operation: 'REST.PUT.BUCKETPOLICY', previous_value: 'removed' },
      { operation: 'PutBucketLogging', previous_value: '{"bucketName":"my-bucket","logging":1}' },
    ],
    headline: '5 changes to the configuration of my-bucket',
  },
  {
    title: 'does not take one metrics configuration for what another was',
    log: 'cloudtrail',
    lines: ['a', 'b', 'a'].map((id, i) =>
      trailEvent({
        eventName: 'PutBucketMetricsConfiguration',
        parameters: { id, change: i },
        requestId: `R${i}`,
        at: `15:0${i}`,
      }),
    ),
    rows: [
      { previous_value: null },
      { previous_value: null },
      { previous_value: '{"bucketName":"my-bucket","id":"a","change":0}' },
    ],
    headline: '3 changes to the configuration of my-bucket',
  },
  {
    title: 'finds encryption set and removed, in either log',
    log: 'access-log',
    preset: 'encryption-changed',
    lines: [
      logLine({ operation: 'REST.PUT.ENCRYPTION' }),
      logLine({ operation: 'REST.DELETE.ENCRYPTION', status: 204, at: '16:00' }),
      logLine({ operation: 'REST.PUT.BUCKETPOLICY' }),
    ],
    rows: [{ operation: 'REST.PUT.ENCRYPTION' }, { operation: 'REST.DELETE.ENCRYPTION' }],
    headline: '2 changes to the encryption of my-bucket',
  },
  {
    title: 'finds replication set and removed',
    log: 'cloudtrail',
    preset: 'replication-changed',
    lines: ['PutBucketReplication', 'DeleteBucketReplication', 'GetBucketReplication'].map(eventName =>
      trailEvent({ eventName }),
    ),
    rows: [{ operation: 'DeleteBucketReplication' }, { operation: 'PutBucketReplication' }],
    headline: '2 changes to the replication of my-bucket',
  },
  {
    title: 'finds Object Lock, retention and holds changed, and retention stepped over',
    log: 'cloudtrail',
    preset: 'object-lock-changed',
    lines: [
      trailEvent({ eventName: 'PutBucketObjectLockConfiguration' }),
      trailEvent({ eventName: 'PutObjectRetention', key: 'a', at: '16:00' }),
      trailEvent({ eventName: 'PutObjectLegalHold', key: 'a', at: '17:00' }),
      trailEvent({
        eventName: 'DeleteObject',
        key: 'a',
        parameters: { 'x-amz-bypass-governance-retention': 'true' },
        at: '18:00',
      }),
      trailEvent({ eventName: 'DeleteObject', key: 'b', at: '19:00' }),
    ],
    rows: [
      { operation: 'PutBucketObjectLockConfiguration' },
      { operation: 'PutObjectRetention', key: 'a' },
      { operation: 'PutObjectLegalHold' },
      { operation: 'DeleteObject', key: 'a' },
    ],
    headline: '4 changes to the object lock of my-bucket',
  },
  {
    title: 'finds object ownership changed',
    log: 'cloudtrail',
    preset: 'ownership-controls-changed',
    lines: [
      trailEvent({ eventName: 'PutBucketOwnershipControls' }),
      trailEvent({ eventName: 'PutBucketAcl' }),
    ],
    rows: [{ operation: 'PutBucketOwnershipControls' }],
    headline: '1 change to the ownership controls of my-bucket',
  },
  {
    title: 'finds website hosting turned on, not off',
    log: 'access-log',
    preset: 'website-enabled',
    lines: [
      logLine({ operation: 'REST.PUT.WEBSITE' }),
      logLine({ operation: 'REST.DELETE.WEBSITE', status: 204 }),
    ],
    rows: [{ operation: 'REST.PUT.WEBSITE' }],
    headline: '1 change to the website hosting of my-bucket',
  },
  {
    title: 'finds what was removed, not set, nor what is no setting',
    log: 'cloudtrail',
    preset: 'cors-policy-deletion',
    lines: ['Delete', 'Put'].flatMap(verb =>
      ['Cors', 'Policy', 'Lifecycle', 'Replication', 'Encryption', 'Website'].map(what =>
        trailEvent({ eventName: `${verb}Bucket${what}` }),
      ),
    ),
    rows: ['Cors', 'Encryption', 'Lifecycle', 'Policy', 'Replication'].map(what => ({
      operation: `DeleteBucket${what}`,
    })),
    headline: '5 changes removed settings of my-bucket',
  },
  {
    title: 'finds the changes of one setting',
    log: 'access-log',
    lines: [logLine({ operation: 'REST.PUT.ACL' }), logLine({ operation: 'REST.PUT.CORS' })],
    parameters: { setting: 'ACL' },
    rows: [{ operation: 'REST.PUT.ACL' }],
    headline: '1 change to the ACL of my-bucket',
  },
  {
    title: 'says each change in words, with the difference to the value before where the logs hold that',
    log: 'cloudtrail',
    lines: [
      allow('01:00', 'reporting', 's3:GetObject'),
      allow('02:00', 'reports', 's3:GetObject'),
      trailEvent({ eventName: 'DeleteBucketPolicy', at: '03:00' }),
      trailEvent({
        eventName: 'PutBucketVersioning',
        parameters: { versioning: '', VersioningConfiguration: { Status: 'Enabled' } },
        at: '04:00',
      }),
      trailEvent({
        eventName: 'PutBucketVersioning',
        parameters: { versioning: '', VersioningConfiguration: { Status: 'Suspended' } },
        at: '05:00',
      }),
      trailEvent({
        eventName: 'PutBucketLifecycle',
        at: '06:00',
        fields: {
          requestParameters: { reason: 'requestParameters too large', omitted: true, originalSize: 106960 },
          resources: [{ type: 'AWS::S3::Bucket', ARN: 'arn:aws:s3:::my-bucket' }],
        },
      }),
    ],
    rows: [
      {
        what: 'Bucket policy set: Allow s3:GetObject for role reporting (the earlier value is not in the logs)',
      },
      {
        what: 'Allow s3:GetObject for role reporting removed; Allow s3:GetObject for role reports added',
      },
      { what: 'Bucket policy removed (it was: Allow s3:GetObject for role reports)' },
      { what: 'Versioning set: Status = Enabled (the earlier value is not in the logs)' },
      { what: 'Status = Enabled removed; Status = Suspended added' },
      {
        what: 'Lifecycle set; CloudTrail left the value out because it is too large (107 kB); an attacker can pad a change to hide it. Look at the bucket itself.',
      },
    ],
    headline:
      '6 changes to the configuration of my-bucket; the last was PutBucketLifecycle (Lifecycle set; CloudTrail left',
    severity: 'high',
  },
]
