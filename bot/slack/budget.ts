import type { Message } from './message.ts'
import { truncate } from '../text/mrkdwn.ts'

/** Slack refuses a message whose blocks have more text than about this (`msg_blocks_too_long`), whatever each may have. */
const MOST = 10_800
/** Texts are never cut below this: labels and buttons stay whole. */
const LEAST = 80

/** The same message with its longest texts cut, so that all of its blocks together are within Slack's limit. */
export function withinBudget(message: Message): Message {
  const { blocks } = message
  if (!blocks) return message
  const lengths = textsOf(blocks).toSorted((one, other) => one - other)
  let left = MOST
  for (const [at, length] of lengths.entries()) {
    const share = Math.floor(left / (lengths.length - at))
    if (length > share) return { ...message, blocks: blocks.map(block => cut(block, Math.max(share, LEAST))) }
    left -= length
  }
  return message
}

const isText = (value: object): value is { text: string } => 'text' in value && typeof value.text === 'string'

function textsOf(value: unknown): number[] {
  if (typeof value !== 'object' || value === null) return []
  return isText(value) ? [value.text.length] : Object.values(value).flatMap(textsOf)
}

function cut<Value>(value: Value, most: number): Value
function cut(value: unknown, most: number): unknown {
  if (Array.isArray(value)) return value.map((one: unknown) => cut(one, most))
  if (typeof value !== 'object' || value === null) return value
  if (isText(value) && value.text.length > most) return { ...value, text: cutText(value.text, most) }
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, cut(one, most)]))
}

/** Not within a mention, a date, an entity or a span of code: half of one would be shown as it is. */
function cutText(text: string, most: number): string {
  const start = truncate(text, most - 1).replace(/(?:<[^>]*|&\w*)…?$/, '…')
  return start.split('`').length % 2 === 0 ? `${start}\`` : start
}
