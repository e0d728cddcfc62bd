import { afterAll, beforeAll, expect, it } from 'vitest'
import { ADA, datedKey, record, smallLogs, startTestProduct, type TestProduct } from './support/product.ts'
import { faultSwitch } from './support/fault-switch.ts'

/** The app's home in the running product: it follows the investigations, and none of them waits for it. */

const hourAgo = (hours: number) => new Date(Date.now() - hours * 3_600_000)
const faults = faultSwitch()
let product: TestProduct
beforeAll(async () => {
  const body = `${record({ bucket: 'my-bucket', time: hourAgo(3), operation: 'REST.DELETE.OBJECT', status: 204 })}\n`
  product = await startTestProduct({
    faults: faults.faults,
    logs: smallLogs({
      buckets: { 'my-bucket': { logging: { targetBucket: 'my-logs', targetPrefix: 'access/' } } },
      objects: [{ bucket: 'my-logs', key: datedKey('access/', hourAgo(1)), body }],
    }),
  })
})
afterAll(() => product?.stop())

const homes = () =>
  product.events.flatMap(event => (event.type === 'home' ? [JSON.stringify(event.view)] : []))

it('is not shown to who never opened it; then it follows what is asked, to its end', async () => {
  await product.ask('object-deletion my-bucket 24h')
  expect(homes()).toEqual([])
  await product.client.home({ user: ADA })
  expect(homes().at(-1)).toContain('1 deletion in my-bucket')
  const { id } = await product.ask('access-denied my-bucket 24h')
  await expect.poll(() => homes().at(-1)).toContain(`"value":"${id}"`)
  await expect.poll(() => homes().at(-1)).not.toContain('Running for')
})

it('holds up no investigation when it cannot be shown', async () => {
  faults.on(asked =>
    asked.service === 'slack' && asked.operation === 'views.publish'
      ? { status: 500, code: 'internal_error', message: '' }
      : undefined,
  )
  const investigation = await product.ask('object-deletion my-bucket 12h')
  expect(investigation.problem).toBeUndefined()
  faults.off()
})
