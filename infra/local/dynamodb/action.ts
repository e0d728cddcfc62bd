import type { Callback, Store } from 'dynalite/db/index.js'
import validations from 'dynalite/validations/index.js'
import type * as z from 'zod'
import type { Input } from '../http/aws-json.ts'
import { serviceError } from '../http/service-error.ts'

export type Output = Record<string, unknown>

/** A dynalite action with its parameters' types and rules. */
export interface Action {
  run: (store: Store, data: object, callback: Callback<Output>) => void
  validation: { types: Record<string, unknown>; custom?: unknown }
}

/**
 * Checks the input by DynamoDB's rules and parses its expressions; throws ValidationException or
 * SerializationException. dynalite drops parameters that it does not know; here they are refused by name,
 * because a caller who sends one relies on what it does.
 */
export function validated(action: Action, store: Store, input: Input): Input {
  const { types, custom } = action.validation
  refuseUnknown(input, Object.keys(types))
  const data = validations.checkTypes(structuredClone(input), types)
  validations.checkValidations(data, types, custom, store)
  return data
}

/** The input of an operation that is ours, checked by its schema; throws ValidationException. */
export function parsed<T>(schema: z.ZodType<T>, input: unknown): T {
  const { success, data, error } = schema.safeParse(input)
  if (success) return data
  const [issue] = error.issues
  throw invalid(`The embedded DynamoDB does not take ${issue?.path.join('.') || 'this'}: ${issue?.message}`)
}

/** Throws ValidationException naming the first parameter of `input` that is not `known`. */
function refuseUnknown(input: Input, known: readonly string[]): void {
  const unknown = Object.keys(input).find(name => isGiven(input[name]) && !known.includes(name))
  if (unknown) throw invalid(`The embedded DynamoDB does not support the parameter ${unknown}`)
}

/** Runs the action against `store` with data that `validated` returned. */
export function perform(action: Action, store: Store, data: Input): Promise<Output> {
  return new Promise((resolve, reject) =>
    action.run(store, data, (error, output) => (error ? reject(error) : resolve(output ?? {}))),
  )
}

/** Whether a member is there: JSON's null counts as absent. */
export function isGiven(value: unknown): boolean {
  return value !== undefined && value !== null
}

/** The error for input that breaks a rule. */
export function invalid(message: string): Error {
  return serviceError('ValidationException', message)
}
