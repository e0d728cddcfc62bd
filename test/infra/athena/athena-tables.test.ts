import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import zlib from 'node:zlib'
import { afterEach, beforeEach, describe, expect, it, onTestFinished } from 'vitest'
import { LOGS, openDeps, type Deps, WORKSPACE } from './athena-deps.ts'

let deps: Deps
beforeEach(async () => {
  deps = await openDeps()
})
afterEach(() => deps.close())

const day = (account: string, date: string, name = 'x'): string =>
  `dated/${account}/eu-west-1/b/${date}/${name}`
const dated = "FROM access_logs_dated WHERE account = '1' AND region = 'eu-west-1' AND source_bucket = 'b'"
const one = (account: string) =>
  `SELECT unparsed FROM access_logs_dated AS t WHERE t.account = '${account}' AND region IN ('eu-west-1') AND source_bucket = 'b' AND day = '2026/11/20'`
const scanned = async (sql: string): Promise<number | undefined> =>
  (await deps.run(sql)).Statistics!.DataScannedInBytes

it('fails with the S3 path of a mounted file that was changed, however it reads now', async () => {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 's3audit-mounted-'))
  onTestFinished(() => fs.rmSync(folder, { recursive: true }))
  const file = path.join(folder, 'x')
  fs.writeFileSync(file, 'one line\n')
  const key = day('1', '2026/11/20')
  deps.store.mount(LOGS, [{ key, path: file, lastModified: new Date() }])
  expect(await deps.rows(one('1'))).toEqual([['one line']])
  fs.appendFileSync(file, 'and another\n')
  expect(await deps.failure(one('1'))).toBe(`HIVE_CURSOR_ERROR: Failed to read file at s3://${LOGS}/${key}`)
})

describe('partitions', () => {
  beforeEach(() => {
    for (const account of ['1', '2'])
      for (const date of ['2026/11/18', '2026/11/19', '2026/11/20'])
        deps.put(LOGS, day(account, date), `${account} ${date}\n`)
  })

  it('shows the values of partition columns and the path of each row', async () => {
    const rows = await deps.rows(
      `SELECT unparsed, day, account, "$path" ${dated} AND day >= '2026/11/19' ORDER BY 2`,
    )
    expect(rows).toEqual(
      ['2026/11/19', '2026/11/20'].map(date => [`1 ${date}`, date, '1', `s3://${LOGS}/${day('1', date)}`]),
    )
  })

  it.each([
    ["day = '2026/11/19'", 1],
    ["day IN ('2026/11/19', '2026/11/20')", 2],
    ["day BETWEEN '2026/11/18' AND '2026/11/19'", 2],
    ["day BETWEEN '2026/11/18' AND '2026/11/31'", 3],
    ["day BETWEEN '2026/11/19' AND '2026/2/1'", 2],
    ["day BETWEEN '2001/01/01' AND '2099/01/01'", 3],
    ["day BETWEEN '2026/11/18' AND '2026/11/20' AND day <> '2026/11/19'", 2],
    ["day > '2026/11/18' AND day < '2026/11/20'", 1],
    ["(day = '2026/11/18' OR day = '2026/11/20')", 2],
    ["NOT day = '2026/11/18'", 2],
    ["'2026/11/19' <= day", 2],
    ["day = '1999/01/01'", 0],
    ["unparsed <> ''", 3],
  ])('reads only the objects that can meet %s', async (condition, objects) => {
    const size = '1 2026/11/19\n'.length
    expect(await scanned(`SELECT count(*) ${dated} AND ${condition}`)).toBe(objects * size)
    expect(await deps.rows(`SELECT count(*) ${dated} AND ${condition}`)).toEqual([[String(objects)]])
  })

  it('prunes each mention of a table by its own conditions', async () => {
    expect(
      await deps.rows(`WITH a AS (${one('1')}) SELECT * FROM a UNION ALL (${one('2')}) ORDER BY 1`),
    ).toEqual([['1 2026/11/20'], ['2 2026/11/20']])
    expect(await scanned(`WITH a AS (${one('1')}) SELECT * FROM a UNION ALL (${one('2')})`)).toBe(26)
    const join =
      "SELECT a.unparsed, b.unparsed FROM access_logs_dated a JOIN access_logs_dated b ON a.day = b.day AND b.account = '2'"
    const where =
      "WHERE a.account = '1' AND a.region = 'eu-west-1' AND b.region = 'eu-west-1' AND a.source_bucket = 'b' AND b.source_bucket = 'b'"
    expect(await deps.rows(`${join} ${where} AND a.day = '2026/11/19'`)).toEqual([
      ['1 2026/11/19', '2 2026/11/19'],
    ])
  })

  it.each(['', " AND account LIKE '1%'", " AND account > '0'", " OR account = '1'"])(
    'refuses an injected partition without static equality%s',
    async condition => {
      const sql = `SELECT count(*) FROM access_logs_dated WHERE (region = 'eu-west-1' AND source_bucket = 'b'${condition})`
      expect(await deps.failure(sql)).toBe(
        'CONSTRAINT_VIOLATION: For the injected projected partition column account, the WHERE clause must contain ' +
          'only static equality conditions, and at least one such condition must be present.',
      )
    },
  )

  it('leaves out hidden, empty and archived objects', async () => {
    deps.put(WORKSPACE, 'logs/i/a', 'one\n')
    deps.put(WORKSPACE, 'logs/i/_hidden', 'two\n')
    deps.put(WORKSPACE, 'logs/i/.d/b', 'three\n')
    deps.put(WORKSPACE, 'logs/i/empty.gz', '')
    deps.store.putBytes(WORKSPACE, 'logs/i/cold', Buffer.from('four\n'), { storageClass: 'GLACIER' })
    deps.put(WORKSPACE, 'logs/i2/other', 'five\n')
    const sql = "SELECT unparsed FROM s3audit.access_logs_copied WHERE investigation = 'i'"
    expect(await deps.rows(sql)).toEqual([['one']])
    expect(
      await deps.rows(
        'SELECT count(*) FROM "awsdatacatalog"."s3audit"."access_logs_copied" WHERE investigation = \'none\'',
      ),
    ).toEqual([['0']])
  })
})

