import { afterAll, beforeAll, expect, it } from 'vitest'
import { messageText } from '../../infra/local/terminal/text.ts'
import { ADA, INCIDENTS, smallLogs, startTestProduct, type TestProduct } from '../support/product.ts'

/** What is stored wakes the reconciler by the table's stream: people do not wait for the sweep. */

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
