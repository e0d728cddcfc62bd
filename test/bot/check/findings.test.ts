import * as s3 from '@aws-sdk/client-s3'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Finding } from '../../../bot/model/finding.ts'
import { checkMessage, fixView } from '../../../bot/check/view.ts'
import { loggingDocument } from '../../../infra/local/s3/logging.ts'
import type { Message } from '../../../infra/local/slack/model/protocol.ts'
import { messageText } from '../../../infra/local/terminal/text.ts'
import { ACCOUNT } from '../../infra/s3/s3-client.ts'
import {
  abortUploads,
  BY_EVENT,
  type CheckedDeps,
  DATA,
  DELIVERY,
  LOGS,
  openCheckedDeps,
  policyOf,
  putLogging,
  trail,
} from './checked-deps.ts'
import { callsOf, run } from './shell.ts'

/**
 * Every check: a bucket with which all is well is spoiled in one way, read by the real clients, and reported. Then
 * the printed commands are run by a shell, and the finding must be gone.
 */

let deps: CheckedDeps
beforeEach(async () => {
  deps = await openCheckedDeps()
})
afterEach(() => deps.close())

const FOREIGN = '999999999999'
const withLifecycle = (Bucket: string, ...Rules: s3.LifecycleRule[]) =>
  deps.client.send(
    new s3.PutBucketLifecycleConfigurationCommand({ Bucket, LifecycleConfiguration: { Rules } }),
  )
const withPolicy = (Bucket: string, ...statements: object[]) =>
  deps.client.send(new s3.PutBucketPolicyCommand({ Bucket, Policy: policyOf(...statements) }))
const withVersioning = (VersioningConfiguration: s3.VersioningConfiguration, MFA = 'device 1') =>
  deps.client.send(new s3.PutBucketVersioningCommand({ Bucket: DATA, VersioningConfiguration, MFA }))
const withOwnership = (Bucket: string, ObjectOwnership: s3.ObjectOwnership) =>
  deps.client.send(
    new s3.PutBucketOwnershipControlsCommand({ Bucket, OwnershipControls: { Rules: [{ ObjectOwnership }] } }),
  )
const withTrails = (...trails: typeof deps.trails) => {
  deps.trails.splice(0, Infinity, ...trails)
  return Promise.resolve()
}
const withKey = (Bucket: string, KMSMasterKeyID: string) =>
  deps.client.send(
    new s3.PutBucketEncryptionCommand({
      Bucket,
      ServerSideEncryptionConfiguration: {
        Rules: [{ ApplyServerSideEncryptionByDefault: { SSEAlgorithm: 'aws:kms', KMSMasterKeyID } }],
      },
    }),
  )
const withLock = async (Rule?: s3.ObjectLockRule) => {
  await deps.client.send(
    new s3.PutBucketVersioningCommand({ Bucket: LOGS, VersioningConfiguration: { Status: 'Enabled' } }),
  )
  const ObjectLockConfiguration = { ObjectLockEnabled: 'Enabled', Rule } as const
  await deps.client.send(new s3.PutObjectLockConfigurationCommand({ Bucket: LOGS, ObjectLockConfiguration }))
}
/** As it may have come to be, though S3 refuses to set it up like this now. */
const logTo = (targetBucket: string) =>
  deps.store.setConfiguration(DATA, 'logging', loggingDocument({ targetBucket, targetPrefix: 'access/' }))
const classic = (ReadWriteType: string, ...Values: string[]) => ({
  ReadWriteType,
  IncludeManagementEvents: true,
  DataResources: [{ Type: 'AWS::S3::Object', Values }],
})
const anyone = {
  Sid: 'Open',
  Effect: 'Allow',
  Principal: '*',
  Action: 's3:GetObject',
  Resource: `arn:aws:s3:::${DATA}/*`,
}
const partner = { ...anyone, Sid: 'Partner', Principal: { AWS: `arn:aws:iam::${FOREIGN}:root` } }
const own = { ...anyone, Sid: 'Own', Principal: { AWS: `arn:aws:iam::${ACCOUNT}:role/app` } }

type Outcome = 'mended' | 'asks a person'

