import { AwsLambdaReceiver, isValidSlackRequest, LogLevel } from '@slack/bolt'
import { randomUUID } from 'node:crypto'
import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2, Context } from 'aws-lambda'
import { inRequest, log, logToStreams } from './calls/log.ts'
import { INTERACTIVE } from './calls/time-limits.ts'
import { withSlackSecret } from './aws/slack-secret.ts'
import { envSchema } from './services/env.ts'
import { boltApp } from './app/app.ts'
import { accepted, bodyOf, isReadable } from './slack/signed.ts'
import { depsFrom } from './services/deps.ts'

/** Entry: a request of Slack's -> Bolt -> the listeners. Does nothing slow: Slack waits three seconds. */
const env = envSchema.parse(await withSlackSecret(process.env))
if (process.env.AWS_LAMBDA_RUNTIME_API !== undefined) logToStreams()
const now = () => new Date()
const deps = depsFrom(env, now, INTERACTIVE)

const receiver = new AwsLambdaReceiver({
  signingSecret: env.SLACK_SIGNING_SECRET,
  logLevel: LogLevel.ERROR,
})
boltApp(
  receiver,
  { botToken: env.SLACK_BOT_TOKEN, botId: env.SLACK_BOT_ID, botUserId: env.SLACK_BOT_USER_ID },
  deps,
)
const bolted = receiver.toHandler()

export const handler = (
  event: APIGatewayProxyEventV2,
  context?: Pick<Context, 'awsRequestId'>,
): Promise<APIGatewayProxyStructuredResultV2> =>
  inRequest(context?.awsRequestId ?? randomUUID(), () => answer(event))

async function answer(event: APIGatewayProxyEventV2): Promise<APIGatewayProxyStructuredResultV2> {
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
    const answered = await bolted(request.event, {})
    await deps.uses.settled()
    return answered
  } catch (error) {
    log('error', 'request-unreadable', { error })
    return { statusCode: 400, body: 'The request could not be read.' }
  }
}
