import { afterAll, beforeAll, expect, it } from 'vitest'
import { expectAnswer } from '../../support/clear-words.ts'
import { datedKey, record, smallLogs, startTestProduct, type TestProduct } from '../../support/product.ts'

const MEMBER = '444455556666'
const bucket = 'member-bucket'
const delivered = new Date(Date.now() - 3_600_000)
const day = delivered.toISOString().slice(0, 10).replaceAll('-', '/')
const body = `${record({ bucket, time: new Date(Date.now() - 7_200_000), operation: 'REST.DELETE.OBJECT', status: 204 })}\n`

let product: TestProduct
beforeAll(async () => {
  product = await startTestProduct({
    settings: { otherAccounts: { [MEMBER]: [bucket] } },
    logs: smallLogs({
      buckets: {
        [bucket]: {
          logging: { targetBucket: 'logs', targetPrefix: 'a/', partitionDateSource: 'DeliveryTime' },
        },
      },
      objects: [
        { bucket: 'logs', key: `a/${MEMBER}/eu-west-1/${bucket}/${day}/${datedKey('', delivered)}`, body },
        // What a neighbour of the same name would have left in s3audit's own account, were that possible.
        { bucket: 'logs', key: `a/111122223333/eu-west-1/${bucket}/${day}/${datedKey('', delivered)}`, body },
      ],
    }),
  })
})
afterAll(() => product?.stop())

it('looks for the date-partitioned logs of another account’s bucket under that account', async () => {
  const investigation = await product.ask(`object-deletion ${bucket} 24h`)
  expectAnswer(product, investigation)
  expect(investigation.plan?.logs?.[0]).toMatchObject({ objects: 1 })
  expect(investigation.plan?.logs?.[0]?.source.prefix).toBe(`a/${MEMBER}/eu-west-1/${bucket}/`)
})
