import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { Message } from '../../../infra/local/slack/model/protocol.ts'
import { messageText } from '../../../infra/local/terminal/text.ts'
import { press } from '../../support/slack-clicks.ts'
import { type Bot, openBot, stored } from './bot-in-slack.ts'

const ADA = 'U0ADA'
const GRACE = 'U0GRACE'
const INCIDENTS = 'C0INCIDENTS'

let bot: Bot
beforeEach(async () => {
  bot = await openBot()
  bot.deps.settings.owners = [ADA]
})
afterEach(() => bot.close())

const REFUSED = { status: 400, code: 'AccessDeniedException', message: 'no' }

const told = (user = ADA): Message | undefined =>
  bot.slack.client.messages(INCIDENTS, undefined, user).findLast(message => message.ephemeral_to === user)

/** Types a command, and returns the replies that this person got. */
async function type(text: string, user = ADA, channel = INCIDENTS): Promise<string> {
  const before = told(user)
  await bot.slack.client.command({ user, channel, command: '/s3audit', text })
  await bot.deps.uses.settled()
  const after = told(user)
  return after === undefined || after === before ? '' : messageText(after)
}

/** The newest use on record. */
async function last() {
  await bot.deps.uses.settled()
  const { uses } = await bot.deps.uses.page({ from: '2026-11-01T00:00:00Z' }, 100)
  return uses.find(({ surface }) => surface !== 'audit')
}

