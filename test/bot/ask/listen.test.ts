import * as z from 'zod'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Block, StateValues } from '../../../infra/local/slack/model/protocol.ts'
import { buttonOf } from '../../support/slack-clicks.ts'
import { investigationsFrom } from '../../../bot/items/investigations.ts'
import { TABLE } from '../../support/dynamodb.ts'
import { type Bot, openBot, stored } from './bot-in-slack.ts'

const ADA = 'U0ADA'
const INCIDENTS = 'C0INCIDENTS'

let bot: Bot
beforeEach(async () => {
  bot = await openBot()
})
afterEach(() => bot.close())

const type = (text: string, channel = INCIDENTS) =>
  bot.slack.client.command({ user: ADA, channel, command: '/s3audit', text })
const ephemeralMessages = (channel = INCIDENTS) =>
  bot.slack.client.messages(channel, undefined, ADA).filter(message => message.ephemeral_to === ADA)
const lastEphemeral = (channel = INCIDENTS) => ephemeralMessages(channel).at(-1)?.text ?? ''
const notices = () => bot.events.filter(event => event.type === 'notice')
const form = () => bot.slack.client.views(ADA).at(-1)
const blockIds = () => form()?.view.blocks.map(block => block.block_id) ?? []
const errors = () => bot.events.flatMap(event => (event.type === 'view_errors' ? [event.errors] : []))
const submit = (values: StateValues = {}) =>
  bot.slack.client.submission({ user: ADA, view_id: form()?.id ?? '', values })

const option = (value: string, text = value) => ({ text: { type: 'plain_text', text, emoji: false }, value })
const chosen = (kind: string, value: string, text?: string) => ({
  type: kind,
  selected_option: option(value, text),
})

const at = (instant: string) => ({
  value: { type: 'datetimepicker', selected_date_time: Date.parse(instant) / 1000 },
})

const choose = (
  block_id: string,
  action_id: string,
  state: Record<string, unknown>,
  values: StateValues = {},
) =>
  bot.slack.client.action({
    user: ADA,
    container: { view_id: form()?.id ?? '' },
    block_id,
    element: { type: String(state.type), action_id },
    state,
    values,
  })

describe('the command', () => {
  it('opens the empty form', async () => {
    await type('')
    expect(blockIds()).toEqual(['question', 'bucket', 'time'])
    expect(await stored(bot)).toEqual([])
  })

  it('opens the form filled in, and starts nothing yet', async () => {
    await type('deletions media-prod last 24h prefix:logs/')
    expect(blockIds()).toContain('object-deletion:prefix')
    expect(JSON.stringify(form())).toContain('"initial_value":"logs/"')
    expect(await stored(bot)).toEqual([])
  })

  it('starts with now at the end and echoes the window', async () => {
    await type('deletions media-prod yesterday 14:00 to 16:00 prefix:logs/ now')
    expect(lastEphemeral()).toBe(
      'Started: *Object deletions* in `media-prod`, 2026-11-20 13:00 to 2026-11-20 15:00 UTC ' +
        '(2 h; Nov 20, 2026, 2:00 PM to Nov 20, 2026, 4:00 PM in Europe/Vienna).',
    )
    const [investigation, ...others] = await stored(bot)
    expect(others).toEqual([])
    expect(investigation?.request).toEqual({
      analysis: 'object-deletion',
      bucket: 'media-prod',
      window: { from: '2026-11-20T13:00:00Z', to: '2026-11-20T15:00:00Z' },
      parameters: { prefix: 'logs/', markersOnly: false },
      logs: 'auto',
      channel: INCIDENTS,
      asker: { user: ADA, team: 'T0EXAMPLE', timeZone: 'Europe/Vienna', locale: 'en-US' },
    })
  })

  it('says that an end in the future was cut', async () => {
    await type('deletions media-prod 2026-11-21 07:00 to 2026-11-21 23:00 now')
    expect(lastEphemeral()).toContain('The end was in the future')
  })

  it('answers mistakes with what was typed and what to type', async () => {
    await type('deletons media-prd 24h now')
    expect(lastEphemeral()).toContain('`/s3audit deletons media-prd 24h now`')
    expect(lastEphemeral()).toContain('`/s3audit object-deletion media-prod 24h now`')
    expect(await stored(bot)).toEqual([])
  })

  it('helps', async () => {
    await type('help')
    expect(lastEphemeral()).toContain('/s3audit object-deletion media-prod 24h now')
    await type('help 403')
    expect(lastEphemeral()).toContain('Who was refused, doing what, and why?')
  })

  it('does nothing in a channel that is not listed, and says whom to ask', async () => {
    for (const text of ['', 'help', 'deletions media-prod now']) await type(text, 'C0RANDOM')
    expect(ephemeralMessages('C0RANDOM')).toHaveLength(3)
    expect(lastEphemeral('C0RANDOM')).toContain('<@U0OWNER>')
    expect(form()).toBeUndefined()
    expect(await stored(bot)).toEqual([])
  })

  it('tells a reference and no internals when it fails', async () => {
    bot.deps.investigations.create = () => Promise.reject(new Error('secret table name'))
    await type('deletions media-prod now')
    expect(lastEphemeral()).toMatch(/reference: [0-9a-f]{8}\..*`\/s3audit deletions media-prod now`/s)
    expect(lastEphemeral()).not.toContain('secret')
    expect(notices()).toEqual([])
  })
})

