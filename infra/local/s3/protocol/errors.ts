import type { IncomingMessage } from 'node:http'
import type { Fault } from '../../http/faults.ts'
import { HttpError, type Reply } from '../../http/listen.ts'

/** The HTTP status of every error code the embedded S3 and S3 Control answer with. */
const STATUS = {
  AccessControlListNotSupported: 400,
  AccessDenied: 403,
  AuthorizationHeaderMalformed: 400,
  AuthorizationQueryParametersError: 400,
  BadDigest: 400,
  BucketAlreadyOwnedByYou: 409,
  EntityTooSmall: 400,
  IdempotencyException: 400,
  IllegalLocationConstraintException: 400,
  IncompleteBody: 400,
  InternalError: 500,
  InvalidAccessKeyId: 403,
  InvalidArgument: 400,
  InvalidBucketName: 400,
  InvalidBucketState: 409,
  InvalidObjectState: 403,
  InvalidPart: 400,
  InvalidPartOrder: 400,
  InvalidRange: 416,
  InvalidRequest: 400,
  InvalidTargetBucketForLogging: 400,
  InvalidToken: 400,
  InvalidURI: 400,
  JobStatusException: 400,
  KeyTooLongError: 400,
  MalformedPolicy: 400,
  MalformedXML: 400,
  NoSuchBucket: 404,
  NoSuchBucketPolicy: 404,
  NoSuchJob: 404,
  NoSuchKey: 404,
  NoSuchLifecycleConfiguration: 404,
  NoSuchPublicAccessBlockConfiguration: 404,
  NoSuchUpload: 404,
  NotImplemented: 501,
  ObjectLockConfigurationNotFoundError: 404,
  OwnershipControlsNotFoundError: 404,
  PermanentRedirect: 301,
  PreconditionFailed: 412,
  RequestTimeTooSkewed: 403,
  SignatureDoesNotMatch: 403,
  XAmzContentSHA256Mismatch: 400,
} as const

export type ErrorCode = keyof typeof STATUS

/** An error as S3 answers it: HTTP status, code, message, and further elements of the error document. */
export class S3Error extends Error {
  readonly status: number
  readonly code: string
  readonly elements: Record<string, string>

  constructor(code: ErrorCode, message: string, elements: Record<string, string> = {}) {
    super(message)
    this.name = 'S3Error'
    this.code = code
    this.status = STATUS[code]
    this.elements = elements
  }
}

/** What an error document is made of. */
export type Failure = Pick<S3Error, 'status' | 'code' | 'message' | 'elements'>

/** Thrown to answer with an injected fault. */
export class Injected extends Error {
  readonly fault: Fault

  constructor(fault: Fault) {
    super(fault.message)
    this.name = 'Injected'
    this.fault = fault
  }
}

/** Answers with the error document that `document` makes of an error; HEAD answers have none. */
export const failureReply =
  (document: (failure: Failure, request: IncomingMessage) => string) =>
  (error: unknown, request: IncomingMessage): Reply => {
    const failure = failureOf(error)
    return {
      status: failure.status,
      headers: { 'content-type': 'application/xml', ...redirect(failure) },
      body: request.method === 'HEAD' ? '' : document(failure, request),
    }
  }

function failureOf(error: unknown): Failure {
  if (error instanceof S3Error) return error
  if (error instanceof Injected) return { ...error.fault, elements: {} }
  if (error instanceof HttpError) {
    const { status, code, message } = error
    return { status, code, message, elements: {} }
  }
  return {
    status: 500,
    code: 'InternalError',
    message: `We encountered an internal error: ${String(error)}`,
    elements: {},
  }
}

/** HEAD answers have no document, so a header names the right Region too. */
function redirect({ elements: { Region } }: Failure): Record<string, string> {
  return Region === undefined ? {} : { 'x-amz-bucket-region': Region }
}

/** The refusal of what an embedded service does not know; `what` names it. */
export function notImplemented(what: string): S3Error {
  return new S3Error('NotImplemented', `The embedded service does not implement ${what}.`)
}
