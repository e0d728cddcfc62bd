import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { messageText } from '../../../infra/local/terminal/text.ts'
import { type Bot, openBot, stored } from './bot-in-slack.ts'

const ADA = 'U0ADA'
const GRACE = 'U0GRACE'
const INCIDENTS = 'C0INCIDENTS'

let bot: Bot
beforeEach(async () => {
  bot = await openBot()
})
afterEach(() => bot.close())

/** Types a command and gives back all that only this person was told. */
async function type(text: string, user = ADA): Promise<string> {
  await bot.slack.client.command({ user, channel: INCIDENTS, command: '/s3audit', text })
  const told = bot.slack.client
    .messages(INCIDENTS, undefined, user)
    .filter(message => message.ephemeral_to === user)
  return told.length > 0 ? messageText(told.at(-1)!) : ''
}

/** Asks, and gives back the id. */
async function asked(text: string, user = ADA): Promise<string> {
  const before = new Set((await stored(bot)).map(({ id }) => id))
  await type(`${text} now`, user)
  return (await stored(bot)).find(({ id }) => !before.has(id))?.id ?? ''
}

describe('list', () => {
  it('lists recent questions, the newest first, with their ids', async () => {
    const first = await asked('deletions media-prod 24h')
    const stands = await bot.deps.investigations.load(first)
    const earlier = new Date(Date.parse(stands!.createdAt) - 60_000).toISOString()
    await bot.deps.investigations.save({ ...stands!, createdAt: earlier })
    const second = await asked('403 invoices 24h', GRACE)
    const all = await type('list')
    expect(all).toContain('2 investigations')
    expect(all.indexOf('Object deletions in media-prod')).toBeGreaterThan(
      all.indexOf('Access denied in invoices'),
    )
    expect([first, second].every(id => all.includes(id))).toBe(true)
  })

  it.each([
    ['list mine', 'media-prod'],
    ['list invoices', 'invoices'],
  ])('%s leaves out the others', async (command, bucket) => {
    await asked('deletions media-prod 24h')
    await asked('deletions invoices 24h', GRACE)
    const told = await type(command)
    expect(told).toContain('1 investigation ')
    expect(told).toContain(`Object deletions in ${bucket}`)
  })

  it('shows as running what runs only', async () => {
    const id = await asked('deletions media-prod 24h')
    expect(await type('list running')).toContain(id)
    const open = await bot.deps.investigations.load(id)
    await bot.deps.investigations.save({ ...open!, closedAt: new Date().toISOString() })
    expect(await type('list running')).toContain('No investigation under way')
    expect(await type('list')).toContain(id)
  })

  it('leaves out buckets that may not be asked about any more', async () => {
    await asked('deletions media-prod 24h')
    bot.deps.settings.buckets = ['invoices']
    expect(await type('list')).toContain('No investigation')
  })
})

describe('one investigation, by its id,', () => {
  it('is shown as it stands', async () => {
    const id = await asked('deletions media-prod 24h')
    expect(await type(`show ${id}`)).toContain('Object deletions in media-prod, asked by')
  })

  it('is cancelled', async () => {
    const id = await asked('deletions media-prod 24h')
    expect(await type(`cancel ${id}`)).toContain('Cancelling')
    expect((await bot.deps.investigations.load(id))?.cancel?.by).toBe(ADA)
  })

  it('is asked again, by who repeats it', async () => {
    const id = await asked('deletions media-prod 24h')
    expect(await type(`repeat ${id}`, GRACE)).toContain('Asked again')
    const requests = (await stored(bot)).map(({ request }) => request)
    const { asker: _, ...question } = requests.find(({ asker }) => asker.user === ADA)!
    expect(requests.find(({ asker }) => asker.user === GRACE)).toMatchObject(question)
  })

  it.each(['show', 'cancel', 'repeat'])('that nobody has asked is no reason to fail: %s', async verb => {
    expect(await type(`${verb} 0123456789abcdef`)).toContain('no longer kept')
    expect(await type(`${verb} that`)).toContain('takes the id of an investigation')
  })

  it.each(['show', 'cancel', 'repeat'])('is authorised every time: %s', async verb => {
    const id = await asked('deletions media-prod 24h')
    bot.deps.settings.buckets = ['invoices']
    expect(await type(`${verb} ${id}`)).toContain('may not be asked about')
    expect(await stored(bot)).toHaveLength(1)
    expect((await bot.deps.investigations.load(id))?.cancel).toBeUndefined()
  })
})
