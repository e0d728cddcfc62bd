import { createHmac } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { DeleteCommand } from '@aws-sdk/lib-dynamodb'
import type { APIGatewayProxyEventV2 } from 'aws-lambda'
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import * as z from 'zod'
import { type Fault, never } from '../../infra/local/http/faults.ts'
import type { Message } from '../../infra/local/slack/model/protocol.ts'
import { messageText } from '../../infra/local/terminal/text.ts'
import { expectAnswer, expectClear, expectProblem } from '../support/clear-words.ts'
import { downloadCsv } from '../support/csv.ts'
import { faultSwitch, firstTimes, type Asked } from '../support/fault-switch.ts'
import {
  ADA,
  datedKey,
  INCIDENTS,
  record,
  smallLogs,
  startTestProduct,
  type TestProduct,
} from '../support/product.ts'
import { buttonOf, press } from '../support/slack-clicks.ts'

/** Slack's side of the product: who may call the shipped handler, and what happens when Slack will not. */

const RANDOM = 'C0RANDOM'
const hourAgo = (hours: number) => new Date(Date.now() - hours * 3_600_000)
const faults = faultSwitch()
const slack =
  (method: string, detail: Record<string, string> = {}) =>
  (asked: Asked) =>
    asked.service === 'slack' &&
    asked.operation === method &&
    Object.entries(detail).every(([name, value]) => asked.detail[name]?.includes(value))
const refusal = (code: string) => ({ status: 200, code, message: code })

let product: TestProduct
let handler: typeof import('../../bot/slack.lambda.ts').handler
beforeAll(async () => {
  const body = `${record({ bucket: 'my-bucket', time: hourAgo(3), operation: 'REST.DELETE.OBJECT', status: 204 })}\n`
  const photos = `${record({ bucket: 'photos-jp', time: hourAgo(3), key: encodeURIComponent('写真/1.jpg') })}\n`
  product = await startTestProduct({
    faults: faults.faults,
    logs: smallLogs({
      buckets: {
        'my-bucket': { logging: { targetBucket: 'my-logs', targetPrefix: 'access/' } },
        'photos-jp': { logging: { targetBucket: 'my-logs', targetPrefix: 'photos/' } },
      },
      objects: [
        { bucket: 'my-logs', key: datedKey('access/', hourAgo(1)), body },
        { bucket: 'my-logs', key: datedKey('photos/', hourAgo(1)), body: photos },
      ],
    }),
  })
  // The very module that the product runs: its environment is set.
  handler = (await import('../../bot/slack.lambda.ts')).handler
})
afterAll(() => product?.stop())
afterEach(() => faults.off())

/** The text of the newest message that only this person sees. */
const lastEphemeral = (channel = INCIDENTS, user = ADA): string => {
  const last = product.ephemeralMessages(channel, user).at(-1)
  return last ? messageText(last) : ''
}

interface Sent {
  body: string
  secret?: string
  timestamp?: number
  version?: string
  headers?: Record<string, string | undefined>
}

/** A request to the function URL, signed as Slack signs unless told otherwise. */
function sent({ body, secret, timestamp, version = 'v0', headers }: Sent): APIGatewayProxyEventV2 {
  const at = String(timestamp ?? Math.floor(Date.now() / 1000))
  const key = secret ?? product.services.env.SLACK_SIGNING_SECRET
  const digest = createHmac('sha256', key).update(`v0:${at}:${body}`).digest('hex')
  const all = {
    'content-type': 'application/x-www-form-urlencoded',
    'x-slack-request-timestamp': at,
    'x-slack-signature': `${version}=${digest}`,
    ...headers,
  }
  const known = Object.entries(all).filter(([, value]) => value !== undefined)
  return {
    version: '2.0',
    routeKey: '$default',
    rawPath: '/slack/events',
    rawQueryString: '',
    headers: Object.fromEntries(known),
    requestContext: {
      accountId: 'anonymous',
      apiId: 'x',
      domainName: 'x',
      domainPrefix: 'x',
      http: {
        method: 'POST',
        path: '/slack/events',
        protocol: 'HTTP/1.1',
        sourceIp: '127.0.0.1',
        userAgent: 'x',
      },
      requestId: 'x',
      routeKey: '$default',
      stage: '$default',
      time: '',
      timeEpoch: 0,
    },
    body: Buffer.from(body).toString('base64'),
    isBase64Encoded: true,
  }
}

