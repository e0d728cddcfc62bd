import { ACCESS_LOG_FIELDS } from '../../../analyses/lib/evidence/tables.ts'

/** The bucket and window that the corpus is asked about. */
export const CORPUS_BUCKET = 'shop'
export const CORPUS_WINDOW = { from: '2026-11-20T07:00:00Z', to: '2026-11-20T08:00:00Z' }

/** The columns that matter to a case, as text; NULL is null. */
export type Expected = Readonly<Record<string, string | null>>

/** A line (or, for CloudTrail, an event as JSON), and the row of evidence that it must become. */
export interface Case {
  title: string
  line: string
  expected: Expected | 'unparsed' | 'outside'
}

type Field = Exclude<(typeof ACCESS_LOG_FIELDS)[number], 'extra'>
export type Fields = Partial<Record<Field, string>>

const USUAL: Record<Field, string> = {
  bucketowner: '79a59df900b949e55d96a1e698fbacedfd6e09d98eacf8f8d5218e7cd47ef2be',
  bucket_name: CORPUS_BUCKET,
  requestdatetime: '[20/Nov/2026:07:15:00 +0000]',
  remoteip: '203.0.113.7',
  requester: 'arn:aws:iam::111122223333:user/ada',
  requestid: '3E57427F3EXAMPLE',
  operation: 'REST.GET.OBJECT',
  key: 'a.txt',
  request_uri: '"GET /a.txt HTTP/1.1"',
  httpstatus: '200',
  errorcode: '-',
  bytessent: '113',
  objectsize: '2048',
  totaltime: '41',
  turnaroundtime: '28',
  referrer: '"-"',
  useragent: '"S3Console/0.4"',
  versionid: '-',
  hostid: 's9lzHYrFp76ZVxRcpX9+5cjAnEH2ROuNkd2BHfIa6UkFVdtjf5mKR3/eTPFvsiP/XV/VLi31234=',
  sigv: 'SigV4',
  ciphersuite: 'ECDHE-RSA-AES128-GCM-SHA256',
  authtype: 'AuthHeader',
  endpoint: 'shop.s3.eu-west-1.amazonaws.com',
  tlsversion: 'TLSv1.2',
  accesspointarn: '-',
  aclrequired: '-',
  sourceregion: 'eu-west-1',
}

/** A record with these fields, the others as usual; the first `count` of its 27. */
export function record(fields: Fields = {}, count = 27): string {
  return Object.values({ ...USUAL, ...fields })
    .slice(0, count)
    .join(' ')
}

/** A record of S3's own: no request, so URI, referrer and user agent are bare dashes. */
export const bare = (fields: Fields = {}, count = 27): string =>
  record(
    {
      remoteip: '-',
      requester: 'AmazonS3',
      operation: 'S3.EXPIRE.OBJECT',
      request_uri: '-',
      httpstatus: '-',
      bytessent: '-',
      totaltime: '-',
      turnaroundtime: '-',
      referrer: '-',
      useragent: '-',
      ...fields,
    },
    count,
  )

/** Cases of one field: `[what is logged, what columns become]`. */
export const each = (
  title: string,
  field: Field,
  rows: readonly (readonly [logged: string, expected: Case['expected'], more?: Fields])[],
): Case[] =>
  rows.map(([logged, expected, more]) => ({
    title: `${title} ${logged}`,
    line: record({ ...more, [field]: logged }),
    expected,
  }))
