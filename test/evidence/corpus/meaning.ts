import { bare, type Case, each, record } from './case.ts'

/** What fields mean: operations, keys, requesters, networks, times, TLS versions. */

const ACTIONS: [action: string, operations: string][] = [
  ['read', 'REST.GET.OBJECT WEBSITE.GET.OBJECT SOAP.GET.OBJECT REST.COPY.OBJECT_GET REST.COPY.PART_GET'],
  ['write', 'REST.PUT.OBJECT REST.POST.OBJECT REST.POST.UPLOAD SOAP.PUT.OBJECT'],
  ['delete', 'REST.DELETE.OBJECT BATCH.DELETE.OBJECT SOAP.DELETE.OBJECT'],
  ['delete-batch', 'REST.POST.MULTI_OBJECT_DELETE'],
  ['list', 'REST.GET.BUCKET REST.GET.BUCKETVERSIONS REST.GET.SERVICE'],
  ['copy', 'REST.COPY.OBJECT REST.COPY.PART'],
  ['restore', 'REST.POST.RESTORE S3.RESTORE.OBJECT'],
  ['head', 'REST.HEAD.OBJECT REST.HEAD.BUCKET WEBSITE.HEAD.OBJECT'],
  ['multipart', 'REST.POST.UPLOADS REST.PUT.PART REST.GET.UPLOAD REST.GET.UPLOADS REST.DELETE.UPLOAD'],
  ['tag', 'REST.GET.OBJECT_TAGGING REST.PUT.OBJECT_TAGGING REST.DELETE.OBJECT_TAGGING'],
  ['acl', 'REST.GET.ACL REST.PUT.ACL'],
  ['lifecycle-expire', 'S3.EXPIRE.OBJECT'],
  ['lifecycle-delete-marker', 'S3.CREATE.DELETEMARKER'],
  ['lifecycle-abort-upload', 'S3.DELETE.UPLOAD'],
  [
    'lifecycle-transition',
    'S3.TRANSITION.OBJECT S3.TRANSITION_SIA.OBJECT S3.TRANSITION_GDA.OBJECT S3.TRANSITION_INT.OBJECT',
  ],
  [
    'bucket-config-read',
    'REST.GET.BUCKETPOLICY REST.GET.LIFECYCLE REST.GET.LOGGING_STATUS REST.GET.ENCRYPTION REST.GET.VERSIONING',
  ],
  [
    'bucket-config-change',
    'REST.PUT.BUCKETPOLICY REST.DELETE.BUCKETPOLICY REST.PUT.LIFECYCLE REST.PUT.PUBLIC_ACCESS_BLOCK REST.DELETE.CORS REST.PUT.LOGGING_STATUS REST.PUT.OWNERSHIP_CONTROLS',
  ],
  ['bucket-create', 'REST.PUT.BUCKET'],
  ['bucket-delete', 'REST.DELETE.BUCKET'],
  [
    'other',
    'S3.COMPUTE.OBJECT.CHECKSUM REST.GET.LOCATION REST.OPTIONS.PREFLIGHT REST.NEW.THING REST.X S3.NEW',
  ],
]
const operations = ACTIONS.flatMap(([action, names]) =>
  names.split(' ').map(
    (operation): Case => ({
      title: `operation ${operation}`,
      line: record({ operation }),
      expected: { operation, action },
    }),
  ),
)
const bucketAcl: Case[] = ['PUT', 'GET'].map(method => ({
  title: `${method} of a bucket's ACL`,
  line: record({ operation: `REST.${method}.ACL`, key: '-' }),
  expected: { action: method === 'PUT' ? 'bucket-config-change' : 'bucket-config-read' },
}))