const command = (text: string, trigger = 'made.up') =>
  new URLSearchParams({
    command: '/s3audit',
    text,
    trigger_id: trigger,
    user_id: ADA,
    team_id: 'T0EXAMPLE',
    channel_id: INCIDENTS,
    channel_name: 'incidents',
    response_url: 'http://127.0.0.1:9/none',
    api_app_id: 'A0S3AUDIT',
    is_enterprise_install: 'false',
    token: 'x',
  }).toString()
const submission = (payload: object) => new URLSearchParams({ payload: JSON.stringify(payload) }).toString()

const now = () => Math.floor(Date.now() / 1000)

describe('the shipped handler', () => {
  it.each<[string, () => Partial<Sent>]>([
    ['with another secret', () => ({ secret: 'forged' })],
    ['of six minutes ago', () => ({ timestamp: now() - 360 })],
    ['from six minutes ahead', () => ({ timestamp: now() + 360 })],
    ['of another signature version', () => ({ version: 'v9' })],
    ['without a signature', () => ({ headers: { 'x-slack-signature': undefined } })],
    ['without a time', () => ({ headers: { 'x-slack-request-timestamp': undefined } })],
    ['with a signature cut short', () => ({ headers: { 'x-slack-signature': 'v0=00' } })],
  ])('refuses a request %s, and does nothing', async (_, how) => {
    const answer = await handler(sent({ body: command('deletions my-bucket 24h now'), ...how() }))
    expect(answer.statusCode).toBe(401)
    expect(String(answer.body)).not.toMatch(/secret|stack|\.ts|undefined/)
    expect(await product.investigations.openIds()).toEqual([])
  })

  it.each([
    ['no form and no JSON', 'text/plain', 'hello'],
    ['a form without anything', 'application/x-www-form-urlencoded', ''],
    ['a payload that is no JSON', 'application/x-www-form-urlencoded', 'payload=%7Bnot'],
    ['JSON that ends early', 'application/json', '{"type":'],
    ['JSON that is no object', 'application/json', '[1]'],
    ['an unknown type of payload', 'application/x-www-form-urlencoded', submission({ type: 'surprise' })],
    ['a payload of null', 'application/x-www-form-urlencoded', 'payload=null'],
    ['an event of null', 'application/json', '{"type":"event_callback","event":null}'],
    ['null', 'application/json', 'null'],
    [
      'a submission without a window',
      'application/x-www-form-urlencoded',
      submission({ type: 'view_submission', user: { id: ADA } }),
    ],
    [
      'a press of nothing',
      'application/x-www-form-urlencoded',
      submission({ type: 'block_actions', user: { id: ADA }, actions: [] }),
    ],
    ['a command without text', 'application/x-www-form-urlencoded', `command=%2Fs3audit&user_id=${ADA}`],
  ])('answers a signed body of %s with a status, and does nothing', async (_, type, body) => {
    const answer = await handler(sent({ body, headers: { 'content-type': type } }))
    expect([400, 404]).toContain(answer.statusCode)
    expect(answer.body ?? '').not.toMatch(/at .+:\d+|\.ts|undefined/)
    expect(await product.investigations.openIds()).toEqual([])
  })

  it.each([
    ['in base64', true, 1024 * 1024 + 1, 413],
    ['as text', false, 1024 * 1024 + 1, 413],
    ['in base64', true, 1024 * 1024, 401],
    ['as text', false, 1024 * 1024, 401],
  ])(
    'looks at the size of a body first: unsigned, %s (%s) of %i bytes',
    async (_, isBase64Encoded, size, status) => {
      const text = 'x'.repeat(size)
      const body = isBase64Encoded ? Buffer.from(text).toString('base64') : text
      const answer = await handler({ ...sent({ body: '', secret: 'forged' }), body, isBase64Encoded })
      expect(answer.statusCode).toBe(status)
    },
  )

  it.each(['', 'x'.repeat(3000)])('takes a forged id for one that is no longer kept', async id => {
    const payload = {
      type: 'block_actions',
      user: { id: ADA, team_id: 'T0EXAMPLE' },
      team: { id: 'T0EXAMPLE' },
      channel: { id: INCIDENTS },
      container: { type: 'message', channel_id: INCIDENTS },
      trigger_id: 'made.up',
      actions: [{ type: 'button', action_id: 'get-csv', value: id, action_ts: '1.0' }],
    }
    const answer = await handler(sent({ body: submission(payload) }))
    expect(answer.statusCode).toBe(200)
    expect(lastEphemeral()).toBe('This investigation is no longer kept. Ask again with `/s3audit`.')
  })

  it.each([
    'application/x-www-form-urlencoded; charset=utf-8',
    'application/x-www-form-urlencoded;charset=UTF-8',
  ])('reads a form of content type %s, whatever the case of the headers', async type => {
    const event = sent({
      body: command('help'),
      headers: { 'content-type': undefined, 'Content-Type': type },
    })
    const answer = await handler(event)
    expect(answer.statusCode).toBe(200)
    expect(String(answer.body)).toContain('/s3audit object-deletion my-bucket 24h now')
  })
})

