import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type Asked, authorise } from '../../../bot/access/authorise.ts'
import type { Rule } from '../../../bot/model/settings.ts'
import { type Bot, openBot } from '../ask/bot-in-slack.ts'

let bot: Bot
beforeEach(async () => {
  bot = await openBot()
})
afterEach(() => bot.close())

const asked: Asked = {
  surface: 'command',
  person: { user: 'U0LINUS', team: 'T0EXAMPLE' },
  channel: 'C0INCIDENTS',
  presence: 'proven',
  bucket: 'invoices',
  analysis: 'object-deletion',
}
/** The verdict where the settings have these rules, besides the default one. */
const may = (rules: Partial<Rule>[], change: Partial<Asked> = {}) => {
  const rule: Rule = { name: 'audit', channels: ['C0AUDIT'], buckets: ['*'], analyses: 'all' }
  bot.deps.settings.rules = rules.map(given => ({ ...rule, ...given }))
  return authorise({ ...asked, ...change }, bot.deps)
}
/** That nothing but the rule allows anything. */
const only = (...rules: Partial<Rule>[]) => {
  bot.deps.settings.channels = []
  return may(rules)
}
const matching = (pattern: RegExp): unknown => expect.stringMatching(pattern)

describe('the rule that channels and buckets are', () => {
  it('allows the configured buckets in the configured channels, to everybody', async () => {
    expect(await may([])).toEqual({ ok: true, rule: 'default' })
  })

  it('allows nothing where nothing is configured', async () => {
    bot.deps.settings.buckets = []
    expect(await may([])).toMatchObject({ ok: false, place: 'bucket' })
    bot.deps.settings.channels = []
    expect(await may([])).toMatchObject({ ok: false, place: 'channel', rule: undefined })
  })

  it('refuses other channels, says so and whom to ask', async () => {
    expect(await may([], { channel: 'C0RANDOM' })).toMatchObject({
      place: 'channel',
      rule: 'default',
      refusal: matching(/not answer in this channel.*“default”, is for <#C0INCIDENTS>.*<@U0OWNER>/),
      plain: expect.not.stringContaining('<@') as unknown,
    })
  })

  it.each(['D0LINUS', undefined])('holds in %s for who is a member of its channel now', async channel => {
    const privately = { channel }
    expect(await may([], privately)).toEqual({ ok: true, rule: 'default', through: 'C0INCIDENTS' })
    const noor = { ...privately, person: { user: 'U0NOOR', team: 'T0EXAMPLE' } }
    expect(await may([], noor)).toMatchObject({
      place: 'channel',
      rule: 'default',
      refusal: matching(/allowed in the channels you are a member of.*<#C0INCIDENTS>.*<@U0OWNER>/),
    })
  })

  it('names the buckets that a mistyped one may have meant', async () => {
    expect(await may([], { bucket: 'media-prdo' })).toMatchObject({
      place: 'bucket',
      plain: matching(/Did you mean media-prod\?/),
    })
  })

  it('keeps a hostile bucket name from mentioning anyone', async () => {
    expect(await may([], { bucket: '<!channel>' })).toMatchObject({
      refusal: expect.not.stringContaining('<!channel>') as unknown,
    })
  })
})

describe('a rule', () => {
  const here = { channels: ['C0INCIDENTS'] }

  it.each<[string, Partial<Rule>, boolean]>([
    ['a person it names', { people: ['U0LINUS'] }, true],
    ['nobody where its people are an empty list', { people: [] }, false],
    ['nobody but those it names', { people: ['U0ADA'] }, false],
    ['a member of a group it names', { groups: ['S0TRAINEES', 'S0DATA'] }, true],
    ['nobody who is in none of its groups', { groups: ['S0ONCALL'] }, false],
    ['whoever is named by either', { people: ['U0LINUS'], groups: ['S0ONCALL'] }, true],
    ['a bucket by its name', { buckets: ['invoices'] }, true],
    ['a bucket by a pattern', { buckets: ['inv*ces'] }, true],
    ['no bucket of another pattern', { buckets: ['shop-*'] }, false],
    ['a question by its id', { analyses: ['object-deletion'] }, true],
    ['a question by its group', { analyses: ['Deletions and lifecycle'] }, true],
    ['no other question', { analyses: ['access-denied', 'Threats'] }, false],
    ['every channel by *', { channels: ['*'] }, true],
    ['no other channel', { channels: ['C0RANDOM'] }, false],
  ])('allows %s', async (_, rule, ok) => {
    expect(await only({ ...here, ...rule })).toMatchObject({ ok })
  })

  it('is all in one: what two rules allow apart is not allowed', async () => {
    const verdict = await only({ ...here, buckets: ['media-*'] }, { ...here, analyses: ['access-denied'] })
    expect(verdict).toMatchObject({ ok: false })
  })

  it('allows the presets of an analysis it names, and a preset alone', async () => {
    bot.deps.settings.channels = []
    const preset = { analysis: 'who-deleted-object' }
    const of = (analyses: string[]) => may([{ ...here, analyses }], preset)
    expect(await of(['object-history'])).toMatchObject({ ok: true })
    expect(await of(['who-deleted-object'])).toMatchObject({ ok: true })
    expect(await may([{ ...here, analyses: ['who-deleted-object'] }])).toMatchObject({ ok: false })
  })

  it('lets nothing pass by a pattern that cannot be a bucket', async () => {
    bot.deps.settings.channels = []
    for (const bucket of ['a b', "x'--", 'UPPER', 'x/y', 'x'.repeat(64)])
      expect(await may([{ ...here, buckets: ['*'] }], { bucket })).toMatchObject({ place: 'bucket' })
  })

  it('for people or groups holds without a channel', async () => {
    bot.deps.settings.channels = []
    expect(await may([{ people: ['U0LINUS'] }], { channel: undefined })).toEqual({ ok: true, rule: 'audit' })
  })
})

describe('a refusal names the rule that is closest and whom to ask:', () => {
  const here = { channels: ['C0INCIDENTS'] }

  it('for other people', async () => {
    expect(await only({ ...here, groups: ['S0ONCALL'], owner: '<@U0GRACE>' })).toMatchObject({
      place: 'person',
      rule: 'audit',
      refusal: matching(/rule, “audit”, is for members of <!subteam\^S0ONCALL>.*by <@U0GRACE>/),
    })
  })

  it('for a bucket, the rule of others that has it', async () => {
    expect(
      await may([{ ...here, buckets: ['payroll'], people: ['U0ADA'] }], { bucket: 'payroll' }),
    ).toMatchObject({
      place: 'bucket',
      rule: 'audit',
      refusal: matching(/about the bucket `payroll` here\. The rule “audit” allows it to people it names/),
    })
  })

  it('for a question, the rule that has the bucket, and what it allows', async () => {
    const verdict = await only({ ...here, analyses: ['Threats', 'access-denied'] })
    expect(verdict).toMatchObject({
      place: 'analysis',
      refusal: matching(
        /“Object deletions” may not be asked of the bucket `invoices` here\. The rule “audit” has Threats or access-denied\. It can be added to the rule “audit” by <@U0OWNER>\./,
      ),
    })
  })

  it('the owners, where the settings name nobody else', async () => {
    delete bot.deps.settings.owner
    bot.deps.settings.owners = ['U0ADA', 'S0ONCALL']
    expect(await may([], { bucket: 'other' })).toMatchObject({
      refusal: matching(/by <@U0ADA> or <!subteam\^S0ONCALL>\.$/),
      plain: matching(/by the operator of s3audit\.$/),
    })
  })
})
