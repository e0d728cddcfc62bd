import type { Example } from '../lib/analysis.ts'
import { ADA, trailEvent } from '../lib/samples/sample-lines.ts'

const OWN = { ownAccounts: ['111122223333'] }
const policy = (statement: Record<string, unknown>, at = '15:00') =>
  trailEvent({
    eventName: 'PutBucketPolicy',
    parameters: {
      bucketPolicy: { Statement: { Sid: 'Read', Effect: 'Allow', Action: 's3:GetObject', ...statement } },
    },
    at,
  })
const FOREIGN = { AWS: 'arn:aws:iam::999988887777:root' }
const ALL_USERS = { Grantee: { URI: 'http://acs.amazonaws.com/groups/global/AllUsers' }, Permission: 'READ' }
const acl = (eventName: string, Grant: unknown, key?: string) =>
  trailEvent({
    eventName,
    parameters: { AccessControlPolicy: { AccessControlList: { Grant } } },
    ...(key !== undefined && { key }),
  })
const OWNER = { Grantee: { ID: 'd25639fb' }, Permission: 'FULL_CONTROL' }
const block = (eventName: string, flags: Record<string, boolean>, fields = {}) =>
  trailEvent({ eventName, parameters: { PublicAccessBlockConfiguration: flags }, ...fields })
const ON = {
  BlockPublicAcls: true,
  IgnorePublicAcls: true,
  BlockPublicPolicy: true,
  RestrictPublicBuckets: true,
}
const omitted = (eventName: string, at: string, key?: string) =>
  trailEvent({
    eventName,
    at,
    fields: {
      requestParameters: { reason: 'requestParameters too large', omitted: true, originalSize: 106960 },
      resources: [
        { type: 'AWS::S3::Bucket', ARN: 'arn:aws:s3:::my-bucket', accountId: '111122223333' },
        ...(key === undefined ? [] : [{ type: 'AWS::S3::Object', ARN: `arn:aws:s3:::my-bucket/${key}` }]),
      ],
    },
  })