/** The questions that the form offers, by group. */
const labels = async (value: string) => {
  const typed = {
    user: ADA,
    view_id: form()?.id ?? '',
    block_id: 'question',
    action_id: 'choose-question',
    value,
  }
  const { option_groups: groups = [] } = await bot.slack.client.suggestion(typed)
  return groups.map(({ label, options }) => [label.text, ...options.map(option => option.value)])
}
/** What a select of the form begins with. */
const initial = (block: string) => {
  const { element } = z
    .object({ element: z.looseObject({ initial_option: z.object({ value: z.string() }).optional() }) })
    .parse(form()?.view.blocks.find(({ block_id }) => block_id === block))
  return element.initial_option?.value
}

describe('the form of somebody who asked before', () => {
  let later = 0
  /** One after the other: the list is by time. */
  const ask = async (text: string, user = ADA) => {
    const at = bot.deps.now().getTime() + ++later
    bot.deps.investigations = investigationsFrom(bot.documents, TABLE, () => new Date(at))
    await bot.slack.client.command({ user, channel: INCIDENTS, command: '/s3audit', text: `${text} now` })
  }

  it('opens with what was asked last: the question, the bucket, the log', async () => {
    await ask('deletions media-prod 1h')
    await ask('object-history invoices 24h key:a logs:cloudtrail')
    await ask('access-denied data-lake 24h', 'U0GRACE')
    await type('')
    expect(initial('question')).toBe('object-history')
    expect(initial('bucket')).toBe('invoices')
    expect(initial('object-history:logs')).toBe('cloudtrail')
    expect(JSON.stringify(form()?.view)).not.toContain('"initial_value":"a"')
  })

  it('keeps to what was typed: the question of another bucket stays open', async () => {
    await ask('object-history invoices 24h logs:cloudtrail')
    await type('media-prod')
    expect([initial('question'), initial('bucket')]).toEqual([undefined, 'media-prod'])
    await type('deletions')
    expect([initial('question'), initial('bucket')]).toEqual(['object-deletion', 'invoices'])
    expect(initial('object-deletion:logs')).toBe('auto')
    await auditMessage('s3://media-prod/')
    expect([initial('question'), initial('bucket')]).toEqual([undefined, 'media-prod'])
  })

  it('offers recent questions first, the newest first, without duplicates', async () => {
    await ask('deletions media-prod 1h')
    await ask('access-denied invoices 1h')
    await ask('object-deletion invoices 24h')
    await type('')
    const [recent, ...groups] = await labels('')
    expect(recent).toEqual(['Asked recently', 'object-deletion', 'access-denied'])
    expect(groups.flat()).not.toContain('object-deletion')
    expect((await labels('denied')).flat()).not.toContain('Asked recently')
    const select = JSON.stringify(form()?.view.blocks.find(({ block_id }) => block_id === 'bucket'))
    expect([...select.matchAll(/"value":"([\w-]+)"/g)].map(([, name]) => name).slice(0, 3)).toEqual([
      'invoices',
      'media-prod',
      'data-lake',
    ])
  })

  it('offers nothing that may not be asked any more', async () => {
    await ask('access-denied invoices 1h')
    await ask('deletions media-prod 1h')
    bot.deps.settings.buckets = ['invoices', 'data-lake']
    await type('')
    expect([initial('question'), initial('bucket')]).toEqual(['access-denied', 'invoices'])
  })

  it('opens without it where it cannot be read', async () => {
    await ask('deletions media-prod 1h')
    bot.deps.investigations.recent = () => Promise.reject(new Error('slow down'))
    await type('')
    expect(blockIds()).toEqual(['question', 'bucket', 'time'])
    expect((await labels('')).flat()).toContain('object-deletion')
  })
})

