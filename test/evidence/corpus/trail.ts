import type { Case } from './case.ts'

/** CloudTrail events: identities, names, places of the bucket and key, numbers, what is left out. */

type Json = Record<string, unknown>

const ACCOUNT = '111122223333'
const USER = {
  type: 'IAMUser',
  principalId: 'AIDAEXAMPLE',
  arn: `arn:aws:iam::${ACCOUNT}:user/ada`,
  accountId: ACCOUNT,
  userName: 'ada',
}
const PARAMETERS = { bucketName: 'shop', key: 'a.txt', Host: 'shop.s3.eu-west-1.amazonaws.com' }

const usual: Json = {
  eventVersion: '1.11',
  userIdentity: USER,
  eventTime: '2026-11-20T07:15:00Z',
  eventSource: 's3.amazonaws.com',
  eventName: 'GetObject',
  awsRegion: 'eu-west-1',
  sourceIPAddress: '203.0.113.7',
  userAgent: '[aws-cli/2.28]',
  requestParameters: PARAMETERS,
  responseElements: null,
  additionalEventData: {
    SignatureVersion: 'SigV4',
    CipherSuite: 'TLS_AES_128_GCM_SHA256',
    bytesTransferredIn: 0,
    AuthenticationMethod: 'AuthHeader',
    bytesTransferredOut: 113,
  },
  requestID: '3E57427F3EXAMPLE',
  eventID: 'd4f1c7a0-0000-4000-8000-000000000001',
  readOnly: true,
  resources: [
    { type: 'AWS::S3::Object', ARN: 'arn:aws:s3:::shop/a.txt' },
    { accountId: ACCOUNT, type: 'AWS::S3::Bucket', ARN: 'arn:aws:s3:::shop' },
  ],
  eventType: 'AwsApiCall',
  managementEvent: false,
  recipientAccountId: ACCOUNT,
  eventCategory: 'Data',
  tlsDetails: {
    tlsVersion: 'TLSv1.3',
    cipherSuite: 'TLS_AES_128_GCM_SHA256',
    clientProvidedHostHeader: 'shop.s3.eu-west-1.amazonaws.com',
  },
}

/** An event with these members, the others as usual; undefined leaves one out. */
export const event = (members: Json = {}): string => JSON.stringify({ ...usual, ...members })
const of = (title: string, members: Json, expected: Case['expected']): Case => ({
  title,
  line: event(members),
  expected,
})

const assumed = {
  type: 'AssumedRole',
  principalId: 'AROA:s',
  arn: `arn:aws:sts::${ACCOUNT}:assumed-role/reader/s`,
  accountId: ACCOUNT,
}
const identities: Case[] = [
  of('an IAM user', {}, { requester: USER.arn, requester_type: 'user', requester_account: ACCOUNT }),
  of(
    'root',
    {
      userIdentity: {
        type: 'Root',
        principalId: ACCOUNT,
        arn: `arn:aws:iam::${ACCOUNT}:root`,
        accountId: ACCOUNT,
      },
    },
    { requester_type: 'root' },
  ),
  of(
    'an assumed role',
    { userIdentity: assumed },
    { requester: assumed.arn, requester_type: 'assumed-role' },
  ),
  of('a role', { userIdentity: { ...assumed, type: 'Role' } }, { requester_type: 'assumed-role' }),
  of(
    'a federated user',
    {
      userIdentity: { ...assumed, type: 'FederatedUser', arn: `arn:aws:sts::${ACCOUNT}:federated-user/bob` },
    },
    { requester_type: 'federated-user' },
  ),
  of(
    'another account',
    { userIdentity: { type: 'AWSAccount', principalId: 'AIDAX', accountId: '999988887777' } },
    { requester: 'AIDAX', requester_type: 'account', requester_account: '999988887777' },
  ),
  of(
    'a signed caller whom S3 did not identify',
    { userIdentity: { type: 'AWSAccount', principalId: '', accountId: 'anonymous' } },
    { requester: null, requester_type: 'unidentified', requester_account: null },
  ),
  of(
    'a signed principal whom S3 did not identify',
    { userIdentity: { type: 'AWSAccount', principalId: '', accountId: 'ANONYMOUS_PRINCIPAL' } },
    { requester: null, requester_type: 'unidentified' },
  ),
  of(
    'a service',
    {
      userIdentity: { type: 'AWSService', invokedBy: 'config.amazonaws.com' },
      sourceIPAddress: 'config.amazonaws.com',
    },
    { requester: 'config.amazonaws.com', requester_type: 'service', network: 'aws-service' },
  ),
  of(
    'a SAML user',
    { userIdentity: { type: 'SAMLUser', principalId: 'saml:ada', userName: 'ada' } },
    { requester: 'ada', requester_type: 'saml-user' },
  ),
  of(
    'a web identity',
    { userIdentity: { type: 'WebIdentityUser', principalId: 'web:ada' } },
    { requester: 'web:ada', requester_type: 'web-identity-user' },
  ),
  of(
    'an Identity Center user',
    { userIdentity: { type: 'IdentityCenterUser', accountId: ACCOUNT } },
    { requester: `account ${ACCOUNT}`, requester_type: 'identity-center-user' },
  ),
  of(
    'a type of the future',
    { userIdentity: { type: 'Robot', principalId: 'R2' } },
    { requester: 'R2', requester_type: 'other' },
  ),
  of('no identity', { userIdentity: null }, { requester: null }),
]

