import { describe, expect, it } from 'vitest'
import * as z from 'zod'
import type { Faults } from '../../../infra/local/http/faults.ts'
import type { Block } from '../../../infra/local/slack/model/protocol.ts'
import { WEB_API_METHODS } from '../../../infra/local/slack/server.ts'
import { EXAMPLE_CORP } from '../../../infra/local/slack/state/workspace.ts'
import {
  ADA,
  INCIDENTS,
  section,
  slackWith,
  temporaryDirectory,
  webClient,
  type Workbench,
} from './slack-bolt.ts'

const RANDOM = 'C0RANDOM'
const start = (options = {}): Promise<Workbench> => slackWith(async () => ({ statusCode: 200 }), options)

/** The part of a refusal that Slack sends. */
async function refusal(call: Promise<unknown>): Promise<unknown> {
  const error: unknown = await call.then(
    () => undefined,
    (reason: unknown) => reason,
  )
  if (error instanceof Error && 'data' in error) return error.data
  throw new Error('Slack did not refuse', { cause: error })
}

/** Posts what a test says, in a workspace of its own. */
async function posting(bench: Workbench, count: number): Promise<string[]> {
  const stamps: string[] = []
  for (let index = 0; index < count; index += 1) {
    const { ts = '' } = await bench.web.chat.postMessage({ channel: INCIDENTS, text: `message ${index}` })
    stamps.push(ts)
  }
  return stamps
}

/** All messages of a listing, page after page. */
async function readAll(
  bench: Workbench,
  method: string,
  args: object,
): Promise<{ ts: string; text: string }[]> {
  const shown = z.object({ messages: z.array(z.object({ ts: z.string(), text: z.string() })) })
  const read: { ts: string; text: string }[] = []
  for await (const page of bench.web.paginate(method, { channel: INCIDENTS, ...args }))
    read.push(...shown.parse(page).messages)
  return read
}

describe('access', () => {
  it('answers only the bot token', async () => {
    const { slack, web } = await start()
    expect(await web.auth.test()).toMatchObject({ ok: true, user_id: slack.botUserId, bot_id: slack.botId })
    expect(await refusal(webClient(slack, 'xoxb-other').auth.test())).toMatchObject({ error: 'invalid_auth' })
    const bare = await fetch(`${slack.apiUrl}auth.test`, { method: 'POST' })
    expect(await bare.json()).toEqual({ ok: false, error: 'not_authed' })
  })

  it('answers unknown_method to an unknown method', async () => {
    const { web } = await start()
    expect(WEB_API_METHODS).toContain('chat.postMessage')
    expect(await refusal(web.apiCall('files.remote.add'))).toMatchObject({
      error: 'unknown_method',
    })
  })

  it('is reachable by loopback names only', async () => {
    const { slack } = await start()
    const { port } = new URL(slack.url)
    const status = await new Promise<number | undefined>((resolve, reject) => {
      import('node:http')
        .then(({ get }) =>
          get({ port, host: '127.0.0.1', path: '/client/state', headers: { host: 'evil.example' } }, answer =>
            resolve(answer.statusCode),
          ),
        )
        .catch(reject)
    })
    expect(status).toBe(403)
  })
})

