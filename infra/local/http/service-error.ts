/** An error that a service of AWS's JSON protocol answers with; dynalite throws the same shape. */
export interface ServiceError extends Error {
  statusCode: number
  body: Record<string, unknown> & { __type: string; message?: string }
}

/**
 * An error as these services answer it. `code` is the exception's name (`ValidationException`), by which the SDK
 * finds the class to throw; `detail` are further members of that exception.
 */
export function serviceError(code: string, message: string, detail: object = {}): ServiceError {
  const body = { __type: `com.amazonaws.dynamodb.v20120810#${code}`, message, ...detail }
  return Object.assign(new Error(message), { statusCode: 400, body })
}

/** Whether `error` is an answer rather than a defect of ours. */
export function isServiceError(error: unknown): error is ServiceError {
  return error instanceof Error && 'statusCode' in error && 'body' in error
}

/** The exception's name: `ConditionalCheckFailedException`. */
export function codeOf({ body: { __type: type } }: ServiceError): string {
  return type.replace(/^.*#/, '')
}
