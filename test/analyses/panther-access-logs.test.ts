import fs from 'node:fs'
import path from 'node:path'
import { DateTime } from 'luxon'
import * as z from 'zod'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { analysisNamed } from '../../analyses/lib/catalogue/named.ts'
import { logLine, trailEvent } from '../../analyses/lib/samples/sample-lines.ts'
import { type EvidenceDeps, openEvidenceDeps } from './evidence-deps.ts'

/** The tests of Panther's rules on S3 access logs, on what its queries total, and on decoys; see panther.test.ts. */
const FILE = path.join(import.meta.dirname, '../../../shared/fixtures/cloudtrail/tests.jsonl')
const present = fs.existsSync(FILE)

interface Verdict {
  rule: string
  test: string
  expected: boolean
  log: Record<string, unknown>
}

interface Question {
  analysis: string
  parameters?: Record<string, unknown>
  settings?: Record<string, unknown>
  /** The lines that the rule's record stands for; one request unless told. */
  lines?: (log: Record<string, unknown>, bucket: string) => string[]
  log?: 'cloudtrail'
}

/** The requesters that the rule knows of a bucket. */
const ROLES = [
  'panther-cloud-security-EventProcessorFunctionRole-*/panther-aws-event-processor',
  'panther-log-analysis-AthenaApiFunctionRole-*/panther-athena-api',
  'panther-log-analysis-RulesEngineFunctionRole-*/panther-rules-engine',
  'panther-snowflake-logprocessing-role-*/snowflake',
  'panther-data-replication-role-*/s3-replication',
].map(role => `arn:aws:sts::*:assumed-role/${role}`)

const RULES: Record<string, Question> = {
  'AWS.S3.ServerAccess.Error': { analysis: 'access-denied' },
  'AWS.S3.ServerAccess.IPWhitelist': { analysis: 'ip-not-allowed', parameters: { networks: '10.0.0.0/8' } },
  'AWS.S3.ServerAccess.Insecure': { analysis: 'plain-http' },
  'AWS.S3.ServerAccess.Unauthenticated': { analysis: 'anonymous-access' },
  'AWS.S3.ServerAccess.UnknownRequester': {
    analysis: 'unapproved-requester',
    settings: {
      allowedRequesters: [{ bucket: 'panther-bootstrap-processeddata-*', requesters: ROLES }],
    },
  },
  'AWS.S3.LargeDownload': { analysis: 'bulk-download', lines: downloads },
  'Decoy.S3.Accessed': {
    analysis: 'decoy-access',
    log: 'cloudtrail',
    settings: { decoys: ['panther-databucket'] },
    lines: finding,
  },
}

/** Deliberate differences: see docs/decisions/0014-judge-policies-and-acls-in-typescript.md. */
const OTHERWISE: Record<string, string> = {
  'AWS.S3.ServerAccess.Error: Amazon Access Error':
    'AWS’s own deliveries that fail are refusals, too: something is set up wrong',
}

const verdicts = present
  ? fs
      .readFileSync(FILE, 'utf8')
      .split('\n')
      .filter(line => line !== '')
      .map((line): Verdict => JSON.parse(line))
      .filter(({ rule }) => rule in RULES)
  : []

const text = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined)
const at = (value: unknown): string => (text(value) ?? '2025-01-15 12:00:00').slice(0, 19).replace(' ', 'T')

/** The record as S3 writes it: what Panther's has not, is a dash. */
function request(log: Record<string, unknown>, bucket: string): string[] {
  const tls = text(log.tlsVersion) ?? text(log.tlsversion) ?? '-'
  const operation = text(log.operation) ?? 'REST.GET.OBJECT'
  return [
    logLine({
      bucket,
      operation,
      at: at(log.time),
      key: text(log.key) ?? (operation.endsWith('.OBJECT') ? 'a' : '-'),
      requester: text(log.requester) ?? '-',
      remoteIp: text(log.remoteip) ?? (operation.startsWith('S3.') ? '-' : '203.0.113.7'),
      status: typeof log.httpstatus === 'number' ? log.httpstatus : 200,
      errorCode: text(log.errorcode) ?? '-',
      userAgent: text(log.useragent) ?? '-',
      signature: text(log.signatureversion) ?? '-',
      authType: text(log.authenticationtype) ?? '-',
      cipherSuite: text(log.ciphersuite) ?? '-',
      tls,
    }),
  ]
}

/** As many reads of as many bytes as the query counted, from the first to the last. */
function downloads(log: Record<string, unknown>, bucket: string): string[] {
  const [objects, bytes] = [Number(log.object_count), Number(log.total_bytes_downloaded)]
  const [first, last] = [log.first_download_time, log.last_download_time].map(time =>
    DateTime.fromISO(at(time), { zone: 'utc' }),
  )
  const step = last!.diff(first!).toMillis() / (objects - 1)
  return Array.from({ length: objects }, (_, i) =>
    logLine({
      bucket,
      operation: 'REST.GET.OBJECT',
      key: `object-${i}`,
      at: first!.plus({ milliseconds: i * step }).toFormat("yyyy-LL-dd'T'HH:mm:ss"),
      requester: text(log.user_arn) ?? '-',
      remoteIp: text(log.source_ip) ?? '-',
      userAgent: text(log.user_agent) ?? '-',
      bytesSent: Math.ceil(bytes / objects),
      requestId: `R${i}`,
    }),
  )
}

const calls = z.object({ AwsApiCallAction: z.object({ Api: z.string() }) })

/** The event behind a finding of Security Hub: its call, and the bucket only where the call was about one. */
function finding(log: Record<string, unknown>, bucket: string): string[] {
  const { Api: eventName } = calls.parse(log.Action).AwsApiCallAction
  const about = eventName === 'ListBuckets' ? {} : { bucketName: bucket, key: 'object' }
  return [trailEvent({ eventName, at: at(log.CreatedAt), fields: { requestParameters: about } })]
}

let deps: EvidenceDeps
beforeAll(async () => {
  deps = await openEvidenceDeps()
})
afterAll(() => deps.close())

describe.skipIf(!present)('a verdict of Panther’s on access logs', () => {
  it.each(verdicts.map(verdict => [verdict.rule, verdict.test, verdict] as const))(
    '%s: %s is ours, too, or we say why not',
    async (rule, test, { expected, log }) => {
      const { analysis, parameters = {}, settings = {}, lines = request, log: kind } = RULES[rule]!
      const bucket = (text(log.bucket) ?? text(log.bucket_name) ?? 'panther-databucket').toLowerCase()
      const day = at(log.time ?? log.first_download_time ?? log.CreatedAt).slice(0, 10)
      const rows = await deps.rows(analysisNamed(analysis), {
        log: kind ?? 'access-log',
        lines: lines(log, bucket),
        frame: { bucket, window: { from: `${day}T00:00:00Z`, to: `${day}T23:59:59Z` } },
        parameters,
        settings,
      })
      expect(rows.length > 0).toBe(`${rule}: ${test}` in OTHERWISE ? !expected : expected)
    },
  )

  it('was given on more than twenty records', () => {
    expect(verdicts.length).toBeGreaterThan(20)
  })
})
