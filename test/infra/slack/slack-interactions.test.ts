import type { App } from '@slack/bolt'
import type { ModalView } from '@slack/web-api'
import { describe, expect, it } from 'vitest'
import type { Deliver } from '../../../infra/local/slack/app/dispatch.ts'
import type { Block } from '../../../infra/local/slack/model/protocol.ts'
import {
  ADA,
  button,
  GRACE,
  INCIDENTS,
  input,
  modal,
  noticesOf,
  section,
  slackWith,
  slackWithBolt,
  type Workbench,
} from './slack-bolt.ts'

const COMMAND = { user: ADA, channel: INCIDENTS, command: '/s3audit', text: '' }
const ok: Deliver = async () => ({ statusCode: 200 })

/** An app that does nothing but remember what Slack sent: the fields of the form, with `payload` read. */
function recorder(answer: Deliver = ok) {
  const received: Record<string, unknown>[] = []
  const deliver: Deliver = event => {
    const body = event.isBase64Encoded
      ? Buffer.from(event.body ?? '', 'base64').toString()
      : (event.body ?? '')
    const form = Object.fromEntries(new URLSearchParams(body))
    received.push(event.isBase64Encoded ? (JSON.parse(form.payload ?? 'null') ?? form) : JSON.parse(body))
    return answer(event)
  }
  return { received, deliver, last: () => received.at(-1) ?? {} }
}

async function triggerOf(bench: Workbench, last: () => Record<string, unknown>): Promise<string> {
  await bench.slack.client.command(COMMAND)
  return String(last().trigger_id)
}

async function openModal(
  bench: Workbench,
  last: () => Record<string, unknown>,
  view: ModalView,
): Promise<string> {
  const trigger_id = await triggerOf(bench, last)
  return (await bench.web.views.open({ trigger_id, view: view })).view?.id ?? ''
}

/** A Bolt app whose command answers. */
function answering(app: App): void {
  app.command('/s3audit', async ({ ack }) => ack('heard'))
}

const failure = (code: string) => expect.objectContaining({ data: expect.objectContaining({ error: code }) })

describe('the request', () => {
  it('is signed so that Bolt accepts it, and Bolt refuses it with another secret', async () => {
    const good = await slackWithBolt(answering)
    await good.slack.client.command(COMMAND)
    expect(good.slack.client.messages(INCIDENTS)).toMatchObject([{ text: 'heard', ephemeral_to: ADA }])
    const bad = await slackWithBolt(answering, { signingSecret: 'another' })
    await bad.slack.client.command(COMMAND)
    expect(noticesOf(bad)).toEqual(['/s3audit failed with the error "dispatch_failed"'])
  })

  it('comes as a function URL passes it on: forms in base64, events as JSON text', async () => {
    const shapes: unknown[] = []
    const { slack } = await slackWith(async event => {
      shapes.push([event.headers['content-type'], event.isBase64Encoded, event.requestContext.http.method])
      return { statusCode: 200 }
    })
    await slack.client.command(COMMAND)
    await slack.client.home({ user: ADA })
    expect(shapes).toEqual([
      ['application/x-www-form-urlencoded', true, 'POST'],
      ['application/json', false, 'POST'],
    ])
  })
})

