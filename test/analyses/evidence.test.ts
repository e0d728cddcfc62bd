import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { LogKind } from '../../analyses/lib/evidence/tables.ts'
import { ACTIONS } from '../../analyses/lib/evidence/evidence.ts'
import { ADA, EXAMPLE_BUCKET, logLine, trailEvent } from '../../analyses/lib/samples/sample-lines.ts'
import { type EvidenceRow, type EvidenceDeps, openEvidenceDeps } from './evidence-deps.ts'

let deps: EvidenceDeps
beforeAll(async () => {
  deps = await openEvidenceDeps()
})
afterAll(() => deps.close())

/** One column of the evidence of lines, in the lines' order. */
async function column(name: string, log: LogKind, lines: readonly string[]): Promise<(string | null)[]> {
  const numbered = lines.map((line, i) => line.replace('3E57427F3EXAMPLE', `ID${String(i).padStart(4, '0')}`))
  const rows = await deps.evidence(log, numbered)
  const inOrder = rows.toSorted((a, b) => ((a.request_id ?? '') < (b.request_id ?? '') ? -1 : 1))
  return inOrder.map((row: EvidenceRow) => row[name] ?? null)
}
const get = (fields: Partial<Parameters<typeof logLine>[0]>) =>
  logLine({ operation: 'REST.GET.OBJECT', ...fields })

describe('the key', () => {
  it.each([
    ['REST.GET.OBJECT', 'plain/a.txt', 'plain/a.txt'],
    ['REST.GET.OBJECT', 'a%253Db', 'a=b'],
    ['REST.GET.OBJECT', 'M%25C3%25BCller%2520%25F0%259F%258E%2581', 'Müller 🎁'],
    ['REST.GET.OBJECT', 'once%2Fencoded', 'once/encoded'],
    ['REST.GET.OBJECT', '12%252B13', '12+13'],
    ['REST.GET.OBJECT', 'a%2Bb+c', 'a b c'],
    ['REST.GET.OBJECT', '50%2525', '50%'],
    ['REST.GET.OBJECT', 'a%25252Fb', 'a%2Fb'],
    ['REST.GET.OBJECT', '100%', '100%'],
    ['REST.GET.OBJECT', 'not%25utf8%25FF', 'not%25utf8%25FF'],
    ['REST.GET.OBJECT', '-', null],
    ['BATCH.DELETE.OBJECT', 'Screen+Shot%3D1', 'Screen Shot=1'],
    ['BATCH.DELETE.OBJECT', 'a%252Fb', 'a%2Fb'],
    ['S3.EXPIRE.OBJECT', 'a+b%2Bc', 'a b+c'],
    ['S3.EXPIRE.OBJECT', '50%', '50%'],
  ])('of %s logged as %s is %s', async (operation, logged, key) => {
    expect(await column('key', 'access-log', [logLine({ operation, key: logged })])).toEqual([key])
    expect(await column('key_logged', 'access-log', [logLine({ operation, key: logged })])).toEqual([
      logged === '-' ? null : logged,
    ])
  })

  it('is never decoded in CloudTrail, and found in the object’s ARN or as Outposts writes it', async () => {
    const resources = [{ type: 'AWS::S3::Object', ARN: 'arn:aws:s3:::my-bucket/in/arn' }]
    const events = [
      trailEvent({ eventName: 'GetObject', key: 'a%20b+c' }),
      trailEvent({ eventName: 'GetObject', parameters: { Key: 'outposts' } }),
      JSON.stringify({ ...JSON.parse(trailEvent({ eventName: 'GetObject' })), resources }),
      trailEvent({ eventName: 'ListObjects' }),
    ]
    expect(await column('key', 'cloudtrail', events)).toEqual(['a%20b+c', 'outposts', 'in/arn', null])
  })
})

describe('a presigned URL', () => {
  it.each(['X-Amz-Signature', 'X-Amz-Security-Token', 'Signature', 'x-amz-signature'])(
    'loses its %s and keeps the rest',
    async name => {
      const uri = `GET /a?X-Amz-Expires=900&${name}=s3cr%2Ft&x=1 HTTP/1.1`
      const lines = [get({ uri }), get({ uri: `GET /a?${name}=s3cret HTTP/1.1` })]
      const stored = await column('request_uri', 'access-log', lines)
      expect(stored).toEqual([
        `GET /a?X-Amz-Expires=900&${name}=REDACTED&x=1 HTTP/1.1`,
        `GET /a?${name}=REDACTED HTTP/1.1`,
      ])
      const referrer = get({}).replace('"-" "aws', `"https://h/a?${name}=s3cret" "aws`)
      expect(await column('referrer', 'access-log', [referrer])).toEqual([`https://h/a?${name}=REDACTED`])
    },
  )
})

