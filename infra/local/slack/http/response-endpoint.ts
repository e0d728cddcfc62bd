import type { IncomingMessage, ServerResponse } from 'node:http'
import { takeAnswer } from '../app/answers.ts'
import { ApiError } from '../api-error.ts'
import { parseJson } from '../json.ts'
import type { Slack } from '../slack.ts'
import { readBody, sendText } from './body.ts'

const GONE = new Set(['expired_url', 'used_url', 'no_such_url'])

/** Answers a `response_url`: `ok`, 404 when it is used up or expired, 400 for content that Slack refuses. */
export async function answerResponseUrl(
  slack: Slack,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const key = new URL(request.url ?? '', slack.url).pathname.slice('/response/'.length)
  const body = parseJson(await readBody(request))
  const refusal = refusalOf(() => takeAnswer(slack, slack.responseUrls.use(key), body))
  const status = refusal === undefined ? 200 : GONE.has(refusal) ? 404 : 400
  slack.traffic.record({
    direction: 'app->slack',
    operation: 'response_url',
    request: body,
    status,
    response: refusal ?? 'ok',
  })
  sendText(response, status, refusal ?? 'ok')
}

function refusalOf(take: () => void): string | undefined {
  try {
    take()
    return undefined
  } catch (error) {
    return error instanceof ApiError ? error.code : 'invalid_payload'
  }
}