describe('a message shortcut', () => {
  it('names the message, the channel and the person as Slack does, and may open a view', async () => {
    const opened: unknown[] = []
    const bench = await slackWithBolt(app =>
      app.shortcut('audit-object', async ({ shortcut, ack, client }) => {
        await ack()
        opened.push(shortcut)
        await client.views.open({ trigger_id: shortcut.trigger_id, view: modal([section('x')]) })
      }),
    )
    const { client } = bench.slack
    await client.message({ user: GRACE, channel: INCIDENTS, text: 's3://a-bucket/key' })
    const message_ts = client.messages(INCIDENTS)[0]?.ts ?? ''
    await client.shortcut({ user: ADA, channel: INCIDENTS, message_ts, callback_id: 'audit-object' })
    expect(opened).toMatchObject([
      {
        type: 'message_action',
        callback_id: 'audit-object',
        user: { id: ADA, team_id: 'T0EXAMPLE' },
        channel: { id: INCIDENTS, name: 'incidents' },
        message_ts,
        message: { type: 'message', user: GRACE, text: 's3://a-bucket/key', ts: message_ts },
        response_url: expect.stringContaining('/response/'),
      },
    ])
    expect(client.views(ADA)).toHaveLength(1)
  })

  it('is not offered for messages that Slack does not store, and reports an app that does not answer', async () => {
    const bench = await slackWith(async () => ({ statusCode: 500 }))
    const { client } = bench.slack
    await bench.web.chat.postEphemeral({ channel: INCIDENTS, user: ADA, text: 'x' })
    const postEphemeral = client.messages(INCIDENTS, undefined, ADA)[0]?.ts ?? ''
    const chosen = { user: ADA, channel: INCIDENTS, callback_id: 'audit-object' }
    await expect(client.shortcut({ ...chosen, message_ts: postEphemeral })).rejects.toThrow('no message')
    const { ts: message_ts = '' } = await bench.web.chat.postMessage({ channel: INCIDENTS, text: 'x' })
    await expect(client.shortcut({ ...chosen, message_ts, callback_id: 'other' })).rejects.toThrow(
      'no shortcut',
    )
    await client.shortcut({ ...chosen, message_ts })
    expect(noticesOf(bench)).toEqual(['This app responded with Status Code 500.'])
  })
})

describe('commands', () => {
  it('name the person, the channel and the text as Slack does', async () => {
    const { deliver, last } = recorder()
    const { slack } = await slackWith(deliver)
    await slack.client.message({ user: GRACE, channel: INCIDENTS, text: '/s3audit deletions my-bucket' })
    expect(last()).toMatchObject({
      command: '/s3audit',
      text: 'deletions my-bucket',
      user_id: GRACE,
      user_name: 'grace',
      channel_name: 'incidents',
      is_enterprise_install: 'false',
    })
  })

  it('are refused in threads, and Slackbot answers unknown ones; the app hears of neither', async () => {
    const { deliver, received } = recorder()
    const bench = await slackWith(deliver)
    const { ts: thread_ts = '' } = await bench.web.chat.postMessage({ channel: INCIDENTS, text: 'x' })
    await bench.slack.client.message({ user: ADA, channel: INCIDENTS, thread_ts, text: '/s3audit help' })
    await bench.slack.client.command({ ...COMMAND, command: '/s3adit' })
    expect(noticesOf(bench)[0]).toBe('/s3audit is not supported in threads. Sorry!')
    expect(noticesOf(bench)[1]).toContain('/s3adit is not a valid command.')
    expect(received).toEqual([])
  })

  it('fail with operation_timeout after three seconds, and what the app answers later is thrown away', async () => {
    const { promise: late, resolve: answer } = Promise.withResolvers<{ statusCode: number; body: string }>()
    const bench = await slackWith(() => late)
    const typed = bench.slack.client.command(COMMAND)
    expect(await bench.waits.elapse()).toBe(3000)
    await typed
    answer({ statusCode: 200, body: 'too late' })
    await late
    expect(noticesOf(bench)).toEqual(['/s3audit failed with the error "operation_timeout"'])
    expect(bench.slack.client.messages(INCIDENTS)).toEqual([])
  })

  it.each([
    ['throws', () => Promise.reject(new Error('broken'))],
    ['answers 500', async () => ({ statusCode: 500 })],
  ] as [string, Deliver][])('fail with dispatch_failed when the app %s', async (_, deliver) => {
    const bench = await slackWith(deliver)
    await bench.slack.client.command(COMMAND)
    expect(noticesOf(bench)).toEqual(['/s3audit failed with the error "dispatch_failed"'])
  })
})

