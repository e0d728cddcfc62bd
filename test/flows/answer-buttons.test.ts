import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import * as z from 'zod'
import type { Investigation } from '../../bot/model/investigation.ts'
import type { StateValues } from '../../infra/local/slack/model/protocol.ts'
import { messageText } from '../../infra/local/terminal/text.ts'
import { faultSwitch } from '../support/fault-switch.ts'
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

/** What one can do with an answer: change the question, tell others, say that it is wrong. */

const RANDOM = 'C0RANDOM'
const OWNERS = 'C0DATAPLATFORM'
const hourAgo = (hours: number) => new Date(Date.now() - hours * 3_600_000)
const faults = faultSwitch()

let product: TestProduct
let investigation: Investigation
beforeAll(async () => {
  const body = `${record({ bucket: 'my-bucket', time: hourAgo(3), operation: 'REST.DELETE.OBJECT', status: 204 })}\n`
  const many = Array.from({ length: 25 }, (_, at) =>
    record({
      bucket: 'full-bucket',
      time: new Date(hourAgo(3).getTime() + at * 1000),
      operation: 'REST.DELETE.OBJECT',
      key: `=key"${at},`,
      status: 204,
    }),
  ).join('\n')
  product = await startTestProduct({
    faults: faults.faults,
    settings: { channels: [INCIDENTS, RANDOM], feedbackChannel: OWNERS },
    logs: smallLogs({
      buckets: {
        'my-bucket': { logging: { targetBucket: 'my-logs', targetPrefix: 'access/' } },
        'full-bucket': { logging: { targetBucket: 'my-logs', targetPrefix: 'full/' } },
      },
      objects: [
        { bucket: 'my-logs', key: datedKey('access/', hourAgo(1)), body },
        { bucket: 'my-logs', key: datedKey('full/', hourAgo(1)), body: many },
      ],
    }),
  })
  investigation = await product.ask('object-deletion my-bucket 24h prefix:a')
})
afterAll(() => product?.stop())
afterEach(() => faults.off())

const answer = () => product.thread(investigation).at(-1)
const view = () => product.client.views(ADA).at(-1)
const submit = (values: StateValues = {}) =>
  product.client.submission({ user: ADA, view_id: view()?.id ?? '', values })
const errors = () => product.events.flatMap(event => (event.type === 'view_errors' ? [event.errors] : []))
const lastEphemeral = () => {
  const told = product.client.messages(INCIDENTS, investigation.announcement.ts, ADA)
  return told.findLast(message => message.ephemeral_to)?.text
}
const texts = (channel: string) => product.client.messages(channel).map(messageText)

const into = (selected_conversation: string): StateValues => ({
  channel: { value: { type: 'conversations_select', selected_conversation } },
})
const shareWith = async (channel: string) => {
  await press(product, answer(), 'share-answer')
  await submit(into(channel))
}
const wrong = async (value: string) => {
  await press(product, answer(), 'answer-is-wrong')
  await submit({ text: { value: { type: 'plain_text_input', value } } })
}

describe('“Change and run again”', () => {
  it('opens the form as it was asked, and starts what was changed', async () => {
    await press(product, answer(), 'change-and-run')
    const shown = JSON.stringify(view()?.view)
    expect(shown).toContain('"initial_value":"a"')
    expect(shown).toContain(`"initial_date_time":${Date.parse(investigation.request.window.from) / 1000}`)
    const before = await product.investigations.openIds()
    await submit({ 'object-deletion:prefix': { value: { type: 'plain_text_input', value: 'b' } } })
    const id = (await product.investigations.openIds()).find(one => !before.includes(one))
    const again = await product.closed(id ?? '')
    expect(again.request).toMatchObject({
      analysis: 'object-deletion',
      window: investigation.request.window,
      parameters: { prefix: 'b' },
    })
  })
})

describe('“Share”', () => {
  it('tells where the bot is not, and how to bring it; then it posts headline and link', async () => {
    await shareWith(RANDOM)
    expect(errors().at(-1)).toEqual({ channel: expect.stringContaining('/invite @s3audit') as unknown })
    expect(texts(RANDOM)).toEqual([])
    await product.client.invite({ user: ADA, channel: RANDOM })
    await submit(into(RANDOM))
    const [shared = '', ...more] = texts(RANDOM)
    expect(more).toEqual([])
    expect(shared).toContain('1 deletion in my-bucket')
    const { channel, ts = '' } = investigation.announcement
    const link = `/archives/${channel}/p${ts.replace('.', '')}|The whole answer>`
    expect(JSON.stringify(product.client.messages(RANDOM)[0]?.blocks)).toContain(link)
    expect(view()).toBeUndefined()
  })

  it('posts nothing where the bucket may not be asked about', async () => {
    const before = texts(OWNERS)
    await shareWith(OWNERS)
    expect(errors().at(-1)).toEqual({
      channel: expect.stringContaining('not answer in this channel') as unknown,
    })
    expect(texts(OWNERS)).toEqual(before)
    await product.client.close({ user: ADA, view_id: view()?.id ?? '' })
  })

  it.each([
    ['is_archived', 'archived'],
    ['channel_not_found', 'cannot see that channel'],
    ['restricted_action', 'does not let apps post'],
    ['ekm_access_denied', 'Slack refused the message (ekm_access_denied)'],
  ])('says what Slack means by %s', async (code, words) => {
    faults.on(asked =>
      asked.operation === 'chat.postMessage' && asked.detail.channel === RANDOM
        ? { status: 200, code, message: code }
        : undefined,
    )
    await shareWith(RANDOM)
    expect(errors().at(-1)).toEqual({ channel: expect.stringContaining(words) as unknown })
    await product.client.close({ user: ADA, view_id: view()?.id ?? '' })
  })
})

