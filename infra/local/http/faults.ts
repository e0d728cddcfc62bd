import { once } from 'node:events'
import type { ServerResponse } from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'

/** An answer given in place of the service's own. */
export interface Fault {
  /** The HTTP status. */
  status: number
  /** The service's own error code, such as `SlowDown` or `AccessDenied`. */
  code: string
  message: string
  /** How long the answer is held back, to play a slow service. */
  delayMs?: number
  /** The connection is taken, and nothing comes: at all, or after the headers and the first byte of the body. */
  never?: 'answers' | 'ends'
}

/** A service that takes requests and does not answer them. */
export const never = (what: 'answers' | 'ends' = 'answers'): Fault => ({
  status: 200,
  code: 'never',
  message: '',
  never: what,
})

/**
 * What goes wrong in the embedded services, and when. They ask before each operation, and those that work
 * by themselves (a batch job, a query) before each of their own steps.
 */
export interface Faults {
  /**
   * @param service the endpoint's name: `s3`, `s3-control`, `athena`, `dynamodb`, `slack`
   * @param operation the API operation: `GetObject`, `CreateJob`
   * @param detail what the operation is about: `bucket`, `key`, `jobId` …; `app` where the SDK told who asks
   *   (`AWS_SDK_UA_APP_ID`)
   * @returns the fault to answer with, or undefined to let the operation happen
   */
  before(service: string, operation: string, detail: Record<string, string>): Fault | undefined
}

/**
 * Asks `faults`, and waits out the delay of a fault before handing it over; where it is never answered, until the caller
 * has gone.
 * @param response which is not answered, for services that are asked by HTTP
 */
export async function faultBefore(
  faults: Faults | undefined,
  service: string,
  operation: string,
  detail: Record<string, string>,
  response?: ServerResponse,
): Promise<Fault | undefined> {
  const fault = faults?.before(service, operation, detail)
  if (fault?.delayMs) await sleep(fault.delayMs)
  if (fault?.never) await silence(fault.never, response)
  return fault
}

/** Until the client has disconnected. */
async function silence(never: 'answers' | 'ends', response: ServerResponse | undefined): Promise<void> {
  if (!response) throw new Error('Only a request can be left without an answer')
  if (response.closed) return
  if (never === 'ends') response.socket?.write('HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n ')
  await once(response, 'close')
}

/** The application that an AWS SDK names in its `User-Agent`, if it was told one. */
export function appOf(userAgent: string | undefined): { app?: string } {
  const [, app] = /(?:^| )app\/([\w-]+)/.exec(userAgent ?? '') ?? []
  return app ? { app } : {}
}
