import { afterAll, beforeAll, expect, it } from 'vitest'
import { messageText } from '../../../infra/local/terminal/text.ts'
import { type Bot, openBot, stored } from './bot-in-slack.ts'
import { newWatch } from '../../../bot/model/watch.ts'
import { ADA, INCIDENTS } from '../../support/product.ts'

let bot: Bot
beforeAll(async () => {
  bot = await openBot()
})
afterAll(() => bot?.close())

const GRACE = 'U0GRACE'

const type = (text: string, user = ADA) =>
  bot.slack.client.command({ user, channel: INCIDENTS, command: '/s3audit', text })
const ephemeralMessages = (user = ADA) =>
  bot.slack.client.messages(INCIDENTS, undefined, user).filter(one => one.ephemeral_to === user)
const said = () => messageText(ephemeralMessages().at(-1)!)
const all = async () => {
  const { watches } = bot.deps
  return watches.loadAll((await watches.all()).map(({ id }) => id))
}
/** The modal that is open. */
const modal = () => bot.slack.client.views(ADA).at(-1)

it('shows what is worth watching in a bucket, and watches it in one press', async () => {
  await type('watch media-prod')
  expect(said()).toContain('What to watch in media-prod')
  for (const alert of [
    'Anonymous access',
    'Access denied',
    'Unusually many slow requests',
    'Access from other accounts',
    'Writes by unknown accounts',
    'Public or cross-account access granted',
    'Access logging disabled',
    'Versioning suspended',
    'Mass deletions',
    'New requesters',
  ])
    expect(said()).toContain(alert)
  const message = ephemeralMessages().at(-1)!
  const block = message.blocks!.find(one => JSON.stringify(one).includes('anonymous-access media-prod'))!
  const container = { channel: INCIDENTS, message_ts: message.ts }
  const press = () =>
    bot.slack.client.action({
      user: ADA,
      container,
      block_id: String(block.block_id),
      element: { type: 'button', action_id: 'watch-preset', value: 'anonymous-access media-prod' },
    })
  await Promise.all([press(), press()])
  expect(said()).toContain('Watching Anonymous access in media-prod: every hour, when rows > 0')
  const made = await all()
  expect(made.map(({ request }) => [request.analysis, request.bucket])).toEqual([
    ['anonymous-access', 'media-prod'],
  ])
  await type('watch media-prod')
  expect(said()).toContain('already watched')
})

it('opens a form for a question without a schedule, and takes what is filled in', async () => {
  await type('watch access-denied invoices')
  expect(modal()?.view.title).toMatchObject({ text: 'Watch this' })
  expect(JSON.stringify(modal()?.view.blocks)).toContain('Refused requests')
})

it('says whom to ask where a bucket may not be watched', async () => {
  await type('watch payroll')
  expect(said()).toContain('may not be asked about the bucket `payroll`')
  await type('watch access-denied payroll every day')
  expect(said()).toContain('payroll')
  expect(await stored(bot)).toEqual([])
  expect(await all()).toHaveLength(1)
})

const pressOn = (action_id: string, value: string, user: string) => {
  const message = ephemeralMessages(user).at(-1)!
  const block_id = String(message.blocks!.find(({ type }) => type === 'actions')?.block_id)
  const container = { channel: INCIDENTS, message_ts: message.ts }
  return bot.slack.client.action({ user, container, block_id, element: { type: 'button', action_id, value } })
}

const typed = (value: string) => ({ value: { type: 'plain_text_input', value } })