/** What is wrong, its finding and level, and whether the commands alone put it right. */
const CASES: [
  name: string,
  check: string,
  level: Finding['level'],
  spoil: () => Promise<unknown> | void,
  outcome: Outcome,
][] = [
  ['logging off', 'logging-off', 'high', () => putLogging(deps.client), 'mended'],
  [
    'nothing recorded',
    'logging-off',
    'critical',
    async () => {
      await putLogging(deps.client)
      await withTrails()
    },
    'mended',
  ],
  [
    'dated keys',
    'layout',
    'low',
    () => putLogging(deps.client, { TargetBucket: LOGS, TargetPrefix: 'access/' }),
    'mended',
  ],
  [
    'logs into itself',
    'loop',
    'high',
    async () => {
      await withPolicy(DATA, { ...DELIVERY, Resource: `arn:aws:s3:::${DATA}/*` })
      await putLogging(deps.client, {
        TargetBucket: DATA,
        TargetPrefix: '',
        TargetObjectKeyFormat: BY_EVENT,
      })
    },
    'mended',
  ],
  ['no log bucket', 'target-gone', 'critical', () => logTo('long-gone'), 'mended'],
  [
    'log bucket of another account',
    'target-foreign',
    'critical',
    () => deps.store.setConfiguration(LOGS, 'owner', FOREIGN),
    'mended',
  ],
  [
    'log bucket in another Region',
    'target-region',
    'critical',
    () => {
      deps.store.createBucket('far-logs', { region: 'us-east-1' })
      logTo('far-logs')
    },
    'mended',
  ],
  [
    'no policy on the log bucket',
    'delivery-denied',
    'critical',
    () => deps.client.send(new s3.DeleteBucketPolicyCommand({ Bucket: LOGS })),
    'mended',
  ],
  [
    'a policy for another bucket',
    'delivery-denied',
    'critical',
    () =>
      withPolicy(LOGS, own, {
        ...DELIVERY,
        Sid: 'S3ServerAccessLogs',
        Condition: { ArnLike: { 'aws:SourceArn': 'arn:aws:s3:::other' } },
      }),
    'mended',
  ],
  [
    'a policy for another prefix',
    'delivery-denied',
    'critical',
    () => withPolicy(LOGS, { ...DELIVERY, Resource: `arn:aws:s3:::${LOGS}/elsewhere/*` }),
    'mended',
  ],
  [
    'a Deny about the organisation',
    'delivery-denied',
    'critical',
    () =>
      withPolicy(LOGS, DELIVERY, {
        Sid: 'OnlyUs',
        Effect: 'Deny',
        Principal: '*',
        Action: 's3:*',
        Resource: `arn:aws:s3:::${LOGS}/*`,
        Condition: { StringNotEquals: { 'aws:PrincipalOrgID': 'o-example' } },
      }),
    'asks a person',
  ],
  [
    'a policy for everybody’s logs',
    'delivery-unconfined',
    'medium',
    () => withPolicy(LOGS, { ...DELIVERY, Condition: undefined }),
    'asks a person',
  ],
  [
    'delivery by ACL',
    'delivery-by-acl',
    'low',
    async () => {
      await deps.client.send(new s3.DeleteBucketPolicyCommand({ Bucket: LOGS }))
      await withOwnership(LOGS, 'ObjectWriter')
      const { Owner } = await deps.client.send(new s3.GetBucketAclCommand({ Bucket: LOGS }))
      const Grantee = { Type: 'Group', URI: 'http://acs.amazonaws.com/groups/s3/LogDelivery' } as const
      const Grants = (['WRITE', 'READ_ACP'] as const).map(Permission => ({ Grantee, Permission }))
      await deps.client.send(
        new s3.PutBucketAclCommand({ Bucket: LOGS, AccessControlPolicy: { Owner, Grants } }),
      )
    },
    'mended',
  ],
  [
    'grants where ACLs are disabled',
    'target-grants',
    'critical',
    () => {
      const grants =
        '<TargetGrants><Grant><Grantee><URI>http://acs.amazonaws.com/groups/global/AuthenticatedUsers</URI></Grantee><Permission>READ</Permission></Grant></TargetGrants>'
      const document = loggingDocument({
        targetBucket: LOGS,
        targetPrefix: 'access/',
        partitionDateSource: 'EventTime',
      })
      deps.store.setConfiguration(
        DATA,
        'logging',
        document.replace('<TargetPrefix>', `${grants}<TargetPrefix>`),
      )
    },
    'mended',
  ],
  [
    'default retention',
    'target-lock',
    'critical',
    () => withLock({ DefaultRetention: { Mode: 'COMPLIANCE', Days: 30 } }),
    'asks a person',
  ],
  ['Object Lock', 'target-lock', 'medium', () => withLock(), 'mended'],
  [
    'a key of KMS',
    'target-encryption',
    'critical',
    () => withKey(LOGS, 'arn:aws:kms:eu-west-1:123456789012:key/1'),
    'mended',
  ],
  [
    'the requester pays',
    'target-payer',
    'critical',
    () =>
      deps.client.send(
        new s3.PutBucketRequestPaymentCommand({
          Bucket: LOGS,
          RequestPaymentConfiguration: { Payer: 'Requester' },
        }),
      ),
    'mended',
  ],
  [
    'logs that expire at once',
    'expiry',
    'high',
    () =>
      withLifecycle(
        LOGS,
        { ID: 'soon', Status: 'Enabled', Filter: { Prefix: '' }, Expiration: { Days: 3 } },
        { ID: 'kept', Status: 'Enabled', Filter: { Prefix: 'tmp/' }, Expiration: { Days: 1 } },
      ),
    'mended',
  ],
  [
    'logs that never expire',
    'expiry',
    'low',
    () =>
      withLifecycle(LOGS, {
        ID: 'tagged',
        Status: 'Enabled',
        Filter: { Tag: { Key: 'a', Value: 'b' } },
        Expiration: { Days: 1 },
      }),
    'mended',
  ],
  [
    'logs that never expire, among other things',
    'expiry',
    'low',
    async () => {
      await withLifecycle(LOGS, abortUploads)
      await putLogging(deps.client, { TargetBucket: LOGS, TargetPrefix: '' })
    },
    'asks a person',
  ],
  [
    'logs that are archived',
    'archive',
    'medium',
    () =>
      withLifecycle(LOGS, {
        ID: 'year',
        Status: 'Enabled',
        Filter: { Prefix: '' },
        Expiration: { Days: 365 },
        Transitions: [{ Days: 30, StorageClass: 'GLACIER' }],
      }),
    'mended',
  ],
  [
    'no data events',
    'data-events',
    'medium',
    () => withTrails(trail({ advancedEventSelectors: undefined! })),
    'mended',
  ],
  ['no trail', 'data-events', 'medium', () => withTrails(), 'mended'],
  [
    'writes only',
    'data-events',
    'low',
    () =>
      withTrails(
        trail({ advancedEventSelectors: undefined!, eventSelectors: [classic('WriteOnly', 'arn:aws:s3')] }),
      ),
    'mended',
  ],
  [
    'reads of some objects',
    'data-events',
    'medium',
    () =>
      withTrails(
        trail({
          advancedEventSelectors: [
            {
              FieldSelectors: [
                { Field: 'eventCategory', Equals: ['Data'] },
                { Field: 'resources.type', Equals: ['AWS::S3::Object'] },
                { Field: 'readOnly', Equals: ['true'] },
                { Field: 'resources.ARN', StartsWith: [`arn:aws:s3:::${DATA}/secret/`] },
              ],
            },
          ],
        }),
      ),
    'mended',
  ],
  ['a trail that is stopped', 'trail-stopped', 'high', () => withTrails(trail({ logging: false })), 'mended'],
  [
    'a trail that cannot deliver',
    'trail-undelivered',
    'high',
    () => withTrails(trail({ deliveryError: 'AccessDenied' })),
    'asks a person',
  ],
  [
    'a trail that s3audit was not told of',
    'trail-unknown',
    'medium',
    () => withTrails(trail({ bucket: 'other-trail' })),
    'asks a person',
  ],
  ['no versions', 'versioning', 'medium', () => deps.store.removeConfiguration(DATA, 'versioning'), 'mended'],
  ['suspended versions', 'versioning', 'medium', () => withVersioning({ Status: 'Suspended' }), 'mended'],
  ['no second factor', 'mfa-delete', 'low', () => withVersioning({ MFADelete: 'Disabled' }), 'mended'],
  [
    'a key of another account',
    'foreign-key',
    'high',
    () => withKey(DATA, `arn:aws:kms:eu-west-1:${FOREIGN}:key/1`),
    'mended',
  ],
  ['ACLs that count', 'ownership', 'low', () => withOwnership(DATA, 'ObjectWriter'), 'mended'],
  [
    'unfinished uploads',
    'uploads',
    'low',
    () =>
      withLifecycle(
        DATA,
        { ID: 'a', Status: 'Enabled', Filter: { Prefix: 'tmp/' }, Expiration: { Days: 1 } },
        { ...abortUploads, Status: 'Disabled' },
      ),
    'mended',
  ],
  [
    'no access block',
    'access-block',
    'medium',
    () => deps.client.send(new s3.DeletePublicAccessBlockCommand({ Bucket: DATA })),
    'mended',
  ],
  [
    'half an access block on the log bucket',
    'access-block',
    'medium',
    () =>
      deps.client.send(
        new s3.PutPublicAccessBlockCommand({
          Bucket: LOGS,
          PublicAccessBlockConfiguration: { BlockPublicAcls: true, IgnorePublicAcls: true },
        }),
      ),
    'mended',
  ],
  [
    'a policy open to anyone',
    'policy-public',
    'high',
    async () => {
      await deps.client.send(new s3.DeletePublicAccessBlockCommand({ Bucket: DATA }))
      await withPolicy(DATA, anyone, own)
    },
    'mended',
  ],
  ['an open policy that is blocked', 'policy-public', 'low', () => withPolicy(DATA, anyone), 'mended'],
  ['a policy open to a partner', 'policy-accounts', 'medium', () => withPolicy(DATA, own, partner), 'mended'],
  [
    'an ACL open to anyone',
    'acl-public',
    'critical',
    async () => {
      await deps.client.send(new s3.DeletePublicAccessBlockCommand({ Bucket: DATA }))
      await withOwnership(DATA, 'ObjectWriter')
      await deps.client.send(new s3.PutBucketAclCommand({ Bucket: DATA, ACL: 'public-read-write' }))
    },
    'mended',
  ],
]