const KEYS: [logged: string, decoded: string][] = [
  ['plain/a.txt', 'plain/a.txt'],
  ['a%253Db', 'a=b'],
  ['a%2520b', 'a b'],
  ['a%252Bb', 'a+b'],
  ['100%2525', '100%'],
  ['%25E6%2597%25A5%25E6%259C%25AC', '日本'],
  ['%25F0%259F%258E%2581', '🎁'],
  ['a%252520b', 'a%20b'],
  ['a%3Db', 'a=b'],
  ['bad%25ZZ', 'bad%25ZZ'],
  ['bad%2', 'bad%2'],
  ['%', '%'],
  ['a%250Ab', 'a\nb'],
  ['a%2522b', 'a"b'],
  ['-a', '-a'],
  ['--', '--'],
  ['a//b/', 'a//b/'],
  ['é', 'é'],
  ['%2500', '\0'],
]
const keys: Case[] = KEYS.map(([logged, key]) => ({
  title: `a key logged as ${logged}`,
  line: record({ key: logged }),
  expected: { key, key_logged: logged },
}))
const PART_KEYS: [logged: string, decoded: string][] = [
  ['a%3Db', 'a=b'],
  ['a+b', 'a b'],
  ['a%2Bb', 'a+b'],
  ['100%25', '100%'],
  ['100%', '100%'],
  ['a%253Db', 'a%3Db'],
]
const partKeys = ['BATCH.DELETE.OBJECT', 'S3.EXPIRE.OBJECT'].flatMap(operation =>
  PART_KEYS.map(
    ([logged, key]): Case => ({
      title: `a key of ${operation} logged as ${logged}`,
      line: bare({ operation, key: logged }),
      expected: { key, key_logged: logged },
    }),
  ),
)

const OAI = 'arn:aws:iam::cloudfront:user/CloudFront Origin Access Identity E1EXAMPLE'
const who = (requester: string, type: string, account: string | null = null) => ({
  requester,
  requester_type: type,
  requester_account: account,
})
const REQUESTERS: [string, string, string | null][] = [
  ['arn:aws:iam::111122223333:user/ada', 'user', '111122223333'],
  ['arn:aws:iam::111122223333:user/path/to/ada', 'user', '111122223333'],
  ['arn:aws:iam::111122223333:root', 'root', '111122223333'],
  ['arn:aws:sts::111122223333:assumed-role/reader/session', 'assumed-role', '111122223333'],
  ['arn:aws-cn:sts::111122223333:assumed-role/reader/s@example.com', 'assumed-role', '111122223333'],
  ['arn:aws-us-gov:iam::111122223333:user/ada', 'user', '111122223333'],
  ['arn:aws:sts::111122223333:federated-user/bob', 'federated-user', '111122223333'],
  [OAI, 'service', null],
  ['svc:cloudfront.amazonaws.com', 'service', null],
  ['svc:logging.s3.amazonaws.com', 'service', null],
  ['logging.s3.amazonaws.com', 'service', null],
  ['AmazonS3', 'service', null],
  // The record's own bucket owner, and somebody else.
  ['79a59df900b949e55d96a1e698fbacedfd6e09d98eacf8f8d5218e7cd47ef2be', 'owner', null],
  ['89a59df900b949e55d96a1e698fbacedfd6e09d98eacf8f8d5218e7cd47ef2be', 'canonical-id', null],
  ['arn:aws:iam::11112222333:user/short', 'user', null],
  ['somebody', 'other', null],
  ['two words', 'other', null],
  ['one two three four five six seven eight', 'other', null],
  ['Ünï', 'other', null],
]
const requesters = REQUESTERS.map(
  ([requester, type, account]): Case => ({
    title: `requester ${requester}`,
    line: record({ requester }),
    expected: who(requester, type, account),
  }),
)
const nobody: Case[] = [
  {
    title: 'no requester of lifecycle',
    line: bare({ requester: '-' }),
    expected: { requester: null, requester_type: 'service', network: 'aws-service' },
  },
  {
    title: 'no requester of a batch',
    line: bare({ requester: '-', operation: 'BATCH.DELETE.OBJECT' }),
    expected: { requester: null, requester_type: 'unidentified' },
  },
  {
    title: 'a requester of nine words',
    line: record({ requester: 'one two three four five six seven eight nine' }),
    expected: 'unparsed',
  },
]

