import { afterAll, afterEach, beforeAll, expect, it } from 'vitest'
import { expectAnswer, expectProblem } from '../../support/clear-words.ts'
import { faultSwitch } from '../../support/fault-switch.ts'
import { datedKey, record, smallLogs, startTestProduct, type TestProduct } from '../../support/product.ts'

/** A bucket of a member account that nothing here names: only that account's role may see where it logs to. */

const MEMBER = '444455556666'
const bucket = 'found-by-role'
const delivered = new Date(Date.now() - 3_600_000)
const day = delivered.toISOString().slice(0, 10).replaceAll('-', '/')
const line = record({
  bucket,
  time: new Date(Date.now() - 7_200_000),
  operation: 'REST.DELETE.OBJECT',
  status: 204,
})
const denied = { status: 403, code: 'AccessDenied', message: 'Access Denied' }

const faults = faultSwitch()
let product: TestProduct
beforeAll(async () => {
  product = await startTestProduct({
    faults: faults.faults,
    settings: {
      buckets: [bucket],
      otherAccounts: { '777788889999': [], [MEMBER]: [] },
      memberRole: 's3audit-member',
    },
    logs: smallLogs({
      buckets: {
        [bucket]: {
          logging: { targetBucket: 'logs', targetPrefix: 'a/', partitionDateSource: 'DeliveryTime' },
        },
      },
      objects: [
        {
          bucket: 'logs',
          key: `a/${MEMBER}/eu-west-1/${bucket}/${day}/${datedKey('', delivered)}`,
          body: `${line}\n`,
        },
      ],
    }),
  })
})
afterAll(() => product?.stop())
afterEach(() => faults.off())

it('is asked where it logs to with the role of its own account', async () => {
  const roles: string[] = []
  faults.on(({ operation, detail }) => {
    if (operation === 'AssumeRole') roles.push(detail.role ?? '')
    const isTheirs = detail.account === MEMBER
    return operation.startsWith('GetBucketLo') && !isTheirs ? denied : undefined
  })
  const investigation = await product.ask(`object-deletion ${bucket} 24h`)
  expectAnswer(product, investigation)
  expect(investigation.plan?.logs?.[0]?.source.prefix).toBe(`a/${MEMBER}/eu-west-1/${bucket}/`)
  expect(new Set(roles)).toEqual(
    new Set(['777788889999', MEMBER].map(account => `arn:aws:iam::${account}:role/s3audit-member`)),
  )
})

it('is refused as before where no role may look', async () => {
  faults.on(({ operation }) => (operation.startsWith('GetBucketLo') ? denied : undefined))
  expectProblem(product, await product.ask(`object-deletion ${bucket} 24h`), 'permission', {
    what: /s3:GetBucketLogging on found-by-role is not allowed/,
    next: /Ask the operator to allow this/,
  })
})