it('spells TLS versions one way', async () => {
  const lines = ['TLSv1.2', 'TLSV1.3', 'TLSv1', 'TLSv1.1', '-'].map(tls => get({}).replace('TLSv1.3', tls))
  expect(await column('tls_version', 'access-log', lines)).toEqual([
    'TLSv1.2',
    'TLSv1.3',
    'TLSv1.0',
    'TLSv1.1',
    null,
  ])
})

const cameFrom = (remoteIp: string, region: string, host = 'my-bucket.s3.eu-west-1.amazonaws.com') =>
  get({ remoteIp })
    .replace('my-bucket.s3.eu-west-1.amazonaws.com', host)
    .replace(/eu-west-1$/, region)

describe('the network path', () => {
  it('is only what an access log proves', async () => {
    const lines = [
      cameFrom('203.0.113.7', 'eu-west-1'),
      cameFrom('172.32.0.1', '-'),
      cameFrom('10.1.2.3', 'eu-west-1'),
      cameFrom('172.31.0.1', 'eu-west-1'),
      cameFrom('fd00::1', 'eu-west-1'),
      cameFrom('10.1.2.3', '-'),
      cameFrom('10.1.2.3', '-', 'my-bucket.bucket.vpce-1a2b.s3.eu-west-1.vpce.amazonaws.com'),
      cameFrom('-', '-'),
      logLine({ operation: 'S3.EXPIRE.OBJECT', key: 'a', remoteIp: '-' }),
    ]
    expect(await column('network', 'access-log', lines)).toEqual([
      'public',
      'public',
      'private-gateway',
      'private-gateway',
      'private-gateway',
      'unknown',
      'interface-endpoint',
      'unknown',
      'aws-service',
    ])
  })

  it('is only what CloudTrail proves', async () => {
    const lines = ['203.0.113.7', '10.1.2.3', 'cloudfront.amazonaws.com', 'AWS Internal'].map(sourceIp =>
      trailEvent({ eventName: 'GetObject', sourceIp }),
    )
    expect(await column('network', 'cloudtrail', lines)).toEqual([
      'public',
      'unknown',
      'aws-service',
      'aws-service',
    ])
  })
})

describe('the requester’s type', () => {
  it.each([
    [ADA, 'user', '111122223333'],
    ['arn:aws-cn:sts::111122223333:assumed-role/r/s', 'assumed-role', '111122223333'],
    ['arn:aws:sts::111122223333:federated-user/f', 'federated-user', '111122223333'],
    ['arn:aws:iam::111122223333:root', 'root', '111122223333'],
    ['arn:aws:iam::cloudfront:user/CloudFront Origin Access Identity E1', 'service', null],
    ['svc:delivery.logs.amazonaws.com', 'service', null],
    ['AmazonS3', 'service', null],
    ['79a59df900b949e55d96a1e698fbacedfd6e09d98eacf8f8d5218e7cd47ef2be', 'canonical-id', null],
    ['-', 'anonymous', null],
    ['alice', 'other', null],
  ])('of %s is %s', async (requester, type, account) => {
    const [row] = await deps.evidence('access-log', [get({ requester })])
    expect(row).toMatchObject({
      requester: requester === '-' ? null : requester,
      requester_type: type,
      requester_account: account,
    })
  })

  it.each([
    [{ type: 'Root', accountId: '1', arn: 'arn:aws:iam::1:root' }, 'root', 'arn:aws:iam::1:root'],
    [
      { type: 'AssumedRole', accountId: '1', arn: 'arn:aws:sts::1:assumed-role/r/s' },
      'assumed-role',
      'arn:aws:sts::1:assumed-role/r/s',
    ],
    [{ type: 'AWSAccount', accountId: '1', principalId: 'AIDA' }, 'account', 'AIDA'],
    [{ type: 'AWSAccount', accountId: 'anonymous', principalId: '' }, 'anonymous', null],
    [{ type: 'AWSService', invokedBy: 'x.amazonaws.com' }, 'service', 'x.amazonaws.com'],
  ])('of the identity %j is %s', async (identity, type, requester) => {
    const [row] = await deps.evidence('cloudtrail', [trailEvent({ eventName: 'GetObject', identity })])
    expect(row).toMatchObject({ requester, requester_type: type })
  })
})

const at = (time: string) => get({}).replace('20/Nov/2026:07:15:00 +0000', time)
const sorted = (values: readonly (string | null | undefined)[]) => values.map(String).toSorted()