describe('triggers', () => {
  it('open one view, within three seconds', async () => {
    const { deliver, last } = recorder()
    const bench = await slackWith(deliver)
    const view = modal([section('x')])
    const used = await triggerOf(bench, last)
    bench.clock.advance(3)
    await bench.web.views.open({ trigger_id: used, view })
    await expect(bench.web.views.open({ trigger_id: used, view })).rejects.toEqual(
      failure('exchanged_trigger_id'),
    )
    const expired = await triggerOf(bench, last)
    bench.clock.advance(3.001)
    await expect(bench.web.views.open({ trigger_id: expired, view })).rejects.toEqual(
      failure('expired_trigger_id'),
    )
    await expect(bench.web.views.open({ trigger_id: 'made.up', view })).rejects.toEqual(
      failure('invalid_trigger_id'),
    )
  })

  it('are not used up by a view that Slack refuses', async () => {
    const { deliver, last } = recorder()
    const bench = await slackWith(deliver)
    const trigger_id = await triggerOf(bench, last)
    const bad = bench.web.views.open({ trigger_id, view: modal([{ type: 'plan', title: 'x' }]) })
    await expect(bad).rejects.toMatchObject({
      data: {
        error: 'invalid_arguments',
        errors: ['unsupported type: plan [json-pointer:/view/blocks/0/type]'],
      },
    })
    await bench.web.views.open({ trigger_id, view: modal([section('x')]) })
  })
})

