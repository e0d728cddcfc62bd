import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Investigation } from '../../../bot/model/investigation.ts'
import { announcement } from '../../../bot/answer/progress.ts'
import { reply } from '../../../bot/answer/answer.ts'
import { messageText } from '../../../infra/local/terminal/text.ts'
import * as some from '../answer/states/investigations.ts'
import { HOSTILE } from '../answer/states/hostile.ts'
import { buttonOf, press } from '../../support/slack-clicks.ts'
import { type Bot, openBot } from './bot-in-slack.ts'

/** What a person is told at once, by whatever they type or press: golden files, as the terminal shows messages. */

const ADA = 'U0ADA'
const INCIDENTS = 'C0INCIDENTS'
const ID = '0123456789abcdef'

let bot: Bot
beforeAll(async () => {
  bot = await openBot()
})
afterAll(() => bot?.close())

/** Everything that Ada can see in these channels. */
const seen = () =>
  [INCIDENTS, 'C0SUPPORT', 'C0RANDOM', 'D0ADA'].flatMap(channel =>
    bot.slack.client.messages(channel, undefined, ADA),
  )

/** What is new after it: messages, the window that is open, what Slack itself says. */
async function toldBy(act: () => Promise<unknown>): Promise<string> {
  const before = new Set(seen().map(({ ts }) => ts))
  const from = bot.events.length
  for (const { id } of bot.slack.client.views(ADA)) await bot.slack.client.close({ user: ADA, view_id: id })
  await act()
  const messages = seen().filter(({ ts, user }) => !before.has(ts) && user !== ADA)
  const window = bot.slack.client.views(ADA).at(-1)?.view
  const notices = bot.events.slice(from).filter(event => event.type === 'notice')
  return [
    ...messages.map(message => `${message.ephemeral_to ? '(only to Ada) ' : ''}${messageText(message)}`),
    ...(window
      ? [
          `[window] ${window.title?.text}\n${messageText({ channel: '', ts: '', user: '', text: '', blocks: window.blocks })}`,
        ]
      : []),
    ...notices.map(({ text }) => `[Slack] ${text}`),
  ].join('\n\n')
}

const written = (text: string): string =>
  `${text || '(nothing)'}\n`
    .replaceAll(/\b[0-9a-f]{16}\b/g, ID)
    // Watches start some minutes apart, by their ids.
    .replaceAll(/(?<hour>\d+:)\d\d(?<utc> [AP]M [\w/]+ \(\d\d:)\d\d(?<end> UTC)/g, '$<hour>07$<utc>07$<end>')
    .replaceAll(/reference: [0-9a-f]{8}/g, 'reference: 1a2b3c4d')
    .replaceAll(/\?[^\s"]*X-Amz-Signature=\S*/g, '?(signature)')

const golden = (name: string) =>
  fileURLToPath(
    new URL(
      `golden/${name
        .replaceAll(/[^\w,.-]+/g, ' ')
        .trim()
        .slice(0, 80)}.txt`,
      import.meta.url,
    ),
  )

describe('typed', () => {
  it.each([
    'list',
    'list mine',
    'list nobucket',
    `list ${HOSTILE}`,
    'show',
    `show ${ID}`,
    `cancel ${ID}`,
    `repeat ${ID}`,
    'audit no such time',
    'audit 24h',
    'check media-prod more',
    'check nobucket',
    'check media-prod',
    'check',
    'watch',
    'watch nobucket',
    'watch access-denied media-prod every blue moon when rows >',
    'watch access-denied media-prod every day at 07:00 when rows > 0',
    'watches',
    'help no-such-question',
    'deletions media-prod 400d now',
    'deletions media-prod 2026-11-21 to 2026-11-20 now',
    'deletions media-prod 2027-01-01 to 2027-01-02 now',
    'deletions media-prod yesterday now',
    'deletions media-prod 24h',
    'why are we refused in media-prod yesterday',
    'who deleted old invoices in media-prod yesterday',
    'is media-prod public now',
  ])('/s3audit %s', async text => {
    const told = await toldBy(() =>
      bot.slack.client.command({ user: ADA, channel: INCIDENTS, command: '/s3audit', text }),
    )
    await expect(written(told)).toMatchFileSnapshot(golden(`typed ${text}`))
  })

  it.each([
    ['where nothing is allowed', 'C0SUPPORT'],
    ['where the bot is not', 'C0RANDOM'],
    ['in a direct message', 'D0ADA'],
  ])('%s', async (where, channel) => {
    const told = await toldBy(() =>
      bot.slack.client.command({
        user: ADA,
        channel,
        command: '/s3audit',
        text: 'deletions media-prod 24h now',
      }),
    )
    await expect(written(told)).toMatchFileSnapshot(golden(`typed ${where}`))
  })

  it.each(['who deleted objects in media-prod yesterday', 'help', 'what is the weather', HOSTILE])(
    '@s3audit %s',
    async text => {
      const told = await toldBy(() =>
        bot.slack.client.message({ user: ADA, channel: INCIDENTS, text: `<@U0S3AUDIT> ${text}` }),
      )
      await expect(written(told)).toMatchFileSnapshot(golden(`mention ${text}`))
    },
  )
})

/** Stores it under an id of its own and shows its message, whose buttons are then pressed. */
async function shown(state: Investigation, name: string) {
  const { id } = await bot.deps.investigations.create(some.REQUEST, name)
  const stored = await bot.deps.investigations.load(id)
  const one = { ...state, id, version: stored!.version }
  await bot.deps.investigations.save(one)
  const message = state.closedAt || state.query?.answer ? reply(one) : announcement(one)
  const posted = await bot.deps.thread.post(INCIDENTS, message, { investigation: id, part: 'reply' })
  return bot.slack.client.messages(INCIDENTS).find(({ ts }) => ts === posted.ts)
}

describe('pressed', () => {
  it.each([
    ['running', some.reading(), ['cancel-investigation']],
    ['asking', some.asking(), ['confirm-investigation', 'cancel-investigation']],
    [
      'confirmed',
      { ...some.asking(), confirm: { by: 'U0GRACE', at: some.NOW.toISOString() } },
      ['cancel-investigation'],
    ],
    [
      'answered',
      some.closed(some.answered()),
      [
        'get-csv',
        'show-sql',
        'ask-again',
        'change-and-run',
        'share-answer',
        'save-question',
        'watch-this',
        'answer-is-wrong',
        'rows-next',
      ],
    ],
  ] as const)('below what is %s', async (name, state, actions) => {
    const message = await shown(state, name)
    for (const action of actions) {
      expect(buttonOf(message, action)).toBeDefined()
      const told = await toldBy(() => press({ client: bot.slack.client }, message, action))
      await expect(written(told)).toMatchFileSnapshot(golden(`pressed ${action}, ${name}`))
    }
    // Pressed again, after what the first press did.
    const [again = ''] = actions
    const told = await toldBy(() => press({ client: bot.slack.client }, message, again))
    await expect(written(told)).toMatchFileSnapshot(golden(`pressed ${again}, ${name}, again`))
  })
})
