/** What a failed call to AWS or Slack means for the caller. */
export type Failure = 'not-found' | 'conflict' | 'throttled' | 'denied' | 'other'

const CODES: Record<Exclude<Failure, 'other'>, readonly string[]> = {
  'not-found': [
    'NoSuchBucket',
    'NoSuchKey',
    'NotFound',
    'NoSuchJob',
    'ResourceNotFoundException',
    'NotFoundException',
    'message_not_found',
  ],
  conflict: [
    'ConditionalCheckFailedException',
    'TransactionConflictException',
    'PreconditionFailed',
    'ConditionalRequestConflict',
  ],
  throttled: [
    'ThrottlingException',
    'ProvisionedThroughputExceededException',
    'RequestLimitExceeded',
    'TooManyRequestsException',
    'SlowDown',
    'ratelimited',
    'slack_webapi_rate_limited_error',
  ],
  denied: ['AccessDenied', 'AccessDeniedException', 'AllAccessDisabled', 'KMS.AccessDeniedException'],
}

const KINDS = ['not-found', 'conflict', 'throttled', 'denied'] as const

/** Classifies by the error's name or code: the SDKs' modelled classes and Slack's `data.error` alike. */
export function failureOf(error: unknown): Failure {
  const names = namesOf(error)
  return KINDS.find(kind => CODES[kind].some(code => names.includes(code))) ?? 'other'
}

/**
 * Whether it is a mistake in our own code, which no repeat heals: an error of the language, or a broken invariant.
 * What a client of a service throws is none: the SDKs mark what they could not read (`$metadata`, `$response`), and
 * `fetch` has a `TypeError` with a cause for a connection that broke. A text or value from outside that cannot be
 * parsed (`SyntaxError`, `ZodError`) may be whole the next time.
 */
export function isDefect(error: unknown): boolean {
  if (error instanceof Invariant) return true
  const isOfLanguage =
    error instanceof TypeError || error instanceof RangeError || error instanceof ReferenceError
  return isOfLanguage && error.cause === undefined && !('$metadata' in error) && !('$response' in error)
}

/** Something that holds, or our code is wrong. */
export class Invariant extends Error {
  override readonly name = 'Invariant'
}

/** Slack's own error word (`not_in_channel`), if the error came from its Web API. */
export function slackErrorOf(error: unknown): string | undefined {
  const data = isRecord(error) && isRecord(error.data) ? error.data : undefined
  return typeof data?.error === 'string' ? data.error : undefined
}

/** What Slack says beside its error word: which block it will not have, and why. */
export function reasonsOf(error: unknown): string[] {
  const data = isRecord(error) && isRecord(error.data) ? error.data : undefined
  const details = isRecord(data?.response_metadata) ? data.response_metadata.messages : undefined
  return Array.isArray(details) ? details.map(String) : []
}

/** Slack's words for trouble of its own, which may pass. */
const PASSING = new Set([
  'ratelimited',
  'internal_error',
  'fatal_error',
  'service_unavailable',
  'request_timeout',
])

/** Seconds that Slack asks to be left alone for; undefined where the call failed for another reason. */
export function retryAfterOf(error: unknown): number | undefined {
  const seconds = isRecord(error) ? error.retryAfter : undefined
  return typeof seconds === 'number' ? seconds : undefined
}

/** Slack's word where it refuses a call for good. A call that failed otherwise may have gone through. */
export function slackRefusalOf(error: unknown): string | undefined {
  const word = slackErrorOf(error)
  return word === undefined || PASSING.has(word) ? undefined : word
}

function namesOf(error: unknown): string[] {
  if (!isRecord(error)) return []
  return [error.name, error.code, error.Code, slackErrorOf(error)].filter(name => typeof name === 'string')
}

/** Whether it has members to look at; lists count as records of their places. */
export const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null
