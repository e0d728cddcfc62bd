import { randomUUID } from 'node:crypto'
import { ENTRIES } from '../../../bot/app/entries.ts'
import { CHOOSE_BUCKET } from '../../../bot/ask/bucket-input.ts'
import { CHOOSE_QUESTION, REDRAWS } from '../../../bot/ask/form.ts'
import { INVESTIGATION_PRESSES } from '../../../bot/follow-up/buttons.ts'
import type { Audience } from '../../../bot/slack/register.ts'
import { WATCH_PRESSES } from '../../../bot/watch/watch-buttons.ts'
import { favouriteOf } from '../../../bot/follow-up/favourite.ts'
import { readSchedule } from '../../../bot/time/schedule.ts'
import { USUAL_CONDITION } from '../../../bot/model/condition.ts'
import { newWatch } from '../../../bot/model/watch.ts'
import type { Rule } from '../../../bot/model/settings.ts'
import { ADA, ELSEWHERE, INCIDENTS, type Matrix } from './matrix.ts'
import { rules } from './rules.ts'

/** What a verdict is about: a bucket and a question; a bucket, whatever is asked; or only who it is, and where. */
export type Scope = 'question' | 'bucket' | 'place'

/** Something a person can do: it gets ready while all is allowed, and gives back the doing of it. */
export interface Surface {
  does: string
  scope: Scope
  ready: (at: Matrix) => Promise<() => Promise<unknown>>
  /** Whether what is left differs afterwards. */
  changes: boolean
  /** What of the app it goes through: a listener by its kind and name. */
  listener: string
  /** What the rule has to have in any case. */
  needs?: Partial<Rule>
}

const typed = (text: string) => async (at: Matrix) => () => at.type(text)

const withId = (verb: string) => async (at: Matrix) => {
  const id = await at.investigation()
  return () => at.type(`${verb} ${id}`)
}

const button = (action: string) => async (at: Matrix) => at.button(action, await at.investigation())

/** Opens the window of a button, and gives back the sending of it. */
const windowOf =
  (action: string, values: Parameters<Matrix['submit']>[0]) =>
  async (at: Matrix): Promise<() => Promise<void>> => {
    await (await button(action)(at))()
    return () => at.submit(values)
  }

const shareIn = (selected_conversation: string) =>
  windowOf('share-answer', { channel: { value: { type: 'conversations_select', selected_conversation } } })

async function check(at: Matrix): Promise<string> {
  const asker = { user: at.user, team: 'T0EXAMPLE' }
  return at.deps.checks.create(
    { channel: INCIDENTS, asker, of: 'one', buckets: ['media-prod'] },
    randomUUID(),
  )
}
const checkButton =
  (action: string, of = '') =>
  async (at: Matrix) =>
    at.button(action, `${await check(at)}${of}`)

async function watch(at: Matrix): Promise<string> {
  const { window: _, ...request } = at.request
  const schedule = readSchedule('day at 07:00', 'UTC')
  if (!('schedule' in schedule)) throw new Error('the schedule is not read')
  const wish = {
    request,
    schedule: schedule.schedule,
    condition: USUAL_CONDITION,
    waitHours: 1,
    digest: false,
  }
  const made = newWatch(wish, randomUUID(), rules.now)
  await at.deps.watches.create(made)
  return made.id
}
const watchButton = (action: string) => async (at: Matrix) => at.button(action, await watch(at))

/** Buttons of a watch that only show something. */
const SHOWING = new Set(['watch-manage', 'watch-history'])
/** Those that carry something else than the id of a watch. */
const NOT_BY_ID = new Set(['watch-mute', 'watch-preset'])

/** Buttons of an answer that must have done what they say. */
const CHANGING = new Set([
  'cancel-investigation',
  'ask-again',
  'ask-next-0',
  'ask-next-1',
  'ask-next-2',
  'change-and-run',
  'share-answer',
  'answer-is-wrong',
  'save-question',
  'watch-this',
])

const WATCH = 'watch object-deletion media-prod every day at 07:00 when rows > 0'
const DRAFT = JSON.stringify({ question: 'object-deletion', bucket: 'media-prod', parameters: {} })