describe('every use is on record', () => {
  it('with who, where, by what, of what, and the rule that allowed it', async () => {
    await type('deletions media-prod 24h now', GRACE)
    expect(await last()).toEqual({
      usedAt: expect.stringMatching(/^2026-11-21T07:00:30\.5\d\dZ#/) as unknown,
      user: GRACE,
      name: 'grace',
      team: 'T0EXAMPLE',
      channel: INCIDENTS,
      surface: 'command',
      bucket: 'media-prod',
      analysis: 'object-deletion',
      allowed: true,
      rule: 'default',
    })
  })

  it('also what was refused, and for what', async () => {
    await type('deletions payroll 24h now')
    expect(await last()).toMatchObject({
      bucket: 'payroll',
      allowed: false,
      rule: 'default',
      refusedFor: 'bucket',
    })
    await type('deletions media-prod', ADA, 'C0RANDOM')
    expect(await last()).toMatchObject({ channel: 'C0RANDOM', allowed: false, refusedFor: 'channel' })
  })

  it.each([
    ['', 'form'],
    ['help', 'help'],
    ['list', 'list'],
    ['deletions media-prod', 'form'],
    ['show 0123456789abcdef', 'show'],
  ])('/s3audit %s, once', async (text, surface) => {
    await type(text)
    const { uses } = await bot.deps.uses.page({ from: '2026-11-01T00:00:00Z' }, 100)
    expect(uses.map(use => [use.surface, use.allowed])).toEqual([[surface, true]])
  })

  it('as an item of its own, which ends, and which nothing takes for an investigation', async () => {
    await type('help')
    expect(await stored(bot)).toEqual([])
    expect(await bot.deps.investigations.recent({ days: 30, most: 100 })).toEqual([])
    const { expires, open } = (await bot.items()).find(({ id }) => String(id).startsWith('use#')) ?? {}
    expect(expires).toBe(Math.floor(Date.parse('2026-11-21T07:00:30Z') / 1000) + 400 * 86_400)
    expect(open).toBeUndefined()
  })

  it('in the function’s log before the answer, where writing takes long', async () => {
    bot.faults.on(({ operation }) =>
      operation === 'BatchWriteItem' ? { ...REFUSED, delayMs: 1000 } : undefined,
    )
    const log = vi.spyOn(console, 'error').mockImplementation(() => undefined)
    expect(await type('help')).toContain('/s3audit object-deletion media-prod')
    expect(String(log.mock.lastCall)).toMatch(/"notOnRecord":.*"surface":"help"/)
    log.mockRestore()
  })

  it('in the function’s log, where DynamoDB refuses: nobody fails with it', async () => {
    const log = vi.spyOn(console, 'error').mockImplementation(() => undefined)
    bot.faults.on(({ operation }) => (operation === 'BatchWriteItem' ? REFUSED : undefined))
    expect(await type('help')).toContain('/s3audit object-deletion media-prod')
    await vi.waitFor(() => expect(String(log.mock.lastCall)).toMatch(/"notOnRecord":.*"surface":"help"/))
    log.mockRestore()
  })
})

const recorded = async (): Promise<string[]> => {
  const { uses } = await bot.deps.uses.page({ from: '2026-11-01T00:00:00Z' }, 100)
  return uses.map(({ surface }) => surface).toSorted()
}

describe('many at once are on record', () => {
  const USE = { user: 'U0ADA', surface: 'help', allowed: true }
  const surfaces = Array.from({ length: 60 }, (_, at) => `surface ${String(at).padStart(2, '0')}`)

  it('by a few calls', async () => {
    let calls = 0
    bot.faults.on(({ operation }) => {
      if (operation === 'BatchWriteItem') calls += 1
      return undefined
    })
    for (const surface of surfaces) bot.deps.uses.record({ ...USE, surface })
    await expect.poll(recorded).toEqual(surfaces)
    expect(calls).toBe(3)
  })

  it('also those that DynamoDB leaves undone', async () => {
    bot.faults.on(({ operation }) =>
      operation === 'BatchWriteItem' ? { status: 200, code: 'left-undone', message: '' } : undefined,
    )
    for (const surface of surfaces.slice(0, 3)) bot.deps.uses.record({ ...USE, surface })
    await expect.poll(recorded).toEqual(surfaces.slice(0, 3))
  })

  it('but those of a call that fails: the log has each, and what comes later is on record', async () => {
    const log = vi.spyOn(console, 'error').mockImplementation(() => undefined)
    let calls = 0
    bot.faults.on(({ operation }) => (operation === 'BatchWriteItem' && calls++ === 0 ? REFUSED : undefined))
    for (const surface of surfaces) bot.deps.uses.record({ ...USE, surface })
    const [logged, kept] = [surfaces.slice(0, 25), surfaces.slice(25)]
    await expect.poll(recorded).toEqual(kept)
    expect(log.mock.calls.map(([line]) => /"surface":"(.*?)"/.exec(String(line))?.[1])).toEqual(logged)
    log.mockRestore()
  })
})

describe('audit', () => {
  it('shows the owners who did what, newest first', async () => {
    await type('deletions media-prod 24h now', GRACE)
    await type('deletions payroll 24h now', GRACE)
    const text = await type('audit')
    expect(text).toMatch(/Uses, since 2026-11-14 07:00 UTC \(8:00 AM in Europe\/Vienna\)/)
    expect(text).toMatch(/a command, Object deletions.*payroll.*refused for the bucket; closest “default”/)
    expect(text).toMatch(/a command, Object deletions.*media-prod.*rule “default”/)
  })

  it.each([
    ['media-prod', 'media-prod', 'invoices'],
    ['s3://media-prod/a/b 24h', 'media-prod', 'invoices'],
    ['@grace 7d', 'invoices', 'media-prod'],
    ['<@U0GRACE|grace> since yesterday', 'invoices', 'media-prod'],
    ['U0GRACE 2026-11-01', 'invoices', 'media-prod'],
  ])('%s: of a bucket or a person, since then', async (of, shown, left) => {
    await type('deletions media-prod 24h now')
    await type('deletions invoices 24h now', GRACE)
    const lines = (await type(`audit ${of}`)).split('\n').filter(line => line.includes('Object deletions'))
    expect(lines.join()).toContain(shown)
    expect(lines.join()).not.toContain(left)
  })

  it.each(['audit 2026-11-19 10:00 to 2026-11-19 12:00', 'audit nothing-of-this'])(
    '%s finds nothing',
    async text => {
      await type('deletions media-prod 24h now')
      expect(await type(text)).toContain('Nothing on record')
    },
  )

  it('says what it cannot read', async () => {
    expect(await type('audit media-prod banana')).toMatch(/"banana" is not a time I can read.*audit 24h/s)
  })

  it('goes on page by page, without a gap and nothing twice', async () => {
    for (let n = 10; n < 35; n++) await type(`deletions payroll-${n} 24h now`, GRACE)
    const shown: string[] = []
    await type('audit @grace')
    for (let page = 1; page <= 3; page++) {
      shown.push(...[...messageText(told()!).matchAll(/payroll-(\d\d)/g)].map(([, n]) => n ?? ''))
      if (page < 3) await press(bot.slack, told(), 'audit-older')
    }
    expect(shown).toHaveLength(25)
    expect(new Set(shown).size).toBe(25)
    await expect(press(bot.slack, told(), 'audit-older')).rejects.toThrow('There is no button')
  })

  it('is for the owners only, page by page, and reading it is on record, too', async () => {
    for (let n = 10; n < 25; n++) await type(`deletions payroll-${n} 24h now`, GRACE)
    expect(await type('audit', GRACE)).toBe('Only the owners of s3audit may read who used it: @U0ADA.')
    expect(await type('audit banana apple', GRACE)).toContain('Only the owners')
    await type('audit')
    bot.deps.settings.owners = ['U0MARY']
    await press(bot.slack, told(), 'audit-older')
    expect(told()?.text).toContain('Only the owners')
    await bot.deps.uses.settled()
    const { uses } = await bot.deps.uses.page({ from: '2026-11-01T00:00:00Z' }, 100)
    const read = uses.filter(({ surface }) => surface === 'audit')
    expect(read.map(({ user, allowed }) => `${user} ${allowed}`).sort()).toEqual([
      'U0ADA false',
      'U0ADA true',
      'U0GRACE false',
      'U0GRACE false',
    ])
  })

  it('takes a user group for owners, says so where nobody is one, and where Slack does not tell', async () => {
    bot.deps.settings.owners = ['S0ONCALL']
    await type('help')
    expect(await type('audit', GRACE)).toContain('Uses')
    bot.deps.settings.owners = []
    expect(await type('audit')).toMatch(/settings name no owners.*@U0OWNER/)
    bot.deps.settings.owners = ['S0GONE']
    expect(await type('audit')).toMatch(/Slack does not tell who is in .*\(no_such_subteam\)/)
  })

  it('keeps a hostile name from mentioning anyone', async () => {
    await type('deletions <!channel> 24h now')
    await type('audit')
    expect(JSON.stringify(told())).not.toContain('<!channel>')
  })
})
