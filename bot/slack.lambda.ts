import { AwsLambdaReceiver, isValidSlackRequest, LogLevel } from '@slack/bolt'
import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from 'aws-lambda'
import { INTERACTIVE } from './calls/time-limits.ts'
import { withSlackSecret } from './aws/slack-secret.ts'
import { envSchema } from './services/env.ts'
import { boltApp } from './app/app.ts'
import { accepted, bodyOf, isReadable } from './slack/signed.ts'
import { worldFrom } from './services/world.ts'

/** Entry: a request of Slack's -> Bolt -> the listeners. Does nothing slow: Slack waits three seconds. */
const env = envSchema.parse(await withSlackSecret(process.env))
const now = () => new Date()
const world = worldFrom(env, now, INTERACTIVE)

const receiver = new AwsLambdaReceiver({
  signingSecret: env.SLACK_SIGNING_SECRET,
  logLevel: LogLevel.ERROR,
})
boltApp(
  receiver,
  { botToken: env.SLACK_BOT_TOKEN, botId: env.SLACK_BOT_ID, botUserId: env.SLACK_BOT_USER_ID },
  world,
)
const bolted = receiver.toHandler()

export async function handler(event: APIGatewayProxyEventV2): Promise<APIGatewayProxyStructuredResultV2> {
  const request = accepted(event, now())
  if ('refusal' in request) return request.refusal
  const headers = {
    'x-slack-signature': request.event.headers['x-slack-signature'] ?? '',
    'x-slack-request-timestamp': Number(request.event.headers['x-slack-request-timestamp']),
  }
  const signed = { signingSecret: env.SLACK_SIGNING_SECRET, body: bodyOf(request.event), headers }
  if (!isValidSlackRequest(signed)) return { statusCode: 401, body: 'Not signed by Slack.' }
  if (!isReadable(request.event)) return { statusCode: 400, body: 'The request could not be read.' }
  try {
    const answer = await bolted(request.event, {})
    await world.uses.settled()
    return answer
  } catch (error) {
    console.error(JSON.stringify({ request: String(error) }))
    return { statusCode: 400, body: 'The request could not be read.' }
  }
}
