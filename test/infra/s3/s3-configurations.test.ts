import * as sdk from '@aws-sdk/client-s3'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ACCOUNT, type EmbeddedS3, REGION, startEmbeddedS3 } from './s3-client.ts'

/** The configurations of a bucket, asked for and set by the real client. */

let s3: EmbeddedS3
beforeAll(async () => {
  s3 = await startEmbeddedS3()
})
afterAll(() => s3.stop())

const Bucket = 'data'
const group = (name: string): sdk.Grantee => ({
  Type: 'Group',
  URI: `http://acs.amazonaws.com/groups/${name}`,
})

describe('what a bucket without a configuration answers', () => {
  it.each([
    ['NoSuchBucketPolicy', () => s3.client.send(new sdk.GetBucketPolicyCommand({ Bucket }))],
    [
      'NoSuchPublicAccessBlockConfiguration',
      () => s3.client.send(new sdk.GetPublicAccessBlockCommand({ Bucket })),
    ],
    [
      'OwnershipControlsNotFoundError',
      () => s3.client.send(new sdk.GetBucketOwnershipControlsCommand({ Bucket })),
    ],
    [
      'ObjectLockConfigurationNotFoundError',
      () => s3.client.send(new sdk.GetObjectLockConfigurationCommand({ Bucket })),
    ],
    [
      'NoSuchLifecycleConfiguration',
      () => s3.client.send(new sdk.GetBucketLifecycleConfigurationCommand({ Bucket })),
    ],
  ])('%s', async (name, ask) => {
    await expect(ask()).rejects.toMatchObject({ name })
  })

  it('AES256, as every bucket is encrypted since 2023', async () => {
    const { ServerSideEncryptionConfiguration } = await s3.client.send(
      new sdk.GetBucketEncryptionCommand({ Bucket }),
    )
    expect(ServerSideEncryptionConfiguration?.Rules).toEqual([
      { ApplyServerSideEncryptionByDefault: { SSEAlgorithm: 'AES256' }, BucketKeyEnabled: false },
    ])
  })

  it('the owner as payer, and the owner’s own grant', async () => {
    const { Payer } = await s3.client.send(new sdk.GetBucketRequestPaymentCommand({ Bucket }))
    expect(Payer).toBe('BucketOwner')
    const { Grants } = await s3.client.send(new sdk.GetBucketAclCommand({ Bucket }))
    expect(Grants?.map(({ Permission }) => Permission)).toEqual(['FULL_CONTROL'])
  })
})

it('a new bucket is closed to the public and has no ACLs', async () => {
  await s3.client.send(new sdk.CreateBucketCommand({ Bucket: 'brand-new' }))
  const { PublicAccessBlockConfiguration } = await s3.client.send(
    new sdk.GetPublicAccessBlockCommand({ Bucket: 'brand-new' }),
  )
  expect(Object.values(PublicAccessBlockConfiguration ?? {})).toEqual([true, true, true, true])
  await expect(
    s3.client.send(new sdk.PutBucketAclCommand({ Bucket: 'brand-new', ACL: 'public-read' })),
  ).rejects.toMatchObject({ name: 'AccessControlListNotSupported' })
})