const PREPARED: Surface[] = [
  {
    does: 'a command that starts',
    listener: 'command',
    scope: 'question',
    ready: typed('deletions media-prod 24h now'),
    changes: true,
  },
  {
    does: 'a command that opens the form',
    listener: 'command',
    scope: 'question',
    ready: typed('deletions bucket:media-prod'),
    changes: true,
  },
  {
    does: 'a command that asks for help',
    listener: 'command help',
    scope: 'place',
    ready: typed('help'),
    changes: false,
  },
  {
    does: 'a form that is submitted',
    listener: 'view start-investigation',
    scope: 'question',
    changes: true,
    async ready(at) {
      await at.type('deletions media-prod 24h')
      return () => at.submit()
    },
  },
  { does: 'list', listener: 'command list', scope: 'place', ready: typed('list'), changes: false },
  { does: 'show', listener: 'command show', scope: 'question', ready: withId('show'), changes: false },
  { does: 'cancel', listener: 'command cancel', scope: 'question', ready: withId('cancel'), changes: true },
  { does: 'repeat', listener: 'command repeat', scope: 'question', ready: withId('repeat'), changes: true },
  ...Object.keys(INVESTIGATION_PRESSES).map(
    (action): Surface => ({
      does: `the button ${action}`,
      scope: 'question',
      ready: button(action),
      changes: CHANGING.has(action),
      listener: `action ${action}`,
    }),
  ),
  {
    does: 'sharing in the same channel',
    listener: 'view share-investigation',
    scope: 'question',
    ready: shareIn(INCIDENTS),
    changes: true,
  },
  {
    does: 'sharing in another channel',
    listener: 'view share-investigation',
    scope: 'question',
    ready: shareIn(ELSEWHERE),
    changes: true,
    needs: { channels: [INCIDENTS, ELSEWHERE] },
  },
  {
    does: 'saying what is wrong with an answer',
    listener: 'view tell-answer-is-wrong',
    scope: 'question',
    ready: windowOf('answer-is-wrong', {
      text: { value: { type: 'plain_text_input', value: 'Two are missing.' } },
    }),
    changes: true,
  },
  {
    does: 'a mention',
    listener: 'event app_mention',
    scope: 'place',
    changes: false,
    async ready({ bot, client, user }) {
      const text = `<@${bot.slack.botUserId}> deletions in media-prod yesterday`
      return () => client.message({ user, channel: INCIDENTS, text })
    },
  },
  {
    does: 'the button of a mention that opens the form',
    listener: 'action open-form',
    scope: 'question',
    ready: at => at.button('open-form', DRAFT),
    changes: true,
  },
  {
    does: 'the shortcut on a message that names an object',
    listener: 'shortcut audit-object',
    scope: 'bucket',
    changes: true,
    async ready({ client, user }) {
      await client.message({ user: ADA, channel: INCIDENTS, text: 'See s3://media-prod/2024/0117.pdf' })
      const message_ts = client.messages(INCIDENTS).at(-1)?.ts ?? ''
      return () => client.shortcut({ user, channel: INCIDENTS, message_ts, callback_id: 'audit-object' })
    },
  },
  {
    does: 'an investigation on the home',
    listener: 'action home-show',
    scope: 'question',
    changes: false,
    async ready(at) {
      await at.investigation()
      await at.client.home({ user: at.user })
      return () => at.pressAtHome('home-show')
    },
  },
  {
    does: 'a saved question on the home, its form submitted',
    listener: 'action home-open-favourite',
    scope: 'question',
    changes: true,
    async ready(at) {
      await at.investigation()
      await at.deps.people.save(at.user, favouriteOf(at.request))
      await at.client.home({ user: at.user })
      await at.pressAtHome('home-open-favourite')
      const choice = { type: 'conversations_select', selected_conversation: INCIDENTS }
      return () => at.submit({ channel: { 'choose-channel': choice } })
    },
  },
  {
    does: 'a watch that is typed',
    listener: 'command watch',
    scope: 'question',
    ready: typed(WATCH),
    changes: true,
  },
  {
    does: 'a command that opens the form for a watch',
    listener: 'command watch',
    scope: 'question',
    ready: typed('watch object-deletion media-prod'),
    changes: true,
  },
  {
    does: 'a form for a watch, submitted',
    listener: 'view watch-form',
    scope: 'question',
    changes: true,
    async ready(at) {
      await at.type('watch object-deletion media-prod')
      return () => at.submit()
    },
  },
  {
    does: 'a form that changes a watch, submitted',
    listener: 'view watch-form',
    scope: 'question',
    changes: true,
    async ready(at) {
      await (await watchButton('watch-edit')(at))()
      return () => at.submit()
    },
  },
  {
    does: 'a watch in one press',
    listener: 'action watch-preset',
    scope: 'question',
    ready: at => at.button('watch-preset', 'mass-deletion media-prod'),
    changes: true,
  },
  {
    does: 'muting a watch',
    listener: 'action watch-mute',
    scope: 'question',
    changes: true,
    ready: async at => at.menu('watch-mute', `${await watch(at)} day`),
  },
  ...Object.keys(WATCH_PRESSES)
    .filter(action => !NOT_BY_ID.has(action))
    .map(
      (action): Surface => ({
        does: `the button ${action}`,
        scope: 'question',
        ready: watchButton(action),
        changes: !SHOWING.has(action),
        listener: `action ${action}`,
      }),
    ),
  {
    does: 'the list of watches',
    listener: 'command watches',
    scope: 'place',
    ready: typed('watches'),
    changes: false,
  },
  {
    does: 'what is worth watching',
    listener: 'command watch',
    scope: 'bucket',
    ready: typed('watch media-prod'),
    changes: false,
  },
  {
    does: 'a check',
    listener: 'command check',
    scope: 'question',
    ready: typed('check media-prod'),
    changes: true,
  },
  {
    does: 'the button check-bucket',
    listener: 'action check-bucket',
    scope: 'question',
    ready: at => at.button('check-bucket', 'media-prod'),
    changes: true,
  },
  {
    does: 'the button check-again',
    listener: 'action check-again',
    scope: 'question',
    ready: checkButton('check-again'),
    changes: true,
  },
  {
    does: 'the button show-fix',
    listener: 'action show-fix',
    scope: 'question',
    ready: checkButton('show-fix', ' 0'),
    changes: false,
  },
  {
    does: 'the button check-commands',
    listener: 'action check-commands',
    scope: 'question',
    ready: checkButton('check-commands'),
    changes: false,
  },
  {
    does: 'a question from the home, its form submitted',
    listener: 'action home-start',
    scope: 'question',
    changes: true,
    async ready(at) {
      await at.investigation()
      await at.client.home({ user: at.user })
      await at.pressAtHome('home-start')
      const choice = { type: 'conversations_select', selected_conversation: INCIDENTS }
      return () => at.submit({ channel: { 'choose-channel': choice } })
    },
  },
]