describe('the record of uses', () => {
  it.each<[string, Fault]>([
    ['is slow', { status: 400, code: 'AccessDeniedException', message: 'no', delayMs: 2000 }],
    ['never answers', never()],
  ])('is logged whole before the answer, where DynamoDB %s', async (_, refused) => {
    const log = vi.spyOn(console, 'error').mockImplementation(() => undefined)
    faults.on(({ service, operation }) =>
      service === 'dynamodb' && operation === 'BatchWriteItem' ? refused : undefined,
    )
    const answer = await handler(sent({ body: command('help') }))
    expect(answer.statusCode).toBe(200)
    const whole = () => log.mock.calls.map(String).filter(line => line.includes('"notOnRecord"'))
    const [line = '', ...more] = whole()
    expect(more).toEqual([])
    expect(JSON.parse(line)).toMatchObject({
      notOnRecord: { user: ADA, channel: INCIDENTS, surface: 'help', allowed: true, rule: 'default' },
      error: 'DynamoDB has not confirmed it within 250 ms',
    })
    // What becomes of the write later is not logged again.
    await sleep(3000)
    expect(whole()).toHaveLength(1)
    log.mockRestore()
  })
})

describe('what Slack delivers twice', () => {
  it('starts one investigation: a command', async () => {
    const before = new Set(await product.investigations.openIds())
    const body = command('object-deletion my-bucket 24h now', 'repeated.trigger')
    const answers = await Promise.all([handler(sent({ body })), handler(sent({ body }))])
    expect(answers.map(({ statusCode }) => statusCode)).toEqual([200, 200])
    const [id = '', ...more] = (await product.investigations.openIds()).filter(one => !before.has(one))
    expect(more).toEqual([])
    expectAnswer(product, await product.closed(id))
    // Once more, after the answer.
    await handler(sent({ body }))
    expect(await product.investigations.openIds()).toEqual([])
  })

  it('starts one investigation: a submitted form', async () => {
    await product.type('object-deletion my-bucket 24h')
    const view = product.client.views(ADA).at(-1)
    const payload = {
      type: 'view_submission',
      team: { id: 'T0EXAMPLE', domain: 'example-corp' },
      user: { id: ADA, team_id: 'T0EXAMPLE' },
      api_app_id: 'A0S3AUDIT',
      view: { id: view?.id, hash: view?.hash, ...view?.view, state: { values: {} } },
    }
    const filled = structuredClone(payload)
    Object.assign(filled.view.state.values, valuesOf(filled.view.blocks ?? []))
    const body = submission(filled)
    const answers = await Promise.all([handler(sent({ body })), handler(sent({ body }))])
    expect(answers.map(({ statusCode, body }) => [statusCode, body || ''])).toEqual([
      [200, ''],
      [200, ''],
    ])
    const [id = '', ...more] = await product.investigations.openIds()
    expect(more).toEqual([])
    expectAnswer(product, await product.closed(id))
  })
})

