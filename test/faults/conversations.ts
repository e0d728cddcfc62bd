import { UpdateCommand } from '@aws-sdk/lib-dynamodb'
import type { Investigation } from '../../bot/investigation/investigation.ts'
import type { StateValues } from '../../infra/local/slack/protocol.ts'
import { userOf } from '../support/crowd.ts'
import { ADA, INCIDENTS, type TestProduct } from '../support/product.ts'
import { buttonOf, press } from '../support/slack-clicks.ts'

/** Another channel that the bot is in. */
export const ELSEWHERE = 'C0DATAPLATFORM'

/** One that it may answer in, and is not in. */
export const OUTSIDE = 'C0RANDOM'

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
  /** Only these of its calls, by operation: the others are those of another conversation. */
  only?: readonly string[]
}

/** The calls of whoever listens; what the reconciler calls then is the same, whatever started it. */
const LISTENERS = ['chat.postEphemeral', 'users.info', 'views.open']

/** All of them, about an investigation that has been answered. */
export function conversations(product: TestProduct, answered: Investigation): Record<string, Conversation> {
  const { client } = product
  const answer = () => product.thread(answered).find(message => buttonOf(message, 'share-answer'))
  const button = (action_id: string) => () => press(product, answer(), action_id)
  const view = () => client.views(ADA).at(-1)
  const submit = (values: StateValues = {}) =>
    client.submission({ user: ADA, view_id: view()?.id ?? '', values })
  const submitAgain =
    (values: StateValues = {}) =>
    async () =>
      view() && submit(values)
  const close = async () => {
    for (const { id } of client.views(ADA).toReversed()) await client.close({ user: ADA, view_id: id })
  }
  const fresh = (open: () => Promise<unknown>) => async () => {
    await close()
    await open()
  }
  const into = { channel: { value: { type: 'conversations_select', selected_conversation: ELSEWHERE } } }
  const wrong = { text: { value: { type: 'plain_text_input', value: 'Two are missing.' } } }
  const named = () => client.messages(INCIDENTS).find(({ text }) => text.startsWith('Look at'))
  const forgetFeedback = () =>
    product.documents.send(
      new UpdateCommand({
        TableName: product.services.env.TABLE_NAME,
        Key: { id: answered.id },
        UpdateExpression: 'REMOVE feedback',
      }),
    )
  let newcomers = 0
  return {
    'a command that starts': { act: () => product.type('object-deletion my-bucket 24h now') },
    // Slack is asked for the time zone of somebody new.
    'a command of somebody new': {
      act: () => product.type('object-deletion my-bucket 24h now', INCIDENTS, userOf(newcomers++)),
      only: LISTENERS,
    },
    // All that is told goes to the person.
    'a command where the bot is not': {
      act: () => product.type('object-deletion my-bucket 24h now', OUTSIDE),
      tells: `I could not answer in <#${OUTSIDE}>`,
    },
    'the form': { prepare: close, act: () => product.type('') },
    'the form, submitted': {
      prepare: fresh(() => product.type('object-deletion my-bucket 24h')),
      act: () => submit(),
      again: submitAgain(),
      only: LISTENERS,
    },
    'cancel while it runs': {
      act: async () => {
        await product.type('object-deletion my-bucket 24h now')
        const [id = ''] = await product.investigations.openIds()
        await product.type(`cancel ${id}`)
      },
      only: LISTENERS,
    },
    'ask again': { act: button('ask-again'), only: LISTENERS, tells: 'Asked again' },
    'the CSV': { act: button('get-csv'), tells: 'open-csv' },
    'the SQL': { prepare: close, act: button('show-sql') },
    'change and run': { prepare: close, act: button('change-and-run') },
    'save the question': { act: button('save-question') },
    'cancel after the end': { act: () => product.type(`cancel ${answered.id}`) },
    show: { act: () => product.type(`show ${answered.id}`) },
    'the list': { act: () => product.type('list') },
    share: { prepare: close, act: button('share-answer') },
    'share, submitted': {
      prepare: fresh(button('share-answer')),
      act: () => submit(into),
      again: submitAgain(into),
      posts: { channel: ELSEWHERE, text: '1 deletion in my-bucket' },
    },
    'feedback, submitted': {
      prepare: async () => {
        await forgetFeedback()
        await fresh(button('answer-is-wrong'))()
      },
      act: () => submit(wrong),
      again: submitAgain(wrong),
      tells: 'Thank you',
    },
    'a mention': {
      act: () =>
        client.message({
          user: ADA,
          channel: INCIDENTS,
          text: '<@U0S3AUDIT> who deleted a.txt in my-bucket yesterday',
        }),
      tells: 'I understood',
    },
    'the shortcut': {
      prepare: close,
      act: () =>
        client.shortcut({
          user: ADA,
          channel: INCIDENTS,
          message_ts: named()?.ts ?? '',
          callback_id: 'audit-object',
        }),
    },
    'the home': { prepare: close, act: () => client.home({ user: ADA }) },
    'a check': {
      act: () => product.type('check my-bucket'),
      posts: { channel: INCIDENTS, text: 'check-again' },
    },
    'watch this': { prepare: close, act: button('watch-this') },
  }
}

/** The names of all conversations: tests are named before there is anything to talk to. */
export const NAMES = [
  'a command that starts',
  'a command of somebody new',
  'a command where the bot is not',
  'the form',
  'the form, submitted',
  'cancel while it runs',
  'ask again',
  'the CSV',
  'the SQL',
  'change and run',
  'save the question',
  'cancel after the end',
  'show',
  'the list',
  'share',
  'share, submitted',
  'feedback, submitted',
  'a mention',
  'the shortcut',
  'the home',
  'a check',
  'watch this',
] as const
