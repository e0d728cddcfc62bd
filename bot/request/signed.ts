import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from 'aws-lambda'

/** As Slack asks: a request older than this may be a replay. Bolt looks only at the past, we at both sides. */
const SKEW_SECONDS = 300

/**
 * Refuses what Bolt's receiver would crash on or let through, before it computes the signature: a missing
 * or foreign signature version, a time too far off in either direction. Content types are given without
 * their charset, which the receiver does not expect.
 */
export function accepted(
  event: APIGatewayProxyEventV2,
  now: Date,
): { event: APIGatewayProxyEventV2 } | { refusal: APIGatewayProxyStructuredResultV2 } {
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
