import type { IncomingMessage, ServerResponse } from 'node:http'
import * as z from 'zod'
import { faultBefore, type Faults } from '../http/faults.ts'
import { HttpError, listen, type Listening, readBytes, type Reply } from '../http/listen.ts'
import { codeOf, isServiceError, serviceError } from '../http/service-error.ts'
import type { Sessions } from '../http/sessions.ts'
import { type Credentials, verifySignature } from '../http/signature.ts'
import { xmlDocument } from '../http/xml.ts'

/** Every operation that the embedded STS knows; all others are refused. */
export const OPERATIONS: readonly string[] = ['AssumeRole']

const inputSchema = z.strictObject({
  Action: z.literal('AssumeRole'),
  Version: z.literal('2011-06-15'),
  RoleArn: z.string().regex(/^arn:aws:iam::\d{12}:role\/[\w+=,.@/-]+$/),
  RoleSessionName: z.string().regex(/^[\w+=,.@-]{2,64}$/),
  DurationSeconds: z.coerce.number().int().min(900).max(43_200).default(3600),
})

export interface StsOptions {
  /** ARNs of the roles that trust the caller. */
  roles: readonly string[]
  sessions: Sessions
  credentials: Credentials
  faults?: Faults
}

/** Starts the embedded STS on 127.0.0.1, in its query protocol. */
export const startSts = (options: StsOptions): Promise<Listening> =>
  listen({
    answer: async (request, response) => ({
      status: 200,
      headers: XML,
      body: await assumeRole(request, response, options),
    }),
    failure: error => {
      if (isServiceError(error)) return refusal(error.statusCode, codeOf(error), error.message)
      if (error instanceof HttpError) return refusal(error.status, error.code, error.message)
      console.error('the embedded STS failed', error)
      return refusal(500, 'InternalFailure', 'Internal failure')
    },
  })

const XML = { 'content-type': 'text/xml' }

const refusal = (status: number, Code: string, Message: string): Reply => ({
  status,
  headers: XML,
  body: xmlDocument('ErrorResponse', { Error: { Type: 'Sender', Code, Message } }),
})

async function assumeRole(
  request: IncomingMessage,
  response: ServerResponse,
  { roles, sessions, credentials, faults }: StsOptions,
): Promise<string> {
  const body = await readBytes(request)
  await verifySignature(request, body, credentials, 'sts')
  const parsed = inputSchema.safeParse(Object.fromEntries(new URLSearchParams(body.toString())))
  if (!parsed.success) throw serviceError('ValidationError', z.prettifyError(parsed.error))
  const { RoleArn, RoleSessionName, DurationSeconds } = parsed.data
  const fault = await faultBefore(faults, 'sts', 'AssumeRole', { role: RoleArn }, response)
  if (fault) throw Object.assign(serviceError(fault.code, fault.message), { statusCode: fault.status })
  if (!roles.includes(RoleArn))
    throw Object.assign(
      serviceError(
        'AccessDenied',
        `User is not authorized to perform: sts:AssumeRole on resource: ${RoleArn}`,
      ),
      { statusCode: 403 },
    )
  const account = RoleArn.split(':')[4] ?? ''
  const { accessKeyId, secretAccessKey, sessionToken, expires } = sessions.issue(account, DurationSeconds)
  return xmlDocument('AssumeRoleResponse', {
    AssumeRoleResult: {
      AssumedRoleUser: {
        Arn: `${RoleArn.replace(':iam:', ':sts:').replace(':role/', ':assumed-role/')}/${RoleSessionName}`,
        AssumedRoleId: `AROALOCAL:${RoleSessionName}`,
      },
      Credentials: {
        AccessKeyId: accessKeyId,
        SecretAccessKey: secretAccessKey,
        SessionToken: sessionToken,
        Expiration: expires.toISOString(),
      },
    },
  })
}
