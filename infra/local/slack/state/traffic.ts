import { isRecord, parseJson } from '../model/json.ts'

/** One exchange between Slack and the app, for the inspector; nothing in it is a secret. */
export interface Exchange {
  /** ISO 8601. */
  at: string
  direction: 'slack->app' | 'app->slack'
  /** `/s3audit`, `block_actions`, `views.open`, `response_url` … */
  operation: string
  request: unknown
  status: number | 'timeout' | 'failed'
  response: unknown
  /** A fault had its hand in it. */
  injected?: true
}

/** As it happened: `request` has JSON in form fields, as it was sent. */
type Happened = Omit<Exchange, 'at'> & { at: Date }

const KEPT = 200
const SECRETS = new Set(['token', 'response_url', 'trigger_id', 'authorization', 'x-slack-signature'])

export type Traffic = ReturnType<typeof openTraffic>

/**
 * Remembers the last 200 exchanges. What is shown of them is made when somebody looks: JSON in form fields is opened
 * up; tokens, signatures and addresses that work like keys are blotted out.
 */
export function openTraffic(now: () => Date) {
  const exchanges: Happened[] = []
  return {
    /** Nothing that is handed over may be changed afterwards. */
    record(exchange: Omit<Exchange, 'at'>): void {
      exchanges.push({ ...exchange, at: now() })
      if (exchanges.length > KEPT) exchanges.shift()
    },
    /** Oldest first. */
    list: (): Exchange[] => exchanges.map(shown),
  }
}

const shown = ({ at, request, response, ...exchange }: Happened): Exchange => ({
  at: at.toISOString(),
  ...exchange,
  request: withoutSecrets(opened(request)),
  response: withoutSecrets(response),
})

/** Arguments, with JSON in a form field opened up. */
function opened(request: unknown): unknown {
  if (!isRecord(request)) return request
  return Object.fromEntries(
    Object.entries(request).map(([name, value]) => [
      name,
      typeof value === 'string' && /^[[{]/.test(value) ? (parseJson(value) ?? value) : value,
    ]),
  )
}

function withoutSecrets(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutSecrets)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [
      key,
      SECRETS.has(key.toLowerCase()) ? '(removed)' : withoutSecrets(inner),
    ]),
  )
}
