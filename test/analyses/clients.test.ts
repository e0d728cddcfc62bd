import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { TOOLS } from '../../analyses/lib/evidence/tools.ts'
import { requesterHas } from '../../analyses/lib/sql/fragments.ts'
import { sql } from '../../analyses/lib/sql/sql.ts'
import { logLine, trailEvent } from '../../analyses/lib/samples/sample-lines.ts'
import { requesterName, withSessions } from '../../analyses/lib/words.ts'
import { type EvidenceDeps, openEvidenceDeps } from './evidence-deps.ts'

let deps: EvidenceDeps
beforeAll(async () => {
  deps = await openEvidenceDeps()
})
afterAll(() => deps.close())

const id = (n: number): string => `ID${String(n).padStart(4, '0')}`
const byId = <Row extends Record<string, string | null>>(rows: readonly Row[]): Row[] =>
  rows.toSorted((a, b) => ((a.request_id ?? '') < (b.request_id ?? '') ? -1 : 1))

const ofAgent = (userAgent: string, n: number, referrer = '-'): string =>
  logLine({ operation: 'REST.GET.OBJECT', requestId: id(n), userAgent, referrer })

async function clientsOf(agents: readonly string[], referrer?: string): Promise<(string | null)[][]> {
  const rows = await deps.evidence(
    'access-log',
    agents.map((agent, n) => ofAgent(agent, n, referrer)),
  )
  return byId(rows).map(row => [row.tool, row.tool_version, row.tool_command, row.sdk].map(v => v ?? null))
}

/** An agent as the program wrote it, and its normal form. */
const AGENTS: readonly [string, ...(string | null)[]][] = [
  [
    'Boto3/1.44.8 md/Botocore#1.44.8 ua/2.1 os/linux#6.1 md/arch#x86_64 lang/python#3.11.7 md/pyimpl#CPython m/Z,b,D,N cfg/retry-mode#standard Botocore/1.44.8 Resource',
    'boto3',
    '1.44.8',
    null,
    'botocore 1.44.8',
  ],
  [
    'aws-cli/1.46.3 md/Botocore#1.43.62 ua/2.1 os/linux#6.1 lang/python#3.11.7 m/D,N,Z cfg/retry-mode#legacy botocore/1.43.62',
    'AWS CLI',
    '1.46.3',
    null,
    null,
  ],
  [
    'aws-cli/2.9.19 Python/3.11.2 Linux/6.1 source/x86_64.debian.12 prompt/off command/s3.sync',
    'AWS CLI',
    '2.9.19',
    's3 sync',
    null,
  ],
  [
    'aws-cli/2.28.21 md/awscrt#0.27.6 ua/2.1 md/prompt#off md/command#s3api.put-object',
    'AWS CLI',
    '2.28.21',
    's3api put-object',
    null,
  ],
  [
    'aiobotocore/3.10.0 md/Botocore#1.43.117 ua/2.1 cfg/retry-mode#legacy botocore/1.43.117',
    'aiobotocore (s3fs, pandas, Dask, zarr, DVC)',
    '3.10.0',
    null,
    'botocore 1.43.117',
  ],
  [
    'Hadoop 3.4.2 aws-sdk-java/2.29.52 md/io#sync md/http#Apache ua/2.1 m/F,N,G hll/cross-region',
    'Hadoop S3A',
    '3.4.2',
    null,
    'aws-sdk-java 2.29.52',
  ],
  ['Hadoop 3.4.1, aws-sdk-java/2.29.52 md/io#async', 'Hadoop S3A', '3.4.1', null, 'aws-sdk-java 2.29.52'],
  ['aws-sdk-java/2.57.8 md/io#sync md/http#Apache5 ua/2.1', 'AWS SDK for Java', '2.57.8', null, null],
  ['aws-sdk-go-v2/1.48.0 ua/2.1 os/linux m/E,e', 'AWS SDK for Go', '1.48.0', null, null],
  ['aws-sdk-cpp/1.11.900 ua/2.1 api/S3', 'AWS SDK for C++ or PyArrow', '1.11.900', null, null],
  ['duckdb/v1.4.4(linux_amd64) python/3.11 6ddac802ff', 'DuckDB', '1.4.4', null, null],
  ['cpp-httplib/0.14.3', 'cpp-httplib (listings of DuckDB)', '0.14.3', null, null],
  ['rclone/', 'rclone', null, null, null],
  ['rclone/v1.65.0', 'rclone', '1.65.0', null, null],
  ['s3fs/1.90 (commit hash unknown; GnuTLS(gcrypt))', 's3fs-fuse', '1.90', null, null],
  [
    'MinIO (linux; amd64) minio-go/v7.0.88 mc/DEVELOPMENT.GOGET',
    'mc (MinIO Client)',
    null,
    null,
    'minio-go 7.0.88',
  ],
  ['MinIO (linux; amd64) minio-go/v7.0.46', 'MinIO SDK for Go (restic and others)', '7.0.46', null, null],
  ['MinIO (Linux; x86_64) minio-py/7.2.20', 'MinIO SDK for Python', '7.2.20', null, null],
  ['litestream aws-sdk-go-v2/1.41.5 ua/2.1', 'Litestream', null, null, 'aws-sdk-go-v2 1.41.5'],
  [
    'APN/1.0 HashiCorp/1.0 Terraform/1.9.8 (+https://www.terraform.io) terraform-provider-aws/5.80 aws-sdk-go-v2/1.32.6',
    'Terraform',
    '1.9.8',
    null,
    'aws-sdk-go-v2 1.32.6',
  ],
  [
    'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/141.0.0.0 Safari/537.36',
    'Chrome',
    '141.0.0.0',
    null,
    null,
  ],
  ['Mozilla/5.0 (compatible; Googlebot/2.1)', 'a bot or crawler', '5.0', null, null],
  ['Amazon CloudFront', 'Amazon CloudFront', null, null, null],
  ['-', null, null, null, null],
  // Programs that no row names: by their own first word.
  ['ledger-export/2.0 build/77af', 'ledger-export', '2.0', null, null],
  ['🦀 crab', 'other', null, null, null],
]

