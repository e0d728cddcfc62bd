import type { App } from '@slack/bolt'
import { describe, expect, it } from 'vitest'
import type { Block, FaultSwitch } from '../../../infra/local/slack/model/protocol.ts'
import {
  ADA,
  button,
  INCIDENTS,
  input,
  modal,
  noticesOf,
  section,
  slackWith,
  slackWithBolt,
  type Workbench,
} from './slack-bolt.ts'

const start = (): Promise<Workbench> => slackWith(async () => ({ statusCode: 200 }))
const turn = ({ slack }: Workbench, id: string, times: FaultSwitch['times'] = 1): Promise<void> =>
  slack.client.fault({ user: ADA, id, times })
const timesOf = ({ slack }: Workbench, id: string): FaultSwitch['times'] | undefined =>
  slack.client.state(ADA).faults.find(one => one.id === id)?.times
const post = ({ web }: Workbench, blocks?: Block[]) =>
  web.chat.postMessage({ channel: INCIDENTS, text: 'x', ...(blocks && { blocks }) })
const textsIn = ({ slack }: Workbench): string[] => slack.client.messages(INCIDENTS).map(({ text }) => text)

describe('the switches of faults', () => {
  it('are all off at first, each with a name and what a person will see', async () => {
    const { slack } = await start()
    const { faults } = slack.client.state(ADA)
    expect(faults.length).toBeGreaterThan(7)
    for (const fault of faults) {
      expect(fault).toMatchObject({ times: 0, name: /\w/, effect: /\.$/ })
      expect(fault.effect.length).toBeLessThan(110)
    }
  })

  it('count down for matching calls only, and notify everyone', async () => {
    const bench = await start()
    await turn(bench, 'lost-answer', 2)
    await bench.web.users.info({ user: ADA })
    expect(timesOf(bench, 'lost-answer')).toBe(2)
    await expect(post(bench)).rejects.toThrow(/request|rate/i)
    await expect(post(bench)).rejects.toThrow(/request|rate/i)
    await post(bench)
    const told = bench.events.flatMap(event => (event.type === 'faults' ? [event.faults] : []))
    expect(told.map(faults => faults.find(({ id }) => id === 'lost-answer')?.times)).toEqual([2, 1, 0])
  })

  it('stay on until they are switched off', async () => {
    const bench = await start()
    await turn(bench, 'rate-limit', 'always')
    for (let call = 0; call < 3; call++) await expect(post(bench)).rejects.toThrow(/request|rate/i)
    await turn(bench, 'rate-limit', 0)
    await post(bench)
    expect(textsIn(bench)).toEqual(['x'])
  })

  it('refuse an unknown name', async () => {
    await expect(turn(await start(), 'toString')).rejects.toThrow('no fault toString')
  })
})

