import { afterAll, beforeAll, expect, it } from 'vitest'
import { datedKey, record, smallLogs, startTestProduct, type TestProduct } from '../support/product.ts'

const hourAgo = (hours: number) => new Date(Date.now() - hours * 3_600_000)
const BUCKET = 'my-bucket'
const logging = { targetBucket: 'my-logs', targetPrefix: 'access/' }

let product: TestProduct
beforeAll(async () => {
  const lines = [
    record({
      bucket: BUCKET,
      time: hourAgo(3),
      operation: 'REST.DELETE.OBJECT',
      key: 'gone.txt',
      status: 204,
    }),
    record({
      bucket: BUCKET,
      time: hourAgo(3),
      operation: 'REST.DELETE.OBJECT',
      key: 'kept.txt',
      status: 403,
      errorCode: 'AccessDenied',
    }),
    record({ bucket: BUCKET, time: hourAgo(2) }),
    record({ bucket: 'other-bucket', time: hourAgo(2) }),
    'this is no record',
  ]
  product = await startTestProduct({
    logs: smallLogs({
      buckets: { [BUCKET]: { logging } },
      objects: [{ bucket: 'my-logs', key: datedKey('access/', hourAgo(1)), body: `${lines.join('\n')}\n` }],
    }),
  })
})
afterAll(() => product?.stop())

it('answers in the thread what was deleted, and accounts for every line it read', async () => {
  const investigation = await product.ask('object-deletion my-bucket 24h')
  expect(investigation.problem).toBeUndefined()
  expect(investigation.query?.answer?.headline).toMatch(
    /^1 deletion in my-bucket; all by user ada from 203\.0\.113\.7 at /,
  )
  expect(investigation.evidence?.coverage).toMatchObject([
    { log: 'access-log', lines: 5, events: 3, outside: 1, unparsed: 1, duplicates: 0 },
  ])
  const [root, reply, ...more] = product.thread(investigation)
  expect(root?.blocks?.find(block => block.type === 'plan')?.title).toBe('Answered in the thread')
  expect(reply?.text).toContain('1 deletion in my-bucket')
  expect(more).toEqual([])
  expect(product.threadText(investigation)).toContain('gone.txt')
  expect(product.threadText(investigation)).toContain('this is no record')
})
