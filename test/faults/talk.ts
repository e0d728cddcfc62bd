import { UpdateCommand } from '@aws-sdk/lib-dynamodb'
import { vi } from 'vitest'
import type { Investigation } from '../../bot/model/investigation.ts'
import type { Fault } from '../../infra/local/http/faults.ts'
import type { StateValues } from '../../infra/local/slack/model/protocol.ts'
import { userOf } from '../support/crowd.ts'
import type { Asked } from '../support/fault-switch.ts'
import { ADA, INCIDENTS, type TestProduct } from '../support/product.ts'
import { buttonOf, press } from '../support/slack-clicks.ts'

/** Something that a person does with s3audit, from what they press to what they are told. */
export interface Conversation {
  /** What is there before it, unharmed. */
  prepare?: () => Promise<unknown>
  act: () => Promise<unknown>
  /** Done again by the person where their window is still open: they were told that it did not work. */
  again?: () => Promise<unknown>
  /** What it posts for all to read, once: where, and what it is known by. */
  posts?: { channel: string; text: string }
  /** What it tells one person in the end, whatever place there is left to tell it. */
  tells?: string
  /** How many there are of what it keeps: at most one more, and one more after all. */
  keeps?: () => Promise<number>
  /** It answers by changing a message that is there. */
  edits?: true
  /** Its answer has so many messages with pictures. */
  pictures?: number
  /** Only these of its calls, by operation: the others are those of another conversation. */
  only?: readonly string[]
  /** How Slack is anyway, while it is had. */
  meanwhile?: (asked: Asked) => Fault | undefined
}

/** The calls of whoever listens; what the reconciler calls then is the same, whatever started it. */
export const LISTENERS = ['chat.postEphemeral', 'users.info', 'views.open', 'views.publish'] as const

/** What has been answered: a deletion, one with more rows than a message shows, one that suggests what to ask next. */
export type Answers = Record<'answered' | 'long' | 'denied', Investigation>

/** What a person of the tests has before them, and what they do with it. */
export function talkOf(product: TestProduct, answers: Answers) {
  const { client, documents, watches } = product
  const answerOf = (one: Investigation) =>
    product.thread(one).find(message => buttonOf(message, 'share-answer'))
  const view = () => client.views(ADA).at(-1)
  const close = async () => {
    for (const { id } of client.views(ADA).toReversed()) await client.close({ user: ADA, view_id: id })
  }
  const submit = (values: StateValues = {}) =>
    client.submission({ user: ADA, view_id: view()?.id ?? '', values })
  const allWatches = async () => watches.loadAll((await watches.all()).map(({ id }) => id))
  let newcomers = 0
  return {
    ...answers,
    product,
    view,
    close,
    submit,
    submitAgain: (values: StateValues = {}) => (view() ? submit(values) : Promise.resolve()),
    /** Chooses another question in the form. */
    choose: (question: string) => {
      const { id = '', view: { blocks = [] } = {} } = view() ?? {}
      const { block_id = '' } = blocks.find(one => JSON.stringify(one).includes('"choose-question"')) ?? {}
      const element = { type: 'external_select', action_id: 'choose-question' }
      const option = { text: { type: 'plain_text', text: question }, value: question }
      const state = { type: element.type, selected_option: option }
      return client.action({ user: ADA, container: { view_id: id }, block_id, element, state })
    },
    /** Opens a window where none is open yet. */
    fresh: (open: () => Promise<unknown>) => async () => {
      await close()
      await open()
    },
    type: (text: string) => product.type(text),
    press: (one: Investigation, action_id: string) => press(product, answerOf(one), action_id),
    has: (one: Investigation, action_id: string) => buttonOf(answerOf(one), action_id) !== undefined,
    /** Presses a button of the answer about a deletion. */
    button: (action_id: string) => press(product, answerOf(answers.answered), action_id),
    /** Presses a button of what Ada was told last. */
    ephemeralButton: (action_id: string) =>
      press(
        product,
        product.ephemeralMessages().findLast(one => buttonOf(one, action_id)),
        action_id,
      ),
    /** Presses a button of Ada's home. */
    homeButton: (action_id: string) => {
      const home = client.state(ADA).home
      const blocks = home?.view.blocks ?? []
      const found = buttonOf({ blocks }, action_id)
      if (!home || !found) throw new Error(`There is no button ${action_id} on the home`)
      return client.action({ user: ADA, container: { view_id: home.id }, ...found })
    },
    /** Opens the home, which is shown a moment later; where it cannot be, Ada is told so. */
    openHome: async () => {
      const from = product.events.length
      await client.home({ user: ADA })
      await vi.waitFor(
        () => {
          const isTold = product.events.slice(from).some(({ type }) => type === 'home' || type === 'message')
          if (!isTold) throw new Error('Nothing was shown')
        },
        { timeout: 15_000, interval: 25 },
      )
    },
    write: (text: string) => client.message({ user: ADA, channel: INCIDENTS, text }),
    /** Chooses the shortcut of the newest message that begins so. */
    shortcutOn: (begins: string) => {
      const named = client.messages(INCIDENTS).findLast(({ text }) => text.startsWith(begins))
      const message_ts = named?.ts ?? ''
      return client.shortcut({ user: ADA, channel: INCIDENTS, message_ts, callback_id: 'audit-object' })
    },
    newcomer: () => userOf(newcomers++),
    forgetFeedback: () =>
      documents.send(
        new UpdateCommand({
          TableName: product.services.env.TABLE_NAME,
          Key: { id: answers.answered.id },
          UpdateExpression: 'REMOVE feedback',
        }),
      ),
    /** How many watches there are, or of those that run so often. */
    countWatches: async (every?: string) =>
      (await allWatches()).filter(({ schedule }) => schedule.every === (every ?? schedule.every)).length,
    deleteWatches: async () => {
      for (const watch of await allWatches())
        await watches.save({ ...watch, deletedAt: new Date().toISOString() })
    },
  }
}

export type Talk = ReturnType<typeof talkOf>
