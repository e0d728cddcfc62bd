import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from 'aws-lambda'
import * as z from 'zod'

/** As Slack asks: a request older than this may be a replay. Bolt looks only at the past, we at both sides. */
const SKEW_SECONDS = 300
/** Slack's own requests are far smaller; larger ones are refused before any hashing. */
const MOST_BYTES = 1024 * 1024

/**
 * Refuses what Bolt's receiver would crash on or let through, before it computes the signature: a body too large, a missing
 * or foreign signature version, a time too far off in either direction. Content types are given without
 * their charset, which the receiver does not expect.
 */
export function accepted(
  event: APIGatewayProxyEventV2,
  now: Date,
): { event: APIGatewayProxyEventV2 } | { refusal: APIGatewayProxyStructuredResultV2 } {
  const { body = '', isBase64Encoded } = event
  if (Buffer.byteLength(body, isBase64Encoded ? 'base64' : 'utf8') > MOST_BYTES)
    return { refusal: { statusCode: 413, body: 'The request is larger than 1 MB.' } }
  const headers = Object.fromEntries(
    Object.entries(event.headers ?? {}).map(([name, value]) => [name.toLowerCase(), value]),
  )
  const signedAt = Number(headers['x-slack-request-timestamp'])
  const fresh = Math.abs(now.getTime() / 1000 - signedAt) <= SKEW_SECONDS
  if (!fresh || !headers['x-slack-signature']?.startsWith('v0=')) {
    return { refusal: { statusCode: 401, body: 'Not signed by Slack, or too old.' } }
  }
  const type = headers['content-type']?.split(';')[0]?.trim()
  return { event: { ...event, headers: { ...headers, ...(type && { 'content-type': type }) } } }
}

/** The text of the body, over which Slack signs. */
export const bodyOf = ({ body = '', isBase64Encoded }: APIGatewayProxyEventV2): string =>
  isBase64Encoded ? Buffer.from(body, 'base64').toString() : body

const text = z.string()
const user = z.looseObject({ id: text })

/** What Bolt and our listeners take for granted of each type of payload; of types that nobody listens to, nothing. */
const PAYLOADS: Record<string, z.ZodType> = {
  event_callback: z.object({ event: z.looseObject({ type: text }) }),
  view_submission: z.object({ user, view: z.looseObject({ id: text, callback_id: text }) }),
  view_closed: z.object({ user, view: z.looseObject({ id: text, callback_id: text }) }),
  block_actions: z.object({ user, actions: z.array(z.looseObject({ action_id: text })).min(1) }),
  block_suggestion: z.object({ user, action_id: text, value: text }),
  message_action: z.object({ user, callback_id: text, trigger_id: text }),
  shortcut: z.object({ user, callback_id: text, trigger_id: text }),
}
const typed = z.looseObject({ type: text })
const command = z.object({ command: text, text, user_id: text, channel_id: text, trigger_id: text })

/** Whether the body is a form or JSON with what a request of Slack's has. */
export function isReadable(event: APIGatewayProxyEventV2): boolean {
  const body = bodyOf(event)
  const isForm = event.headers['content-type'] === 'application/x-www-form-urlencoded'
  const form = new URLSearchParams(isForm ? body : '')
  if (isForm && form.has('ssl_check')) return true
  const payload = isForm ? form.get('payload') : body
  if (payload === null) return command.safeParse(Object.fromEntries(form)).success
  try {
    const read = typed.parse(JSON.parse(payload))
    return PAYLOADS[read.type]?.safeParse(read).success ?? true
  } catch {
    return false
  }
}