it('finds nothing where all is well, and says what is', async () => {
  const { judgement } = await deps.look()
  expect(judgement.findings).toEqual([])
  await expect(shown(judgement)).toMatchFileSnapshot('golden/all is well.txt')
})

it.each(CASES)('%s: %s (%s)', async (name, check, level, spoil, outcome) => {
  await spoil()
  const { judgement } = await deps.look()
  const finding = judgement.findings.find(one => one.check === check)
  expect(finding?.level).toBe(level)
  await expect(shown(judgement, finding)).toMatchFileSnapshot(`golden/${name.replaceAll('’', '')}.txt`)
  if (outcome === 'asks a person') return
  await run(finding?.fix.commands ?? '', deps)
  const { judgement: after } = await deps.look()
  expect(after.findings.map(one => `${one.check} ${one.level}`)).not.toContain(`${check} ${level}`)
})

it('commands never make another finding worse: all of one bucket’s, one after another, end well', async () => {
  await putLogging(deps.client)
  await withTrails(trail({ logging: false }))
  await withVersioning({ Status: 'Suspended' })
  for (let round = 0; round < 4; round++) {
    const { judgement } = await deps.look()
    for (const { fix } of judgement.findings) await run(fix.commands ?? '', deps)
  }
  expect((await deps.look()).judgement.findings).toEqual([])
})