describe('the form', () => {
  it('starts one investigation however often it is submitted', async () => {
    await type('deletions media-prod 24h')
    const view_id = form()?.id ?? ''
    const twice = [1, 2].map(() => bot.slack.client.submission({ user: ADA, view_id, values: {} }))
    await Promise.all(twice)
    expect(form()).toBeUndefined()
    expect((await stored(bot)).map(({ request }) => request.analysis)).toEqual(['object-deletion'])
  })

  it('changes its fields with the question and keeps what was typed', async () => {
    await type('deletions media-prod 24h')
    const typed = { 'object-deletion:prefix': { value: { type: 'plain_text_input', value: 'logs/' } } }
    await choose(
      'question',
      'choose-question',
      chosen('external_select', 'access-denied', 'Access denied'),
      typed,
    )
    expect(blockIds()).toContain('access-denied:prefix')
    await submit()
    expect((await stored(bot))[0]?.request).toMatchObject({
      analysis: 'access-denied',
      bucket: 'media-prod',
      parameters: { prefix: 'logs/' },
    })
  })

  it('shows the two pickers for from–to, and takes their times', async () => {
    await type('deletions media-prod 24h')
    await choose('time', 'choose-time', chosen('radio_buttons', 'range', 'From … to …'))
    expect(blockIds()).toEqual(expect.arrayContaining(['from', 'to']))
    await submit({ from: at('2026-11-20T10:00:00Z'), to: at('2026-11-20T09:00:00Z') })
    expect(errors()).toEqual([{ to: expect.stringContaining('end is before the start') as unknown }])
    await submit({ to: at('2026-11-20T12:00:00Z') })
    expect((await stored(bot))[0]?.request.window).toEqual({
      from: '2026-11-20T10:00:00Z',
      to: '2026-11-20T12:00:00Z',
    })
  })

  it('shows the new fields instead of starting when it was submitted before they arrived', async () => {
    await type('deletions media-prod 24h')
    await submit({
      question: { 'choose-question': chosen('external_select', 'access-denied', 'Access denied') },
    })
    expect(blockIds()).toContain('access-denied:prefix')
    expect(await stored(bot)).toEqual([])
    await submit()
    expect((await stored(bot)).map(({ request }) => request.analysis)).toEqual(['access-denied'])
  })

  it('is authorised again when it is submitted', async () => {
    await type('deletions media-prod 24h')
    bot.deps.settings.buckets = ['invoices']
    await submit()
    bot.deps.settings.channels = []
    await submit()
    expect(errors()).toEqual([
      { bucket: expect.stringContaining('media-prod') as unknown },
      { question: expect.stringContaining('not answer in this channel') as unknown },
    ])
    expect(await stored(bot)).toEqual([])
  })

  it('keeps what was typed when something of ours fails', async () => {
    await type('deletions media-prod 24h')
    bot.deps.investigations.create = () => Promise.reject(new Error('secret'))
    await submit()
    expect(errors()).toEqual([{ question: expect.stringMatching(/reference: [0-9a-f]{8}/) as unknown }])
    expect(JSON.stringify(errors())).not.toContain('secret')
    expect(form()).toBeDefined()
  })
})