describe('modals', () => {
  const name = { type: 'plain_text_input', action_id: 'name', initial_value: 'untouched' }
  const days = {
    type: 'number_input',
    action_id: 'n',
    is_decimal_allowed: false,
    min_value: '1',
    max_value: '90',
  }

  it('submit initial values that nobody touched, and nothing as null', async () => {
    const { deliver, last } = recorder()
    const bench = await slackWith(deliver)
    const extras = {
      type: 'checkboxes',
      action_id: 'ticked',
      options: [{ text: { type: 'plain_text', text: 'Digest' }, value: 'digest' }],
    }
    const blocks = [
      input('bucket', name),
      input('days', days, { optional: true }),
      input('extras', extras, { optional: true }),
    ]
    const view_id = await openModal(bench, last, modal(blocks))
    await bench.slack.client.submission({ user: ADA, view_id, values: {} })
    expect(last()).toMatchObject({ type: 'view_submission', user: { id: ADA }, view: { callback_id: 'ask' } })
    expect(last()).toHaveProperty('view.state', {
      values: {
        bucket: { name: { type: 'plain_text_input', value: 'untouched' } },
        days: { n: { type: 'number_input', value: null } },
        extras: { ticked: { type: 'checkboxes', selected_options: [] } },
      },
    })
  })

  it('are not submitted while Slack finds a field wrong', async () => {
    const { deliver, last, received } = recorder()
    const bench = await slackWith(deliver)
    const view_id = await openModal(bench, last, modal([input('days', days)]))
    const submit = (value: string | null) =>
      bench.slack.client.submission({
        user: ADA,
        view_id,
        values: { days: { n: { type: 'number_input', value } } },
      })
    await submit(null)
    expect(bench.events.at(-1)).toMatchObject({ errors: { days: 'Please complete this required field.' } })
    await submit('91')
    expect(bench.events.at(-1)).toMatchObject({ errors: { days: 'Enter a number that is at most 90.' } })
    expect(received).toHaveLength(1)
    await submit('90')
    expect(bench.slack.client.views(ADA)).toEqual([])
  })

  it.each([
    ['does not answer in time', undefined],
    ['answers 500', { statusCode: 500 }],
    ['names a block that is no input', { response_action: 'errors', errors: { nowhere: 'x' } }],
    [
      'answers with a view that Slack refuses',
      { response_action: 'update', view: { type: 'modal', blocks: [] } },
    ],
    ['answers something else', { response_action: 'explode' }],
  ])('stay open and show a connection error when the app %s', async (_, response) => {
    let first = true
    const { deliver, last } = recorder(async () => {
      if (first) {
        first = false
        return { statusCode: 200 }
      }
      if (response === undefined) return new Promise(() => {})
      return 'statusCode' in response ? response : { statusCode: 200, body: JSON.stringify(response) }
    })
    const bench = await slackWith(deliver)
    const view_id = await openModal(bench, last, modal([input('bucket', name)]))
    const submitted = bench.slack.client.submission({ user: ADA, view_id, values: {} })
    if (response === undefined) await bench.waits.elapse()
    await submitted
    expect(bench.events.at(-1)).toEqual({
      type: 'view_errors',
      view_id,
      errors: {},
      message: 'We had some trouble connecting. Try again?',
    })
    expect(bench.slack.client.views(ADA)).toHaveLength(1)
  })

  it('stack three high, and clear as a whole', async () => {
    const answers = [
      '',
      { response_action: 'push' },
      { response_action: 'push' },
      { response_action: 'push' },
      { response_action: 'clear' },
    ]
    const { deliver, last } = recorder(async () => {
      const answer = answers.shift()
      const view = modal([section('deeper')])
      return { statusCode: 200, body: typeof answer === 'object' ? JSON.stringify({ ...answer, view }) : '' }
    })
    const bench = await slackWith(deliver)
    await openModal(bench, last, modal([section('x')]))
    const submitTop = () =>
      bench.slack.client.submission({
        user: ADA,
        view_id: bench.slack.client.views(ADA).at(-1)?.id ?? '',
        values: {},
      })
    await submitTop()
    await submitTop()
    const [bottom, middle, top] = bench.slack.client.views(ADA)
    expect([middle?.previous_view_id, top?.previous_view_id]).toEqual([bottom?.id, middle?.id])
    await submitTop()
    expect(bench.slack.client.views(ADA)).toHaveLength(3)
    expect(bench.events.at(-1)).toMatchObject({
      type: 'view_errors',
      message: 'We had some trouble connecting. Try again?',
    })
    await submitTop()
    expect(bench.slack.client.views(ADA)).toEqual([])
  })

  it('keep what was typed over an update that keeps block and action', async () => {
    const { deliver, last } = recorder()
    const bench = await slackWith(deliver)
    const kind = {
      type: 'static_select',
      action_id: 'kind',
      options: [{ text: { type: 'plain_text', text: 'a' }, value: 'a' }],
    }
    const view_id = await openModal(
      bench,
      last,
      modal([input('bucket', name), input('kind', kind, { dispatch_action: true })]),
    )
    await bench.slack.client.action({
      user: ADA,
      container: { view_id },
      block_id: 'kind',
      element: { type: 'static_select', action_id: 'kind' },
      state: { type: 'static_select', selected_option: kind.options[0] },
      values: { bucket: { name: { type: 'plain_text_input', value: 'typed' } } },
    })
    expect(last()).toMatchObject({
      type: 'block_actions',
      container: { type: 'view', view_id },
      actions: [{ block_id: 'kind', selected_option: { value: 'a' } }],
    })
    const hash = bench.slack.client.views(ADA)[0]?.hash ?? ''
    expect(last()).toHaveProperty('view.hash', hash)
    const renewed = modal([
      input('bucket', name),
      input('other', { type: 'conversations_select', action_id: 'where' }, { optional: true }),
    ])
    await bench.web.views.update({ view_id, hash, view: renewed })
    await expect(bench.web.views.update({ view_id, hash, view: renewed })).rejects.toEqual(
      failure('hash_conflict'),
    )
    await bench.slack.client.submission({ user: ADA, view_id, values: {} })
    expect(last()).toHaveProperty('view.state.values', {
      bucket: { name: { type: 'plain_text_input', value: 'typed' } },
      other: { where: { type: 'conversations_select', selected_conversation: null } },
    })
  })

  it('are found by external_id, which is unique', async () => {
    const { deliver, last } = recorder()
    const bench = await slackWith(deliver)
    const view = modal([section('x')], { external_id: 'form-1' })
    const view_id = await openModal(bench, last, view)
    expect((await bench.web.views.update({ external_id: 'form-1', view })).view?.id).toBe(view_id)
    const grace = { ...COMMAND, user: GRACE }
    await bench.slack.client.command(grace)
    const again = bench.web.views.open({ trigger_id: String(last().trigger_id), view })
    await expect(again).rejects.toEqual(failure('duplicate_external_id'))
    await expect(bench.web.views.update({ view_id: 'V0', view })).rejects.toEqual(failure('not_found'))
  })

  it('notify the app when they are closed, if it asked', async () => {
    const { deliver, last } = recorder()
    const bench = await slackWith(deliver)
    const quiet = await openModal(bench, last, modal([section('x')]))
    await bench.slack.client.close({ user: ADA, view_id: quiet })
    expect(last()).not.toHaveProperty('type', 'view_closed')
    const view_id = await openModal(bench, last, modal([section('x')], { notify_on_close: true }))
    await bench.slack.client.close({ user: ADA, view_id })
    expect(last()).toMatchObject({ type: 'view_closed', is_cleared: false, view: { id: view_id } })
    expect(bench.slack.client.views(ADA)).toEqual([])
  })

  it('get the options of an external select from the app', async () => {
    const { slack, web, events } = await slackWithBolt(app => {
      app.command('/s3audit', async ({ ack, body, client }) => {
        await ack()
        const element = { type: 'external_select', action_id: 'bucket', min_query_length: 0 }
        await client.views.open({
          trigger_id: body.trigger_id,
          view: modal([input('bucket', element)]),
        })
      })
      app.options('bucket', async ({ ack, payload }) => {
        await ack({ options: [{ text: { type: 'plain_text', text: `${payload.value}-logs` }, value: 'x' }] })
      })
    })
    await slack.client.command(COMMAND)
    const view_id = slack.client.views(ADA)[0]?.id ?? ''
    const asked = { user: ADA, view_id, block_id: 'bucket', action_id: 'bucket', value: 'app' }
    expect(await slack.client.suggestion(asked)).toMatchObject({ options: [{ text: { text: 'app-logs' } }] })
    expect(events.some(({ type }) => type === 'notice')).toBe(false)
    expect((await web.auth.test()).ok).toBe(true)
  })
})

