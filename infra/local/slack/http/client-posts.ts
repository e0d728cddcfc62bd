import * as z from 'zod'
import { ClientMistake } from '../client/mistake.ts'
import type { SlackClient } from '../client/client.ts'

/** What the page may post under `/client/`, shapes as `protocol.ts` has them. */

const values = z.record(z.string(), z.record(z.string(), z.record(z.string(), z.unknown())))
const place = { user: z.string(), channel: z.string() }
const thread = { thread_ts: z.string().exactOptional() }
const view = { user: z.string(), view_id: z.string() }

const commandPost = z.object({ ...place, ...thread, command: z.string(), text: z.string() })
const messagePost = z.object({ ...place, ...thread, text: z.string().min(1) })
const actionPost = z.object({
  user: z.string(),
  container: z.union([
    z.object({ message_ts: z.string(), channel: z.string() }),
    z.object({ view_id: z.string() }),
  ]),
  block_id: z.string(),
  element: z.looseObject({ type: z.string(), action_id: z.string() }),
  state: z.record(z.string(), z.unknown()),
  values,
})
const shortcutPost = z.object({ ...place, message_ts: z.string(), callback_id: z.string() })
const submissionPost = z.object({ ...view, values })
const channelPost = z.object({
  ...place,
  is_archived: z.boolean().exactOptional(),
  is_private: z.boolean().exactOptional(),
  has_app: z.boolean().exactOptional(),
})
const faultPost = z.object({
  user: z.string(),
  id: z.string(),
  times: z.union([z.int().min(0).max(1000), z.literal('always')]),
})
const suggestionPost = z.object({
  ...view,
  block_id: z.string(),
  action_id: z.string(),
  value: z.string(),
})

type Post = (client: SlackClient, body: unknown) => Promise<unknown>

const post =
  <T>(schema: z.ZodType<T>, act: (client: SlackClient, body: T) => Promise<unknown>): Post =>
  (client, body) =>
    act(client, readPost(schema, body))

/** Those that are carried out while the page goes on: what comes of them arrives as events. */
export const POSTS: ReadonlyMap<string, Post> = new Map([
  ['reset', post(z.object({ user: z.string() }), (client, body) => client.reset(body))],
  ['command', post(commandPost, (client, body) => client.command(body))],
  ['message', post(messagePost, (client, body) => client.message(body))],
  ['action', post(actionPost, (client, body) => client.action(body))],
  ['shortcut', post(shortcutPost, (client, body) => client.shortcut(body))],
  ['submission', post(submissionPost, (client, body) => client.submission(body))],
  ['close', post(z.object(view), (client, body) => client.close(body))],
  ['home', post(z.object({ user: z.string() }), (client, body) => client.home(body))],
  ['channel', post(channelPost, (client, body) => client.channel(body))],
  ['delete', post(z.object({ ...place, message_ts: z.string() }), (client, body) => client.remove(body))],
  ['fault', post(faultPost, (client, body) => client.fault(body))],
  ['invite', post(z.object(place), (client, body) => client.invite(body))],
])

/** The one that is answered with what came of it. */
export const askSuggestion: Post = post(suggestionPost, (client, body) => client.suggestion(body))

/** Throws a `ClientMistake` that names what is wrong. */
function readPost<T>(schema: z.ZodType<T>, body: unknown): T {
  const result = schema.safeParse(body)
  if (!result.success) throw new ClientMistake(z.prettifyError(result.error))
  return result.data
}
