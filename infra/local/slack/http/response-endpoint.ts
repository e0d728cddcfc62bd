import type { IncomingMessage, ServerResponse } from 'node:http'
import { type Faults, faultBefore } from '../../http/faults.ts'
import { readBody, type Reply } from '../../http/listen.ts'
import { takeAnswer } from '../app/answers.ts'
import { ApiError } from '../model/api-error.ts'
import { parseJson } from '../model/json.ts'
import type { Slack } from '../state/slack.ts'
import { isLost } from './lost-answer.ts'
import { text } from './replies.ts'

const GONE = new Set(['expired_url', 'used_url', 'no_such_url'])

/** Answers a `response_url`: `ok`, 404 when it is used up or expired, 400 for content that Slack refuses. */
export async function answerResponseUrl(
  slack: Slack,
  { faults }: { faults?: Faults | undefined },
  request: IncomingMessage,
  response: ServerResponse,
): Promise<Reply | undefined> {
  const key = new URL(request.url ?? '', slack.url).pathname.slice('/response/'.length)
  const body = parseJson(await readBody(request))
  const fault = await faultBefore(faults, 'slack', 'response_url', {}, response)
  const lost = isLost(fault)
  const refusal =
    fault && !lost ? fault.code : refusalOf(() => takeAnswer(slack, slack.responseUrls.use(key), body))
  const status = lost ? 'failed' : (fault?.status ?? statusOf(refusal))
  slack.traffic.record({
    direction: 'app->slack',
    operation: 'response_url',
    request: body,
    status,
    response: refusal ?? 'ok',
    ...(fault && { injected: true }),
  })
  if (status !== 'failed') return text(status, refusal ?? 'ok')
  request.socket.destroy()
  return undefined
}

const statusOf = (refusal: string | undefined): number =>
  refusal === undefined ? 200 : GONE.has(refusal) ? 404 : 400

function refusalOf(take: () => void): string | undefined {
  try {
    take()
    return undefined
  } catch (error) {
    return error instanceof ApiError ? error.code : 'invalid_payload'
  }
}