/** Chooses “Audit this object” on a message of this text; `blocks` make it a message of the app. */
async function auditMessage(
  text: string,
  { channel = INCIDENTS, blocks }: { channel?: string; blocks?: Block[] } = {},
) {
  if (blocks) await bot.deps.thread.post(channel, { text, blocks }, { investigation: 'x', part: 'reply' })
  else await bot.slack.client.message({ user: ADA, channel, text })
  const message_ts = bot.slack.client.messages(channel).at(-1)?.ts ?? ''
  await bot.slack.client.shortcut({ user: ADA, channel, message_ts, callback_id: 'audit-object' })
}
const formText = () => JSON.stringify(form()?.view)

describe('the shortcut “Audit this object”', () => {
  it.each([
    ['an S3 URI', 'who touched s3://invoices/2024/0117.pdf?'],
    ['an ARN', 'arn:aws:s3:::invoices/2024/0117.pdf'],
    ['a virtual-hosted URL', '<https://invoices.s3.eu-west-1.amazonaws.com/2024/0117.pdf>'],
    ['a path-style URL', '<https://s3.amazonaws.com/invoices/2024/0117.pdf|this>'],
    [
      'a link to the console',
      '<https://console.aws.amazon.com/s3/object/invoices?region=eu-west-1&amp;prefix=2024/0117.pdf>',
    ],
    [
      'an address after one of a bucket that may not be asked about',
      's3://other-bucket/a and s3://invoices/2024/0117.pdf',
    ],
  ])('opens the form filled in from %s, and starts nothing yet', async (_, text) => {
    await auditMessage(text)
    expect(blockIds()).toContain('object-history:key')
    expect(formText()).toContain('"initial_value":"2024/0117.pdf"')
    expect(formText()).toContain('"initial_option":{"text":{"type":"plain_text","text":"invoices"')
    expect(await stored(bot)).toEqual([])
    await submit()
    expect((await stored(bot))[0]?.request).toMatchObject({
      analysis: 'object-history',
      bucket: 'invoices',
      parameters: { key: '2024/0117.pdf' },
      channel: INCIDENTS,
    })
  })

  it('asks for all below a prefix; a bucket alone leaves the question open', async () => {
    await auditMessage('s3://invoices/2024/')
    expect(blockIds()).toContain('object-history:prefix')
    expect(formText()).toContain('"initial_value":"2024/"')
    await auditMessage('arn:aws:s3:::invoices')
    expect(blockIds()).toEqual(['question', 'bucket', 'time'])
    expect(formText()).toContain('"initial_option":{"text":{"type":"plain_text","text":"invoices"')
  })

  it('reads text that is only in blocks', async () => {
    const link = { type: 'link', url: 'https://invoices.s3.amazonaws.com/a%20b.txt', text: 'a file' }
    const elements = [{ type: 'rich_text_section', elements: [link] }]
    await auditMessage('An alarm', { blocks: [{ type: 'rich_text', elements }] })
    expect(formText()).toContain('"initial_value":"a b.txt"')
    const code = { type: 'text', text: 's3://invoices/c d.txt', style: { code: true } }
    await auditMessage('An alarm', {
      blocks: [{ type: 'rich_text', elements: [{ type: 'rich_text_section', elements: [code] }] }],
    })
    expect(formText()).toContain('"initial_value":"c d.txt"')
  })

  it('takes nothing of a signature with it', async () => {
    const { warn, error } = console
    const logged: unknown[] = []
    console.warn = console.error = (...words: unknown[]) => logged.push(words)
    await auditMessage(
      '<https://invoices.s3.amazonaws.com/a.pdf?X-Amz-Credential=ASIA1&amp;X-Amz-Signature=5ec7e7>',
    )
    expect(formText()).toContain('"initial_value":"a.pdf"')
    await submit()
    Object.assign(console, { warn, error })
    const kept = JSON.stringify([await stored(bot), formText(), logged])
    expect(kept).not.toMatch(/5ec7e7|ASIA1|X-Amz/)
  })

  it('says what it looks for where a message names nothing', async () => {
    await auditMessage('The disk is full: https://example.com/s3/a')
    expect(form()?.view.title?.text).toBe('No object found')
    expect(formText()).toContain('s3://bucket/key')
  })

  it('refuses a bucket that may not be asked about, and a channel that is not listed', async () => {
    await auditMessage('s3://media-prd/a')
    expect(form()?.view.title?.text).toBe('Not allowed')
    expect(formText()).toContain('Did you mean `media-prod`?')
    await auditMessage('s3://invoices/a', { channel: 'C0RANDOM' })
    expect(form()?.view.title?.text).toBe('s3audit is not here')
    expect(formText()).toContain('<@U0OWNER>')
  })

  it('tells a reference and no internals when it fails', async () => {
    bot.deps.thread.openView = () => Promise.reject(new Error('secret'))
    await auditMessage('s3://invoices/a')
    expect(lastEphemeral()).toMatch(/reference: [0-9a-f]{8}/)
    expect(lastEphemeral()).not.toContain('secret')
  })
})

