import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ACTIONS } from '../../../bot/request/buttons.ts'
import type { Request } from '../../../bot/request/request.ts'
import type { Rule } from '../../../bot/settings.ts'
import type { Block } from '../../../infra/local/slack/protocol.ts'
import { messageText } from '../../../infra/local/terminal/text.ts'
import { type Bot, openBot } from './bot-in-slack.ts'
import { rules } from './rules.ts'

/**
 * The permission matrix: every dimension of a rule, as it allows and as it refuses, against everything that a person
 * can do, through the real listeners. Ada asks in #incidents about deletions in media-prod; one rule decides.
 */

const ADA = 'U0ADA'
const GRACE = 'U0GRACE'
const INCIDENTS = 'C0INCIDENTS'
const HERE: Rule = { name: 'matrix', channels: [INCIDENTS], buckets: ['media-prod'], analyses: 'all' }

/** By dimension: what allows, what refuses, and what the record says that it was refused for. */
const DIMENSIONS: [string, Partial<Rule>, Partial<Rule>, string][] = [
  ['channel', {}, { channels: ['C0DATAPLATFORM'] }, 'channel'],
  ['every channel', { channels: ['*'] }, { channels: [] }, 'channel'],
  ['person', { people: [ADA] }, { people: [GRACE] }, 'person'],
  ['no person', {}, { people: [] }, 'person'],
  ['user group', { groups: ['S0ONCALL'] }, { groups: ['S0SECURITY'] }, 'person'],
  [
    'person or group',
    { people: [ADA], groups: ['S0DATA'] },
    { people: [GRACE], groups: ['S0DATA'] },
    'person',
  ],
  [
    'a group that Slack does not tell of',
    { people: [ADA], groups: ['S0GONE'] },
    { groups: ['S0GONE'] },
    'person',
  ],
  ['bucket', {}, { buckets: ['invoices'] }, 'bucket'],
  ['pattern of buckets', { buckets: ['media-*'] }, { buckets: ['*-media', 'media-?'] }, 'bucket'],
  ['question', { analyses: ['object-deletion'] }, { analyses: ['access-denied'] }, 'analysis'],
  ['group of questions', { analyses: ['Deletions and lifecycle'] }, { analyses: ['Threats'] }, 'analysis'],
]

let bot: Bot
beforeAll(async () => {
  bot = await openBot()
})
afterAll(() => bot?.close())

/** From now on this rule decides, alone. */
const decide = (rule: Partial<Rule>) =>
  Object.assign(bot.world.settings, { channels: [], buckets: [], rules: [{ ...HERE, ...rule }] })

const type = (text: string) =>
  bot.slack.client.command({ user: ADA, channel: INCIDENTS, command: '/s3audit', text })
const form = () => bot.slack.client.views(ADA).at(-1)
const whispers = () =>
  bot.slack.client.messages(INCIDENTS, undefined, ADA).filter(({ ephemeral_to: to }) => to === ADA)
const errors = () => bot.events.flatMap(event => (event.type === 'view_errors' ? [event.errors] : []))

/** What is told to Ada from now on: whispers, and errors in the form. */
function listening(): () => string {
  const [heard, seen] = [whispers().length, errors().length]
  return () =>
    [
      ...whispers().slice(heard).map(messageText),
      ...errors()
        .slice(seen)
        .map(one => JSON.stringify(one)),
    ].join('\n')
}

/** All that something done leaves behind, but for the record of uses. */
const left = async (): Promise<string> => {
  const items = (await bot.items()).filter(({ id }) => !String(id).startsWith('use#'))
  const views = bot.slack.client.views(ADA).map(({ id }) => id)
  const versions = items.map(({ id, version }) => `${String(id)} ${String(version)}`)
  return JSON.stringify([versions.toSorted((a, b) => (a < b ? -1 : 1)), views])
}

const REQUEST: Request = {
  analysis: 'object-deletion',
  bucket: 'media-prod',
  window: { from: '2026-11-20T07:00:00Z', to: '2026-11-21T07:00:00Z' },
  parameters: { markersOnly: false },
  logs: 'auto',
  channel: INCIDENTS,
  asker: { user: ADA, team: 'T0EXAMPLE', timeZone: 'UTC' },
}

/** An investigation with an answer that suggests a question, and a message with a button of it. */
async function investigation(action_id: string): Promise<{ id: string; press: () => Promise<void> }> {
  const { investigations, thread } = bot.world
  const { id } = await investigations.create(REQUEST, randomUUID())
  const next = { analysis: 'object-deletion', parameters: {}, label: 'Again' }
  const nothing = { figures: [], notes: [], rowCount: 0, rows: [], charts: [] }
  const startedAt = rules.now.toISOString()
  const answer = { headline: 'Nothing.', ...nothing, next: [next, next, next] }
  const created = await investigations.load(id)
  await investigations.save({ ...created!, query: { startedAt, runs: {}, answer } })
  const text = { type: 'plain_text', text: action_id }
  const elements = [{ type: 'button', action_id, value: id, text }]
  const blocks: Block[] = [{ type: 'actions', block_id: 'buttons', elements }]
  const { ts } = await thread.post(
    INCIDENTS,
    { text: 'buttons', blocks },
    { investigation: id, part: 'reply' },
  )
  const container = { message_ts: ts, channel: INCIDENTS }
  const element = { type: 'button', action_id }
  return { id, press: () => bot.slack.client.action({ user: ADA, container, block_id: 'buttons', element }) }
}

/** Something a person can do: it gets ready while all is allowed, and gives back the doing of it. */
type Doing = () => Promise<() => Promise<unknown>>