describe('chat', () => {
  it('gives every message its own, increasing ts, although the clock stands still', async () => {
    const bench = await start()
    const stamps = await posting(bench, 5)
    expect(new Set(stamps).size).toBe(5)
    expect([...stamps].sort()).toEqual(stamps)
    expect(stamps[0]).toMatch(/^\d{10}\.\d{6}$/)
  })

  it('posts to a person as a direct message', async () => {
    const { slack, web } = await start()
    const { channel } = await web.chat.postMessage({ channel: ADA, text: 'hello' })
    expect(channel).toBe((await web.conversations.open({ users: ADA })).channel?.id)
    expect(slack.client.state(ADA).messages.map(({ text }) => text)).toEqual(['hello'])
    expect(slack.client.state('U0GRACE').messages).toEqual([])
  })

  it('refuses channels that are unknown, private, archived or without the bot', async () => {
    const base = EXAMPLE_CORP.channels.find(({ id }) => id === RANDOM) ?? {
      id: '',
      name: '',
      members: [],
      is_private: false,
      is_im: false,
    }
    const secret = { ...base, id: 'C0SECRET', is_private: true }
    const old = { ...base, id: 'C0OLD', is_archived: true, members: [EXAMPLE_CORP.app.bot_user] }
    const workspace = { ...EXAMPLE_CORP, channels: [...EXAMPLE_CORP.channels, secret, old] }
    const { web } = await start({ workspace })
    const post = (channel: string) => refusal(web.chat.postMessage({ channel, text: 'x' }))
    expect(await post('C0NOWHERE')).toMatchObject({ error: 'channel_not_found' })
    expect(await post('C0SECRET')).toMatchObject({ error: 'channel_not_found' })
    expect(await post('C0OLD')).toMatchObject({ error: 'is_archived' })
    expect(await post(RANDOM)).toMatchObject({ error: 'not_in_channel' })
  })

  it('lets the bot in once somebody has invited it', async () => {
    const { slack, web } = await start()
    await slack.client.invite({ user: ADA, channel: RANDOM })
    expect(await web.chat.postMessage({ channel: RANDOM, text: 'x' })).toMatchObject({ ok: true })
  })

  it('refuses a message without text, one that is too long, and blocks that are not a list', async () => {
    const { web } = await start()
    const post = (content: object) =>
      refusal(web.apiCall('chat.postMessage', { channel: INCIDENTS, ...content }))
    expect(await post({})).toMatchObject({ error: 'no_text' })
    expect(await post({ text: 'x'.repeat(40_001) })).toMatchObject({ error: 'msg_too_long' })
    expect(await post({ blocks: 'not json' })).toMatchObject({ error: 'invalid_blocks_format' })
    expect(await post({ blocks: '{}' })).toMatchObject({ error: 'invalid_blocks_format' })
    expect(await post({ text: 'x', metadata: 'not json' })).toMatchObject({
      error: 'invalid_metadata_format',
    })
    await web.chat.postMessage({ channel: INCIDENTS, text: 'x'.repeat(40_000) })
  })

  it('names every error in blocks with its path', async () => {
    const { web } = await start()
    const blocks = Array.from({ length: 51 }, () => section('x'))
    const data = await refusal(web.chat.postMessage({ channel: INCIDENTS, text: 'x', blocks: blocks }))
    const words = 'no more than 50 items allowed [json-pointer:/blocks]'
    expect(data).toMatchObject({
      error: 'invalid_blocks',
      errors: [words],
      response_metadata: { messages: [`[ERROR] ${words}`] },
    })
  })

  it('accepts one table per message', async () => {
    const { web } = await start()
    const table: Block = { type: 'table', rows: [[{ type: 'raw_text', text: 'x' }]] }
    await web.chat.postMessage({ channel: INCIDENTS, text: 'x', blocks: [table] })
    const two = web.chat.postMessage({ channel: INCIDENTS, text: 'x', blocks: [table, table] })
    expect(await refusal(two)).toMatchObject({
      error: 'invalid_attachments',
      errors: ['only_one_table_allowed'],
    })
  })

  it('keeps blocks and metadata that an update does not send, and drops those it empties', async () => {
    const { web, slack } = await start()
    const metadata = { event_type: 'investigation', event_payload: { id: '1' } }
    const blocks = [section('old')]
    const { ts = '' } = await web.chat.postMessage({ channel: INCIDENTS, text: 'a', blocks, metadata })
    await web.chat.update({ channel: INCIDENTS, ts, text: 'b' })
    expect(slack.client.messages(INCIDENTS)[0]).toMatchObject({
      text: 'b',
      blocks: [section('old')],
      metadata,
    })
    await web.apiCall('chat.update', { channel: INCIDENTS, ts, text: 'c', blocks: [], metadata: {} })
    expect(slack.client.messages(INCIDENTS)[0]).not.toHaveProperty('blocks')
    expect(slack.client.messages(INCIDENTS)[0]).not.toHaveProperty('metadata')
  })

  it('changes only messages of the bot that exist', async () => {
    const { web, slack } = await start()
    await slack.client.message({ user: ADA, channel: INCIDENTS, text: 'mine' })
    const ts = slack.client.messages(INCIDENTS)[0]?.ts ?? ''
    expect(await refusal(web.chat.update({ channel: INCIDENTS, ts, text: 'x' }))).toMatchObject({
      error: 'cant_update_message',
    })
    const missing = { channel: INCIDENTS, ts: '1.000001' }
    expect(await refusal(web.chat.update({ ...missing, text: 'x' }))).toMatchObject({
      error: 'message_not_found',
    })
  })

  it('leaves a tombstone where a deleted message has replies', async () => {
    const bench = await start()
    const [ts = ''] = await posting(bench, 1)
    await bench.web.chat.postMessage({ channel: INCIDENTS, thread_ts: ts, text: 'reply' })
    await bench.slack.client.remove({ user: ADA, channel: INCIDENTS, message_ts: ts })
    expect(bench.slack.client.messages(INCIDENTS, ts)).toMatchObject([
      { subtype: 'tombstone' },
      { text: 'reply' },
    ])
  })

  it('replies only to messages that begin a thread', async () => {
    const bench = await start()
    const [ts = ''] = await posting(bench, 1)
    const reply = await bench.web.chat.postMessage({ channel: INCIDENTS, thread_ts: ts, text: 'reply' })
    const onReply = bench.web.chat.postMessage({ channel: INCIDENTS, thread_ts: reply.ts ?? '', text: 'x' })
    expect(await refusal(onReply)).toMatchObject({ error: 'cannot_reply_to_message' })
    expect(bench.slack.client.messages(INCIDENTS)[0]).toMatchObject({ reply_count: 1 })
  })

  it('shows a broadcast reply in the channel too', async () => {
    const bench = await start()
    const [thread_ts = ''] = await posting(bench, 1)
    await bench.web.chat.postMessage({ channel: INCIDENTS, thread_ts, text: 'loud', reply_broadcast: true })
    expect(bench.slack.client.messages(INCIDENTS)).toMatchObject([
      {},
      { text: 'loud', subtype: 'thread_broadcast' },
    ])
  })

  it('shows an ephemeral message to members only, and the API does not find it again', async () => {
    const { web, slack } = await start()
    const { message_ts: ts = '' } = await web.chat.postEphemeral({ channel: INCIDENTS, user: ADA, text: 'x' })
    expect(slack.client.state(ADA).messages).toMatchObject([{ ts, ephemeral_to: ADA }])
    const update = web.chat.update({ channel: INCIDENTS, ts, text: 'y' })
    expect(await refusal(update)).toMatchObject({ error: 'message_not_found' })
    const stranger = web.chat.postEphemeral({ channel: INCIDENTS, user: 'U0NOBODY', text: 'x' })
    expect(await refusal(stranger)).toMatchObject({ error: 'user_not_in_channel' })
  })

  it('names an argument that is missing', async () => {
    const { web } = await start()
    expect(await refusal(web.apiCall('chat.postMessage', { text: 'x' }))).toMatchObject({
      error: 'invalid_arguments',
      response_metadata: { messages: ['[ERROR] missing required field: channel'] },
    })
    expect(await refusal(web.apiCall('views.open', { trigger_id: 'x' }))).toMatchObject({
      errors: ['missing required field: view'],
    })
  })

  it('makes permalinks that lead to the page', async () => {
    const bench = await start()
    const [ts = ''] = await posting(bench, 1)
    const reply = await bench.web.chat.postMessage({ channel: INCIDENTS, thread_ts: ts, text: 'reply' })
    for (const message_ts of [ts, reply.ts ?? '']) {
      const { permalink = '' } = await bench.web.chat.getPermalink({ channel: INCIDENTS, message_ts })
      expect(permalink).toContain(`/p${message_ts.replace('.', '')}`)
      const answer = await fetch(permalink, { redirect: 'manual' })
      expect(answer.headers.get('location')).toBe(permalink.replace(bench.slack.url, '/#'))
    }
  })
})

