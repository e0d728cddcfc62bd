import * as z from 'zod'
import type { Faults } from '../http/faults.ts'
import { type Input, listenForJson } from '../http/aws-json.ts'
import type { Listening } from '../http/listen.ts'
import { serviceError } from '../http/service-error.ts'
import type { Credentials } from '../http/signature.ts'

/** Every operation that the embedded Parameter Store knows; all others are refused. */
export const OPERATIONS: readonly string[] = ['GetParameter']

const inputSchema = z.strictObject({ Name: z.string(), WithDecryption: z.boolean().optional() })

/**
 * Starts the embedded Systems Manager Parameter Store on 127.0.0.1, with SecureStrings that do not change.
 * @param values the parameters by name; asked for without decryption they are as unreadable as SSM's
 */
export function startParameters(
  values: Record<string, string>,
  credentials: Credentials,
  faults?: Faults,
): Promise<Listening> {
  return listenForJson({
    name: 'SSM',
    target: 'AmazonSSM',
    service: 'ssm',
    version: '1.1',
    operations: { GetParameter: input => getParameter(values, input) },
    credentials,
    faults,
    detail: ({ Name: name }) => (typeof name === 'string' ? { name } : {}),
  })
}

function getParameter(values: Record<string, string>, input: Input): object {
  const parsed = inputSchema.safeParse(input)
  if (!parsed.success) throw serviceError('ValidationException', z.prettifyError(parsed.error))
  const { Name, WithDecryption = false } = parsed.data
  const value = Object.hasOwn(values, Name) ? values[Name] : undefined
  if (value === undefined) throw serviceError('ParameterNotFound', '')
  const Value = WithDecryption ? value : 'AQICAHencrypted'
  return { Parameter: { Name, Type: 'SecureString', Value, Version: 1 } }
}