const button =
  (action_id: string): Doing =>
  async () =>
    (await investigation(action_id)).press
const verb =
  (name: string): Doing =>
  async () => {
    const { id } = await investigation('show-sql')
    return () => type(`${name} ${id}`)
  }

/** Whether what was left differs afterwards. */
const CHANGES = { 'changes something': [true], 'only tells': [false], 'may change something': [true, false] }

/** Buttons that must have done what they say; of any other it is enough here that it was let. */
const CHANGING = new Set([
  'cancel-investigation',
  'show-sql',
  'ask-again',
  'ask-next-0',
  'ask-next-1',
  'ask-next-2',
])

const changesOf = (action: string): keyof typeof CHANGES =>
  CHANGING.has(action) ? 'changes something' : 'may change something'

/** Everything that asks for a bucket and a question, and whether it changes something. */
const SURFACES: [string, Doing, keyof typeof CHANGES][] = [
  ['a command that starts', async () => () => type('deletions media-prod 24h now'), 'changes something'],
  ['a command that opens the form', async () => () => type('deletions media-prod'), 'changes something'],
  [
    'a form that is submitted',
    async () => {
      await type('deletions media-prod 24h')
      const view_id = form()?.id ?? ''
      return () => bot.slack.client.submission({ user: ADA, view_id, values: {} })
    },
    'changes something',
  ],
  ['show', verb('show'), 'only tells'],
  ['cancel', verb('cancel'), 'changes something'],
  ['repeat', verb('repeat'), 'changes something'],
  ...Object.keys(ACTIONS).map((action): (typeof SURFACES)[number] => [
    `the button ${action}`,
    button(action),
    changesOf(action),
  ]),
]

/** Gets ready while all is allowed, then does it under a rule. */
async function done(ready: Doing, rule: Partial<Rule>) {
  decide({})
  const act = await ready()
  decide(rule)
  const [told, before] = [listening(), await left()]
  await act()
  await bot.world.uses.settled()
  const { uses } = await bot.world.uses.page({ from: '2026-11-01T00:00:00Z' }, 1)
  return { use: uses[0], words: told(), before, after: await left() }
}

describe.each(SURFACES)('%s', (_, ready, changes) => {
  it.each(DIMENSIONS)('is allowed by %s', async (__, allowing) => {
    const { use, words, before, after } = await done(ready, allowing)
    expect(use).toMatchObject({ user: ADA, allowed: true, rule: 'matrix' })
    expect(words).not.toMatch(/matrix|U0OWNER/)
    expect(CHANGES[changes]).toContain(after !== before)
  })

  it.each(DIMENSIONS)('is refused by %s', async (__, ___, refusing, refusedFor) => {
    const { use, words, before, after } = await done(ready, refusing)
    expect(use).toMatchObject({ user: ADA, allowed: false, rule: 'matrix', refusedFor })
    expect(words).toMatch(/“matrix”.*(?:U0OWNER|the operator of s3audit)/)
    expect(after).toBe(before)
  })
})

/** What `list` tells under a rule. */
async function listed(rule: Partial<Rule>): Promise<string> {
  await investigation('show-sql')
  decide(rule)
  const told = listening()
  await type('list')
  return told()
}

describe('a list shows only what the person may see', () => {
  it.each(DIMENSIONS)('by %s', async (_, allowing, refusing) => {
    expect(await listed(allowing)).toMatch(/ in media-prod.*`[0-9a-f]{16}`/s)
    expect(await listed(refusing)).not.toMatch(/[0-9a-f]{16}/)
  })
})

/** What the form offers for what was typed. */
async function search(block_id: string, value: string): Promise<string> {
  const view_id = form()?.id ?? ''
  const typed = { user: ADA, view_id, block_id, action_id: `choose-${block_id}`, value }
  return JSON.stringify(await bot.slack.client.suggestion(typed))
}

/** What is offered, under a rule, to somebody who opened the form. */
async function offered(rule: Partial<Rule>): Promise<{ question: boolean; bucket: boolean }> {
  decide({ buckets: ['media-*', '*-media'] })
  await type('')
  decide(rule)
  return {
    question: (await search('question', 'object deletions')).includes('"object-deletion"'),
    bucket: (await search('bucket', 'media-prod')).includes('"media-prod"'),
  }
}

describe('a search offers only what the person may ask', () => {
  it.each(DIMENSIONS)('by %s', async (_, allowing, refusing, refusedFor) => {
    expect(await offered(allowing)).toEqual({ question: true, bucket: true })
    // Which questions may be asked of which bucket is told when both are chosen.
    expect(await offered(refusing)).toEqual({
      question: refusedFor === 'bucket',
      bucket: refusedFor === 'analysis',
    })
  })
})

describe('the record of uses is for the owners', () => {
  const READ = /^Uses, since/
  const REFUSED = /^(?:Only the owners of s3audit|Nobody) may read/

  it.each<[string, string[], RegExp]>([
    ['a person among them reads it', [GRACE, ADA], READ],
    ['a member of a user group reads it', ['S0ONCALL'], READ],
    ['another person does not', [GRACE], REFUSED],
    ['who is not in the group does not', ['S0SECURITY'], REFUSED],
    ['nobody does where there are none', [], REFUSED],
    ['nobody does where Slack does not tell', ['S0GONE'], REFUSED],
  ])('%s', async (_, owners, words) => {
    // Rules neither help nor hinder.
    decide(words === READ ? { channels: [] } : {})
    bot.world.settings.owners = owners
    const told = listening()
    await type('audit')
    expect(told()).toMatch(words)
  })
})