describe('buttons and response_url', () => {
  const blocks: Block[] = [{ type: 'actions', block_id: 'a', elements: [button('go', { value: '1' })] }]

  async function pressed(answer: Deliver = ok) {
    const { deliver, last } = recorder(answer)
    const bench = await slackWith(deliver)
    const { ts = '' } = await bench.web.chat.postMessage({
      channel: INCIDENTS,
      text: 'x',
      blocks: blocks,
    })
    const press = (message_ts: string) =>
      bench.slack.client.action({
        user: ADA,
        container: { channel: INCIDENTS, message_ts },
        block_id: 'a',
        element: { type: 'button', action_id: 'go' },
      })
    await press(ts)
    const respond = (body: object) =>
      fetch(String(last().response_url), { method: 'POST', body: JSON.stringify(body) }).then(
        async answered => [answered.status, await answered.text()],
      )
    return { bench, last, ts, press, respond }
  }

  it('send the message, the action and a way to answer', async () => {
    const { last, ts } = await pressed()
    expect(last()).toMatchObject({
      type: 'block_actions',
      container: { type: 'message', message_ts: ts, channel_id: INCIDENTS, is_ephemeral: false },
      channel: { id: INCIDENTS, name: 'incidents' },
      message: { ts, text: 'x' },
      actions: [{ type: 'button', block_id: 'a', action_id: 'go', value: '1' }],
    })
  })

  it('take five answers within thirty minutes', async () => {
    const { bench, press, respond, ts } = await pressed()
    for (let use = 1; use <= 5; use += 1)
      expect(await respond({ text: `answer ${use}` })).toEqual([200, 'ok'])
    expect(await respond({ text: 'one more' })).toEqual([404, 'used_url'])
    await press(ts)
    bench.clock.advance(30 * 60)
    expect(await respond({ text: 'just in time' })).toEqual([200, 'ok'])
    bench.clock.advance(1)
    expect(await respond({ text: 'late' })).toEqual([404, 'expired_url'])
    const texts = bench.slack.client.messages(INCIDENTS, undefined, ADA).map(({ text }) => text)
    expect(texts).toEqual(['x', 'answer 1', 'answer 2', 'answer 3', 'answer 4', 'answer 5', 'just in time'])
    expect(bench.slack.client.messages(INCIDENTS, undefined, GRACE)).toHaveLength(1)
  })

  it('show an answer to all, replace the message, or delete it', async () => {
    const { bench, respond } = await pressed()
    await respond({ text: 'for all', response_type: 'in_channel' })
    await respond({ text: 'new', replace_original: true })
    const seen = bench.slack.client.messages(INCIDENTS, undefined, GRACE)
    expect(seen.map(({ text }) => text)).toEqual(['new', 'for all'])
    expect(seen[0]).not.toHaveProperty('blocks')
    await respond({ delete_original: true })
    expect(bench.slack.client.messages(INCIDENTS)).toMatchObject([{ text: 'for all' }])
  })

  it('replace and delete an ephemeral message, which they do not show the app again', async () => {
    const { bench, last, press, respond } = await pressed()
    await respond({ text: 'only you', blocks })
    const mine = bench.slack.client.messages(INCIDENTS, undefined, ADA).at(-1)
    await press(mine?.ts ?? '')
    expect(last()).toMatchObject({ container: { is_ephemeral: true } })
    expect(last()).not.toHaveProperty('message')
    await respond({ text: 'changed', replace_original: true })
    expect(bench.slack.client.messages(INCIDENTS, undefined, ADA).at(-1)).toMatchObject({
      ts: mine?.ts,
      text: 'changed',
    })
    await respond({ delete_original: true })
    expect(bench.slack.client.messages(INCIDENTS, undefined, ADA)).toHaveLength(1)
  })

  it('refuse an answer that no message could be', async () => {
    const { respond } = await pressed()
    expect(await respond({})).toEqual([400, 'no_text'])
    expect(await respond({ blocks: [{ type: 'alert' }] })).toEqual([400, 'invalid_blocks'])
  })

  it('complain beside the button when the app fails', async () => {
    const { bench } = await pressed(async () => ({ statusCode: 503 }))
    expect(noticesOf(bench)).toEqual(['This app responded with Status Code 503.'])
  })

  it('cannot be pressed where there is none', async () => {
    const { bench, ts } = await pressed()
    const press = bench.slack.client.action({
      user: ADA,
      container: { channel: INCIDENTS, message_ts: ts },
      block_id: 'a',
      element: { type: 'button', action_id: 'forged' },
    })
    await expect(press).rejects.toThrow('nothing to use at a/forged')
  })
})