const mention = (
  text: string,
  { channel = INCIDENTS, thread_ts }: { channel?: string; thread_ts?: string } = {},
) =>
  bot.slack.client.message({
    user: ADA,
    channel,
    text: `<@U0S3AUDIT> ${text}`,
    ...(thread_ts !== undefined && { thread_ts }),
  })
const pressOpen = async (postEphemeral = ephemeralMessages().at(-1)) => {
  const button = buttonOf(postEphemeral, 'open-form')
  if (!postEphemeral || !button) throw new Error('There is no button')
  await bot.slack.client.action({
    user: ADA,
    container: { message_ts: postEphemeral.ts, channel: postEphemeral.channel },
    ...button,
  })
}

describe('a mention', () => {
  it('is told what was understood of it, and its button opens the form with that', async () => {
    await mention('who deleted invoices/2024 in media-prod yesterday')
    expect(ephemeralMessages()).toHaveLength(1)
    expect(lastEphemeral()).toContain('Question: Who deleted this object')
    expect(lastEphemeral()).toContain('Bucket: `media-prod`')
    expect(lastEphemeral()).toContain('prefix: `invoices/2024`')
    expect(lastEphemeral()).toContain('2026-11-19 23:00 to 2026-11-20 23:00 UTC')
    expect(lastEphemeral()).toContain('in Europe/Vienna')
    expect(form()).toBeUndefined()
    await pressOpen()
    expect(await stored(bot)).toEqual([])
    await submit()
    expect((await stored(bot))[0]?.request).toMatchObject({
      analysis: 'who-deleted-object',
      bucket: 'media-prod',
      window: { from: '2026-11-19T23:00:00Z', to: '2026-11-20T23:00:00Z' },
      parameters: { prefix: 'invoices/2024' },
    })
  })

  it('in a thread is answered in the thread', async () => {
    await bot.slack.client.message({ user: ADA, channel: INCIDENTS, text: 'An incident' })
    const root = bot.slack.client.messages(INCIDENTS).at(-1)?.ts ?? ''
    await mention('who deleted a/b in media-prod', { thread_ts: root })
    const told = bot.slack.client.messages(INCIDENTS, root, ADA).at(-1)
    expect([told?.ephemeral_to, told?.thread_ts]).toEqual([ADA, root])
    await pressOpen(told)
    expect(blockIds()).toContain('who-deleted-object:prefix')
  })

  it('without words, or with a mistake, helps all the same, and the form opens with what stands', async () => {
    await mention('')
    expect(lastEphemeral()).toContain('/s3audit object-deletion media-prod 24h now')
    await pressOpen()
    expect(blockIds()).toEqual(['question', 'bucket', 'time'])
    await mention('who deleted things in media-prd <!channel> `')
    expect(lastEphemeral()).toContain('I took it for media-prod.')
    expect(lastEphemeral()).toContain('Not understood: `things`')
    expect(lastEphemeral()).not.toContain('<!channel>')
    await pressOpen()
    expect(blockIds()).toContain('object-deletion:prefix')
    expect(notices()).toEqual([])
  })

  it('opens the form without parameters that are too long for a button', async () => {
    await mention(`who deleted a/${'b'.repeat(900)} in media-prod prefix:${'c'.repeat(1200)}/`)
    await pressOpen()
    expect(blockIds()).toContain('who-deleted-object:key')
    expect(notices()).toEqual([])
  })

  it('is refused in a channel that is not listed, also by a button of before', async () => {
    await mention('who deleted a/b in media-prod')
    bot.deps.settings.channels = []
    await pressOpen()
    expect(form()).toBeUndefined()
    expect(lastEphemeral()).toContain('does not answer in this channel')
    await mention('who deleted a/b in media-prod')
    expect(lastEphemeral()).toContain('<@U0OWNER>')
    expect(buttonOf(ephemeralMessages().at(-1), 'open-form')).toBeUndefined()
  })

  it('reaches nobody where the bot is not; Slack says how to bring it', async () => {
    await mention('who deleted a/b in media-prod', { channel: 'C0RANDOM' })
    expect(ephemeralMessages('C0RANDOM')).toEqual([])
    expect(notices()).toMatchObject([{ text: expect.stringContaining('/invite @s3audit') as unknown }])
  })

  it('tells a reference and no internals when it fails', async () => {
    bot.deps.thread.reader = () => Promise.reject(new Error('secret'))
    await mention('who deleted a/b in media-prod')
    expect(lastEphemeral()).toMatch(/reference: [0-9a-f]{8}/)
    expect(lastEphemeral()).not.toContain('secret')
  })
})

