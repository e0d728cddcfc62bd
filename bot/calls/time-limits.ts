import { AsyncLocalStorage } from 'node:async_hooks'

/** How long calls to other services may take, in milliseconds. */
export interface Limits {
  /** To connect. */
  connectMs: number
  /** Until a request is answered; and how long a body may be silent while it is read. */
  requestMs: number
  /** How often a request to AWS is tried in all: an attempt that was not answered counts. */
  attempts: number
  /** For one call to Slack, which is never tried twice. */
  slackMs: number
  /** For all calls of one interaction together; absent where nobody waits. */
  interactionMs?: number
}

/** Where a person waits: Slack gives up after three seconds, so the calls end a second before. */
export const INTERACTIVE: Limits = {
  connectMs: 700,
  requestMs: 1000,
  attempts: 2,
  slackMs: 2000,
  interactionMs: 2000,
}

/** Where nobody waits. A call that fails twice ends the pass well within its function's time; the next pass repeats it. */
export const BACKGROUND: Limits = { connectMs: 5000, requestMs: 30_000, attempts: 2, slackMs: 30_000 }

/** {@link BACKGROUND}, for calls that may take so long. */
export const backgroundOf = (seconds: number): Limits => ({
  ...BACKGROUND,
  connectMs: Math.min(BACKGROUND.connectMs, seconds * 1000),
  requestMs: seconds * 1000,
  slackMs: seconds * 1000,
})

/**
 * The part of an AWS client's configuration that limits its calls.
 * @param streams the client moves bodies of any size: only silence counts, not how long a transfer takes
 */
export const awsLimits = ({ connectMs, requestMs, attempts }: Limits, { streams = false } = {}) => ({
  maxAttempts: attempts,
  requestHandler: {
    connectionTimeout: connectMs,
    // The SDK stops counting `requestTimeout` when the headers are there; this one counts until the body's end.
    socketTimeout: requestMs,
    ...(!streams && { requestTimeout: requestMs, throwOnRequestTimeout: true }),
  },
})

const deadline = new AsyncLocalStorage<AbortSignal>()

/** Runs work whose calls must all be answered within the given milliseconds; undefined means no limit. */
export const within = <T>(ms: number | undefined, work: () => Promise<T>): Promise<T> =>
  ms === undefined ? work() : deadline.run(AbortSignal.timeout(ms), work)

/** `fetch` that is aborted with the interaction, and after the given milliseconds at the latest. */
export const limitedFetch =
  (ms: number): typeof fetch =>
  (url, init) => {
    const ends = [AbortSignal.timeout(ms), init?.signal, deadline.getStore()]
    return fetch(url, { ...init, signal: AbortSignal.any(ends.filter(one => one instanceof AbortSignal)) })
  }

/** A service was not reached, or did not answer in time: the message names it and what was asked of it. */
export class Unanswered extends Error {
  override readonly name = 'Unanswered'
  readonly service: string
  readonly operation: string
  constructor(service: string, operation: string, cause: unknown) {
    const why = cause instanceof Error ? cause.message : String(cause)
    super(`${service} did not answer ${operation}: ${why}`, { cause })
    this.service = service
    this.operation = operation
  }
}

type Call = (args: unknown) => Promise<unknown>

/** What is needed here of an AWS client, whatever its operations are. */
interface AwsClient {
  middlewareStack: { add(middleware: unknown, options: unknown): void }
}

/** Lets a client's calls end with the interaction, and names the service and the operation that were not answered. */
export function limited<Client extends AwsClient>(client: Client): Client {
  client.middlewareStack.add(answeredInTime, { step: 'initialize', name: 'answeredInTime', priority: 'high' })
  return client
}

const answeredInTime =
  (next: Call, { clientName = '', commandName = '' }: { clientName?: string; commandName?: string }): Call =>
  async args => {
    try {
      return await beforeDeadline(next(args))
    } catch (error) {
      if (!isUnanswered(error)) throw error
      throw new Unanswered(clientName.replace(/Client$/, ''), commandName.replace(/Command$/, ''), error)
    }
  }

async function beforeDeadline<T>(call: Promise<T>): Promise<T> {
  const signal = deadline.getStore()
  if (signal === undefined) return call
  const over = Promise.withResolvers<never>()
  const end = () => over.reject(signal.reason)
  if (signal.aborted) end()
  signal.addEventListener('abort', end)
  // What comes later comes to nobody.
  for (const late of [call, over.promise]) late.catch(() => undefined)
  return Promise.race([call, over.promise]).finally(() => signal.removeEventListener('abort', end))
}

/** A limit was met, there was no connection, or it broke: none of these is an answer of the service's. */
const isUnanswered = (error: unknown): boolean =>
  error instanceof Error &&
  (error.name === 'TimeoutError' ||
    error.name === 'AbortError' ||
    ('code' in error && typeof error.code === 'string' && /^E[A-Z_]+$/.test(error.code)))
