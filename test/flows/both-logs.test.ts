import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Investigation } from '../../bot/model/investigation.ts'
import { TRAIL, trailDeletion, trailFile, trailKey } from '../support/cloudtrail.ts'
import { faultSwitch } from '../support/fault-switch.ts'
import { datedKey, record, smallLogs, startTestProduct, type TestProduct } from '../support/product.ts'

const HOUR = 3_600_000
const now = Date.now()
const hoursAgo = (hours: number) => new Date(now - hours * HOUR)
const CANONICAL = '79a59df900b949e55d96a1e698fbacedfd6e09d98eacf8f8d5218e7cd47ef2be'

const deletion = (bucket: string, key: string, requestId: string) =>
  record({
    bucket,
    key,
    requestId,
    time: hoursAgo(3),
    operation: 'REST.DELETE.OBJECT',
    status: 204,
    requester: CANONICAL,
  })
const lines = [
  deletion('logged', 'in-both.txt', 'A'),
  // Delivered twice.
  deletion('logged', 'in-both.txt', 'A'),
  deletion('logged', 'line-only.txt', 'B'),
]
const trailOf = (bucket: string, key: string, requestId: string) =>
  trailDeletion({ bucket, key, requestId, time: hoursAgo(3) })
const events = [
  trailOf('logged', 'in-both.txt', 'A'),
  trailOf('logged', 'event-only.txt', 'C'),
  trailOf('unlogged', 'gone.txt', 'D'),
  trailOf('silent', 'gone.txt', 'E'),
]
const logging = (prefix: string) => ({ logging: { targetBucket: 'my-logs', targetPrefix: prefix } })
const buckets = { logged: logging('logged/'), silent: logging('silent/'), unlogged: {} }
const objects = [
  { bucket: 'my-logs', key: datedKey('logged/', hoursAgo(2)), body: `${lines.join('\n')}\n` },
  { bucket: 'my-trail', key: trailKey(hoursAgo(2.9)), body: trailFile(...events) },
]

const faults = faultSwitch()
let product: TestProduct
const ask = (text: string): Promise<Investigation> => product.ask(`object-deletion ${text} 24h`)
const headlineOf = ({ query }: Investigation) => query?.answer?.headline

describe('where both logs are at hand', () => {
  beforeAll(async () => {
    product = await startTestProduct({
      faults: faults.faults,
      logs: smallLogs({ buckets, objects, sources: [TRAIL] }),
    })
  })
  afterAll(() => product?.stop())

  it('joins them where that is asked for, each request once, and says what only one of them tells', async () => {
    const investigation = await ask('logged logs:both')
    expect(investigation.problem).toBeUndefined()
    expect(headlineOf(investigation)).toMatch(/^3 deletions in logged; /)
    expect(investigation.query?.answer?.rows.map(({ key, requester }) => [key, requester])).toEqual(
      expect.arrayContaining([
        ['in-both.txt', 'arn:aws:iam::111122223333:user/ada'],
        ['line-only.txt', CANONICAL],
        ['event-only.txt', 'arn:aws:iam::111122223333:user/ada'],
      ]),
    )
    const words = product.threadText(investigation)
    expect(words).toContain('Read from server access logs: 1 log object')
    expect(words).toContain('Read from CloudTrail: 1 log object')
    expect(words).toMatch(
      /Joined on the request id: 1 event in both logs, 1 in access logs only \(.*\), 1 in CloudTrail only/,
    )
    expect(words).toContain('1 record delivered twice, counted once.')
  })

  it('reads the one that suits the question where nothing is said', async () => {
    const investigation = await ask('logged')
    expect(headlineOf(investigation)).toMatch(/^2 deletions in logged; /)
    expect(product.threadText(investigation)).not.toContain('CloudTrail: ')
  })

  it('reads both by itself for a question that needs them together', async () => {
    const { request, plan, query } = await product.ask('request-lookup logged 24h id:A')
    expect(request.logs).toBe('auto')
    expect(plan?.logs).toHaveLength(2)
    expect(query?.answer?.joined).toEqual({ both: 1, accessLog: 1, cloudTrail: 1 })
  })

  it('counts what both hold for the estimate, and brings in each in its own way', async () => {
    const { plan, copy, evidence } = await ask('logged logs:both')
    expect(plan?.logs).toMatchObject([
      { source: { log: 'access-log' }, strategy: 'gather', objects: 1 },
      { source: { log: 'cloudtrail' }, strategy: 'in-place', objects: 1 },
    ])
    expect(plan?.dollars).toBeCloseTo(2 * 0.000_05)
    expect(copy?.logs).toMatchObject([{ objects: 1 }, { objects: 1 }])
    expect(evidence?.coverage).toMatchObject([
      { log: 'access-log', lines: 3, events: 2, duplicates: 1 },
      { log: 'cloudtrail', lines: 4, events: 2, duplicates: 0 },
    ])
  })

  it.each([
    ['unlogged', /^1 deletion in unlogged; /, 'Server access logs not read: unlogged has no access logs'],
    [
      'silent',
      /^1 deletion in silent; /,
      'Server access logs not read: No log objects were found in s3://my-logs/silent/',
    ],
  ])(
    'answers from the one that can be read, and says why not the other: %s',
    async (bucket, headline, words) => {
      const investigation = await ask(`${bucket} logs:both`)
      expect(headlineOf(investigation)).toMatch(headline)
      expect(product.threadText(investigation)).toContain(words)
    },
  )

  it('answers from the one that AWS lets it read', async () => {
    const denied = { status: 403, code: 'AccessDenied', message: 'Access Denied' }
    faults.on(({ operation, detail }) =>
      operation === 'ListObjectsV2' && detail.bucket === 'my-trail' ? denied : undefined,
    )
    const investigation = await ask('logged logs:both')
    faults.off()
    expect(headlineOf(investigation)).toMatch(/^2 deletions in logged; /)
    expect(product.threadText(investigation)).toContain(
      'CloudTrail not read: AWS denied s3audit access: s3:ListBucket on my-trail is not allowed.',
    )
  })
})

describe('where no trail is configured', () => {
  beforeAll(async () => {
    product = await startTestProduct({ logs: smallLogs({ buckets, objects }) })
  })
  afterAll(() => product?.stop())

  it('answers from the access logs alone, and says that CloudTrail is missing', async () => {
    const investigation = await ask('logged logs:both')
    expect(headlineOf(investigation)).toMatch(/^2 deletions in logged; /)
    expect(product.threadText(investigation)).toContain('CloudTrail not read: ')
  })

  it('says so where CloudTrail alone was asked for', async () => {
    const { problem } = await ask('logged logs:cloudtrail')
    expect(problem?.code).toBe('no-trail')
  })
})