it('advises nothing for a bucket that logs into itself that would touch its data', async () => {
  await withKey(DATA, 'arn:aws:kms:eu-west-1:123456789012:key/1')
  await putLogging(deps.client, { TargetBucket: DATA, TargetPrefix: '' })
  const { judgement } = await deps.look()
  expect(judgement.findings.map(({ check }) => check)).toEqual([
    'delivery-denied',
    'target-encryption',
    'loop',
  ])
  const touched = judgement.findings.flatMap(({ fix }) => callsOf(fix.commands ?? ''))
  const onData = touched.filter(({ options }) => options['bucket'] === DATA)
  expect(new Set(onData.map(({ operation }) => operation))).toEqual(new Set(['put-bucket-logging']))
  expect(judgement.outlook.accessLogs).toBe('no')
})

const deny =
  (...operations: string[]) =>
  (_: string, operation: string) =>
    operations.includes(operation) ? { status: 403, code: 'AccessDenied', message: 'no' } : undefined

describe('what cannot be read', () => {
  it('for want of a right is told with the statement to add', async () => {
    deps.faults.before = deny('GetBucketPolicy', 'GetBucketEncryption', 'DescribeTrails')
    const { judgement } = await deps.look()
    expect(judgement.findings.map(({ check }) => check)).toEqual(['not-allowed'])
    expect(judgement.outlook).toEqual({ accessLogs: 'unknown', reads: 'unknown', writes: 'unknown' })
    const [finding] = judgement.findings
    await expect(shown(judgement, finding)).toMatchFileSnapshot('golden/not allowed.txt')
  })

  it('leaves the rest judged: logging that is off is told all the same, without a policy that would replace another', async () => {
    await putLogging(deps.client)
    deps.settings.sources.push({
      kind: 'access-log',
      id: 'a',
      bucket: LOGS,
      prefix: 'access/',
      dateSource: 'EventTime',
    })
    deps.faults.before = deny('GetBucketPolicy')
    const { judgement } = await deps.look()
    const off = judgement.findings.find(({ check }) => check === 'logging-off')
    expect(off?.fix.commands).not.toContain('put-bucket-policy')
    expect(JSON.parse(off?.fix.document ?? '')).toMatchObject({ Principal: DELIVERY.Principal })
  })

  it('for another reason is told as that', async () => {
    deps.faults.before = (_, operation) =>
      operation === 'GetBucketAcl' ? { status: 503, code: 'SlowDown', message: '' } : undefined
    const { judgement } = await deps.look()
    expect(judgement.findings.map(({ what }) => what)).toEqual([
      'Some of the configuration could not be read: s3:GetBucketAcl (SlowDown).',
    ])
  })

  it('at all, as the bucket is gone, is one finding', async () => {
    const { judgement } = await deps.look('nowhere')
    expect(judgement.findings.map(({ check }) => check)).toEqual(['gone'])
    expect(judgement.outlook).toEqual({ accessLogs: 'no', reads: 'none', writes: 'none' })
  })
})