describe('reading', () => {
  it('pages a channel newest first, to the end', async () => {
    const bench = await start()
    const stamps = await posting(bench, 7)
    const read = await readAll(bench, 'conversations.history', { limit: 3 })
    expect(read.map(({ ts }) => ts)).toEqual(stamps.toReversed())
  })

  it('pages a thread oldest first and keeps replies out of the channel', async () => {
    const bench = await start()
    const [thread_ts = ''] = await posting(bench, 1)
    for (const text of ['1', '2', '3'])
      await bench.web.chat.postMessage({ channel: INCIDENTS, thread_ts, text })
    const read = await readAll(bench, 'conversations.replies', { ts: thread_ts, limit: 2 })
    expect(read.map(({ text }) => text)).toEqual(['message 0', '1', '2', '3'])
    expect((await bench.web.conversations.history({ channel: INCIDENTS })).messages).toHaveLength(1)
  })

  it.each([
    [{ inclusive: false }, ['message 2']],
    [{ inclusive: true }, ['message 3', 'message 2', 'message 1']],
    [{ inclusive: false, limit: 1 }, ['message 2']],
  ])('reads between two messages with %o', async (options, expected) => {
    const bench = await start()
    const stamps = await posting(bench, 5)
    const span = { oldest: stamps[1] ?? '', latest: stamps[3] ?? '' }
    const read = await readAll(bench, 'conversations.history', { ...span, ...options })
    expect(read.map(({ text }) => text)).toEqual(expected)
  })

  it('shows metadata only when asked', async () => {
    const { web } = await start()
    const metadata = { event_type: 'investigation', event_payload: { id: '1' } }
    const { ts = '' } = await web.chat.postMessage({ channel: INCIDENTS, text: 'x', metadata })
    const plain = await web.conversations.replies({ channel: INCIDENTS, ts })
    const full = await web.conversations.replies({ channel: INCIDENTS, ts, include_all_metadata: true })
    expect(plain.messages?.[0]).not.toHaveProperty('metadata')
    expect(full.messages?.[0]).toMatchObject({ metadata })
  })

  it('refuses to read where the bot is not, and threads that are not', async () => {
    const { web } = await start()
    expect(await refusal(web.conversations.history({ channel: RANDOM }))).toMatchObject({
      error: 'not_in_channel',
    })
    const missing = web.conversations.replies({ channel: INCIDENTS, ts: '1.000001' })
    expect(await refusal(missing)).toMatchObject({ error: 'thread_not_found' })
    const cursor = web.conversations.history({ channel: INCIDENTS, cursor: 'nonsense' })
    expect(await refusal(cursor)).toMatchObject({ error: 'invalid_cursor' })
  })

  it('returns a person with the current offset of their zone', async () => {
    const { web } = await start()
    const { user } = await web.users.info({ user: 'U0LINUS' })
    expect(user).toMatchObject({ tz: 'Asia/Tokyo', tz_offset: 9 * 3600, is_bot: false })
    expect(user).not.toHaveProperty('locale')
    const asked = await web.users.info({ user: 'U0TOM', include_locale: true })
    expect(asked.user).toMatchObject({ locale: 'de-DE' })
    expect(await refusal(web.users.info({ user: 'U0NOBODY' }))).toMatchObject({ error: 'user_not_found' })
  })

  it('returns the members of channels and groups', async () => {
    const { web, slack } = await start()
    const first = await web.conversations.members({ channel: INCIDENTS, limit: 4 })
    const cursor = first.response_metadata?.next_cursor ?? ''
    const rest = await web.conversations.members({ channel: INCIDENTS, limit: 4, cursor })
    expect([...(first.members ?? []), ...(rest.members ?? [])]).toEqual([
      ADA,
      'U0GRACE',
      'U0LINUS',
      'U0MARY',
      'U0TOM',
      'U0GUS',
      slack.botUserId,
    ])
    expect((await web.conversations.info({ channel: RANDOM })).channel).toMatchObject({ is_member: false })
  })

  it('returns the members of a user group: none of a disabled one, and an organisation’s without a workspace', async () => {
    const { web } = await start()
    const list = (usergroup: string, rest: { team_id?: string; include_disabled?: boolean } = {}) =>
      web.usergroups.users.list({ usergroup, ...rest })
    const team_id = 'T0EXAMPLE'
    expect((await list('S0ONCALL')).users).toEqual([ADA, 'U0GRACE'])
    expect((await list('S0ONCALL', { team_id })).users).toEqual([ADA, 'U0GRACE'])
    expect((await list('S0FORMER')).users).toEqual([])
    expect((await list('S0FORMER', { include_disabled: true })).users).toEqual(['U0LINUS'])
    expect((await list('S0DATA')).users).toEqual(['U0LINUS'])
    expect(await refusal(list('S0DATA', { team_id }))).toMatchObject({ error: 'no_such_subteam' })
    expect(await refusal(list('S0NOBODY'))).toMatchObject({ error: 'no_such_subteam' })
    expect(await refusal(list('S0ONCALL', { team_id: 'T0OTHER' }))).toMatchObject({ error: 'team_not_found' })
  })
})