it('is changed by a form, and then belongs to the person who changed it', async () => {
  await type('watches', GRACE)
  const [watch] = await all()
  await pressOn('watch-edit', watch!.id, GRACE)
  const view = bot.slack.client.views(GRACE).at(-1)
  expect(view?.view.title).toMatchObject({ text: 'Change this watch' })
  const submit = (values: Record<string, ReturnType<typeof typed>>) =>
    bot.slack.client.submission({ user: GRACE, view_id: view?.id ?? '', values })
  await submit({ when: typed('severity >= terrible') })
  expect(JSON.stringify(bot.events)).toContain('is not a severity')
  await submit({ when: typed('severity >= high') })
  const [changed] = await all()
  expect(changed).toMatchObject({
    id: watch!.id,
    coveredTo: watch!.coveredTo,
    condition: { kind: 'severity', level: 'high' },
    request: { asker: { user: GRACE } },
  })
})

it('continues with the rights of the person who resumes it after its owner lost theirs', async () => {
  const [watch] = await all()
  await bot.deps.watches.save({ ...watch!, paused: { at: '2026-11-20T07:00:00.000Z' } })
  await type('watches')
  await pressOn('watch-resume', watch!.id, ADA)
  const [resumed] = await all()
  expect(resumed?.paused).toBeUndefined()
  expect(resumed?.request.asker.user).toBe(ADA)
})

it('is managed only by people who may ask where it posts', async () => {
  const [watch] = await all()
  if (!watch) throw new Error('There is no watch')
  const elsewhere = 'C0DATAPLATFORM'
  for (const action of ['watch-pause', 'watch-run', 'watch-delete', 'watch-history', 'watch-edit']) {
    const [here] = await all()
    await type('watches')
    const there = { ...here!, request: { ...here!.request, channel: elsewhere } }
    const moved = await bot.deps.watches.save(there)
    await pressOn(action, watch.id, ADA)
    expect(said()).toContain('s3audit does not answer in this channel')
    expect(await bot.deps.watches.load(watch.id)).toEqual(moved)
    await bot.deps.watches.save({ ...moved, request: watch.request })
  }
})

it('is taken over only within the limit of whoever takes it over', async () => {
  const [watch] = await all()
  if (!watch) throw new Error('There is no watch')
  const { limits } = bot.deps.settings
  const before = limits.watchesOfPerson
  Object.assign(limits, { watchesOfPerson: 1 })
  const { request, schedule, condition, waitHours } = watch
  const asker = { ...request.asker, user: GRACE }
  const wish = {
    request: { ...request, channel: 'C0DATAPLATFORM', asker },
    schedule,
    condition,
    waitHours,
    digest: false,
  }
  const theirs = newWatch(wish, 'theirs', bot.deps.now())
  await bot.deps.watches.create(theirs)
  await bot.deps.watches.save({ ...watch, paused: { at: '2026-11-20T07:00:00.000Z' } })
  await type('watches', GRACE)
  await pressOn('watch-resume', watch.id, GRACE)
  expect(
    ephemeralMessages(GRACE)
      .map(message => messageText(message))
      .at(-1),
  ).toContain('1 watch of yours, of 1')
  expect((await bot.deps.watches.load(watch.id))?.request.asker.user).toBe(watch.request.asker.user)
  await type('watches', GRACE)
  await pressOn('watch-edit', watch.id, GRACE)
  const view = bot.slack.client.views(GRACE).at(-1)
  await bot.slack.client.submission({ user: GRACE, view_id: view?.id ?? '', values: {} })
  expect(JSON.stringify(bot.events.findLast(({ type: kind }) => kind === 'view_errors'))).toContain(
    '1 watch of yours, of 1',
  )
  Object.assign(limits, { watchesOfPerson: before })
  await type('watches')
  await pressOn('watch-resume', watch.id, ADA)
  const kept = await bot.deps.watches.load(theirs.id)
  await bot.deps.watches.save({ ...kept!, deletedAt: bot.deps.now().toISOString() })
})

it('is on the home of its owner', async () => {
  await bot.slack.client.home({ user: ADA })
  const home = JSON.stringify(bot.slack.client.state(ADA).home?.view.blocks)
  expect(home).toContain('Your watches')
  expect(home).toContain('Anonymous access in media-prod')
  expect(home).toContain('watch-pause')
})
