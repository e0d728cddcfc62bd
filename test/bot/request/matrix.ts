import { randomUUID } from 'node:crypto'
import { DeleteCommand } from '@aws-sdk/lib-dynamodb'
import type { Request } from '../../../bot/request/request.ts'
import type { Rule } from '../../../bot/settings.ts'
import type { Block, StateValues } from '../../../infra/local/slack/model/protocol.ts'
import { messageText } from '../../../infra/local/terminal/text.ts'
import { TABLE } from '../../support/dynamodb.ts'
import { type Bot, openBot } from './bot-in-slack.ts'
import { rules } from './rules.ts'

/** Ada asks in #incidents about deletions in media-prod; one rule decides. */

export const ADA = 'U0ADA'
export const INCIDENTS = 'C0INCIDENTS'
export const ELSEWHERE = 'C0DATAPLATFORM'
const HERE: Rule = { name: 'matrix', channels: [INCIDENTS], buckets: ['media-prod'], analyses: 'all' }

export const REQUEST: Request = {
  analysis: 'object-deletion',
  bucket: 'media-prod',
  window: { from: '2026-11-20T07:00:00Z', to: '2026-11-21T07:00:00Z' },
  parameters: { markersOnly: false },
  logs: 'auto',
  channel: INCIDENTS,
  asker: { user: ADA, team: 'T0EXAMPLE', timeZone: 'UTC' },
}

/** An element as somebody uses it. */
type Used = { type: string; action_id: string } & Record<string, unknown>

export type Matrix = Awaited<ReturnType<typeof openMatrix>>

/** What Ada can do, and what comes of it. */
export async function openMatrix() {
  const bot: Bot = await openBot()
  const { client } = bot.slack
  const { world } = bot
  const items = async () => (await bot.items()).filter(({ id }) => !/^(?:use|claim#event)#/.test(String(id)))
  const opened = () => client.views(ADA).at(-1)

  /** Posts a message with one element, and gives back the use of it. */
  const element = async (used: Used, state?: Record<string, unknown>) => {
    const blocks: Block[] = [{ type: 'actions', block_id: 'b', elements: [used] }]
    const mark = { investigation: 'none', part: 'reply' } as const
    const { ts } = await world.thread.post(INCIDENTS, { text: 'x', blocks }, mark)
    const container = { message_ts: ts, channel: INCIDENTS }
    return () =>
      client.action({ user: ADA, container, block_id: 'b', element: used, ...(state && { state }) })
  }

  return {
    bot,
    client,
    world,
    close: bot.close,
    /** From now on this rule decides, alone. */
    decide: (rule: Partial<Rule>) =>
      Object.assign(world.settings, { channels: [], buckets: [], rules: [{ ...HERE, ...rule }] }),
    type: (text: string) => client.command({ user: ADA, channel: INCIDENTS, command: '/s3audit', text }),
    /** The window that is open in Ada's client. */
    opened,
    submit: (values: StateValues = {}) =>
      client.submission({ user: ADA, view_id: opened()?.id ?? '', values }),
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
    /** Presses a button of Ada's home, by its action. */
    pressAtHome: (action_id: string) => {
      const home = client.state(ADA).home
      const block = home?.view.blocks.find(one => JSON.stringify(one).includes(`"${action_id}"`))
      return client.action({
        user: ADA,
        container: { view_id: home?.id ?? '' },
        block_id: block?.block_id ?? '',
        element: { type: 'button', action_id },
      })
    },
    /** An investigation with an answer that suggests three questions. */
    investigation: async () => {
      const { investigations } = world
      const { id } = await investigations.create(REQUEST, randomUUID())
      const next = { analysis: 'object-deletion', parameters: {}, label: 'Again' }
      const nothing = { figures: [], notes: [], rowCount: 0, rows: [], charts: [] }
      const answer = { headline: 'Nothing.', ...nothing, next: [next, next, next] }
      const created = await investigations.load(id)
      const startedAt = rules.now.toISOString()
      await investigations.save({ ...created!, query: { startedAt, runs: {}, answer } })
      return id
    },
    /** What Ada is told from now on: whispers, errors in a form, windows that only tell. */
    listening: () => {
      const from = bot.events.length
      return () =>
        bot.events
          .slice(from)
          .flatMap(event => {
            if (event.type === 'message' && event.message.ephemeral_to === ADA)
              return [messageText(event.message)]
            if (event.type === 'view_errors') return [JSON.stringify(event.errors)]
            return event.type === 'view_opened' ? [JSON.stringify(event.view.view.blocks)] : []
          })
          .join('\n')
    },
    /** All that something done leaves behind, but for the record of uses: items, open forms, messages for everybody. */
    left: async (): Promise<string> => {
      const versions = (await items()).map(({ id, version }) => `${String(id)} ${String(version)}`)
      const forms = client.views(ADA).filter(({ view }) => view.callback_id !== undefined)
      const messages = [INCIDENTS, ELSEWHERE].map(
        one =>
          client.messages(one).filter(({ user, ephemeral_to: to }) => user !== ADA && to === undefined)
            .length,
      )
      return JSON.stringify([versions.toSorted(), forms.map(({ id }) => id), messages])
    },
    /** Forgets all, so that the next finds as little as the first. */
    clear: async () => {
      for (const { id } of client.views(ADA).toReversed()) await client.close({ user: ADA, view_id: id })
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
