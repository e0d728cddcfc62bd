import { afterAll, beforeAll, expect, it } from 'vitest'
import { faultSwitch } from '../../support/fault-switch.ts'
import { datedKey, record, smallLogs, startTestProduct, type TestProduct } from '../../support/product.ts'

const BUCKET = 'my-bucket'
const hoursAgo = (hours: number) => new Date(Date.now() - hours * 3_600_000)
// The field behind the last one that older records have: the Region that a request came from.
const body = ['us-east-1', 'us-east-1', 'eu-west-1']
  .map((region, i) => `${record({ bucket: BUCKET, time: hoursAgo(3 + i) })} ${region}\n`)
  .join('')

const faults = faultSwitch()
let product: TestProduct
beforeAll(async () => {
  product = await startTestProduct({
    faults: faults.faults,
    logs: smallLogs({
      buckets: { [BUCKET]: { logging: { targetBucket: 'my-logs', targetPrefix: 'access/' } } },
      objects: [{ bucket: 'my-logs', key: datedKey('access/', hoursAgo(1)), body }],
    }),
  })
})
afterAll(() => product?.stop())

const ask = async () => (await product.ask(`source-region ${BUCKET} 24h`)).query?.answer?.headline

it('tells requests from other Regions than the bucket’s own', async () => {
  expect(await ask()).toContain('3 of them from 2 AWS Regions; 2 from other Regions than eu-west-1')
})

it('says that the Region is not known where it may not be asked for', async () => {
  faults.on(({ operation }) =>
    operation === 'GetBucketLocation' ? { status: 403, code: 'AccessDenied', message: 'Denied' } : undefined,
  )
  expect(await ask()).toContain('the bucket’s own Region is not known')
  faults.off()
})
