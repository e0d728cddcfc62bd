import type { ActionPost, Message } from '../../infra/local/slack/model/protocol.ts'
import { ADA, type TestProduct } from './product.ts'

type Element = ActionPost['element']

const isElement = (value: unknown): value is Element =>
  typeof value === 'object' && value !== null && 'type' in value && 'action_id' in value

/** The button of a message, as its block has it, with this value if one is told; undefined where there is none. */
export function buttonOf(
  message: Pick<Message, 'blocks'> | undefined,
  action_id: string,
  value?: string,
): { block_id: string; element: Element } | undefined {
  for (const { block_id = '', elements, accessory } of message?.blocks ?? []) {
    const all = [...(Array.isArray(elements) ? elements : []), accessory].filter(isElement)
    const found = all.find(one => one.action_id === action_id && (value === undefined || one.value === value))
    if (found) return { block_id, element: found }
  }
  return undefined
}

/** Presses a button of a message and waits for Slack's answer to it. */
export async function press(
  { client }: Pick<TestProduct, 'client'>,
  message: Message | undefined,
  action_id: string,
  { user = ADA, value }: { user?: string; value?: string } = {},
): Promise<void> {
  const button = buttonOf(message, action_id, value)
  if (!message || !button) throw new Error(`There is no button ${action_id}`)
  const container = { channel: message.channel, message_ts: message.ts }
  await client.action({ user, container, ...button, state: {}, values: {} })
}
