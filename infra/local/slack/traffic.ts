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

const KEPT = 200
const SECRETS = new Set(['token', 'response_url', 'trigger_id', 'authorization', 'x-slack-signature'])

export type Traffic = ReturnType<typeof openTraffic>

/** Remembers the last 200 exchanges. Tokens, signatures and addresses that work like keys are blotted out. */
export function openTraffic(now: () => Date) {
  const exchanges: Exchange[] = []
  return {
    record(exchange: Omit<Exchange, 'at'>): void {
      const at = now().toISOString()
      const request = withoutSecrets(exchange.request)
      exchanges.push({ at, ...exchange, request, response: withoutSecrets(exchange.response) })
      if (exchanges.length > KEPT) exchanges.shift()
    },
    /** Oldest first. */
    list: (): readonly Exchange[] => exchanges,
  }
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
