import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import * as z from 'zod'
import type { Block, StateValues } from '../../../infra/local/slack/model/protocol.ts'
import { homeToShow, personItemSchema } from '../../../bot/items/people.ts'
import { type Bot, openBot, stored, showHomeOf } from './bot-in-slack.ts'

const ADA = 'U0ADA'
const GRACE = 'U0GRACE'
const INCIDENTS = 'C0INCIDENTS'
const RANDOM = 'C0RANDOM'

let bot: Bot
beforeEach(async () => {
  bot = await openBot()
})
afterEach(() => bot.close())

const home = (user = ADA) => bot.slack.client.state(user).home
const homeText = (user = ADA) => JSON.stringify(home(user)?.view.blocks ?? [])
const openHome = (user = ADA) => bot.slack.client.home({ user })
const ask = (text: string, user = ADA) =>
  bot.slack.client.command({ user, channel: INCIDENTS, command: '/s3audit', text: `${text} now` })
const form = () => bot.slack.client.views(ADA).at(-1)
const errors = () => bot.events.flatMap(event => (event.type === 'view_errors' ? [event.errors] : []))
const notices = () => bot.events.filter(event => event.type === 'notice')

const element = z.looseObject({ type: z.string(), action_id: z.string() })
/** The buttons of a view or message with this action, each with its block. */
const buttons = (blocks: readonly Block[] = [], action: string) =>
  blocks.flatMap(({ block_id = '', accessory, elements }) =>
    [accessory, ...(Array.isArray(elements) ? elements : [])].flatMap(one => {
      const { data } = element.safeParse(one)
      return data?.action_id === action ? [{ block_id, element: data }] : []
    }),
  )
const press = async (action: string, user = ADA) => {
  const [button] = buttons(home(user)?.view.blocks, action)
  if (!button) throw new Error(`There is no ${action}`)
  await bot.slack.client.action({ user, container: { view_id: home(user)?.id ?? '' }, ...button })
}
const submit = (values: StateValues = {}) =>
  bot.slack.client.submission({ user: ADA, view_id: form()?.id ?? '', values })
const into = (selected_conversation: string): StateValues => ({
  channel: { 'choose-channel': { type: 'conversations_select', selected_conversation } },
})

/** Presses “Save this question” below a message that has the buttons of an answer. */
async function save(user = ADA): Promise<string> {
  const [investigation] = (await stored(bot)).slice(-1)
  const value = investigation?.id ?? ''
  const star = { type: 'button', action_id: 'save-question', value, text: { type: 'plain_text', text: 'x' } }
  const blocks: Block[] = [{ type: 'actions', block_id: 'b', elements: [star] }]
  const { ts } = await bot.deps.thread.post(
    INCIDENTS,
    { text: 'x', blocks },
    { investigation: value, part: 'reply' },
  )
  const container = { message_ts: ts, channel: INCIDENTS }
  await bot.slack.client.action({ user, container, block_id: 'b', element: star })
  return bot.slack.client.messages(INCIDENTS, undefined, user).findLast(one => one.ephemeral_to)?.text ?? ''
}

const chosen = (type: string, value: string) => ({
  type,
  selected_option: { text: { type: 'plain_text', text: value, emoji: false }, value },
})

const favourite = (id: string) => ({
  id,
  analysis: 'overview',
  bucket: 'invoices',
  parameters: {},
  logs: 'auto' as const,
  seconds: 3600,
})

