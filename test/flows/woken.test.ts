import { DescribeTimeToLiveCommand } from '@aws-sdk/client-dynamodb'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { messageText } from '../../infra/local/terminal/text.ts'
import { ADA, INCIDENTS, smallLogs, startTestProduct, type TestProduct } from '../support/product.ts'

/** The table's stream wakes the reconciler for each kind of stored work: people do not wait for the sweep. */

let product: TestProduct
beforeAll(async () => {
  product = await startTestProduct({
    sweepMs: 3_600_000,
    logs: smallLogs({ buckets: { 'my-bucket': {} }, objects: [] }),
  })
})
afterAll(() => product?.stop())

it('for a home that is opened', async () => {
  await product.client.home({ user: ADA })
  await expect.poll(() => product.client.state(ADA).home).toBeDefined()
  await expect.poll(() => product.investigations.openIds()).toEqual([])
})

it('for a check', async () => {
  await product.type('check my-bucket')
  const texts = () => product.client.messages(INCIDENTS).map(messageText)
  await expect.poll(() => texts().join('\n'), { timeout: 20_000 }).toContain('my-bucket')
  await expect.poll(() => product.investigations.openIds(), { timeout: 20_000 }).toEqual([])
})

it('for a watch', async () => {
  await product.type('watch object-deletion my-bucket every day at 07:00 when rows &gt; 0')
  const { watches } = product
  await expect.poll(() => watches.all()).toHaveLength(1)
  const [listed] = await watches.all()
  const id = listed?.id ?? ''
  const watch = await watches.load(id)
  if (!watch) throw new Error(`There is no ${id}`)
  await watches.save({ ...watch, dueAt: '2026-01-01T00:00:00Z' })
  await expect
    .poll(async () => (await watches.load(id))?.run, { timeout: 20_000 })
    .toMatchObject({ number: 1 })
})

it('and what has expired is deleted, as in AWS', async () => {
  const { TABLE_NAME: TableName } = product.services.env
  const { TimeToLiveDescription } = await product.documents.send(new DescribeTimeToLiveCommand({ TableName }))
  expect(TimeToLiveDescription).toEqual({ TimeToLiveStatus: 'ENABLED', AttributeName: 'expires' })
})
