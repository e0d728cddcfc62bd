import { bare, type Case, each, record } from './case.ts'

/** Records of 18 to 27 fields and more, and fields that are missing. */

const whole = { operation: 'REST.GET.OBJECT', key: 'a.txt', user_agent: 'S3Console/0.4', status: '200' }

/** What the fields behind the version id become, by the number of the field. */
const TAIL: [number, string, string][] = [
  [20, 'signature_version', 'SigV4'],
  [21, 'cipher_suite', 'ECDHE-RSA-AES128-GCM-SHA256'],
  [22, 'auth_type', 'AuthHeader'],
  [23, 'host_header', 'shop.s3.eu-west-1.amazonaws.com'],
  [24, 'tls_version', 'TLSv1.2'],
  [27, 'source_region', 'eu-west-1'],
]
const COUNTS = [18, 19, 20, 21, 22, 23, 24, 25, 26, 27]
const tailOf = (count: number) =>
  Object.fromEntries(TAIL.map(([field, name, value]) => [name, field <= count ? value : null]))

const lengths = COUNTS.flatMap((count): Case[] => [
  { title: `a record of ${count} fields`, line: record({}, count), expected: { ...whole, ...tailOf(count) } },
  {
    title: `a record of ${count} fields and a space`,
    line: `${record({}, count)} `,
    expected: { ...whole, ...tailOf(count) },
  },
  {
    title: `a record without quotes of ${count} fields`,
    line: bare({}, count),
    expected: { action: 'lifecycle-expire', user_agent: null, ...tailOf(count) },
  },
])

const MORE = ['new', 'new and more', '"new quoted"', '-', 'SigV4 TLSv1.2', 'a  b', '"']
const more = MORE.map(
  (added): Case => ({
    title: `a record with ${added} behind its last field`,
    line: `${record()} ${added}`,
    expected: { ...whole, ...tailOf(27) },
  }),
)

/** What AWS appends in quotes one day, with more behind it, is taken for the user agent's end: a known limit. */
const misread: Case = {
  title: 'a quoted field of the future with another behind it',
  line: `${record()} "quoted" plain`,
  expected: { operation: 'REST.GET.OBJECT', status: '200', tls_version: null },
}

/** Each field that may be `-`, and the column that is NULL then. */
const dashes: Case[] = [
  ...each('no', 'remoteip', [['-', { remote_ip: null, network: 'unknown' }]]),
  ...each('no', 'requester', [
    ['-', { requester: null, requester_type: 'unidentified', requester_account: null }],
  ]),
  ...each('no', 'key', [['-', { key: null, key_logged: null }]]),
  ...each('no', 'httpstatus', [['-', { status: null }]]),
  ...each('no', 'errorcode', [
    ['-', { error_code: null }],
    ['NoSuchKey', { error_code: 'NoSuchKey' }],
  ]),
  ...each('no', 'bytessent', [
    ['-', { bytes_sent: null }],
    ['0', { bytes_sent: '0' }],
  ]),
  ...each('no', 'objectsize', [
    ['-', { object_size: null }],
    ['5497558138880', { object_size: '5497558138880' }],
  ]),
  ...each('no', 'totaltime', [
    ['-', { total_ms: null }],
    ['3600001', { total_ms: '3600001' }],
  ]),
  ...each('no', 'turnaroundtime', [['-', { turnaround_ms: null }]]),
  ...each('no', 'versionid', [
    ['-', { version_id: null }],
    ['null', { version_id: 'null' }],
    [
      '3sL4kqtJlcpXroDTDmJ+rmSpXd3dIbrHY+MTRCxf3vjVBH40Nr8X8gdRQBpUMLUo',
      { version_id: '3sL4kqtJlcpXroDTDmJ+rmSpXd3dIbrHY+MTRCxf3vjVBH40Nr8X8gdRQBpUMLUo' },
    ],
  ]),
  ...each('no', 'sigv', [
    ['-', { signature_version: null, cipher_suite: 'ECDHE-RSA-AES128-GCM-SHA256' }],
    ['SigV2', { signature_version: 'SigV2' }],
    ['SigV4A', { signature_version: 'SigV4A' }],
    ['SigV5', { signature_version: 'SigV5' }],
  ]),
  ...each('no', 'ciphersuite', [['-', { cipher_suite: null }]]),
  ...each('no', 'authtype', [
    ['-', { auth_type: null }],
    ['QueryString', { auth_type: 'QueryString' }],
  ]),
  ...each('no', 'endpoint', [
    ['-', { host_header: null }],
    ['s3.amazonaws.com', { host_header: 's3.amazonaws.com' }],
  ]),
  ...each('no', 'accesspointarn', [
    ['-', { access_point_arn: null }],
    [
      'arn:aws:s3:eu-west-1:111122223333:accesspoint/ap',
      { access_point_arn: 'arn:aws:s3:eu-west-1:111122223333:accesspoint/ap' },
    ],
  ]),
  ...each('no', 'aclrequired', [
    ['-', { acl_required: null }],
    ['Yes', { acl_required: 'Yes' }],
  ]),
  ...each('no', 'sourceregion', [['-', { source_region: null }]]),
  ...each('no', 'referrer', [
    ['-', { referrer: null }],
    ['"-"', { referrer: null }],
    ['""', { referrer: null }],
  ]),
  ...each('no', 'useragent', [
    ['-', { user_agent: null }],
    ['"-"', { user_agent: null }],
    ['""', { user_agent: null }],
  ]),
  ...each('no', 'request_uri', [
    ['-', { request_uri: null }],
    ['"-"', { request_uri: null }],
  ]),
]

/** A number that no column holds is no reason to lose the record. */
const numbers: Case[] = [
  ...each('a number too large', 'bytessent', [['99999999999999999999', { bytes_sent: null, key: 'a.txt' }]]),
  ...each('a number too large', 'httpstatus', [['9999999999', { status: null, key: 'a.txt' }]]),
  ...each('leading zeros', 'totaltime', [['007', { total_ms: '7' }]]),
]

const ids: Case[] = [
  ...each('a request id', 'requestid', [
    ['0F1E2D3C4B5A6978', { request_id: '0F1E2D3C4B5A6978' }],
    ['7d5a3b0e-9f3c-4f3b-8a46-0d5f3f2a1b0c', { request_id: '7d5a3b0e-9f3c-4f3b-8a46-0d5f3f2a1b0c' }],
  ]),
  ...each('a host id', 'hostid', [
    ['-', { host_id: null, signature_version: 'SigV4' }],
    ['9vKBE6vMhrNiWHZmb2L0mXOcqPGzQOI5XLnCtZNPxev+Hf+7tpT6sxDwDty4LHBUOZJG96N1234=', { host_id: null }],
    ['first= second=', { host_id: null, signature_version: 'SigV4', source_region: 'eu-west-1' }],
    ['first= second=', { host_id: 'first= second=' }, { httpstatus: '503', errorcode: 'SlowDown' }],
    ['only=', { host_id: 'only=' }, { httpstatus: '500', errorcode: 'InternalError' }],
  ]),
]

export const fieldCases: Case[] = [...lengths, ...more, misread, ...dashes, ...numbers, ...ids]