const formInput = z.object({
  block_id: z.string(),
  element: z.looseObject({ type: z.string(), action_id: z.string() }),
})

/** What Slack would submit of a form that nobody touched: its initial values. */
function valuesOf(blocks: NonNullable<Message['blocks']>) {
  const inputs = z.array(formInput).parse(blocks.filter(({ type }) => type === 'input'))
  const stateOf = ({ type, ...element }: (typeof inputs)[number]['element']) => ({
    type,
    selected_option: element.initial_option ?? null,
    value: element.initial_value ?? null,
    selected_date_time: element.initial_date_time ?? null,
  })
  return Object.fromEntries(
    inputs.map(({ block_id, element }) => [block_id, { [element.action_id]: stateOf(element) }]),
  )
}

describe('a channel that s3audit is not in', () => {
  it('is told to the asker alone, with what to do; the button there answers there', async () => {
    const investigation = await product.ask('object-deletion my-bucket 24h', RANDOM)
    expect(investigation.problem?.code).toBe('not-in-channel')
    expect(product.client.messages(RANDOM)).toEqual(
      product.client.messages(RANDOM).filter(message => message.ephemeral_to),
    )
    const [told, ...more] = product.client.messages('D0ADA')
    expect(more).toEqual([])
    const words = told ? messageText(told) : ''
    expect(words).toMatch(/I could not answer in .*C0RANDOM.*: I am not a member of it\./)
    expect(words).toContain(
      'Type /invite @s3audit there, then ask there again. “Ask again” in this conversation answers in this conversation.',
    )
    expectClear(words)

    await press(product, told, 'ask-again')
    expect(lastEphemeral('D0ADA')).toContain('Asked again. The new answer will be posted here.')
    const [id = ''] = await product.investigations.openIds()
    const again = await product.closed(id)
    expect(again.announcement.channel).toBe('D0ADA')
    expect(again.request.window).toEqual(investigation.request.window)
    expectAnswer(product, again)
  })
})