/** Everything that is registered with Slack, named by its kind and id, with whom it is for. */
export const LISTENERS: { listener: string; audience: Audience }[] = Object.entries({
  command: { ...ENTRIES.subcommands, '': ENTRIES.otherwise },
  action: ENTRIES.presses,
  view: ENTRIES.submissions,
  options: ENTRIES.searches,
  shortcut: ENTRIES.shortcuts,
  event: ENTRIES.events,
}).flatMap(([kind, table]) =>
  Object.entries(table).map(([name, entry]) => ({
    listener: `${kind} ${name}`.trim(),
    audience: entry.for,
  })),
)

/** What these show is only what the rules allow, and nothing is put on record: `permissions.test.ts` searches. */
const DRAWN_BY_RULES = new Set([
  ...REDRAWS.map(id => `action ${id}`),
  `options ${CHOOSE_QUESTION}`,
  `options ${CHOOSE_BUCKET}`,
])

/** An entry that nothing above gets ready is tried as it is: typed alone, or pressed with an investigation's id. */
const asItIs = (listener: string, ready: Surface['ready']): Surface => ({
  does: listener,
  listener,
  scope: 'place',
  ready,
  changes: false,
})
const untried = (audience: Audience, value: (at: Matrix) => Promise<string>): Surface[] =>
  LISTENERS.filter(
    each =>
      each.audience === audience &&
      !DRAWN_BY_RULES.has(each.listener) &&
      !PREPARED.some(({ listener }) => listener === each.listener),
  ).map(({ listener }) => {
    const [kind, name = ''] = listener.split(' ')
    return asItIs(listener, async at => {
      if (kind === 'command') return () => at.type(name)
      if (kind === 'action') return at.button(name, await value(at))
      throw new Error(`Nothing gets ${listener} ready: add it to PREPARED.`)
    })
  })

/** Everything for those whom a rule lets ask in the channel. */
export const SURFACES: Surface[] = [...PREPARED, ...untried('channel', at => at.investigation())]

/** Everything for the owners of s3audit alone. */
export const OWNERS_SURFACES: Surface[] = untried('owners', async () =>
  JSON.stringify({ from: '2026-11-01T00:00:00Z' }),
)
