import { afterAll, beforeAll, expect, it } from 'vitest'
import type { Investigation } from '../../bot/model/investigation.ts'
import { datedKey, record, smallLogs, startTestProduct, type TestProduct } from '../support/product.ts'
import { buttonOf, press } from '../support/slack-clicks.ts'

const hourAgo = (hours: number) => new Date(Date.now() - hours * 3_600_000)
const BUCKET = 'my-bucket'
const BOB = 'arn:aws:iam::111122223333:user/bob'
const denied = { operation: 'REST.GET.OBJECT', status: 403, errorCode: 'AccessDenied', requester: BOB }

let product: TestProduct
let first: Investigation
beforeAll(async () => {
  const lines = [
    record({ bucket: BUCKET, time: hourAgo(3), key: 'a', ...denied }),
    record({ bucket: BUCKET, time: hourAgo(3), key: 'b', requester: BOB }),
    record({ bucket: BUCKET, time: hourAgo(3), key: 'b' }),
  ]
  product = await startTestProduct({
    logs: smallLogs({
      buckets: { [BUCKET]: { logging: { targetBucket: 'my-logs', targetPrefix: 'access/' } } },
      objects: [{ bucket: 'my-logs', key: datedKey('access/', hourAgo(1)), body: `${lines.join('\n')}\n` }],
    }),
  })
  first = await product.ask('access-denied my-bucket 24h')
})
afterAll(() => product?.stop())

const replyOf = (investigation: Investigation) =>
  product.thread(investigation).find(({ ts }) => ts === investigation.reply.ts)

/** Presses a button of the first answer and waits for what it started. */
async function pressed(action: string): Promise<Investigation> {
  const before = new Set(await product.investigations.openIds())
  await press(product, replyOf(first), action)
  const id = (await product.investigations.openIds()).find(one => !before.has(one))
  if (!id) throw new Error(`Nothing was started: ${product.ephemeralMessages().at(-1)?.text}`)
  return product.closed(id)
}

it('asks the next question of the same evidence, filled in from what was found', async () => {
  expect(buttonOf(replyOf(first), 'ask-next-0')?.element.text).toMatchObject({
    text: 'What else did user bob do?',
  })
  const next = await pressed('ask-next-0')
  expect(next.request).toMatchObject({
    analysis: 'requester-activity',
    parameters: { requester: BOB },
    window: first.request.window,
  })
  expect(next.query?.answer?.headline).toContain('2 requests to my-bucket, all by user bob')
  expect(next.follows).toBe(first.id)
  expect(product.threadText(next)).toContain('Answered from the logs that were read for an earlier question')
  const own = product.services.store.list('s3audit-workspace', { prefix: `evidence/${next.id}/` })
  expect(own).toEqual([])
})

it('reads the logs anew when the same is asked again', async () => {
  const again = await pressed('ask-again')
  expect(again.follows).toBeUndefined()
  expect(again.evidence?.coverage).toMatchObject([{ lines: 3 }])
})