describe('the buttons', () => {
  const names = ['cancel-investigation', 'get-csv', 'renew-csv', 'show-sql', 'ask-again', 'open-csv']

  /** Starts an investigation and posts its buttons, as the reply does. */
  async function startWithButtons(id?: string) {
    await type('deletions media-prod 24h now')
    const [investigation] = await stored(bot)
    const value = id ?? investigation?.id ?? ''
    const elements = names.map(action_id => ({
      type: 'button',
      action_id,
      value,
      text: { type: 'plain_text', text: action_id },
    }))
    const blocks: Block[] = [{ type: 'actions', block_id: 'buttons', elements }]
    const mark = { investigation: value, part: 'reply' } as const
    const { ts } = await bot.deps.thread.post(INCIDENTS, { text: 'buttons', blocks }, mark)
    return (action_id: string) =>
      bot.slack.client.action({
        user: ADA,
        container: { message_ts: ts, channel: INCIDENTS },
        block_id: 'buttons',
        element: { type: 'button', action_id },
      })
  }

  it('answers every button', async () => {
    const press = await startWithButtons()
    for (const name of names) await press(name)
    expect(notices()).toEqual([])
  })

  it('records the wish to cancel', async () => {
    const press = await startWithButtons()
    await press('cancel-investigation')
    expect((await stored(bot))[0]?.cancel?.by).toBe(ADA)
    expect(lastEphemeral()).toContain('Cancelling')
  })

  it('tells that there is no CSV yet, and shows the SQL in a window', async () => {
    const press = await startWithButtons()
    await press('get-csv')
    expect(lastEphemeral()).toContain('no CSV')
    await press('show-sql')
    expect(form()?.view.title?.text).toBe('The SQL')
  })

  it('asks the same again, once for a double click', async () => {
    const press = await startWithButtons()
    await Promise.all([press('ask-again'), press('ask-again')])
    const [first, second, ...others] = await stored(bot)
    expect(second?.request).toEqual(first?.request)
    expect(others).toEqual([])
  })

  it('refuses everyone who may no longer ask', async () => {
    const press = await startWithButtons()
    bot.deps.settings.buckets = []
    for (const name of names.slice(0, 5)) {
      await press(name)
      expect(lastEphemeral()).toContain('may not be asked about the bucket `media-prod`')
    }
    expect(form()).toBeUndefined()
    expect((await stored(bot)).map(({ cancel }) => cancel)).toEqual([undefined])
  })

  it('says that an investigation is no longer kept', async () => {
    const press = await startWithButtons('0000000000000000')
    for (const name of names.slice(0, 5)) {
      await press(name)
      expect(lastEphemeral()).toContain('no longer kept')
    }
  })

  it('tells a reference and no internals when it fails', async () => {
    const press = await startWithButtons()
    bot.deps.investigations.load = () => Promise.reject(new Error('secret'))
    await press('get-csv')
    expect(lastEphemeral()).toMatch(/reference: [0-9a-f]{8}/)
    expect(lastEphemeral()).not.toContain('secret')
  })
})