describe('the home', () => {
  it('of somebody new says where to begin', async () => {
    await openHome()
    expect(homeText()).toContain('Ask about a bucket')
    expect(homeText()).toContain('You have not asked anything recently.')
    expect(homeText()).toContain('Save this question')
    expect(homeText()).toContain('`media-prod`, `invoices`, `data-lake`: every question')
    expect(notices()).toEqual([])
  })

  it('has what runs of the person, what they may ask where they asked, and nothing of others', async () => {
    await ask('deletions media-prod 24h')
    await ask('access-denied data-lake 24h', GRACE)
    await openHome()
    expect(homeText()).toContain('*Object deletions* in `media-prod`')
    expect(homeText()).toContain('Running for')
    expect(homeText()).toMatch(/ UTC \(24 h; .* in Europe\/Vienna\)/)
    expect(homeText()).not.toContain('Access denied')
    expect(homeText()).toContain(`In <#${INCIDENTS}>`)
    expect(homeText()).toContain('`media-prod`, `invoices`, `data-lake`: every question')
  })

  it('forgets what may not be asked any more', async () => {
    await ask('deletions media-prod 24h')
    await save()
    bot.deps.settings.buckets = ['invoices']
    await openHome()
    expect(homeText()).not.toContain('media-prod')
    bot.deps.settings.channels = []
    await openHome()
    expect(homeText()).not.toContain('`invoices`')
  })

  it('names what a rule for this person allows everywhere', async () => {
    bot.deps.settings.rules = [
      { name: 'ada', channels: ['*'], people: [ADA], buckets: ['audit-*'], analyses: ['access-denied'] },
    ]
    await openHome()
    await openHome(GRACE)
    expect(homeText()).toContain('In every channel')
    expect(homeText()).toContain('`audit-*`: `access-denied`')
    expect(homeText(GRACE)).not.toContain('audit-')
  })

  it('names the channels of a rule for this person, once, also where they asked', async () => {
    bot.deps.settings.rules = [
      { name: 'ada', channels: [INCIDENTS, RANDOM], people: [ADA], buckets: ['audit-*'], analyses: 'all' },
    ]
    await ask('deletions media-prod 24h')
    await openHome()
    expect(homeText()).not.toContain('In every channel')
    expect(homeText()).toContain(`*In <#${INCIDENTS}>, <#${RANDOM}>*\\n• \`audit-*\`: every question`)
    expect(homeText().match(/audit-\*/g)).toHaveLength(1)
    expect(homeText()).toContain(`*In <#${INCIDENTS}>*`)
  })

  it('shows one investigation with the way to its thread, to the one who asked', async () => {
    await ask('deletions media-prod 24h')
    await openHome()
    await press('home-show')
    expect(JSON.stringify(form()?.view)).toContain('*Object deletions* in `media-prod`')
    expect(form()?.view.title?.text).toBe('Investigation')
    bot.deps.settings.buckets = ['invoices']
    await press('home-show')
    expect(form()?.view.title?.text).toBe('Not allowed')
    expect(notices()).toEqual([])
  })

  it('tells a reference and no internals when it fails', async () => {
    bot.deps.investigations.recent = () => Promise.resolve([])
    bot.deps.people.openedHome = () => Promise.reject(new Error('secret'))
    await openHome()
    expect(homeText()).toMatch(/reference: [0-9a-f]{8}/)
    expect(homeText()).not.toContain('secret')
  })

  it('tells the same when it fails later, and owes nothing then', async () => {
    bot.deps.investigations.recent = () => Promise.reject(new Error('secret'))
    const log = vi.spyOn(console, 'error').mockReturnValue()
    await openHome()
    expect(homeText()).toMatch(/reference: [0-9a-f]{8}/)
    expect(homeText()).not.toContain('secret')
    expect(String(log.mock.lastCall)).toContain('secret')
    expect(await bot.deps.investigations.openIds()).toEqual([])
    log.mockRestore()
  })

  it('is tried again while Slack takes nothing, and not for ever', async () => {
    const log = vi.spyOn(console, 'error').mockReturnValue()
    bot.deps.thread = {
      ...bot.deps.thread,
      publishHome: () => Promise.reject(new Error('no')),
      say: () => Promise.reject(new Error('no')),
    }
    await bot.deps.people.openedHome({ user: ADA })
    const [id = ''] = await bot.deps.investigations.openIds()
    await expect(showHomeOf(id, bot.deps)).rejects.toThrow('no')
    expect(await bot.deps.investigations.openIds()).toEqual([id])
    const now = new Date(bot.deps.now().getTime() + 11 * 60_000)
    await showHomeOf(id, { ...bot.deps, now: () => now })
    expect(await bot.deps.investigations.openIds()).toEqual([])
    log.mockRestore()
  })

  it('is shown again where it was opened again meanwhile', async () => {
    const { people, investigations } = bot.deps
    await people.openedHome({ user: ADA })
    const [id = ''] = await investigations.openIds()
    const toShow = async () => homeToShow(personItemSchema.parse(await bot.deps.work.load(id)))
    const home = await toShow()
    if (!home) throw new Error('There is nothing to show')
    await people.homeShown({ ...home, openedAt: home.openedAt - 1 })
    expect(await investigations.openIds()).toEqual([id])
    await people.homeShown(home)
    expect(await toShow()).toBeUndefined()
  })
})

