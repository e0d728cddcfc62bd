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
}

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

/** Asks `faults`, and waits out the delay of a fault before handing it over. */
export async function faultBefore(
  faults: Faults | undefined,
  service: string,
  operation: string,
  detail: Record<string, string>,
): Promise<Fault | undefined> {
  const fault = faults?.before(service, operation, detail)
  if (fault?.delayMs) await sleep(fault.delayMs)
  return fault
}

/** The application that an AWS SDK names in its `User-Agent`, if it was told one. */
export function appOf(userAgent: string | undefined): { app?: string } {
  const [, app] = /(?:^| )app\/([\w-]+)/.exec(userAgent ?? '') ?? []
  return app ? { app } : {}
}