describe('the normal form of a client', () => {
  it('is the tool, its version, its command and what is beneath', async () => {
    const found = await clientsOf(AGENTS.map(([agent]) => agent))
    expect(found.map((client, n) => [AGENTS[n]?.[0], ...client])).toEqual(AGENTS)
  })

  it('stays the same while one program writes other letters in each process', async () => {
    const letters = ['D,N,Z,b', 'N,b,D,Z', 'Z,D', 'b']
    const agents = letters.flatMap(order =>
      ['standard', 'legacy'].map(
        mode => `Boto3/1.44.8 md/Botocore#1.44.8 ua/2.1 md/rb#b m/${order} cfg/retry-mode#${mode}`,
      ),
    )
    const found = await clientsOf(agents)
    expect(new Set(found.map(client => client.join(' '))).size).toBe(1)
  })

  it('has what S3A says in its referrer', async () => {
    const referrer =
      'https://audit.example.org/hadoop/1/op_rename/5e-1/?op=op_rename&p1=s3a://b/a&p2=s3a://b/c'
    const found = await clientsOf(['Hadoop 3.4.2 aws-sdk-java/2.29.52'], referrer)
    expect(found).toEqual([['Hadoop S3A', '3.4.2', 'op_rename', 'aws-sdk-java 2.29.52']])
  })

  it('is that of CloudTrail’s agents in brackets, too', async () => {
    const events = [
      '[aws-cli/2.28.21 md/command#s3.rm]',
      '[S3Console/0.4, aws-internal/3 aws-sdk-java/1.12.750]',
    ]
    const rows = await deps.evidence(
      'cloudtrail',
      events.map((userAgent, n) =>
        JSON.stringify({
          ...JSON.parse(trailEvent({ eventName: 'GetObject', key: `${n}` })),
          userAgent,
          requestID: id(n),
        }),
      ),
    )
    expect(byId(rows).map(row => [row.tool, row.tool_version, row.tool_command])).toEqual([
      ['AWS CLI', '2.28.21', 's3 rm'],
      ['AWS console', '0.4', null],
    ])
  })

  it('names the tools of the table once each, with one rule for the version', () => {
    const unlike = Array.from(Map.groupBy(TOOLS, ({ name }) => name))
      .filter(([, rows]) => new Set(rows.map(({ version }) => version)).size > 1)
      .map(([name]) => name)
    expect(unlike).toEqual([])
    for (const { begins } of TOOLS) expect(begins ?? '').toBe((begins ?? '').toLowerCase())
  })
})

describe('a batch deletion', () => {
  it('has the client of its request on each key', async () => {
    const lines = [
      logLine({
        operation: 'REST.POST.MULTI_OBJECT_DELETE',
        key: '-',
        userAgent: 'Boto3/1.44.8 md/Botocore#1.44.8',
      }),
      logLine({ operation: 'BATCH.DELETE.OBJECT', key: 'a', userAgent: '-' }),
      logLine({ operation: 'BATCH.DELETE.OBJECT', key: 'b', userAgent: '-' }),
    ]
    const rows = await deps.events(lines)
    expect(rows.map(row => row.tool)).toEqual(['boto3', 'boto3', 'boto3'])
  })
})