describe('the form, opened from the home', () => {
  it('asks where the answer goes, offers what may be asked there, and starts there', async () => {
    await openHome()
    await press('home-start')
    const ids = () => form()?.view.blocks.map(({ block_id }) => block_id)
    expect(ids()).toEqual(['channel', 'question', 'bucket', 'time'])
    await bot.slack.client.action({
      user: ADA,
      container: { view_id: form()?.id ?? '' },
      block_id: 'channel',
      element: { type: 'conversations_select', action_id: 'choose-channel' },
      state: { type: 'conversations_select', selected_conversation: INCIDENTS },
    })
    expect(JSON.stringify(form()?.view)).toContain('media-prod')
    await submit({
      question: { 'choose-question': chosen('external_select', 'object-deletion') },
      bucket: { value: chosen('static_select', 'media-prod') },
    })
    // The question's own inputs are shown before anything starts.
    expect(await stored(bot)).toEqual([])
    await submit()
    expect((await stored(bot)).map(({ request }) => [request.channel, request.bucket])).toEqual([
      [INCIDENTS, 'media-prod'],
    ])
  })

  it('begins with what was asked last, and where', async () => {
    await ask('deletions media-prod 24h')
    await openHome()
    await press('home-start')
    const shown = JSON.stringify(form()?.view)
    expect(shown).toContain(`"initial_conversation":"${INCIDENTS}"`)
    expect(shown).toContain('"value":"object-deletion"')
    await submit(into(RANDOM))
    expect(errors()).toEqual([{ channel: expect.stringContaining('not answer in this channel') as unknown }])
    expect(await stored(bot)).toHaveLength(1)
    // Neither is offered: the answer would reach somebody else.
    for (const forged of ['D0GRACE', 'U0GRACE']) {
      await submit(into(forged))
      expect(errors().at(-1)).toEqual({ channel: 'Choose where the answer goes.' })
    }
    expect(await stored(bot)).toHaveLength(1)
    await submit(into(INCIDENTS))
    expect(form()).toBeUndefined()
  })

  it('does not begin where s3audit could not answer', async () => {
    await ask('deletions media-prod 24h')
    const { investigations } = bot.deps
    const [id = ''] = await investigations.openIds()
    const at = bot.deps.now().toISOString()
    const refused = { code: 'not-in-channel' as const, detail: { channel: INCIDENTS }, at }
    const asked = await investigations.load(id)
    await investigations.save({ ...asked!, problem: refused, closedAt: at })
    await openHome()
    await press('home-start')
    expect(JSON.stringify(form()?.view)).not.toContain('"initial_conversation"')
  })
})

describe('a saved question', () => {
  it('is on the home once, opens the form as it was asked, and can be removed', async () => {
    await ask('deletions media-prod 7d prefix:logs/')
    expect(await save()).toContain('Saved')
    expect(await save()).toContain('already')
    await openHome()
    expect(homeText()).toContain('in `media-prod`, the last 7 days · prefix: `logs/`')
    expect(buttons(home()?.view.blocks, 'home-open-favourite')).toHaveLength(1)
    await press('home-open-favourite')
    const shown = JSON.stringify(form()?.view)
    expect(shown).toContain('"initial_value":"logs/"')
    expect(shown).toContain('"value":"7d"}}')
    await submit(into(INCIDENTS))
    const [first, again] = await stored(bot)
    expect(again?.request).toEqual(first?.request)
    await press('home-remove-favourite')
    expect(buttons(home()?.view.blocks, 'home-open-favourite')).toEqual([])
  })

  it('is for the one who saved it, and there is an end to saving', async () => {
    for (const hours of Array.from({ length: 11 }, (_, at) => at + 1)) {
      await ask(`deletions media-prod ${hours}h`)
      const newest = (await stored(bot)).find(
        ({ request: { window } }) => Date.parse(window.to) - Date.parse(window.from) === hours * 3_600_000,
      )
      await bot.deps.people.save(GRACE, {
        id: String(hours),
        analysis: 'object-deletion',
        bucket: newest?.request.bucket ?? '',
        parameters: {},
        logs: 'auto',
        seconds: hours * 3600,
      })
    }
    expect(await bot.deps.people.favourites(GRACE)).toHaveLength(10)
    expect(await bot.deps.people.favourites(ADA)).toEqual([])
    expect(await save(GRACE)).toContain('Remove one in your s3audit Home first')
  })

  it('survives two windows that save at once', async () => {
    await Promise.all(['a', 'b', 'c'].map(id => bot.deps.people.save(ADA, favourite(id))))
    expect((await bot.deps.people.favourites(ADA)).map(({ id }) => id).toSorted()).toEqual(['a', 'b', 'c'])
  })
})
