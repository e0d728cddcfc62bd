import { setTimeout as sleep } from 'node:timers/promises'
import type { Services } from '../../infra/local/services/services.ts'
import type { Message, StateValues } from '../../infra/local/slack/model/protocol.ts'
import { userOf } from '../support/crowd.ts'
import { buttonOf } from '../support/slack-clicks.ts'

/** Everything that people do with s3audit, for measuring it. */
export interface Interaction {
  /** What has to be there before, for this person: not measured. */
  prepare?: (person: number) => Promise<unknown>
  act: (person: number) => Promise<unknown>
}

const ADA = 'U0ADA'
const CHANNEL = 'C0INCIDENTS'

/** Asks one question, waits for its answer, and returns what can be done by `count` people then. */
export async function interactions(
  { slack: { client } }: Services,
  count: number,
): Promise<Record<string, Interaction>> {
  const command = (text: string) => (person: number) =>
    client.command({ user: userOf(person), channel: CHANNEL, command: '/s3audit', text })
  await client.command({
    user: ADA,
    channel: CHANNEL,
    command: '/s3audit',
    text: 'object-deletion shop-invoices 24h now',
  })
  const answer = await answered(() =>
    client
      .messages(CHANNEL)
      .flatMap(({ ts }) => client.messages(CHANNEL, ts))
      .find(message => buttonOf(message, 'share-answer')),
  )
  const press = (action_id: string) => (person: number) => {
    const button = buttonOf(answer, action_id)
    if (!button) throw new Error(`There is no button ${action_id}`)
    const container = { channel: answer.channel, message_ts: answer.ts }
    return client.action({ user: userOf(person), container, ...button, state: {}, values: {} })
  }
  const submit = (values: StateValues) => (person: number) => {
    const view = client.views(userOf(person)).at(-1)
    return client.submission({ user: userOf(person), view_id: view?.id ?? '', values })
  }
  const asked = client.messages(CHANNEL).length
  for (let person = 0; person < count; person++)
    await client.message({
      user: userOf(person),
      channel: CHANNEL,
      text: 'Who deleted s3://shop-invoices/2024/a.pdf?',
    })
  const named = client.messages(CHANNEL).slice(asked)
  const typed = (view: number, action: 'question' | 'bucket', value: string) => {
    const [open] = client.views(userOf(view))
    const input = { block_id: action, action_id: `choose-${action}`, value }
    return client.suggestion({ user: userOf(view), view_id: open?.id ?? '', ...input })
  }
  const close = async (person: number) => {
    for (const { id } of client.views(userOf(person)).toReversed())
      await client.close({ user: userOf(person), view_id: id })
  }
  const fresh = (open: (person: number) => Promise<unknown>) => async (person: number) => {
    await close(person)
    await open(person)
  }
  return {
    help: { act: command('help') },
    'help of a question': { act: command('help object-deletion') },
    'the form': { prepare: close, act: command('') },
    'choices of a question': {
      prepare: fresh(command('')),
      act: person => typed(person, 'question', 'delet'),
    },
    'another question in the form': {
      prepare: fresh(command('')),
      act: person => {
        const [view] = client.views(userOf(person))
        return client.action({
          user: userOf(person),
          container: { view_id: view?.id ?? '' },
          block_id: 'question',
          element: { type: 'external_select', action_id: 'choose-question' },
          state: {
            type: 'external_select',
            selected_option: { text: { type: 'plain_text', text: 'x' }, value: 'access-denied' },
          },
          values: {},
        })
      },
    },
    'the form, submitted': {
      prepare: fresh(command('object-deletion shop-invoices 24h')),
      act: submit({}),
    },
    'a command with a mistake': { act: command('xyzzy shop-invoices') },
    'a command that starts': { act: command('object-deletion shop-invoices 24h now') },
    'the list': { act: command('list') },
    'list mine': { act: command('list mine') },
    'a mention': {
      act: person =>
        client.message({
          user: userOf(person),
          channel: CHANNEL,
          text: '<@U0S3AUDIT> who deleted invoices/2024 in shop-invoices yesterday',
        }),
    },
    'the shortcut': {
      prepare: close,
      act: person =>
        client.shortcut({
          user: userOf(person),
          channel: CHANNEL,
          message_ts: named[person]?.ts ?? '',
          callback_id: 'audit-object',
        }),
    },
    'the home': { act: person => client.home({ user: userOf(person) }) },
    'repeat (button)': { act: press('ask-again') },
    'show the SQL (button)': { prepare: close, act: press('show-sql') },
    'get the CSV (button)': { act: press('get-csv') },
    'share (button)': { prepare: close, act: press('share-answer') },
    'share, submitted': {
      prepare: fresh(press('share-answer')),
      act: submit({
        channel: { value: { type: 'conversations_select', selected_conversation: 'C0DATAPLATFORM' } },
      }),
    },
    'feedback (button)': { prepare: close, act: press('answer-is-wrong') },
    'feedback, submitted': {
      prepare: fresh(press('answer-is-wrong')),
      act: submit({ text: { value: { type: 'plain_text_input', value: 'Too few.' } } }),
    },
    check: { act: command('check shop-invoices') },
    watches: { act: command('watches') },
  }
}

async function answered(find: () => Message | undefined): Promise<Message> {
  for (let tries = 0; tries < 600; tries++) {
    const found = find()
    if (found) return found
    await sleep(100)
  }
  throw new Error('There was no answer within a minute')
}