it('takes a bucket without an encryption of its own for one with S3’s keys', async () => {
  deps.faults.before = (_, operation) =>
    operation === 'GetBucketEncryption'
      ? { status: 404, code: 'ServerSideEncryptionConfigurationNotFoundError', message: '' }
      : undefined
  expect((await deps.look()).judgement.findings).toEqual([])
})

// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- our blocks as Slack keeps them
const text = (blocks: unknown): string => messageText({ blocks, text: '' } as Message)

/** The message as people read it; then the window of one finding. */
function shown(judgement: Awaited<ReturnType<CheckedDeps['look']>>['judgement'], finding?: Finding): string {
  const message = checkMessage({
    id: 'check-0123456789abcdef',
    schema: 1,
    version: 2,
    createdAt: '2026-11-21T12:00:00.000Z',
    channel: 'C0INCIDENTS',
    asker: { user: 'U0ADA' },
    of: 'one',
    buckets: [judgement.bucket],
    result: {
      doneAt: '2026-11-21T12:00:05.000Z',
      judged: [judgement],
      files: { fixes: 'results/checks/a', script: 'results/checks/b' },
    },
    announcement: {},
    reply: {},
  })
  const fix = finding ? `\n\n======== How to fix it ========\n\n${text(fixView(finding).blocks)}` : ''
  return `${text(message.blocks)}${fix}\n`
}