describe('events and the Home tab', () => {
  it('notify a Bolt app that Home was opened, and show what it publishes to that person only', async () => {
    const { slack } = await slackWithBolt(app => {
      app.event('app_home_opened', async ({ event, client }) => {
        await client.views.publish({
          user_id: event.user,
          view: { type: 'home', blocks: [section('hi')] },
        })
      })
    })
    await slack.client.home({ user: ADA })
    expect(slack.client.state(ADA).home?.view.blocks).toMatchObject([section('hi')])
    expect(slack.client.state(GRACE).home).toBeUndefined()
  })

  it('are sent again at once, after a minute and after five, until the app takes them', async () => {
    const tries: (string | undefined)[][] = []
    const pauses: number[] = []
    const deliver: Deliver = async ({ headers }) => {
      tries.push([headers['x-slack-retry-num'], headers['x-slack-retry-reason']])
      return { statusCode: tries.length < 4 ? 500 : 200 }
    }
    // The app is quicker than three seconds; every other wait is over at once.
    const sleep = async (ms: number) => (ms === 3000 ? new Promise<void>(() => {}) : void pauses.push(ms))
    const bench = await slackWith(deliver, { sleep })
    await bench.slack.client.home({ user: ADA })
    await expect.poll(() => tries).toHaveLength(4)
    expect(pauses).toEqual([0, 60_000, 300_000])
    expect(tries.slice(1)).toEqual([
      ['1', 'http_error'],
      ['2', 'http_error'],
      ['3', 'http_error'],
    ])
  })

  it('are not sent again to an app that asks for that', async () => {
    const { deliver, received } = recorder(async () => ({
      statusCode: 500,
      headers: { 'X-Slack-No-Retry': '1' },
    }))
    const bench = await slackWith(deliver)
    await bench.slack.client.home({ user: ADA })
    await bench.slack.close()
    expect(received).toHaveLength(1)
  })
})