describe('storage and faults', () => {
  it('keeps messages and members over a restart, and never gives a ts twice', async () => {
    const directory = await temporaryDirectory()
    const first = await start({ directory })
    const [ts = ''] = await posting(first, 1)
    await first.web.chat.postEphemeral({ channel: INCIDENTS, user: ADA, text: 'only you' })
    await first.slack.client.invite({ user: ADA, channel: RANDOM })
    await first.slack.close()
    const second = await start({ directory, now: () => new Date(0) })
    expect(second.slack.client.messages(INCIDENTS)).toMatchObject([{ ts, text: 'message 0' }])
    const [next = ''] = await posting(second, 1)
    expect(next > ts).toBe(true)
    await second.web.chat.postMessage({ channel: RANDOM, text: 'still in' })
  })

  it('is rate limited with Retry-After, and fails with any code, on request', async () => {
    const faults = failing('chat.postMessage', [
      { status: 429, code: 'ratelimited', message: '' },
      { status: 200, code: 'fatal_error', message: '' },
    ])
    const { web, slack } = await start({ faults })
    const post = () => web.chat.postMessage({ channel: INCIDENTS, text: 'x' })
    await expect(post()).rejects.toMatchObject({ code: 'slack_webapi_rate_limited_error', retryAfter: 1 })
    expect(await refusal(post())).toMatchObject({ error: 'fatal_error' })
    expect(slack.client.messages(INCIDENTS)).toEqual([])
    await post()
    expect(slack.client.messages(INCIDENTS)).toHaveLength(1)
  })

  it('can post and then lose the answer', async () => {
    const faults = failing('chat.postMessage', [{ status: 200, code: 'lost-answer', message: '' }])
    const { web, slack } = await start({ faults })
    const post = web.chat.postMessage({ channel: INCIDENTS, text: 'posted all the same' })
    await expect(post).rejects.toMatchObject({ code: 'slack_webapi_request_error' })
    expect(slack.client.messages(INCIDENTS)).toMatchObject([{ text: 'posted all the same' }])
  })
})

/** Fails the first calls of one operation, one fault each. */
function failing(operation: string, faults: NonNullable<ReturnType<Faults['before']>>[]): Faults {
  return { before: (_, called) => (called === operation ? faults.shift() : undefined) }
}