describe('every line', () => {
  it('counts from the window’s start, and no more at its end, in any zone', async () => {
    const times = [
      ['20/Nov/2026:06:59:59 +0000', 'outside'],
      ['20/Nov/2026:07:00:00 +0000', 'event'],
      ['20/Nov/2026:07:59:59 +0000', 'event'],
      ['20/Nov/2026:08:00:00 +0000', 'outside'],
      ['20/Nov/2026:09:30:00 +0200', 'event'],
      ['20/Nov/2026:07:30:00 -0100', 'outside'],
      ['31/Feb/2026:07:30:00 +0000', 'unparsed'],
    ] as const
    const rows = await deps.evidence(
      'access-log',
      times.map(([time]) => at(time)),
    )
    expect(sorted(rows.map(({ kind }) => kind))).toEqual(sorted(times.map(([, kind]) => kind)))
    const events = rows.filter(({ kind }) => kind === 'event')
    expect(sorted(events.map(({ event_time }) => event_time))).toEqual([
      '2026-11-20 07:00:00.000',
      '2026-11-20 07:30:00.000',
      '2026-11-20 07:59:59.000',
    ])
    const ends = ['06:59:59', '07:00:00', '07:59:59', '08:00:00'].map(time =>
      trailEvent({ eventName: 'GetObject' }).replaceAll('07:15:00', time),
    )
    const kinds = (await deps.evidence('cloudtrail', ends)).map(({ kind }) => kind)
    expect(sorted(kinds)).toEqual(['event', 'event', 'outside', 'outside'])
  })

  it('is an event, outside, or unparsed with its text; an empty one is none', async () => {
    const lines = [get({}), '', get({}).replace(EXAMPLE_BUCKET, 'other'), 'no record', get({}) + get({})]
    const rows = await deps.evidence('access-log', lines)
    expect(sorted(rows.map(({ kind }) => kind))).toEqual(['event', 'outside', 'unparsed', 'unparsed'])
    const unparsed = rows.flatMap(({ unparsed_line }) => unparsed_line ?? [])
    expect(unparsed.map(line => line.slice(0, 20)).toSorted()).toEqual([get({}).slice(0, 20), 'no record'])
  })

  it('has the same hash as its own repetition, and another than any other line', async () => {
    const lines = [get({ key: 'a' }), get({ key: 'a' }), get({ key: 'b' }), get({ key: 'a', bytesSent: 1 })]
    const hashes = (await deps.evidence('access-log', lines)).map(({ record_hash }) => record_hash)
    expect([hashes.length, new Set(hashes).size]).toEqual([4, 3])
  })

  it('does one of the actions that the evidence knows', async () => {
    const lines = ['REST.GET.OBJECT', 'REST.PUT.PART', 'REST.FUTURE.THING', 'S3.TRANSITION_GIR.OBJECT'].map(
      operation => logLine({ operation, key: 'a' }),
    )
    const actions = await column('action', 'access-log', lines)
    expect(actions).toEqual(['read', 'multipart', 'other', 'lifecycle-transition'])
    expect(actions.every(action => ACTIONS.some(known => known === action))).toBe(true)
  })
})

const copied = (from: string) => ({
  fields: { requestParameters: { bucketName: 'another', key: 'a', 'x-amz-copy-source': from } },
})

describe('CloudTrail’s events of the whole account', () => {
  const noBucket = { fields: { requestParameters: {} } }
  const of = (eventSource: string) => ({ ...noBucket, eventSource })
  it.each([
    ['ListBuckets', noBucket],
    ['PutAccountPublicAccessBlock', noBucket],
    ['StopLogging', of('cloudtrail.amazonaws.com')],
    ['CreateTask', of('datasync.amazonaws.com')],
    ['GetBucketAcl', { fields: { requestParameters: { bucketName: 'another' } } }],
    ['CopyObject', copied('my-bucket/a')],
    ['UploadPartCopy', copied('/my-bucket%2Fa')],
  ])('hold %s, whole', async (eventName, fields) => {
    const [row] = await deps.evidence('cloudtrail', [trailEvent({ eventName, ...fields })])
    expect(row).toMatchObject({ kind: 'account', operation: eventName, requester: ADA })
  })

  it.each([
    ['LookupEvents', of('cloudtrail.amazonaws.com')],
    ['RunInstances', of('ec2.amazonaws.com')],
    ['GetObject', noBucket],
    ['PutBucketAcl', { fields: { requestParameters: { bucketName: 'another' } } }],
    ['CopyObject', copied('my-bucket-2/a')],
    ['PutObject', copied('my-bucket/a')],
    ['ListBuckets', { ...noBucket, at: '2026-11-20T08:00:00' }],
  ])('do not hold %s of elsewhere', async (eventName, fields) => {
    const [row] = await deps.evidence('cloudtrail', [trailEvent({ eventName, ...fields })])
    expect(row).toMatchObject({ kind: 'outside', operation: null })
  })
})

it('takes an empty error code of CloudTrail for none', async () => {
  const lines = [trailEvent({ eventName: 'DeleteBucket', errorCode: '' })]
  expect(await column('error_code', 'cloudtrail', lines)).toEqual([null])
})