const event = {
  eventVersion: '1.11',
  userIdentity: {
    type: 'AssumedRole',
    arn: 'arn:aws:sts::1:assumed-role/r/s',
    sessionContext: {
      sessionIssuer: { arn: 'arn:aws:iam::1:role/r', userName: 'r' },
      attributes: { mfaAuthenticated: 'false' },
    },
  },
  eventTime: '2026-11-20T07:00:00Z',
  sourceIPAddress: '10.0.0.1',
  requestParameters: { bucketName: 'b', key: 'k é' },
  responseElements: null,
  readOnly: false,
  requestID: 'R',
  eventID: 'E',
  resources: [
    { type: 'AWS::S3::Object', ARN: 'arn:aws:s3:::b/k' },
    { accountId: '1', ARN: 'arn:aws:s3:::b' },
  ],
  tlsDetails: { tlsVersion: 'TLSv1.3' },
}
const trailKey = 'AWSLogs/1/CloudTrail/eu-west-1/2026/11/20/'
const trail = "FROM cloudtrail_trail WHERE account = '1' AND region = 'eu-west-1' AND day = '2026/11/20'"
const putTrail = (name: string, body: string | Uint8Array) =>
  deps.put(LOGS, trailKey + name, zlib.gzipSync(body))

describe('CloudTrail', () => {
  it('reads records by the names and in the shapes that Athena has', async () => {
    putTrail(
      'a.json.gz',
      JSON.stringify({ Records: [event, { eventVersion: '1.08', userIdentity: null }, {}] }),
    )
    const rows = await deps.rows(
      `SELECT eventversion, useridentity.arn, useridentity.sessioncontext.sessionissuer.arn, sourceipaddress,
       json_extract_scalar(requestparameters, '$.key'), responseelements, readonly, requestid, resources[1].arn,
       cardinality(resources), tlsdetails.tlsversion, resources, account ${trail} ORDER BY eventversion DESC`,
    )
    expect(rows[0]).toEqual([
      '1.11',
      'arn:aws:sts::1:assumed-role/r/s',
      'arn:aws:iam::1:role/r',
      '10.0.0.1',
      'k é',
      undefined,
      'false',
      'R',
      'arn:aws:s3:::b/k',
      '2',
      'TLSv1.3',
      '[{arn=arn:aws:s3:::b/k, accountid=null, type=AWS::S3::Object}, {arn=arn:aws:s3:::b, accountid=1, type=null}]',
      '1',
    ])
    expect(rows[1]?.slice(0, 3)).toEqual(['1.08', undefined, undefined])
    expect(rows).toHaveLength(3)
  })

  it('reads files without records and bytes that are not UTF-8', async () => {
    putTrail('a.json.gz', '{}')
    putTrail('b.json.gz', '{"Records":[]}')
    putTrail(
      'c.json.gz',
      Buffer.concat([Buffer.from('{"Records":[{"userAgent":"x'), Buffer.from([0xff]), Buffer.from('"}]}')]),
    )
    expect(await deps.rows(`SELECT useragent ${trail}`)).toEqual([['x\uFFFD']])
  })

  it.each([
    ['no JSON', zlib.gzipSync('hello')],
    ['cut off', zlib.gzipSync(JSON.stringify({ Records: [event] })).subarray(0, 150)],
    ['no archive', Buffer.from('hello')],
    ['an array', zlib.gzipSync('[1]')],
  ])('fails with the S3 path of a file that is %s', async (_, body) => {
    putTrail('a.json.gz', JSON.stringify({ Records: [event] }))
    deps.put(LOGS, `${trailKey}bad.json.gz`, body)
    const uri = `s3://${LOGS}/${trailKey}bad.json.gz`
    expect(await deps.failure(`SELECT useridentity.arn ${trail}`)).toBe(
      `HIVE_CURSOR_ERROR: Failed to read file at ${uri}`,
    )
    expect(await deps.rows(`SELECT requestid ${trail} AND "$path" <> '${uri}'`)).toEqual([['R']])
  })
})

