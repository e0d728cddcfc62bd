/** A refusal as the Web API puts it: `{ ok: false, error: code, ...details }`. */
export class ApiError extends Error {
  readonly code: string
  readonly details: Record<string, unknown>

  constructor(code: string, details: Record<string, unknown> = {}) {
    super(code)
    this.name = 'ApiError'
    this.code = code
    this.details = details
  }
}

/** A refusal with the reasons that Slack lists in `response_metadata.messages`. */
export function detailedError(code: string, reasons: string[]): ApiError {
  const messages = reasons.map(reason => `[ERROR] ${reason}`)
  return new ApiError(code, { errors: reasons, response_metadata: { messages } })
}