describe('a fault that is switched on', () => {
  it('limits calls with Retry-After', async () => {
    const bench = await start()
    await turn(bench, 'rate-limit')
    await expect(post(bench)).rejects.toMatchObject({
      code: 'slack_webapi_rate_limited_error',
      retryAfter: 1,
    })
    expect(textsIn(bench)).toEqual([])
  })

  it('posts and loses the answer', async () => {
    const bench = await start()
    await turn(bench, 'lost-answer')
    await expect(post(bench)).rejects.toMatchObject({ code: 'slack_webapi_request_error' })
    expect(textsIn(bench)).toEqual(['x'])
  })

  it('refuses blocks with its reasons, and lets text through', async () => {
    const bench = await start()
    await turn(bench, 'invalid-blocks')
    await post(bench)
    await expect(post(bench, [section('x')])).rejects.toMatchObject({
      data: {
        error: 'invalid_blocks',
        response_metadata: { messages: [expect.stringMatching(/^\[ERROR\] .*json-pointer:\/blocks/)] },
      },
    })
    expect(textsIn(bench)).toEqual(['x'])
  })

  it('lets a trigger expire', async () => {
    const refusals: unknown[] = []
    const bench = await slackWithBolt(app => {
      app.command('/s3audit', async ({ ack, body, client }) => {
        await ack()
        const opening = client.views.open({ trigger_id: body.trigger_id, view: modal([section('x')]) })
        await opening.catch((error: unknown) => refusals.push(error))
      })
    })
    await turn(bench, 'expired-trigger')
    await ask(bench)
    expect(refusals).toMatchObject([{ data: { error: 'expired_trigger_id' } }])
    expect(bench.slack.client.views(ADA)).toEqual([])
    expect(timesOf(bench, 'expired-trigger')).toBe(0)
  })

  it('lets the app do its work and Slack hear of it too late', async () => {
    const bench = await slackWithBolt(saying('done'))
    await turn(bench, 'slow-ack')
    const asked = ask(bench)
    expect(await bench.waits.elapse()).toBe(3000)
    await asked
    expect(noticesOf(bench)).toEqual(['/s3audit failed with the error "operation_timeout"'])
    await expect.poll(() => textsIn(bench)).toEqual(['done'])
  })

  it('delivers an event twice, the second time as a retry of the same', async () => {
    const heard: unknown[] = []
    const bench = await slackWithBolt(app => {
      app.event('app_mention', async ({ body, context }) => {
        heard.push([body.event_id, context.retryNum, context.retryReason])
      })
    })
    await turn(bench, 'repeated-event')
    const text = `<@${bench.slack.botUserId}> hello`
    await bench.slack.client.message({ user: ADA, channel: INCIDENTS, text })
    const [first, second] = heard
    expect(heard).toHaveLength(2)
    expect(first).toEqual([expect.stringMatching(/^Ev/), undefined, undefined])
    expect(second).toEqual([Array.isArray(first) && first[0], '1', 'http_timeout'])
  })

  it('sends a press and a submission twice', async () => {
    const acts: string[] = []
    const bench = await slackWithBolt(app => {
      app.command('/s3audit', async ({ ack, body, client }) => {
        await ack()
        const view = modal([input('b', { type: 'plain_text_input', action_id: 'a', initial_value: 'x' })])
        await client.views.open({ trigger_id: body.trigger_id, view })
      })
      app.view('ask', async ({ ack, view }) => {
        acts.push(view.id)
        await ack()
      })
      app.action('go', async ({ ack, body }) => {
        acts.push('trigger_id' in body ? body.trigger_id : '')
        await ack()
      })
    })
    await ask(bench)
    const id = bench.slack.client.views(ADA)[0]?.id ?? ''
    await turn(bench, 'double-submit')
    await bench.slack.client.submission({ user: ADA, view_id: id, values: {} })
    expect(acts.splice(0)).toEqual([id, id])
    expect(bench.slack.client.views(ADA)).toEqual([])
    const { ts = '' } = await post(bench, [{ type: 'actions', block_id: 'a', elements: [button('go')] }])
    await turn(bench, 'double-submit')
    await bench.slack.client.action({
      user: ADA,
      container: { channel: INCIDENTS, message_ts: ts },
      block_id: 'a',
      element: { type: 'button', action_id: 'go' },
    })
    expect(new Set(acts).size).toBe(2)
  })

  it('speaks as to an app of the whole organisation', async () => {
    const heard: Record<string, unknown>[] = []
    const bench = await slackWithBolt(app => {
      app.use(async ({ body, context, next }) => {
        heard.push({ ...body, seen: [context.teamId, context.enterpriseId, context.isEnterpriseInstall] })
        await next()
      })
      saying('done')(app)
      app.action('go', ({ ack }) => ack())
      app.event('app_mention', async () => {})
    })
    await turn(bench, 'org-install', 'always')
    await ask(bench)
    const { ts = '' } = await post(bench, [{ type: 'actions', block_id: 'a', elements: [button('go')] }])
    await bench.slack.client.action({
      user: ADA,
      container: { channel: INCIDENTS, message_ts: ts },
      block_id: 'a',
      element: { type: 'button', action_id: 'go' },
    })
    const text = `<@${bench.slack.botUserId}> hello`
    await bench.slack.client.message({ user: ADA, channel: INCIDENTS, text })
    const [command, action, event] = heard
    expect(command).toMatchObject({ enterprise_id: 'E0EXAMPLE', is_enterprise_install: 'true' })
    expect(action).toMatchObject({ team: null, enterprise: { id: 'E0EXAMPLE' }, is_enterprise_install: true })
    expect(event).toMatchObject({
      authorizations: [{ team_id: null, enterprise_id: 'E0EXAMPLE', is_enterprise_install: true }],
    })
    for (const { seen } of heard) expect(seen).toEqual([expect.anything(), 'E0EXAMPLE', true])
  })

  it('is marked where the requests are listed', async () => {
    const bench = await start()
    await turn(bench, 'rate-limit')
    await expect(post(bench)).rejects.toThrow(/request|rate/i)
    await post(bench)
    const listed = await (await fetch(`${bench.slack.url}/client/requests`)).json()
    expect(listed).toMatchObject([{ status: 429, injected: true }, { status: 200 }])
    expect(JSON.stringify(listed).match(/injected/g)).toHaveLength(1)
  })
})

describe('the states of a channel', () => {
  it('archived, it takes no more messages, of anybody', async () => {
    const bench = await start()
    const { client } = bench.slack
    await client.channel({ user: ADA, channel: INCIDENTS, is_archived: true })
    await expect(post(bench)).rejects.toMatchObject({ data: { error: 'is_archived' } })
    await expect(client.message({ user: ADA, channel: INCIDENTS, text: 'x' })).rejects.toThrow('is archived')
    await expect(ask(bench)).rejects.toThrow('is archived')
    await client.channel({ user: ADA, channel: INCIDENTS, is_archived: false })
    await post(bench)
  })

  it('without the app, it refuses it; private, it is not even there', async () => {
    const bench = await start()
    const { client } = bench.slack
    await client.channel({ user: ADA, channel: INCIDENTS, has_app: false })
    await expect(post(bench)).rejects.toMatchObject({ data: { error: 'not_in_channel' } })
    await client.channel({ user: ADA, channel: INCIDENTS, is_private: true })
    await expect(post(bench)).rejects.toMatchObject({ data: { error: 'channel_not_found' } })
    await client.invite({ user: ADA, channel: INCIDENTS })
    await post(bench)
  })

  it('keeps its direct messages', async () => {
    const { slack } = await start()
    const direct = slack.client.state(ADA).workspace.channels.find(({ user }) => user === ADA)
    const change = slack.client.channel({ user: ADA, channel: direct?.id ?? '', is_archived: true })
    await expect(change).rejects.toThrow('stay as they are')
  })

  it('loses messages that a person deletes; the app can no longer change them', async () => {
    const bench = await start()
    const { ts = '' } = await post(bench)
    await bench.slack.client.remove({ user: ADA, channel: INCIDENTS, message_ts: ts })
    expect(textsIn(bench)).toEqual([])
    const update = bench.web.chat.update({ channel: INCIDENTS, ts, text: 'y' })
    await expect(update).rejects.toMatchObject({ data: { error: 'message_not_found' } })
  })
})

const ask = ({ slack }: Workbench): Promise<void> =>
  slack.client.command({ user: ADA, channel: INCIDENTS, command: '/s3audit', text: '' })

const saying =
  (text: string) =>
  (app: App): void =>
    app.command('/s3audit', async ({ ack, client, command }) => {
      await client.chat.postMessage({ channel: command.channel_id, text })
      await ack()
    })
