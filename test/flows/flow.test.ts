import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import { datedKey, record, smallLogs, startTestProduct, type TestProduct } from '../support/product.ts'
import { press } from '../support/slack-clicks.ts'

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
      buckets: {
        [BUCKET]: { logging },
        'unreadable-bucket': { logging: { ...logging, targetPrefix: 'unreadable/' } },
      },
      objects: [
        { bucket: 'my-logs', key: datedKey('access/', hourAgo(1)), body: `${lines.join('\n')}\n` },
        { bucket: 'my-logs', key: datedKey('unreadable/', hourAgo(1)), body: 'no record\nnor this\n' },
      ],
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

it('says first what it does not know yet, wherever the answer shows, and looks again at a press', async () => {
  const investigation = await product.ask('object-history my-bucket key:never.txt 24h')
  const start =
    /^(<@\w+> )?\*?Not known yet: 2[23] of 25 hours have no records; access logs come hours late\. In the/
  const [root, answer] = product.thread(investigation)
  expect(answer?.text).toMatch(start)
  expect(JSON.stringify(answer?.blocks)).toContain('Look again at about')
  expect(root?.text).toContain('Not known yet')
  const [listed] = await product.investigations.recent({ days: 1, most: 1 })
  expect(listed?.headline).toMatch(start)

  await press(product, answer, 'ask-again')
  const again = await vi.waitFor(async () => {
    const [newest] = await product.investigations.recent({ days: 1, most: 1 })
    if (!newest?.closedAt || newest.id === investigation.id) throw new Error('Not asked again yet')
    return newest
  }, 20_000)
  expect(again.request).toMatchObject({ analysis: 'object-history', window: investigation.request.window })
})

it('does not take lines that it cannot read for a quiet day', async () => {
  const investigation = await product.ask('object-deletion unreadable-bucket 24h')
  expect(product.thread(investigation)[1]?.text).toMatch(
    /^Not known: none of the 2 lines could be read, as they are not in the format of this log\./,
  )
})