const NAMES: [action: string, names: string][] = [
  ['read', 'GetObject SelectObjectContent GetObjectTorrent'],
  ['write', 'PutObject PostObject CompleteMultipartUpload'],
  ['delete', 'DeleteObject'],
  ['delete-batch', 'DeleteObjects'],
  ['list', 'ListObjects ListObjectsV2 ListObjectVersions'],
  ['head', 'HeadObject HeadBucket GetObjectAttributes'],
  ['copy', 'CopyObject UploadPartCopy'],
  ['restore', 'RestoreObject'],
  ['multipart', 'CreateMultipartUpload UploadPart AbortMultipartUpload ListParts ListMultipartUploads'],
  ['tag', 'PutObjectTagging GetObjectTagging DeleteObjectTagging'],
  ['acl', 'PutObjectAcl GetObjectAcl'],
  ['bucket-create', 'CreateBucket'],
  ['bucket-delete', 'DeleteBucket'],
  [
    'bucket-config-change',
    'PutBucketPolicy DeleteBucketPolicy PutBucketLifecycle PutBucketAcl DeleteBucketCors PutAccelerateConfiguration PutObjectLockConfiguration',
  ],
  ['bucket-config-read', 'GetBucketAcl GetBucketPolicy GetAccelerateConfiguration'],
  ['object-lock', 'PutObjectRetention'],
  ['other', 'NewThing'],
]
const names = NAMES.flatMap(([action, list]) =>
  list.split(' ').map(eventName => of(`event ${eventName}`, { eventName }, { operation: eventName, action })),
)

const OUTPOST = 'arn:aws:s3-outposts:eu-west-1:111122223333:outpost/op-1/bucket/shop'
const places: Case[] = [
  of(
    'a key in capitals',
    { requestParameters: { bucketName: 'shop', Key: 'B.txt' }, eventSource: 's3-outposts.amazonaws.com' },
    { key: 'B.txt' },
  ),
  of('S3 Express', { eventSource: 's3express.amazonaws.com' }, { kind: 'event', key: 'a.txt' }),
  of(
    'a directory bucket that only resources name',
    {
      eventSource: 's3express.amazonaws.com',
      requestParameters: {},
      resources: [
        { type: 'AWS::S3Express::Object', ARN: `arn:aws:s3express:euw1-az1:${ACCOUNT}:bucket/shop/x/a.txt` },
        { type: 'AWS::S3Express::DirectoryBucket', ARN: `arn:aws:s3express:euw1-az1:${ACCOUNT}:bucket/shop` },
      ],
    },
    { kind: 'event', bucket: 'shop', key: 'x/a.txt' },
  ),
  ...[`arn:aws:s3:eu-west-1:${ACCOUNT}:accesspoint/ap`, 'ap-ab12cd34ef56gh78ij90klmnopuse1a-s3alias'].flatMap(
    bucketName => [
      of(
        `the bucket behind ${bucketName}`,
        { requestParameters: { ...PARAMETERS, bucketName } },
        { kind: 'event', bucket: 'shop', key: 'a.txt' },
      ),
      of(
        `a copy from the bucket by ${bucketName} to another`,
        {
          eventName: 'CopyObject',
          requestParameters: { ...PARAMETERS, bucketName, 'x-amz-copy-source': 'shop/a.txt' },
          resources: [
            { type: 'AWS::S3::Bucket', ARN: 'arn:aws:s3:::elsewhere' },
            { type: 'AWS::S3::Object', ARN: 'arn:aws:s3:::shop/a.txt' },
          ],
        },
        { kind: 'account' },
      ),
    ],
  ),
  of('a bucket in resources only', { requestParameters: null }, { bucket: 'shop', key: 'a.txt' }),
  of(
    'an object without its bucket in resources',
    {
      requestParameters: null,
      resources: [{ type: 'AWS::S3::Object', ARN: 'arn:aws:s3:::shop/dir/b c.txt' }],
    },
    { bucket: 'shop', key: 'dir/b c.txt' },
  ),
  of(
    'a bucket of Outposts in resources',
    {
      requestParameters: null,
      eventSource: 's3-outposts.amazonaws.com',
      resources: [{ type: 'AWS::S3::Bucket', ARN: OUTPOST }],
    },
    { bucket: 'shop', key: null },
  ),
  of(
    'a bucket of another partition',
    { requestParameters: null, resources: [{ type: 'AWS::S3::Bucket', ARN: 'arn:aws-cn:s3:::shop' }] },
    { bucket: 'shop' },
  ),
  of(
    'a key that looks encoded',
    { requestParameters: { ...PARAMETERS, key: 'a%20b+c' } },
    { key: 'a%20b+c', key_logged: 'a%20b+c' },
  ),
  of(
    'a key with quotes and a line break',
    { requestParameters: { ...PARAMETERS, key: 'a"b\nc\\d' } },
    { key: 'a"b\nc\\d' },
  ),
  of('a key that is not ASCII', { requestParameters: { ...PARAMETERS, key: '日本🎁' } }, { key: '日本🎁' }),
  of('a version', { requestParameters: { ...PARAMETERS, versionId: 'v1' } }, { version_id: 'v1' }),
  of(
    'parameters left out',
    { requestParameters: { requestParametersOmitted: true } },
    { bucket: 'shop', key: 'a.txt' },
  ),
  of('another bucket', { requestParameters: { bucketName: 'shop-invoices' } }, 'outside'),
  of('no bucket at all', { requestParameters: null, resources: null }, 'outside'),
  of('another service', { eventSource: 'ec2.amazonaws.com' }, 'outside'),
]

