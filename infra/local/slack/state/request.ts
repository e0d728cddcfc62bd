import { createHmac, randomUUID } from 'node:crypto'
import type { APIGatewayProxyEventV2 } from 'aws-lambda'

/** A body as Slack sends it: a form for commands and interactions, JSON for the Events API. */
export type AppRequest = { form: Record<string, string> } | { json: unknown }

const PATH = '/slack/events'
const HOST = 'embedded-slack.lambda-url.local'

/**
 * Slack's HTTP request as a Lambda function URL hands it to the function: signed over the raw body, form bodies in
 * base64 as function URLs pass on everything that is not text.
 * https://docs.slack.dev/authentication/verifying-requests-from-slack
 */
export function functionUrlEvent(
  request: AppRequest,
  options: { signingSecret: string; now: Date; headers?: Record<string, string> },
): APIGatewayProxyEventV2 {
  const isForm = 'form' in request
  const body = isForm ? new URLSearchParams(request.form).toString() : JSON.stringify(request.json)
  const headers = {
    accept: 'application/json,*/*',
    'content-type': isForm ? 'application/x-www-form-urlencoded' : 'application/json',
    'content-length': String(Buffer.byteLength(body)),
    host: HOST,
    'user-agent': 'Slackbot 1.0 (+https://api.slack.com/robots)',
    ...signature(body, options.signingSecret, options.now),
    ...options.headers,
  }
  return {
    version: '2.0',
    routeKey: '$default',
    rawPath: PATH,
    rawQueryString: '',
    headers,
    requestContext: requestContext(headers['user-agent'], options.now),
    body: isForm ? Buffer.from(body).toString('base64') : body,
    isBase64Encoded: isForm,
  }
}

function signature(body: string, secret: string, now: Date): Record<string, string> {
  const timestamp = String(Math.floor(now.getTime() / 1000))
  const digest = createHmac('sha256', secret).update(`v0:${timestamp}:${body}`).digest('hex')
  return { 'x-slack-request-timestamp': timestamp, 'x-slack-signature': `v0=${digest}` }
}

function requestContext(userAgent: string, now: Date): APIGatewayProxyEventV2['requestContext'] {
  return {
    accountId: 'anonymous',
    apiId: 'embedded-slack',
    domainName: HOST,
    domainPrefix: 'embedded-slack',
    http: { method: 'POST', path: PATH, protocol: 'HTTP/1.1', sourceIp: '127.0.0.1', userAgent },
    requestId: randomUUID(),
    routeKey: '$default',
    stage: '$default',
    time: now.toISOString(),
    timeEpoch: now.getTime(),
  }
}