describe('Slack itself', () => {
  it('may have archived the channel meanwhile: an invitation would not help, and none is asked for', async () => {
    faults.on(({ operation, detail }) =>
      operation === 'chat.postMessage' && detail.channel === INCIDENTS ? refusal('is_archived') : undefined,
    )
    const { problem } = await product.ask('object-deletion my-bucket 24h')
    expect(problem).toMatchObject({ code: 'not-in-channel', detail: { error: 'is_archived' } })
    const words = product.client.messages('D0ADA').map(messageText).at(-1) ?? ''
    expect(words).toMatch(/I could not answer in .*C0INCIDENTS.*: it is archived/)
    expect(words).not.toContain('/invite')
    expectClear(words)
  })

  it('may have s3audit for a whole organisation: its requests name no team, and all goes on', async () => {
    await product.client.fault({ user: ADA, id: 'org-install', times: 'always' })
    const first = await product.ask('object-deletion my-bucket 24h')
    await press(product, product.thread(first).at(-1), 'ask-again')
    const [id = ''] = await product.investigations.openIds()
    const again = await product.closed(id)
    await product.client.fault({ user: ADA, id: 'org-install', times: 0 })
    for (const one of [first, again]) {
      expect(one.request.asker).toMatchObject({ user: ADA, team: 'T0EXAMPLE', enterprise: 'E0EXAMPLE' })
      expectAnswer(product, one)
    }
  })

  it('may take too long to open the form: the person is asked to do the same once more', async () => {
    const open = product.client.views(ADA)
    faults.on(asked => (slack('views.open')(asked) ? refusal('expired_trigger_id') : undefined))
    await product.type('')
    expect(lastEphemeral()).toMatch(
      /That took longer than Slack allows, so nothing was opened\. Please try again\./,
    )
    expect(lastEphemeral()).toContain('/s3audit')
    expectClear(lastEphemeral())
    expect(product.client.views(ADA)).toEqual(open)
  })

  it('may let nobody open a form for a while: the person is told when to try again', async () => {
    faults.on(firstTimes(2, slack('views.open'), { status: 429, code: 'ratelimited', message: '' }))
    await product.type('')
    expect(lastEphemeral()).toMatch(/Slack is rate-limiting s3audit.* try again in \d+ seconds?\./)
    expectClear(lastEphemeral())
  })

  it('may refuse for a while: the announcement and the answer come later, once', async () => {
    faults.on(firstTimes(2, slack('chat.postMessage'), { status: 429, code: 'ratelimited', message: '' }))
    const investigation = await product.ask('object-deletion my-bucket 24h')
    expectAnswer(product, investigation)
  })

  it.each(['"part":"announcement"', '"part":"reply"'])(
    'may lose its answer to a post: the message with %s stands there once',
    async metadata => {
      const before = product.client.messages(INCIDENTS).filter(({ ephemeral_to }) => !ephemeral_to).length
      faults.on(firstTimes(1, slack('chat.postMessage', { metadata }), refusal('lost-answer')))
      const investigation = await product.ask('object-deletion my-bucket 24h')
      expectAnswer(product, investigation)
      const after = product.client.messages(INCIDENTS).filter(({ ephemeral_to }) => !ephemeral_to).length
      expect(after).toBe(before + 1)
    },
  )

  it.each([
    [1, true],
    [2, false],
  ])(
    'may refuse the blocks of the answer %s times: it is said more plainly, and says so',
    async (times, hasButtons) => {
      const isReply = slack('chat.postMessage', { metadata: '"part":"reply"' })
      faults.on(firstTimes(times, isReply, refusal('invalid_blocks')))
      const investigation = await product.ask('object-deletion my-bucket 24h')
      expect(investigation.problem).toBeUndefined()
      const answer = product.thread(investigation).find(({ ts }) => ts === investigation.reply.ts)
      expect(answer && messageText(answer)).toMatch(
        /1 deletion in my-bucket[^]*Slack rejected part of this message/,
      )
      expect(JSON.stringify(answer).includes('"actions"')).toBe(hasButtons)
      // What the chart showed is said in words, and drawn below.
      const words =
        /Deletions over time, chart of \d+ points\. by requests: 1 in all, the most at [\d: -]+ UTC: 1; by lifecycle: nothing\./
      expect(answer && messageText(answer)).toMatch(words)
      const [picture, ...others] = product.thread(investigation).flatMap(({ files = [] }) => files)
      expect(others).toEqual([])
      expect(picture).toMatchObject({ title: 'Deletions over time', mimetype: 'image/png' })
      expect(picture?.alt_txt).toMatch(words)
      expect(JSON.stringify(answer)).not.toMatch(/"data_visualization"|"table"/)
    },
  )

  it.each(['files.getUploadURLExternal', 'upload', 'files.completeUploadExternal'])(
    'may refuse %s for ever: the answer stands as it is, and the investigation ends',
    async method => {
      faults.on(asked => {
        if (slack(method)(asked)) return refusal('missing_scope')
        const isReply = slack('chat.postMessage', { metadata: '"part":"reply"' })(asked)
        return isReply && !asked.detail.metadata?.includes('"plain"') ? refusal('invalid_blocks') : undefined
      })
      const investigation = await product.ask('object-deletion my-bucket 24h')
      expect(investigation.problem).toBeUndefined()
      expect(product.thread(investigation).flatMap(({ files = [] }) => files)).toEqual([])
      expect(product.threadText(investigation)).toMatch(
        /Answered in the thread[^]*1 deletion in my-bucket[^]*chart of/,
      )
    },
  )

  it('is told in words what stands in a picture for letters that its font has not', async () => {
    const isReply = slack('chat.postMessage', { metadata: '"part":"reply"' })
    faults.on(firstTimes(1, isReply, refusal('invalid_blocks')))
    const investigation = await product.ask('most-accessed-keys photos-jp 24h')
    const shown = product.thread(investigation).find(({ files }) => files !== undefined)
    expect(shown?.text).toBe(
      'The charts cannot show every script. Numbers in the charts replace these names:\n(1) `写真/1.jpg`',
    )
  })

  it('may lose its answer to showing a picture: it is there once', async () => {
    const isReply = slack('chat.postMessage', { metadata: '"part":"reply"' })
    const lost = firstTimes(1, slack('files.completeUploadExternal'), refusal('lost-answer'))
    const plain = firstTimes(1, isReply, refusal('invalid_blocks'))
    faults.on(asked => lost(asked) ?? plain(asked))
    const investigation = await product.ask('object-deletion my-bucket 24h')
    expect(product.thread(investigation).flatMap(({ files = [] }) => files)).toHaveLength(1)
    expect(investigation.problem).toBeUndefined()
  })

  it('may refuse an answer however plain: the thread says so, and the CSV can be had', async () => {
    faults.on(
      firstTimes(3, slack('chat.postMessage', { metadata: '"part":"reply"' }), refusal('invalid_blocks')),
    )
    const investigation = await product.ask('object-deletion my-bucket 24h')
    expectProblem(product, investigation, 'slack-refused', {
      what: /Slack refused the message \(invalid_blocks\)\./,
      next: /Ask again; .*If there is an answer, you can get its CSV below\./,
    })
    expect(await downloadCsv(product, investigation)).toMatchObject([{ key: 'a.txt', kind: 'deleted' }])
  })

  it('may refuse the last edit of the first message: the investigation ends all the same', async () => {
    faults.on(asked =>
      slack('chat.update', { text: 'deletion in my-bucket' })(asked)
        ? refusal('edit_window_closed')
        : undefined,
    )
    const investigation = await product.ask('object-deletion my-bucket 24h')
    expect(investigation.problem).toBeUndefined()
    expect(product.thread(investigation)).toHaveLength(2)
  })

  it('may be unable to take any message: the investigation ends without one', async () => {
    faults.on(asked => (slack('chat.postMessage')(asked) ? refusal('account_inactive') : undefined))
    const investigation = await product.ask('object-deletion my-bucket 24h')
    expect(investigation.problem?.code).toBe('slack-refused')
    expect(investigation.reply.ts).toBeUndefined()
  })
})

describe('a button', () => {
  it('pressed twice asks again once', async () => {
    const investigation = await product.ask('object-deletion my-bucket 24h')
    const reply = product.thread(investigation).at(-1)
    // Two presses count as one within the same half minute of the clock.
    const left = 30_000 - (Date.now() % 30_000)
    if (left < 2000) await sleep(left)
    await Promise.all([press(product, reply, 'ask-again'), press(product, reply, 'ask-again')])
    const [id = '', ...more] = await product.investigations.openIds()
    expect(more).toEqual([])
    expectAnswer(product, await product.closed(id))
  })

  it('of an investigation that is no longer kept says so', async () => {
    const investigation = await product.ask('object-deletion my-bucket 24h')
    const reply = product.thread(investigation).at(-1)
    const { documents, services } = product
    await documents.send(
      new DeleteCommand({ TableName: services.env.TABLE_NAME, Key: { id: investigation.id } }),
    )
    await press(product, reply, 'get-csv')
    const told = product.client.messages(INCIDENTS, investigation.announcement.ts, ADA).at(-1)
    expect(told?.text).toBe('This investigation is no longer kept. Ask again with `/s3audit`.')
    expect(buttonOf(told, 'open-csv')).toBeUndefined()
  })
})