const additional = (data: Json): Json => ({ additionalEventData: data })
const values: Case[] = [
  of('whole bytes', {}, { bytes_sent: '113', object_size: null }),
  of('bytes as floats', additional({ bytesTransferredIn: 1024.0, bytesTransferredOut: 5.24288e6 }), {
    bytes_sent: '5242880',
    object_size: null,
  }),
  of(
    'no additional data',
    { additionalEventData: null },
    { bytes_sent: null, signature_version: null, auth_type: null },
  ),
  of('a user agent without brackets', { userAgent: 'curl/8' }, { user_agent: 'curl/8' }),
  of('a user agent in brackets', { userAgent: '[a [b] c]' }, { user_agent: 'a [b] c' }),
  of('a user agent of brackets alone', { userAgent: '[]' }, { user_agent: null }),
  of('no user agent', { userAgent: null }, { user_agent: null }),
  of(
    'an error',
    { errorCode: 'AccessDenied', errorMessage: 'Access "Denied"' },
    { error_code: 'AccessDenied', error_message: 'Access "Denied"' },
  ),
  of(
    'no TLS',
    { tlsDetails: undefined },
    { tls_version: null, cipher_suite: 'TLS_AES_128_GCM_SHA256', host_header: null },
  ),
  of('an old TLS', { tlsDetails: { tlsVersion: 'TLSv1' } }, { tls_version: 'TLSv1.0' }),
  of('a private address', { sourceIPAddress: '10.0.0.1' }, { network: 'unknown' }),
  of(
    'a VPC endpoint',
    { sourceIPAddress: '10.0.0.1', vpcEndpointId: 'vpce-0a' },
    { network: 'unknown', vpc_endpoint_id: 'vpce-0a' },
  ),
  of(
    'an interface endpoint',
    { tlsDetails: { clientProvidedHostHeader: 'bucket.vpce-1.s3.eu-west-1.vpce.amazonaws.com' } },
    { network: 'interface-endpoint' },
  ),
  of('AWS Internal', { sourceIPAddress: 'AWS Internal' }, { network: 'aws-service' }),
  of('an IPv6 address', { sourceIPAddress: '2001:db8::1' }, { network: 'public', remote_ip: '2001:db8::1' }),
  of('readOnly as text', { readOnly: 'true' }, { kind: 'event' }),
  of('members of the future', { whatever: { deep: [1, 2, { x: null }] } }, { kind: 'event' }),
  of(
    'no member that can be left out',
    { resources: undefined, additionalEventData: undefined, tlsDetails: undefined, userAgent: undefined },
    { kind: 'event' },
  ),
]

const times: Case[] = [
  of('the first second', { eventTime: '2026-11-20T07:00:00Z' }, { event_time: '2026-11-20 07:00:00.000' }),
  of('the last second', { eventTime: '2026-11-20T07:59:59Z' }, { event_time: '2026-11-20 07:59:59.000' }),
  of('a second before', { eventTime: '2026-11-20T06:59:59Z' }, 'outside'),
  of('the end', { eventTime: '2026-11-20T08:00:00Z' }, 'outside'),
  of('an offset', { eventTime: '2026-11-20T09:15:00+02:00' }, { event_time: '2026-11-20 07:15:00.000' }),
  of('no time', { eventTime: null }, 'unparsed'),
  of('no date', { eventTime: 'yesterday' }, 'unparsed'),
  of('no name', { eventName: null }, 'unparsed'),
]

export const trailCases: Case[] = [...identities, ...names, ...places, ...values, ...times]