describe('“This answer is wrong”', () => {
  it('is kept with the question, told where its owners read, and thanked for', async () => {
    await wrong('We deleted <!channel> `two`.\n&amp; more')
    expect(view()).toBeUndefined()
    const { feedback } = (await product.investigations.load(investigation.id)) ?? {}
    expect(feedback).toMatchObject([{ by: ADA, text: 'We deleted <!channel> `two`.\n&amp; more' }])
    const told = product.client.messages(OWNERS).at(-1)
    expect(JSON.stringify(told?.blocks)).toContain('&lt;!channel&gt;')
    expect(JSON.stringify(told?.blocks)).toContain(`Reference ${investigation.id}`)
    expect(lastEphemeral()).toContain('the people who run s3audit have been notified')
  })

  it('is on record where the channel cannot be told', async () => {
    faults.on(asked =>
      asked.operation === 'chat.postMessage' ? { status: 200, code: 'is_archived', message: '' } : undefined,
    )
    await wrong('Once more.')
    const { feedback } = (await product.investigations.load(investigation.id)) ?? {}
    expect(feedback?.map(({ text }) => text)).toContain('Once more.')
    expect(lastEphemeral()).toContain('Your report is stored with the question. If it is urgent, tell')
  })

  it('says that it must say something', async () => {
    await wrong('   ')
    expect(errors().at(-1)).toEqual({ text: expect.any(String) as unknown })
    await product.client.close({ user: ADA, view_id: view()?.id ?? '' })
  })

  it('of one sending is kept once; and there is an end to it', async () => {
    const { investigations } = product
    const { id } = investigation
    // As it was before anything was said of it: whoever says something has read it a moment ago.
    const say = (sayingId: string, one = investigation) =>
      investigations.addFeedback(one, { by: ADA, text: 'x' }, sayingId)
    const outcomes = await Promise.all([say('V1'), say('V1')])
    expect(outcomes.toSorted()).toEqual(['kept', 'known'])
    for (let at = 0; at < 20; at++) await say(`W${at}`)
    expect(await say('W99')).toBe('full')
    expect(await say('V1', { ...investigation, id: '0000000000000000' })).toBe('gone')
    expect((await investigations.load(id))?.feedback).toHaveLength(20)
  })
})

describe('the rows of a long answer', () => {
  let long: Investigation
  beforeAll(async () => {
    long = await product.ask('object-deletion full-bucket 24h')
  })
  const message = () => product.thread(long).at(-1)
  const shown = () => messageText(message()!)
  /** The first column that differs: the number in each key. */
  const keys = () => {
    const { rows } = z
      .object({ rows: z.array(z.array(z.object({ text: z.string() }))) })
      .parse(message()?.blocks?.find(({ type }) => type === 'table'))
    return rows.slice(1).flatMap(row => row.flatMap(({ text }) => /^=key.(\d+)/.exec(text)?.[1] ?? []))
  }

  it('are turned over in the message itself, in the order of the CSV', async () => {
    expect(shown()).toContain('Rows 1–10 of 25; 15 more rows in the CSV.')
    expect(buttonOf(message(), 'rows-previous')).toBeUndefined()
    const first = keys()
    await press(product, message(), 'rows-next')
    expect(shown()).toContain('Rows 11–20 of 25')
    const second = keys()
    await press(product, message(), 'rows-next')
    expect(shown()).toContain('Rows 21–25 of 25')
    expect(buttonOf(message(), 'rows-next')).toBeUndefined()
    expect(new Set([...first, ...second, ...keys()]).size).toBe(25)
    await press(product, message(), 'rows-previous')
    expect(keys()).toEqual(second)
    await press(product, message(), 'rows-previous')
    expect(keys()).toEqual(first)
    expect(product.thread(long)).toHaveLength(2)
  })

  it('say so where they are no longer kept', async () => {
    faults.on(asked =>
      asked.service === 's3' && asked.operation === 'GetObject'
        ? { status: 403, code: 'AccessDenied', message: 'gone' }
        : undefined,
    )
    await press(product, message(), 'rows-next')
    const told = product.client.messages(INCIDENTS, long.announcement.ts, ADA)
    expect(told.findLast(one => one.ephemeral_to)?.text).toContain('The rows of this answer have expired')
    expect(shown()).toContain('Rows 1–10 of 25')
  })
})
