import { afterAll, beforeAll, expect, it } from 'vitest'
import { ADA, datedKey, record, smallLogs, startTestProduct, type TestProduct } from '../support/product.ts'
import { faultSwitch } from '../support/fault-switch.ts'

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

const openHome = () => product.client.home({ user: ADA })
const nothingIsOwed = async () => {
  await expect.poll(() => product.investigations.openIds()).toEqual([])
}

it('is not shown to who never opened it; then it follows what is asked, to its end', async () => {
  await product.ask('object-deletion my-bucket 24h')
  expect(homes()).toEqual([])
  await openHome()
  await expect.poll(() => homes().at(-1)).toContain('1 deletion in my-bucket')
  const { id } = await product.ask('access-denied my-bucket 24h')
  await expect.poll(() => homes().at(-1)).toContain(`"value":"${id}"`)
  await expect.poll(() => homes().at(-1)).not.toContain('Running for')
})

const REFUSED = { status: 400, code: 'AccessDeniedException', message: 'no' }

it.each([
  ['before it has looked', 'GetItem', 1, 1],
  ['after it has shown it', 'UpdateItem', 2, 2],
])('is shown all the same where the reconciler dies %s', async (_, operation, nth, shown) => {
  await nothingIsOwed()
  const before = homes().length
  let calls = 0
  faults.on(asked => (asked.operation === operation && ++calls === nth ? REFUSED : undefined))
  await openHome()
  await nothingIsOwed()
  faults.off()
  expect(calls).toBeGreaterThan(nth)
  expect(homes()).toHaveLength(before + shown)
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
