/** An answer that is an error, in the shape of Athena's JSON protocol. */
export class AthenaError extends Error {
  readonly code: string
  readonly status: number
  readonly athenaErrorCode: string | undefined

  constructor(
    code: string,
    message: string,
    { status = 400, athenaErrorCode }: { status?: number; athenaErrorCode?: string } = {},
  ) {
    super(message)
    this.name = 'AthenaError'
    this.code = code
    this.status = status
    this.athenaErrorCode = athenaErrorCode
  }
}

export const invalidRequest = (message: string, athenaErrorCode = 'INVALID_INPUT'): AthenaError =>
  new AthenaError('InvalidRequestException', message, { athenaErrorCode })
