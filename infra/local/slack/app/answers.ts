import * as z from 'zod'
import { flag } from '../api/arguments.ts'
import { change, checkedContent, post, postEphemeral, remove } from '../state/messages.ts'
import type { Message } from '../model/protocol.ts'
import type { ResponseTarget } from '../state/response-urls.ts'
import type { Slack } from '../state/slack.ts'

/** What an app says to a `response_url` or in its answer to a slash command. */
const answerSchema = z.object({
  text: z.string().optional(),
  blocks: z.unknown().optional(),
  response_type: z.enum(['ephemeral', 'in_channel']).default('ephemeral'),
  replace_original: flag,
  delete_original: flag,
  thread_ts: z.string().optional(),
})

/**
 * Carries out an answer: a new message, for the person alone unless `in_channel`, or a change of the message whose
 * button was pressed. Throws an `ApiError` for content that Slack refuses.
 * https://docs.slack.dev/interactivity/handling-user-interaction#message_responses
 */
export function takeAnswer(slack: Slack, target: ResponseTarget, body: unknown): void {
  const answer = answerSchema.parse(body)
  const original = originalOf(slack, target)
  if (original && answer.delete_original) return remove(slack, original)
  const content = checkedContent(answer)
  if (original && answer.replace_original) return replace(slack, original, content)
  const draft = {
    channel: target.channel,
    user: slack.seed.app.bot_user,
    ...content,
    ...(answer.thread_ts && { thread_ts: answer.thread_ts }),
  }
  if (answer.response_type === 'in_channel') post(slack, draft)
  else postEphemeral(slack, { ...draft, ephemeral_to: target.user })
}

function originalOf(slack: Slack, { channel, original }: ResponseTarget): Message | undefined {
  if (!original) return undefined
  return original.ephemeral
    ? slack.ephemerals.find(({ ts }) => ts === original.ts)
    : slack.store.message(channel, original.ts)
}

function replace(slack: Slack, original: Message, content: ReturnType<typeof checkedContent>): void {
  const { blocks: _, ...rest } = original
  change(slack, { ...rest, ...content, edited: { ts: slack.nextTs() } })
}
