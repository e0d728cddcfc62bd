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
export function detailedError(code: string, errors: string[]): ApiError {
  return new ApiError(code, reasons(errors))
}

export function reasons(errors: string[]): Record<string, unknown> {
  return { errors, response_metadata: { messages: errors.map(error => `[ERROR] ${error}`) } }
}