/** An identity of CloudTrail, and who it is. */
const IDENTITIES: readonly [title: string, identity: object | null, who: (string | null)[]][] = [
  [
    'an Identity Center user',
    {
      type: 'IdentityCenterUser',
      accountId: '111122223333',
      onBehalfOf: { userId: 'a1b2c3d4-0000-4000-8000-0123456789ab' },
    },
    ['a1b2c3d4-0000-4000-8000-0123456789ab', 'a1b2c3d4-0000-4000-8000-0123456789ab', null],
  ],
  [
    'a role for an Identity Center user',
    {
      type: 'AssumedRole',
      principalId: 'AROAONE:grants',
      arn: 'arn:aws:sts::111122223333:assumed-role/Grants/grants',
      onBehalfOf: { userId: 'a1b2c3d4-0000-4000-8000-0123456789ab' },
    },
    ['arn:aws:sts::111122223333:assumed-role/Grants/grants', 'a1b2c3d4-0000-4000-8000-0123456789ab', null],
  ],
  [
    'a role with a source identity',
    {
      type: 'AssumedRole',
      arn: 'arn:aws:sts::111122223333:assumed-role/App/s',
      sessionContext: { sourceIdentity: 'ada@example.com' },
    },
    ['arn:aws:sts::111122223333:assumed-role/App/s', null, 'ada@example.com'],
  ],
  ['a user of a directory', { type: 'Directory', userName: 'ada' }, ['ada', null, null]],
  [
    'an unknown type with a user name and the account as its principal',
    { type: 'Unknown', principalId: '111122223333', accountId: '111122223333', userName: 'grace' },
    ['grace', null, null],
  ],
  [
    'a user of SAML',
    { type: 'SAMLUser', principalId: 'abc:ada@example.com', userName: 'ada@example.com' },
    ['ada@example.com', null, null],
  ],
  [
    'another account’s principal',
    { type: 'AWSAccount', principalId: 'AIDAOTHER', accountId: '444455556666' },
    ['AIDAOTHER', null, null],
  ],
  [
    'another account, and no more',
    { type: 'AWSAccount', principalId: '444455556666', accountId: '444455556666' },
    ['account 444455556666', null, null],
  ],
  ['a service', { type: 'AWSService', invokedBy: 's3.amazonaws.com' }, ['s3.amazonaws.com', null, null]],
  ['nobody', null, [null, null, null]],
]

describe('who it was', () => {
  it.each(IDENTITIES)('has %s', async (_, userIdentity, who) => {
    const event = { ...JSON.parse(trailEvent({ eventName: 'GetObject', key: 'a' })), userIdentity }
    const [row] = await deps.evidence('cloudtrail', [JSON.stringify(event)])
    expect([row?.requester, row?.on_behalf_of, row?.source_identity]).toEqual(who)
  })

  const ROWS = sql`(VALUES ('arn:aws:sts::111122223333:assumed-role/app/s1', NULL, NULL),
    ('arn:aws:sts::111122223333:assumed-role/app/s2', NULL, 'ada@example.com'),
    ('arn:aws:sts::111122223333:assumed-role/app-two/s1', 'a1b2c3d4-0000', NULL),
    ('ada', NULL, NULL)) AS t (requester, on_behalf_of, source_identity)`

  it.each([
    ['arn:aws:sts::111122223333:assumed-role/app', '2'],
    ['arn:aws:iam::111122223333:role/service/app', '2'],
    ['assumed-role/app', '3'],
    ['ADA', '2'],
    ['a1b2c3d4', '1'],
    ['arn:aws:sts::111122223333:assumed-role/app/s1', '1'],
  ])('is found by %s', async (typed, found) => {
    expect(await deps.value(sql`(SELECT count(*) FROM ${ROWS} WHERE ${requesterHas(typed)!})`)).toBe(found)
  })

  it('is named as people say it', () => {
    expect(requesterName('AROAEXAMPLE:session')).toBe('role AROAEXAMPLE')
    expect(requesterName('a1b2c3d4-0000-4000-8000-0123456789ab')).toBe(
      'Identity Center user a1b2c3d4-0000-4000-8000-0123456789ab',
    )
    expect(withSessions('arn:aws:sts::111122223333:assumed-role/eks-node', 12)).toBe(
      'role eks-node (12 sessions)',
    )
    expect(withSessions('arn:aws:iam::111122223333:user/ada', 1)).toBe('user ada')
  })
})

describe('an address', () => {
  it.each([
    ['::ffff:10.1.2.3', '10.1.2.3', 'unknown'],
    ['::FFFF:203.0.113.9', '203.0.113.9', 'public'],
    ['2001:DB8::1', '2001:db8::1', 'public'],
    ['2001:db8:0:0:0:0:0:1', '2001:db8::1', 'public'],
    ['127.0.0.1', '127.0.0.1', 'unknown'],
    ['::1', '::1', 'unknown'],
    ['169.254.1.1', '169.254.1.1', 'unknown'],
    ['FE80::1', 'fe80::1', 'unknown'],
    ['100.64.0.1', '100.64.0.1', 'unknown'],
    ['100.128.0.1', '100.128.0.1', 'public'],
    ['FD00:0::1', 'fd00::1', 'unknown'],
    ['10.1.2.3', '10.1.2.3', 'unknown'],
  ])('%s is %s and %s, in either log', async (logged, spelled, network) => {
    const line = logLine({ operation: 'REST.GET.OBJECT', remoteIp: logged, sourceRegion: '-' })
    const [one] = await deps.evidence('access-log', [line])
    const [other] = await deps.evidence('cloudtrail', [
      trailEvent({ eventName: 'GetObject', key: 'a', sourceIp: logged }),
    ])
    expect([one?.remote_ip, one?.network]).toEqual([spelled, network])
    expect([other?.remote_ip, other?.network]).toEqual([spelled, network])
  })
})