describe('a configuration that is set', () => {
  it('encryption, and gone again', async () => {
    const Rules: sdk.ServerSideEncryptionRule[] = [
      {
        ApplyServerSideEncryptionByDefault: {
          SSEAlgorithm: 'aws:kms',
          KMSMasterKeyID: 'arn:aws:kms:::key/1',
        },
        BucketKeyEnabled: true,
      },
    ]
    await s3.client.send(
      new sdk.PutBucketEncryptionCommand({ Bucket, ServerSideEncryptionConfiguration: { Rules } }),
    )
    const stands = await s3.client.send(new sdk.GetBucketEncryptionCommand({ Bucket }))
    expect(stands.ServerSideEncryptionConfiguration?.Rules).toEqual(Rules)
    await s3.client.send(new sdk.DeleteBucketEncryptionCommand({ Bucket }))
    const gone = await s3.client.send(new sdk.GetBucketEncryptionCommand({ Bucket }))
    expect(
      gone.ServerSideEncryptionConfiguration?.Rules?.[0]?.ApplyServerSideEncryptionByDefault?.SSEAlgorithm,
    ).toBe('AES256')
  })

  it('the public access block, and gone again', async () => {
    const PublicAccessBlockConfiguration = { BlockPublicAcls: true, RestrictPublicBuckets: false }
    await s3.client.send(new sdk.PutPublicAccessBlockCommand({ Bucket, PublicAccessBlockConfiguration }))
    const stands = await s3.client.send(new sdk.GetPublicAccessBlockCommand({ Bucket }))
    expect(stands.PublicAccessBlockConfiguration).toEqual(PublicAccessBlockConfiguration)
    await s3.client.send(new sdk.DeletePublicAccessBlockCommand({ Bucket }))
    await expect(s3.client.send(new sdk.GetPublicAccessBlockCommand({ Bucket }))).rejects.toMatchObject({
      name: 'NoSuchPublicAccessBlockConfiguration',
    })
  })

  it('ACLs, unless they are disabled', async () => {
    const rule = (ObjectOwnership: sdk.ObjectOwnership) =>
      s3.client.send(
        new sdk.PutBucketOwnershipControlsCommand({
          Bucket,
          OwnershipControls: { Rules: [{ ObjectOwnership }] },
        }),
      )
    await rule('ObjectWriter')
    await s3.client.send(new sdk.PutBucketAclCommand({ Bucket, ACL: 'public-read' }))
    const { Grants, Owner } = await s3.client.send(new sdk.GetBucketAclCommand({ Bucket }))
    expect(Grants?.slice(1)).toEqual([{ Grantee: group('global/AllUsers'), Permission: 'READ' }])
    const delivery: sdk.Grant[] = [
      { Grantee: group('s3/LogDelivery'), Permission: 'WRITE' },
      { Grantee: group('s3/LogDelivery'), Permission: 'READ_ACP' },
    ]
    await s3.client.send(
      new sdk.PutBucketAclCommand({ Bucket, AccessControlPolicy: { Owner, Grants: delivery } }),
    )
    expect((await s3.client.send(new sdk.GetBucketAclCommand({ Bucket }))).Grants).toEqual(delivery)
    await rule('BucketOwnerEnforced')
    await expect(
      s3.client.send(new sdk.PutBucketAclCommand({ Bucket, ACL: 'public-read' })),
    ).rejects.toMatchObject({ name: 'AccessControlListNotSupported' })
    const { OwnershipControls } = await s3.client.send(new sdk.GetBucketOwnershipControlsCommand({ Bucket }))
    expect(OwnershipControls?.Rules).toEqual([{ ObjectOwnership: 'BucketOwnerEnforced' }])
    await s3.client.send(new sdk.DeleteBucketOwnershipControlsCommand({ Bucket }))
    await s3.client.send(new sdk.PutBucketAclCommand({ Bucket, ACL: 'private' }))
  })

  it('lifecycle rules, one or several', async () => {
    const Rules: sdk.LifecycleRule[] = [
      { ID: 'logs', Status: 'Enabled', Filter: { Prefix: 'a/' }, Expiration: { Days: 90 } },
      {
        ID: 'tags',
        Status: 'Disabled',
        Filter: { And: { Prefix: 'b/', Tags: [{ Key: 'k', Value: 'v' }] } },
        Transitions: [{ Days: 30, StorageClass: 'GLACIER' }],
        AbortIncompleteMultipartUpload: { DaysAfterInitiation: 7 },
      },
    ]
    const LifecycleConfiguration = { Rules }
    await s3.client.send(new sdk.PutBucketLifecycleConfigurationCommand({ Bucket, LifecycleConfiguration }))
    const stands = await s3.client.send(new sdk.GetBucketLifecycleConfigurationCommand({ Bucket }))
    expect(stands.Rules).toEqual(Rules)
    await s3.client.send(new sdk.DeleteBucketLifecycleCommand({ Bucket }))
  })

  it('no rule without an action', async () => {
    const Rules: sdk.LifecycleRule[] = [{ Status: 'Enabled', Filter: { Prefix: '' } }]
    await expect(
      s3.client.send(
        new sdk.PutBucketLifecycleConfigurationCommand({ Bucket, LifecycleConfiguration: { Rules } }),
      ),
    ).rejects.toMatchObject({ name: 'MalformedXML' })
  })

  it('Object Lock, if versioning is on', async () => {
    const ObjectLockConfiguration: sdk.ObjectLockConfiguration = {
      ObjectLockEnabled: 'Enabled',
      Rule: { DefaultRetention: { Mode: 'GOVERNANCE', Days: 30 } },
    }
    const put = () =>
      s3.client.send(new sdk.PutObjectLockConfigurationCommand({ Bucket, ObjectLockConfiguration }))
    await expect(put()).rejects.toMatchObject({ name: 'InvalidBucketState' })
    await s3.client.send(
      new sdk.PutBucketVersioningCommand({ Bucket, VersioningConfiguration: { Status: 'Enabled' } }),
    )
    await put()
    const stands = await s3.client.send(new sdk.GetObjectLockConfigurationCommand({ Bucket }))
    expect(stands.ObjectLockConfiguration).toEqual(ObjectLockConfiguration)
  })

  it('MFA delete, with a second factor only', async () => {
    const VersioningConfiguration = { Status: 'Enabled', MFADelete: 'Enabled' } as const
    await expect(
      s3.client.send(new sdk.PutBucketVersioningCommand({ Bucket, VersioningConfiguration })),
    ).rejects.toMatchObject({ name: 'AccessDenied' })
    const MFA = 'arn:aws:iam::123456789012:mfa/root-account-mfa-device 123456'
    await s3.client.send(new sdk.PutBucketVersioningCommand({ Bucket, VersioningConfiguration, MFA }))
    expect(await s3.client.send(new sdk.GetBucketVersioningCommand({ Bucket }))).toMatchObject(
      VersioningConfiguration,
    )
  })

  it('Requester Pays; a policy that is removed', async () => {
    const RequestPaymentConfiguration = { Payer: 'Requester' } as const
    await s3.client.send(new sdk.PutBucketRequestPaymentCommand({ Bucket, RequestPaymentConfiguration }))
    expect((await s3.client.send(new sdk.GetBucketRequestPaymentCommand({ Bucket }))).Payer).toBe('Requester')
    await s3.client.send(new sdk.PutBucketPolicyCommand({ Bucket, Policy: '{"Statement":[]}' }))
    await s3.client.send(new sdk.DeleteBucketPolicyCommand({ Bucket }))
    await expect(s3.client.send(new sdk.GetBucketPolicyCommand({ Bucket }))).rejects.toMatchObject({
      name: 'NoSuchBucketPolicy',
    })
  })
})

it('knows the owner of a bucket that is another account’s', async () => {
  s3.store.createBucket('theirs', { region: REGION })
  s3.store.setConfiguration('theirs', 'owner', '999999999999')
  const ask = (ExpectedBucketOwner: string) =>
    s3.client.send(new sdk.GetBucketLocationCommand({ Bucket: 'theirs', ExpectedBucketOwner }))
  await expect(ask(ACCOUNT)).rejects.toMatchObject({ name: 'AccessDenied' })
  await expect(ask('999999999999')).resolves.toBeDefined()
})
