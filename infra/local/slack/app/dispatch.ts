import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from 'aws-lambda'
import { parseJson } from '../model/json.ts'
import type { Slack } from '../state/slack.ts'
import type { AppAnswer, Delivery } from '../state/delivery.ts'
import { forOrganisation } from './organisation.ts'
import { type AppRequest, functionUrlEvent } from '../state/request.ts'

const ACKNOWLEDGE_WITHIN_MS = 3000
const NEVER = new Promise<Outcome>(() => {})

/** The app's shipped Lambda handler, as a function URL calls it. */
export type Deliver = (event: APIGatewayProxyEventV2) => Promise<APIGatewayProxyStructuredResultV2>

/** How the app took a request. What it answers after three seconds is thrown away, as Slack does. */
export type Outcome =
  | { kind: 'answered'; body: string; json: unknown; headers: Record<string, unknown> }
  | { kind: 'refused'; status: number; headers: Record<string, unknown> }
  | { kind: 'failed' }
  | { kind: 'timeout' }

/** Sends requests to the app and waits three seconds for each; `operation` names it for the inspector. */
export type Dispatch = (
  operation: string,
  request: AppRequest,
  headers?: Record<string, string>,
) => Promise<Outcome>

export function dispatcher(slack: Slack, deliver: Delivery): Dispatch {
  return async (operation, request, headers = {}) => {
    const { switches } = slack
    const noTeam = switches.strikes('org-install')
    const tooLate = switches.strikes('slow-ack')
    const sent = noTeam ? forOrganisation(request, slack.seed) : request
    const answering = answer(slack, deliver(sent, headers))
    const outcome = await withinThreeSeconds(slack, tooLate ? NEVER : answering)
    slack.traffic.record({
      direction: 'slack->app',
      operation,
      request: 'json' in sent ? sent.json : sent.form,
      status: statusOf(outcome),
      response: outcome.kind === 'answered' ? (outcome.json ?? outcome.body) : null,
      ...((noTeam || tooLate) && { injected: true }),
    })
    return outcome
  }
}

/** To the app's function URL: signed requests to its shipped handler. */
export function overHttp(slack: Pick<Slack, 'now'>, signingSecret: string, deliver: Deliver): Delivery {
  return async (request, headers) => {
    const event = functionUrlEvent(request, { signingSecret, now: slack.now(), headers })
    const { statusCode: status = 200, body = '', headers: answered = {} } = await deliver(event)
    return { status, body, headers: answered }
  }
}

async function answer(slack: Slack, answering: Promise<AppAnswer>): Promise<Outcome> {
  try {
    const { status, body, headers } = await answering
    if (status < 200 || status > 299) return { kind: 'refused', status, headers }
    return { kind: 'answered', body, json: parseJson(body), headers }
  } catch (error) {
    slack.log(`the app threw: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`)
    return { kind: 'failed' }
  }
}

async function withinThreeSeconds(slack: Slack, answering: Promise<Outcome>): Promise<Outcome> {
  const answered = new AbortController()
  const clock = async (): Promise<Outcome> => {
    await slack.sleep(ACKNOWLEDGE_WITHIN_MS, AbortSignal.any([answered.signal, slack.closing]))
    return { kind: 'timeout' }
  }
  try {
    return await Promise.race([answering, clock()])
  } finally {
    answered.abort()
  }
}

function statusOf(outcome: Outcome): number | 'timeout' | 'failed' {
  if (outcome.kind === 'answered') return 200
  return outcome.kind === 'refused' ? outcome.status : outcome.kind
}
