import { randomUUID } from 'node:crypto'
import { DeleteCommand } from '@aws-sdk/lib-dynamodb'
import type { Request } from '../../../bot/time/request.ts'
import type { Rule } from '../../../bot/model/settings.ts'
import type { Block, StateValues } from '../../../infra/local/slack/model/protocol.ts'
import { messageText } from '../../../infra/local/terminal/text.ts'
import { EXAMPLE_CORP, type WorkspaceSeed } from '../../../infra/local/slack/state/workspace.ts'
import { TABLE } from '../../support/dynamodb.ts'
import { type Bot, openBot } from '../ask/bot-in-slack.ts'
import { rules } from './rules.ts'

/** Somebody, Ada unless told, asks in #incidents about deletions in media-prod; one rule decides. */

export const ADA = 'U0ADA'
export const INCIDENTS = 'C0INCIDENTS'
export const ELSEWHERE = 'C0DATAPLATFORM'
const HERE: Rule = { name: 'matrix', channels: [INCIDENTS], buckets: ['media-prod'], analyses: 'all' }

const requestOf = (user: string): Request => ({
  analysis: 'object-deletion',
  bucket: 'media-prod',
  window: { from: '2026-11-20T07:00:00Z', to: '2026-11-21T07:00:00Z' },
  parameters: { markersOnly: false },
  logs: 'auto',
  channel: INCIDENTS,
  asker: { user, team: 'T0EXAMPLE', timeZone: 'UTC' },
})

/** An element as somebody uses it. */
type Used = { type: string; action_id: string } & Record<string, unknown>

const IN_THE_CHANNEL: Who = { user: ADA, typesIn: INCIDENTS, workspace: EXAMPLE_CORP }

export type Matrix = Awaited<ReturnType<typeof openMatrix>>

interface Who {
  user: string
  /** Where they type; the buttons that they press are in #incidents. */
  typesIn: string
  workspace: WorkspaceSeed
}

/** What a person can do, and what comes of it. */
export async function openMatrix({ user, typesIn, workspace }: Who = IN_THE_CHANNEL) {
  const bot: Bot = await openBot(workspace)
  const request = requestOf(user)
  // The first call of a connection is slow on a busy machine.
  await bot.deps.accounts.kind({ user })
  const { client } = bot.slack
  const { deps } = bot
  const items = async () => (await bot.items()).filter(({ id }) => !/^(?:use|claim#event)#/.test(String(id)))
  const opened = () => client.views(user).at(-1)

  /** Posts a message with one element, and gives back the use of it. */
  const element = async (used: Used, state?: Record<string, unknown>) => {
    const blocks: Block[] = [{ type: 'actions', block_id: 'b', elements: [used] }]
    const mark = { investigation: 'none', part: 'reply' } as const
    const { ts } = await deps.thread.post(INCIDENTS, { text: 'x', blocks }, mark)
    const container = { message_ts: ts, channel: INCIDENTS }
    return () => client.action({ user, container, block_id: 'b', element: used, ...(state && { state }) })
  }

  return {
    bot,
    user,
    request,
    client,
    deps,
    close: bot.close,
    /** From now on this rule decides, alone. */
    decide: (rule: Partial<Rule>) =>
      Object.assign(deps.settings, { channels: [], buckets: [], rules: [{ ...HERE, ...rule }] }),
    type: (text: string) => client.command({ user, channel: typesIn, command: '/s3audit', text }),
    /** The window that is open in their client. */
    opened,
    submit: (values: StateValues = {}) => client.submission({ user, view_id: opened()?.id ?? '', values }),
    button: (action_id: string, value: string) =>
      element({ type: 'button', action_id, value, text: plain(action_id) }),
    menu: (action_id: string, value: string) => {
      const option = { text: plain(value.slice(0, 70)), value }
      return element(
        { type: 'overflow', action_id, options: [option] },
        {
          type: 'overflow',
          selected_option: option,
        },
      )
    },
    /** Presses a button of their home, by its action. */
    pressAtHome: (action_id: string) => {
      const home = client.state(user).home
      const block = home?.view.blocks.find(one => JSON.stringify(one).includes(`"${action_id}"`))
      return client.action({
        user,
        container: { view_id: home?.id ?? '' },
        block_id: block?.block_id ?? '',
        element: { type: 'button', action_id },
      })
    },
    /** An investigation with an answer that suggests three questions. */
    investigation: async () => {
      const { investigations } = deps
      const { id } = await investigations.create(request, randomUUID())
      const next = { analysis: 'object-deletion', parameters: {}, label: 'Again' }
      const nothing = { figures: [], notes: [], rowCount: 0, rows: [], charts: [] }
      const answer = { headline: 'Nothing.', ...nothing, next: [next, next, next] }
      const created = await investigations.load(id)
      const startedAt = rules.now.toISOString()
      await investigations.save({ ...created!, query: { startedAt, runs: {}, answer } })
      return id
    },
    /** What they are told from now on: whispers, errors in a form, windows that only tell. */
    listening: () => {
      const from = bot.events.length
      return () =>
        bot.events
          .slice(from)
          .flatMap(event => {
            if (event.type === 'message' && event.message.ephemeral_to === user)
              return [messageText(event.message)]
            if (event.type === 'view_errors') return [JSON.stringify(event.errors)]
            return event.type === 'view_opened' ? [JSON.stringify(event.view.view.blocks)] : []
          })
          .join('\n')
    },
    /** All that something done leaves behind, but for the record of uses: items, open forms, messages for everybody. */
    left: async (): Promise<string> => {
      const versions = (await items()).map(({ id, version }) => `${String(id)} ${String(version)}`)
      const forms = client.views(user).filter(({ view }) => view.callback_id !== undefined)
      const messages = [INCIDENTS, ELSEWHERE].map(
        one =>
          client
            .messages(one)
            .filter(({ user: author, ephemeral_to: to }) => author !== user && to === undefined).length,
      )
      return JSON.stringify([versions.toSorted(), forms.map(({ id }) => id), messages])
    },
    /** Forgets all, so that the next finds as little as the first. */
    clear: async () => {
      for (const { id } of client.views(user).toReversed()) await client.close({ user, view_id: id })
      const all = await bot.items()
      await Promise.all(
        all.map(({ id }) => bot.documents.send(new DeleteCommand({ TableName: TABLE, Key: { id } }))),
      )
      for (const channel of [INCIDENTS, ELSEWHERE])
        for (const { ts, ephemeral_to: to } of client.messages(channel))
          if (to === undefined) await client.remove({ user: ADA, channel, message_ts: ts })
      bot.events.length = 0
    },
  }
}

const plain = (text: string) => ({ type: 'plain_text', text })