const unload = (sql: string, to: string) =>
  `UNLOAD (${sql}) TO 's3://${WORKSPACE}/numbers/${to}/' WITH (format = 'PARQUET', compression = 'ZSTD')`

describe('Parquet', () => {
  it('reads back what UNLOAD wrote, columns by name, missing ones as NULL', async () => {
    await deps.run(unload("SELECT 'b' AS WORD, sum(2) AS n FROM (VALUES (1), (2)) AS t(x)", 'i'))
    const rows = await deps.rows(
      "SELECT n, word, missing, investigation FROM numbers WHERE investigation = 'i'",
    )
    expect(rows).toEqual([['4', 'b', undefined, 'i']])
  })

  it('unloads no rows to no objects', async () => {
    const execution = await deps.run(unload('SELECT 1 AS n WHERE false', 'none'))
    expect(execution.Status?.State).toBe('SUCCEEDED')
    expect(deps.store.list(WORKSPACE, { prefix: 'numbers/none/' })).toEqual([])
    expect(await deps.rows("SELECT count(*) FROM numbers WHERE investigation = 'none'")).toEqual([['0']])
  })

  it('fails with the S3 path of a file that is not Parquet', async () => {
    deps.put(WORKSPACE, 'numbers/bad/x', 'no parquet here, only text')
    expect(await deps.failure("SELECT n FROM numbers WHERE investigation = 'bad'")).toBe(
      `HIVE_CURSOR_ERROR: Failed to read file at s3://${WORKSPACE}/numbers/bad/x`,
    )
  })

  it('writes the manifest, and refuses a target that is not empty', async () => {
    const first = await deps.run(unload('SELECT 1 AS n', 'i'))
    const [object] = deps.store.list(WORKSPACE, { prefix: 'numbers/i/' })
    expect(first.Statistics?.DataManifestLocation).toBe(
      `s3://${WORKSPACE}/results/${first.QueryExecutionId}-manifest.csv`,
    )
    expect(object?.key).toContain(first.QueryExecutionId)
    expect(await deps.failure(unload('SELECT 1 AS n', 'i'))).toContain('HIVE_PATH_ALREADY_EXISTS')
  })

  it.each([
    ['SELECT 1 + 1', 'Column name not specified at position 1'],
    ['SELECT 1 AS n, 2 AS n', "'n' specified more than once"],
    ["SELECT from_iso8601_timestamp('2026-11-20T07:00:00Z') AS t", 'timestamp(3) with time zone'],
    ["SELECT CAST('x' AS integer) AS n", 'INVALID_CAST_ARGUMENT'],
  ])('writes nothing when UNLOAD of %s fails', async (sql, reason) => {
    expect(await deps.failure(unload(sql, 'i'))).toContain(reason)
    expect(deps.store.list(WORKSPACE, { prefix: 'numbers/' })).toEqual([])
  })
})
