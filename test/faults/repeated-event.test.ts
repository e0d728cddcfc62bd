import { randomUUID } from 'node:crypto'
import { afterAll, afterEach, beforeAll, beforeEach, expect, it, vi } from 'vitest'
import { claimsFrom } from '../../bot/items/claims.ts'
import { functionUrlEvent } from '../../infra/local/slack/state/request.ts'
import { never } from '../../infra/local/http/faults.ts'
import { type Asked, faultSwitch } from '../support/fault-switch.ts'
import { ADA, INCIDENTS, smallLogs, startTestProduct, type TestProduct } from '../support/product.ts'

/** An event that Slack delivers once more, whatever became of the first delivery: it is answered once. */

const faults = faultSwitch()
let product: TestProduct
let handler: typeof import('../../bot/slack.lambda.ts').handler
beforeAll(async () => {
  product = await startTestProduct({
    faults: faults.faults,
    logs: smallLogs({ buckets: { 'my-bucket': {} }, objects: [] }),
  })
  handler = (await import('../../bot/slack.lambda.ts')).handler
})
afterAll(() => product?.stop())
beforeEach(() => {
  for (const how of ['warn', 'error'] as const) vi.spyOn(console, how).mockReturnValue()
})
afterEach(() => {
  faults.off()
  vi.restoreAllMocks()
})

const hourAgo = () => new Date(Date.now() - 3_600_000)
const DIRECT = `D${ADA.slice(1)}`
const is = (service: string, operation: string) => (asked: Asked) =>
  asked.service === service && asked.operation === operation
const SLACK_DOWN = { status: 503, code: 'service_unavailable', message: '' }

/** A mention as Slack delivers it, and delivers it again. */
function mention() {
  const ts = `${Math.floor(Date.now() / 1000)}.${String(Math.floor(Math.random() * 1e6)).padStart(6, '0')}`
  const event_id = `Ev${randomUUID().slice(0, 10).toUpperCase()}`
  const json = {
    type: 'event_callback',
    team_id: 'T0EXAMPLE',
    api_app_id: 'A0S3AUDIT',
    event_id,
    event_time: Math.floor(Date.now() / 1000),
    event: {
      type: 'app_mention',
      user: ADA,
      text: `<@U0S3AUDIT> who deleted ${event_id}.txt in my-bucket yesterday`,
      ts,
      channel: INCIDENTS,
      event_ts: ts,
      team: 'T0EXAMPLE',
    },
  }
  const deliver = async (retry?: 'http_timeout' | 'http_error'): Promise<number> => {
    const headers: Record<string, string> =
      retry === undefined ? {} : { 'x-slack-retry-num': '1', 'x-slack-retry-reason': retry }
    const signingSecret = product.services.env.SLACK_SIGNING_SECRET
    const { statusCode = 200 } = await handler(
      functionUrlEvent({ json }, { signingSecret, now: new Date(), headers }),
    )
    return statusCode
  }
  const answers = () =>
    [INCIDENTS, DIRECT]
      .flatMap(channel => product.client.messages(channel, undefined, ADA))
      .filter(one => JSON.stringify(one).includes(`${event_id}.txt`) && one.user === 'U0S3AUDIT').length
  return { deliver, answers, claim: `event#${event_id}:${ts}` }
}

it('answers the second delivery, where the first did nothing', async () => {
  const { deliver, answers } = mention()
  expect(await deliver('http_timeout')).toBe(200)
  expect(answers()).toBe(1)
})

it('does not answer again, where the first did everything', async () => {
  const { deliver, answers } = mention()
  await deliver()
  expect(answers()).toBe(1)
  expect(await deliver('http_timeout')).toBe(200)
  expect(await deliver('http_error')).toBe(200)
  expect(answers()).toBe(1)
})

it('answers once where both come at the same time, and lets Slack ask again', async () => {
  const { deliver, answers } = mention()
  const statuses = await Promise.all([deliver(), deliver('http_timeout')])
  expect(statuses.toSorted()).toEqual([200, 500])
  expect(await deliver('http_error')).toBe(200)
  expect(answers()).toBe(1)
})

it('answers once where the first died before it had answered', async () => {
  const { deliver, answers, claim } = mention()
  const env = product.services.env
  // As one leaves it that was killed: taken, with a lease that has run out.
  await claimsFrom(product.documents, env.TABLE_NAME, hourAgo).take(claim, 15)
  expect(await deliver('http_timeout')).toBe(200)
  expect(answers()).toBe(1)
  expect(await deliver('http_timeout')).toBe(200)
  expect(answers()).toBe(1)
})

it('answers when Slack is back: what nobody was told is delivered again', async () => {
  const { deliver, answers } = mention()
  faults.on(({ service }) => (service === 'slack' ? SLACK_DOWN : undefined))
  expect(await deliver()).toBe(500)
  expect(await deliver('http_error')).toBe(500)
  faults.off()
  expect(await deliver('http_error')).toBe(200)
  expect(answers()).toBe(1)
})

it('tells an apology where DynamoDB does not answer, and answers the next delivery', async () => {
  const { deliver, answers } = mention()
  faults.on(({ service }) => (service === 'dynamodb' ? never() : undefined))
  expect(await deliver()).toBe(200)
  faults.off()
  expect(JSON.stringify(product.ephemeralMessages().at(-1))).toContain('Something went wrong in s3audit')
  expect(await deliver('http_timeout')).toBe(200)
  expect(answers()).toBe(1)
})

it('shows the home, though the first delivery did not note that it was opened', async () => {
  faults.on(asked => {
    if (is('dynamodb', 'UpdateItem')(asked)) return { status: 500, code: 'InternalServerError', message: '' }
    return asked.service === 'slack' ? SLACK_DOWN : undefined
  })
  const json = {
    type: 'event_callback',
    team_id: 'T0EXAMPLE',
    event_id: 'EvHOME',
    event: { type: 'app_home_opened', user: ADA, channel: DIRECT, tab: 'home', event_ts: '1.0' },
  }
  const signingSecret = product.services.env.SLACK_SIGNING_SECRET
  const deliver = () => handler(functionUrlEvent({ json }, { signingSecret, now: new Date() }))
  expect((await deliver()).statusCode).toBe(500)
  faults.off()
  expect((await deliver()).statusCode).toBe(200)
  await vi.waitFor(() => expect(product.client.state(ADA).home).toBeDefined(), 15_000)
})
