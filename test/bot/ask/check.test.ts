import { afterEach, beforeEach, expect, it } from 'vitest'
import type { Check } from '../../../bot/model/check.ts'
import { checkMessage } from '../../../bot/check/view.ts'
import { readCheck } from '../../../bot/check/check.ts'
import { messageText } from '../../../infra/local/terminal/text.ts'
import { press } from '../../support/slack-clicks.ts'
import { type Bot, openBot } from './bot-in-slack.ts'

const ADA = 'U0ADA'
const INCIDENTS = 'C0INCIDENTS'

let bot: Bot
beforeEach(async () => {
  bot = await openBot()
})
afterEach(() => bot.close())

const told = (): string => {
  const last = bot.slack.client
    .messages(INCIDENTS, undefined, ADA)
    .findLast(message => message.ephemeral_to === ADA)
  return last ? messageText(last) : ''
}
async function type(text: string): Promise<string> {
  await bot.slack.client.command({ user: ADA, channel: INCIDENTS, command: '/s3audit', text })
  return told()
}
const ids = () => bot.deps.investigations.openIds()

/** A check with a finding, as it stands when its message is out. */
async function posted() {
  await type('check media-prod')
  const [id = ''] = await ids()
  const check = await bot.deps.checks.load(id)
  const findings = [{ check: 'logging-off', level: 'high' as const, what: 'Off.', why: 'So.' }]
  const outlook = { accessLogs: 'no', reads: 'all', writes: 'all' } as const
  const done: Check = {
    ...check!,
    closedAt: '2026-11-21T12:00:00.000Z',
    result: {
      doneAt: '2026-11-21T12:00:00.000Z',
      judged: [{ bucket: 'media-prod', outlook, findings, well: [] }],
      files: { fixes: 'results/checks/f', script: 'results/checks/s' },
    },
  }
  await bot.deps.checks.save(done)
  await bot.deps.thread.post(INCIDENTS, checkMessage(done), { investigation: id, part: 'reply' })
  return { client: bot.slack.client, message: bot.slack.client.messages(INCIDENTS).at(-1), id }
}

it.each<[string, unknown]>([
  ['', {}],
  ['my-bucket', { bucket: 'my-bucket' }],
  ['arn:aws:s3:::my-bucket/a/*', { bucket: 'my-bucket' }],
  ['bucket:my-bucket', { bucket: 'my-bucket' }],
  ['a\nb', { mistake: expect.stringContaining('Name one bucket') }],
])('reads %j after check', (text, command) => {
  expect(readCheck(text)).toEqual(command)
})

it.each([' CHECK ', 'check\n'])('takes %j for a check of all buckets', async text => {
  await bot.slack.client.command({ user: ADA, channel: INCIDENTS, command: '/s3audit', text })
  expect(await ids()).toHaveLength(1)
})

it.each(['checks media-prod', 'object-deletion check'])('takes %j for a question', async text => {
  await bot.slack.client.command({ user: ADA, channel: INCIDENTS, command: '/s3audit', text })
  expect(await ids()).toEqual([])
})

it.each(['show-fix', 'check-commands', 'check-again'])(
  'authorises every press of %s: buttons outlive permissions',
  async action => {
    const { message, client } = await posted()
    bot.deps.settings.buckets = ['invoices']
    await press({ client }, message, action)
    expect(told()).toContain('may not be asked about')
    expect(await ids()).toEqual([])
    expect(client.views(ADA)).toEqual([])
  },
)

it('checks a bucket named by a button of an answer, if the person may', async () => {
  const { client } = bot.slack
  await bot.deps.thread.post(
    INCIDENTS,
    {
      text: 'x',
      blocks: [
        {
          type: 'actions',
          elements: [
            {
              type: 'button',
              action_id: 'check-bucket',
              text: { type: 'plain_text', text: 'Check' },
              value: 'not-allowed',
            },
          ],
        },
      ],
    },
    { investigation: 'x', part: 'reply' },
  )
  await press({ client }, client.messages(INCIDENTS).at(-1), 'check-bucket')
  expect(told()).toContain('may not be asked about')
  expect(await ids()).toEqual([])
})

it('says so where a check is no longer kept', async () => {
  const { message, client } = await posted()
  bot.deps.checks.load = () => Promise.resolve(undefined)
  await press({ client }, message, 'show-fix')
  expect(told()).toContain('This check has expired')
})

it('checks what is named and what patterns match, and says so where that is nothing', async () => {
  bot.deps.settings.buckets = ['team-*']
  expect(await type('check')).toContain('Name the bucket, as in `/s3audit check my-bucket`')
  expect(await ids()).toEqual([])
  bot.deps.buckets = { names: () => Promise.resolve(['team-b', 'other', 'team-a']) }
  bot.deps.settings.buckets = ['team-*', 'invoices']
  expect(await type('check')).toContain('Checking 3 buckets')
  const [id = ''] = await ids()
  expect((await bot.deps.checks.load(id))?.buckets).toEqual(['invoices', 'team-a', 'team-b'])
})

it('is for those who may ask everything, unless a rule names it', async () => {
  bot.deps.settings.channels = []
  const rule = { name: 'some', channels: [INCIDENTS], buckets: ['invoices'] }
  bot.deps.settings.rules = [{ ...rule, analyses: ['object-deletion'] }]
  await type('check invoices')
  expect(await ids()).toEqual([])
  bot.deps.settings.rules = [{ ...rule, analyses: ['object-deletion', 'check'] }]
  expect(await type('check invoices')).toContain('Checking')
})

it('says so where checks are switched off', async () => {
  bot.deps.settings.checks = false
  expect(await type('check invoices')).toContain('Checks are switched off')
  expect(await ids()).toEqual([])
})