const networks: Case[] = [
  ...each('address', 'remoteip', [
    ['203.0.113.7', { network: 'public' }],
    ['10.0.0.1', { network: 'private-gateway' }],
    ['10.0.0.1', { network: 'unknown' }, { sourceregion: '-' }],
    [
      '10.0.0.1',
      { network: 'interface-endpoint' },
      { endpoint: 'bucket.vpce-0a1b2c3d.s3.eu-west-1.vpce.amazonaws.com' },
    ],
    ['172.16.0.1', { network: 'private-gateway' }],
    ['172.32.0.1', { network: 'public' }],
    ['192.168.1.1', { network: 'private-gateway' }],
    ['100.64.0.1', { network: 'private-gateway' }],
    ['100.128.0.1', { network: 'public' }],
    ['2001:db8::1', { network: 'public', remote_ip: '2001:db8::1' }],
    ['fd00::1', { network: 'private-gateway' }],
    ['::ffff:203.0.113.7', { network: 'public' }],
  ]),
]

const tls: Case[] = each('TLS', 'tlsversion', [
  ['TLSv1', { tls_version: 'TLSv1.0' }],
  ['TLSv1.1', { tls_version: 'TLSv1.1' }],
  ['TLSV1.1', { tls_version: 'TLSv1.1' }],
  ['TLSv1.2', { tls_version: 'TLSv1.2' }],
  ['TLSv1.3', { tls_version: 'TLSv1.3' }],
  ['-', { tls_version: null }],
])

const at = (event_time: string) => ({ kind: 'event', event_time })
const times: Case[] = each('time', 'requestdatetime', [
  ['[20/Nov/2026:07:00:00 +0000]', at('2026-11-20 07:00:00.000')],
  ['[20/Nov/2026:07:59:59 +0000]', at('2026-11-20 07:59:59.000')],
  ['[20/Nov/2026:06:59:59 +0000]', 'outside'],
  ['[20/Nov/2026:08:00:00 +0000]', 'outside'],
  ['[20/Nov/2026:09:15:00 +0200]', at('2026-11-20 07:15:00.000')],
  ['[20/Nov/2026:02:15:00 -0500]', at('2026-11-20 07:15:00.000')],
  ['[20/Nov/2026:12:45:00 +0530]', at('2026-11-20 07:15:00.000')],
  ['[19/Nov/2026:23:30:00 -0800]', at('2026-11-20 07:30:00.000')],
  ['[20/Nov/2026:07:15:00 -0000]', at('2026-11-20 07:15:00.000')],
  ['[20/Nov/2026:07:15:00 +0200]', 'outside'],
  ['[20/Nov/2025:07:15:00 +0000]', 'outside'],
  ['[31/Feb/2026:07:15:00 +0000]', 'unparsed'],
  ['[20/Nox/2026:07:15:00 +0000]', 'unparsed'],
  ['[20/Nov/2026:25:15:00 +0000]', 'unparsed'],
  ['[20/Nov/2026:07:15:00]', 'unparsed'],
  ['[2026-11-20T07:15:00Z]', 'unparsed'],
  ['[-]', 'unparsed'],
])

const buckets: Case[] = each('bucket', 'bucket_name', [
  ['shop', { kind: 'event', bucket: 'shop' }],
  ['shop-invoices', 'outside'],
  ['SHOP', 'outside'],
  ['-', 'outside'],
])

export const meaningCases: Case[] = [
  ...operations,
  ...bucketAcl,
  ...keys,
  ...partKeys,
  ...requesters,
  ...nobody,
  ...networks,
  ...tls,
  ...times,
  ...buckets,
]
