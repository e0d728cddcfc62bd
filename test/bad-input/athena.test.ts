import { setTimeout as sleep } from 'node:timers/promises'
import { AthenaClient, StopQueryExecutionCommand } from '@aws-sdk/client-athena'
import { UpdateCommand } from '@aws-sdk/lib-dynamodb'
import { afterAll, afterEach, beforeAll, expect, it, vi } from 'vitest'
import { messageText } from '../../infra/local/terminal/text.ts'
import { expectAnswer, expectClear, expectProblem } from '../support/clear-words.ts'
import { faultSwitch, firstTimes, type Asked } from '../support/fault-switch.ts'
import { datedKey, record, smallLogs, startTestProduct, type TestProduct } from '../support/product.ts'

/** Athena and the stored state fail: what passes is met again, what stays is told, once. */

const hourAgo = (hours: number) => new Date(Date.now() - hours * 3_600_000)
const line = record({
  bucket: 'my-bucket',
  time: hourAgo(3),
  operation: 'REST.DELETE.OBJECT',
  status: 204,
})
const faults = faultSwitch()
const runs = ({ service, operation }: Asked) => service === 'athena' && operation === 'run'

let product: TestProduct
beforeAll(async () => {
  const logging = { targetBucket: 'my-logs', targetPrefix: 'access/' }
  const large = { targetBucket: 'my-logs', targetPrefix: 'large/' }
  product = await startTestProduct({
    faults: faults.faults,
    scanCutoffBytes: 200_000,
    logs: smallLogs({
      buckets: { 'my-bucket': { logging }, 'large-bucket': { logging: large } },
      objects: [
        { bucket: 'my-logs', key: datedKey('access/', hourAgo(1)), body: `${line}\n` },
        {
          bucket: 'my-logs',
          key: datedKey('large/', hourAgo(1)),
          // Does not compress, so that the gathered part is above the limit.
          body: Array.from({ length: 12_000 }, () => `${crypto.randomUUID()}\n`).join(''),
        },
      ],
    }),
  })
})
afterAll(() => product?.stop())
afterEach(() => faults.off())

it('asks Athena again after trouble of its own', async () => {
  faults.on(firstTimes(2, runs, { status: 500, code: 'x', message: 'GENERIC_INTERNAL_ERROR: a worker died' }))
  const investigation = await product.ask('object-deletion my-bucket 24h')
  expectAnswer(product, investigation)
  expect(investigation.query?.answer?.headline).toMatch(/^1 deletion in my-bucket/)
  expect(investigation.evidence?.parts['0']?.unload.attempt).toBe(2)
})

it('gives up after three failures, with what Athena said', async () => {
  faults.on(asked =>
    runs(asked) ? { status: 500, code: 'x', message: 'GENERIC_INTERNAL_ERROR: a worker died' } : undefined,
  )
  const asked = faults.asked.length
  const investigation = await product.ask('object-deletion my-bucket 24h')
  expectProblem(product, investigation, 'query-failed', {
    what: /Athena could not answer: GENERIC_INTERNAL_ERROR: a worker died/,
    next: /Ask again; if it fails again, tell the operator of s3audit and name this investigation\./,
  })
  expect(faults.asked.slice(asked).filter(runs)).toHaveLength(3)
})

it('does not repeat what Athena says would fail again', async () => {
  faults.on(asked =>
    runs(asked) ? { status: 400, code: 'x', message: 'EXCEEDED_LOCAL_MEMORY_LIMIT: too much' } : undefined,
  )
  const asked = faults.asked.length
  const investigation = await product.ask('object-deletion my-bucket 24h')
  expectProblem(product, investigation, 'query-failed', {
    what: /EXCEEDED_LOCAL_MEMORY_LIMIT: too much/,
    next: /Ask again/,
  })
  expect(faults.asked.slice(asked).filter(runs)).toHaveLength(1)
})

it('says that someone stopped the query in Athena', async () => {
  faults.on(asked => (runs(asked) ? { status: 400, code: 'x', message: 'late', delayMs: 1500 } : undefined))
  const before = faults.asked.length
  const asking = product.ask('object-deletion my-bucket 24h')
  const running = await vi.waitUntil(() => faults.asked.slice(before).find(runs), { timeout: 10_000 })
  const athena = new AthenaClient({ endpoint: product.services.env.AWS_ENDPOINT_URL_ATHENA })
  await athena.send(new StopQueryExecutionCommand({ QueryExecutionId: running.detail['queryId'] }))
  athena.destroy()
  const investigation = await asking
  expectProblem(product, investigation, 'query-cancelled', {
    what: /Someone stopped the query in Athena\./,
    next: /Ask again when you want the answer\./,
  })
  expect(investigation.query).toBeUndefined()
})

it('says that the workgroup’s scan limit stopped the query', async () => {
  const investigation = await product.ask('object-deletion large-bucket 24h')
  expectProblem(product, investigation, 'scan-limit', {
    what: /Athena stopped the query: it would have read more than the workgroup’s limit for one query\./,
    next: /Ask for a shorter window, or ask the operator to raise the limit\./,
  })
  expect(investigation.query).toBeUndefined()
})

it('tells a damaged item once, shows no progress for it any more, and leaves it as it is', async () => {
  const { documents, services, investigations, client } = product
  faults.on(asked => (runs(asked) ? { status: 500, code: 'x', message: 'slow', delayMs: 1000 } : undefined))
  const before = faults.asked.length
  await product.type('object-deletion my-bucket 24h now')
  await vi.waitFor(() => expect(faults.asked.slice(before).some(runs)).toBe(true), { timeout: 10_000 })
  const [id = ''] = await investigations.openIds()
  const healthy = await investigations.load(id)
  const damage = new UpdateCommand({
    TableName: services.env.TABLE_NAME,
    Key: { id },
    UpdateExpression: 'SET #plan = :scrambled ADD #version :one',
    ExpressionAttributeNames: { '#plan': 'plan', '#version': 'version' },
    ExpressionAttributeValues: { ':scrambled': 'not a plan', ':one': 1 },
  })
  await documents.send(damage)
  await vi.waitFor(async () => expect(await investigations.openIds()).toEqual([]), { timeout: 10_000 })
  // Longer than several sweeps: setting it aside changes the item, which brings another pass.
  const { channel = '', ts = '' } = healthy?.announcement ?? {}
  const writes = () => faults.asked.filter(({ operation }) => operation === 'UpdateItem').length
  const settled = writes()
  await sleep(800)
  // The last passes may still try for the claim; a circle of passes would write without end.
  expect(writes() - settled).toBeLessThan(5)
  const [root, reply, ...more] = client.messages(channel, ts)
  expect(more).toEqual([])
  expect(reply && messageText(reply)).toMatch(
    /The stored state of this investigation is damaged, so it cannot go on\. Ask again: a new investigation/,
  )
  expect(root?.blocks?.some(block => block.type === 'plan')).toBe(false)
  expectClear(`${root && messageText(root)} ${reply && messageText(reply)}`)
  await expect(investigations.load(id)).rejects.toThrow(/damaged/)
})
