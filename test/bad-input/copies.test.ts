import { S3ControlClient, UpdateJobStatusCommand } from '@aws-sdk/client-s3-control'
import { gzipSync } from 'node:zlib'
import { afterAll, afterEach, beforeAll, expect, it, vi } from 'vitest'
import { expectAnswer, expectProblem } from '../support/clear-words.ts'
import { faultSwitch, type Asked } from '../support/fault-switch.ts'
import { datedKey, record, smallLogs, startTestProduct, type TestProduct } from '../support/product.ts'

/** Copies by S3 Batch Operations that fail, as a whole or in part, and copies of what is no log. */

const hourAgo = (hours: number) => new Date(Date.now() - hours * 3_600_000)
const lines = (...keys: string[]) =>
  keys
    .map(key =>
      record({ bucket: 'my-bucket', time: hourAgo(3), operation: 'REST.DELETE.OBJECT', key, status: 204 }),
    )
    .map(line => `${line}\n`)
    .join('')
const log = (unique: string, body: string | Uint8Array) => ({
  bucket: 'my-logs',
  key: datedKey('access/', hourAgo(1), unique),
  body,
})
const faults = faultSwitch()
const of =
  (name: string) =>
  ({ service, operation }: Asked) =>
    service === 's3-control' && operation === name

let product: TestProduct
beforeAll(async () => {
  product = await startTestProduct({
    faults: faults.faults,
    settings: { limits: { windowDays: 90, gatherObjects: 0, scanBytes: 1e12 } },
    logs: smallLogs({
      buckets: { 'my-bucket': { logging: { targetBucket: 'my-logs', targetPrefix: 'access/' } } },
      objects: [
        log('AAAA', lines('a.txt', 'b.txt')),
        log('BBBB', Buffer.from([0xff, 0xd8, 0xff, 0xe0, 0x00, 0x0a, 0x80, 0xfe, 0x0d, 0x0a, 0xff, 0xd9])),
        log('CCCC', 'Dear diary\n'),
        log('DDDD.gz', gzipSync(lines('lost.txt').repeat(50)).subarray(0, -40)),
        log('EEEE.gz', gzipSync(lines('c.txt'))),
      ],
    }),
  })
})
afterAll(() => product?.stop())
afterEach(() => faults.off())

const ask = () => product.ask('object-deletion my-bucket 24h')

it('answers from what the job copied, beside what is no log or damaged', async () => {
  const investigation = await ask()
  const words = expectAnswer(product, investigation)
  expect(investigation.plan?.logs?.[0]?.strategy).toBe('batch-copy')
  expect(investigation.query?.answer?.headline).toMatch(/^3 deletions in my-bucket/)
  expect(investigation.evidence?.coverage).toMatchObject([{ events: 3, unparsed: 4 }])
  expect(words).toContain('Read from server access logs: 4 log objects (')
  expect(words).toMatch(
    /1 log object skipped: s3:\/\/s3audit-workspace\/logs\/.*-DDDD\.gz: damaged, or no log/,
  )
})

it('tells how many objects the job could not copy, and where its report lies', async () => {
  faults.on(asked =>
    of('S3PutObjectCopy')(asked) && asked.detail.key?.endsWith('-AAAA')
      ? { status: 403, code: 'AccessDenied', message: 'Access Denied' }
      : undefined,
  )
  const investigation = await ask()
  const words = expectAnswer(product, investigation)
  expect(investigation.query?.answer?.headline).toMatch(/^1 deletion in my-bucket/)
  expect(words).toMatch(
    /2 log objects skipped: .*reports\/.*: the copy job could not copy it \(see its report\)/,
  )
})

it('gives no answer where the job could copy nothing', async () => {
  faults.on(asked =>
    of('S3PutObjectCopy')(asked)
      ? { status: 403, code: 'AccessDenied', message: 'Access Denied' }
      : undefined,
  )
  const investigation = await ask()
  expectProblem(product, investigation, 'nothing-readable', {
    what: /None of the log objects of this window could be read \(5 in all\), so there is no answer\./,
    next: /The reasons are below/,
  })
  expect(investigation.evidence).toBeUndefined()
})

it('says why the job failed, and where to look', async () => {
  faults.on(asked =>
    of('GenerateManifest')(asked)
      ? { status: 400, code: 'ManifestGenerationFailed', message: 'The role may not list the source bucket.' }
      : undefined,
  )
  const investigation = await ask()
  expectProblem(product, investigation, 'batch-failed', {
    what: /The S3 Batch Operations job .* ended as Failed: The role may not list the source bucket\./,
    next: /Ask the operator to look at the job in the S3 console/,
  })
  expect(investigation.evidence).toBeUndefined()
})

it('says that the job found nothing of what had been there', async () => {
  faults.on(asked => {
    if (!of('GenerateManifest')(asked)) return undefined
    const message = 'Manifest generation found no keys matching the filter criteria.'
    return { status: 400, code: 'ManifestGenerationFailed', message }
  })
  const investigation = await ask()
  expectProblem(product, investigation, 'batch-no-keys', {
    what: /The copy job found no log objects in s3:\/\/my-logs\/access\/, although they were there/,
    next: /They may have expired since\. Ask again for a later window\./,
  })
  expect(investigation.evidence).toBeUndefined()
})

it('says that someone cancelled the job', async () => {
  faults.on(asked =>
    of('GenerateManifest')(asked) ? { status: 500, code: 'x', message: 'late', delayMs: 1000 } : undefined,
  )
  const before = faults.asked.length
  const asking = ask()
  const preparing = await vi.waitUntil(() => faults.asked.slice(before).find(of('GenerateManifest')), {
    timeout: 10_000,
  })
  const AccountId = '111122223333'
  const console = new S3ControlClient({ endpoint: product.services.env.AWS_ENDPOINT_URL_S3_CONTROL })
  const JobId = preparing.detail['jobId']
  await console.send(new UpdateJobStatusCommand({ AccountId, JobId, RequestedJobStatus: 'Cancelled' }))
  console.destroy()
  const investigation = await asking
  expectProblem(product, investigation, 'batch-cancelled', {
    what: /Someone cancelled the S3 Batch Operations job that copies the logs\./,
    next: /Ask again when you want the answer\./,
  })
  expect(investigation.evidence).toBeUndefined()
})