export const examples: readonly Example[] = [
  {
    title: 'finds a policy that lets in anyone, beside the one before it, and when it was changed again',
    log: 'cloudtrail',
    preset: 'bucket-policy-public',
    settings: OWN,
    lines: [
      policy({ Principal: { AWS: ['arn:aws:iam::111122223333:root'] } }, '2026-11-19T12:00:00'),
      policy({ Principal: { AWS: ['*'] } }),
      trailEvent({ eventName: 'DeleteBucketPolicy', at: '20:00' }),
    ],
    rows: [
      {
        finding: 'bucket policy open to anyone',
        level: 'high',
        why: '“Read” lets anyone do s3:GetObject.',
        requester: ADA,
        changed_again: '2026-11-20 07:20:00.000',
        previous_value:
          '{"bucketName":"my-bucket","bucketPolicy":{"Statement":{"Sid":"Read","Effect":"Allow","Action":"s3:GetObject","Principal":{"AWS":["arn:aws:iam::111122223333:root"]}}}}',
      },
    ],
    headline:
      'my-bucket: bucket policy open to anyone by user ada from 203.0.113.7, at 2026-11-20 07:15:00 UTC.',
    severity: 'high',
  },
  {
    title: 'says that anyone may write, which is worse',
    log: 'cloudtrail',
    lines: [policy({ Principal: '*', Action: ['s3:GetObject', 's3:PutObject'] })],
    rows: [{ level: 'critical' }],
    headline: 'bucket policy open to anyone',
    severity: 'critical',
  },
  {
    title: 'finds nothing in statements that conditions limit, that deny, or that failed',
    log: 'cloudtrail',
    settings: OWN,
    lines: [
      policy({ Principal: '*', Condition: { StringEquals: { 'aws:PrincipalOrgID': 'o-abc123' } } }),
      policy({ Principal: '*', Condition: { IpAddress: { 'aws:SourceIp': ['203.0.113.0/24'] } } }),
      policy({ Principal: '*', Condition: { StringEquals: { 'AWS:SourceAccount': '111122223333' } } }),
      policy({ Principal: '*', Effect: 'Deny' }),
      policy({ Principal: { Service: 'cloudfront.amazonaws.com' } }),
      policy({ Principal: { AWS: '111122223333' } }),
      trailEvent({
        eventName: 'PutBucketPolicy',
        parameters: { bucketPolicy: { Statement: [{ Effect: 'Allow', Principal: '*', Action: 's3:*' }] } },
        errorCode: 'AccessDenied',
      }),
    ],
    rows: [],
    headline:
      'No policy, ACL or access block was changed so as to open my-bucket in this window; 1 attempt failed.',
  },
  {
    title: 'takes a network as wide as the internet for anyone',
    log: 'cloudtrail',
    lines: [
      policy({ Principal: '*', Condition: { IpAddress: { 'aws:SourceIp': '0.0.0.0/1' } } }),
      policy({ Principal: '*', Condition: { IpAddress: { 'aws:SourceIp': '10.0.0.0/8' } } }, '16:00'),
    ],
    rows: [{ finding: 'bucket policy open to anyone', event_time: '2026-11-20 07:15:00.000' }],
    headline: 'bucket policy open to anyone',
  },
  {
    title: 'finds the accounts that a policy lets in, and not one’s own',
    log: 'cloudtrail',
    preset: 'bucket-policy-external-account',
    settings: OWN,
    lines: [
      policy({ Principal: FOREIGN }),
      policy({ Principal: { AWS: 'arn:aws:iam::111122223333:user/x' } }),
    ],
    rows: [
      { finding: 'bucket policy open to other accounts', why: '“Read” lets 999988887777 do s3:GetObject.' },
    ],
    headline: 'bucket policy open to other accounts',
    severity: 'medium',
  },
  {
    title: 'takes the accounts that one types for one’s own',
    log: 'cloudtrail',
    settings: OWN,
    lines: [policy({ Principal: FOREIGN })],
    parameters: { accounts: '111122223333 999988887777' },
    rows: [],
    headline: 'No policy',
  },
  {
    title: 'finds a bucket’s ACL with one grant or a list of them, canned or in a header',
    log: 'cloudtrail',
    preset: 'bucket-acl-public',
    lines: [
      acl('PutBucketAcl', ALL_USERS),
      acl('PutBucketAcl', [OWNER, ALL_USERS]),
      acl('PutBucketAcl', OWNER),
      trailEvent({ eventName: 'PutBucketAcl', parameters: { 'x-amz-acl': ['public-read-write'] } }),
      trailEvent({ eventName: 'PutBucketAcl', parameters: { 'x-amz-acl': ['private'] } }),
      trailEvent({
        eventName: 'CreateBucket',
        parameters: {
          accessControlList: {
            'x-amz-grant-read': 'uri="http://acs.amazonaws.com/groups/global/AuthenticatedUsers"',
          },
        },
      }),
    ],
    rows: [
      { why: 'The ACL grants READ to anyone and WRITE to anyone.', level: 'critical' },
      { why: 'The ACL grants READ to anyone with an AWS account.', operation: 'CreateBucket' },
      { why: 'The ACL grants READ to anyone.', level: 'high' },
      { why: 'The ACL grants READ to anyone.' },
    ],
    headline: 'my-bucket: bucket ACL open to anyone by user ada',
    severity: 'critical',
  },
  {
    title: 'finds the objects whose ACL is public, however they came to it',
    log: 'cloudtrail',
    preset: 'object-acl-public',
    lines: [
      acl('PutObjectAcl', ALL_USERS, 'a'),
      trailEvent({ eventName: 'PutObject', key: 'b', parameters: { 'x-amz-acl': 'public-read' } }),
      trailEvent({
        eventName: 'PutObject',
        key: 'c',
        parameters: { 'x-amz-acl': 'bucket-owner-full-control' },
      }),
      trailEvent({ eventName: 'PutObject', key: 'public-read' }),
    ],
    rows: [{ key: 'a' }, { key: 'b' }],
    headline: 'my-bucket: object ACL open to anyone (2 times) by user ada',
    severity: 'medium',
  },
  {
    title: 'finds an access point’s policy, which names no bucket',
    log: 'cloudtrail',
    preset: 'access-point-public',
    lines: [
      trailEvent({
        eventName: 'PutAccessPointPolicy',
        fields: {
          requestParameters: {
            name: 'ap',
            PutAccessPointPolicyRequest: {
              Policy: '{"Statement":[{"Effect":"Allow","Principal":"*","Action":"s3:GetObject"}]}',
            },
          },
        },
      }),
    ],
    rows: [{ finding: 'access point open to anyone', why: '“statement 1” lets anyone do s3:GetObject.' }],
    headline: 'access point open to anyone',
  },
  {
    title: 'finds a public access block with a flag off, or removed, of the bucket or the account',
    log: 'cloudtrail',
    preset: 'public-access-block-weakened',
    lines: [
      block('PutBucketPublicAccessBlock', ON),
      block('PutBucketPublicAccessBlock', { ...ON, BlockPublicPolicy: false }, { at: '16:00' }),
      trailEvent({ eventName: 'DeleteBucketPublicAccessBlock', at: '17:00' }),
      block(
        'PutAccountPublicAccessBlock',
        { BlockPublicAcls: true },
        {
          at: '18:00',
          fields: {
            requestParameters: {
              accountId: '111122223333',
              PublicAccessBlockConfiguration: { BlockPublicAcls: true },
            },
          },
        },
      ),
    ],
    rows: [
      { level: 'medium', why: 'The public access block of the bucket has BlockPublicPolicy off.' },
      { level: 'medium', why: 'The public access block of the bucket was removed.' },
      {
        level: 'high',
        why: 'The public access block of the whole account has IgnorePublicAcls, BlockPublicPolicy, RestrictPublicBuckets off.',
      },
    ],
    headline: 'public access block weakened',
    severity: 'high',
  },
  {
    title: 'finds what one person opened, and looks no further back than told',
    log: 'cloudtrail',
    lines: [
      policy({ Principal: '*' }, '2026-11-19T12:00:00'),
      policy({ Principal: '*' }),
      acl('PutBucketAcl', ALL_USERS).replaceAll('user/ada', 'user/bob'),
    ],
    parameters: { requester: 'ada', baselineDays: 0 },
    rows: [{ finding: 'bucket policy open to anyone', previous_value: null }],
    headline: 'bucket policy open to anyone',
  },
  {
    title: 'finds one kind alone',
    log: 'cloudtrail',
    lines: [policy({ Principal: '*' }), acl('PutBucketAcl', ALL_USERS)],
    parameters: { finding: 'bucket ACL open to anyone' },
    rows: [{ finding: 'bucket ACL open to anyone' }],
    headline: 'bucket ACL open to anyone',
  },
  {
    title: 'takes the policy of one access point for no earlier value of another',
    log: 'cloudtrail',
    lines: ['a', 'b', 'a'].map((name, i) =>
      trailEvent({
        eventName: 'PutAccessPointPolicy',
        at: `1${i}:00`,
        fields: {
          requestParameters: {
            name,
            PutAccessPointPolicyRequest: {
              Policy: `{"Id":"${i}","Statement":[{"Effect":"Allow","Principal":"*","Action":"s3:GetObject"}]}`,
            },
          },
        },
      }),
    ),
    rows: [
      { previous_value: null },
      { previous_value: null },
      {
        previous_value:
          '{"name":"a","PutAccessPointPolicyRequest":{"Policy":"{\\"Id\\":\\"0\\",\\"Statement\\":[{\\"Effect\\":\\"Allow\\",\\"Principal\\":\\"*\\",\\"Action\\":\\"s3:GetObject\\"}]}"}}',
      },
    ],
    headline: 'access point open to anyone (3 times)',
  },
  {
    title: 'names in the headline the policies and ACLs that cannot be judged, not those that failed',
    log: 'cloudtrail',
    lines: [
      omitted('PutBucketPolicy', '14:00'),
      omitted('PutObjectAcl', '15:00', 'a/b'),
      trailEvent({ eventName: 'PutBucketPolicy', parameters: { bucketPolicy: 'Allow all' }, at: '16:00' }),
      trailEvent({
        eventName: 'PutBucketAcl',
        parameters: { 'x-amz-acl': 'public-everything' },
        at: '17:00',
      }),
      trailEvent({ eventName: 'PutBucketPolicy', parameters: {}, errorCode: 'AccessDenied', at: '18:00' }),
      acl('PutObject', OWNER, 'a'),
    ],
    rows: [
      { finding: 'change that could not be judged', level: 'high', operation: 'PutBucketPolicy' },
      { level: 'high', operation: 'PutObjectAcl', key: 'a/b' },
      {
        level: 'medium',
        why: 'PutBucketPolicy: the policy is not a JSON object. Look at the bucket itself.',
      },
      { level: 'medium', operation: 'PutBucketAcl' },
    ],
    headline:
      'my-bucket: 4 changes could not be judged: PutBucketAcl, PutBucketPolicy, PutObjectAcl, last by user ada at 2026-11-20 07:17:00 UTC',
    severity: 'high',
  },
  {
    title: 'says beside what it found how many changes it could not judge',
    log: 'cloudtrail',
    lines: [policy({ Principal: '*' }), omitted('PutBucketPolicy', '16:00')],
    rows: [
      { finding: 'bucket policy open to anyone' },
      { finding: 'change that could not be judged', level: 'high' },
    ],
    headline:
      'bucket policy open to anyone by user ada from 203.0.113.7, at 2026-11-20 07:15:00 UTC; 1 change could not be judged: PutBucketPolicy',
    severity: 'high',
  },
  {
    title: 'names operations that s3audit does not know where it would say that nothing was opened',
    log: 'cloudtrail',
    lines: [trailEvent({ eventName: 'PutTeleport' }), trailEvent({ eventName: 'GetTeleport' })],
    rows: [],
    headline:
      'in this window; 1 request has operations that s3audit does not know and that may change settings (PutTeleport).',
  },
]
