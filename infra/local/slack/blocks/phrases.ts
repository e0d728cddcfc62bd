import type * as z from 'zod'
import { isRecord } from '../model/json.ts'

type Issue = z.core.$ZodIssue

const NOUNS: Record<string, string> = { array: 'an array', object: 'an object', int: 'an integer' }

/**
 * Says a schema's findings in Slack's words, each with the place as a JSON pointer below `root`:
 * `no more than 50 items allowed [json-pointer:/blocks]`. The wordings are those that Slack's users quote in bug
 * reports; where none is known the nearest form is used.
 */
export function slackPhrases(issues: readonly Issue[], root: string): string[] {
  return issues.flatMap(issue =>
    phrases(issue).map(([text, path]) => `${text} [json-pointer:${root}${path}]`),
  )
}

function phrases(issue: Issue): [string, string][] {
  const at = pointer(issue.path)
  if (issue.code === 'unrecognized_keys')
    return issue.keys.map(key => [`invalid additional property: ${key}`, at])
  if (issue.code === 'invalid_union') return [unknownType(issue)]
  const isLiteral = issue.code === 'invalid_value'
  if ((isLiteral || issue.code === 'invalid_type') && issue.input === undefined) return [missing(issue.path)]
  return [[phrase(issue), at]]
}

function phrase(issue: Issue): string {
  if (issue.code === 'invalid_type') return `must provide ${noun(issue.expected)}`
  if (issue.code === 'invalid_value') return 'must be a valid enum value'
  if (issue.code === 'too_big') return tooBig(issue.origin, Number(issue.maximum))
  if (issue.code === 'too_small')
    return tooSmall(issue.origin, Number(issue.minimum), issue.inclusive === true)
  return issue.message
}

function pointer(path: readonly PropertyKey[]): string {
  return path.map(part => `/${String(part)}`).join('')
}

function missing(path: readonly PropertyKey[]): [string, string] {
  return [`missing required field: ${String(path.at(-1))}`, pointer(path.slice(0, -1))]
}

function noun(expected: string): string {
  return NOUNS[expected] ?? `a ${expected}`
}

function tooBig(origin: string, maximum: number): string {
  if (origin === 'string') return `must be less than ${maximum + 1} characters`
  if (origin === 'array') return `no more than ${maximum} items allowed`
  return `must be less than or equal to ${maximum}`
}

function tooSmall(origin: string, minimum: number, inclusive: boolean): string {
  if (origin === 'string') return `must be more than ${minimum - 1} characters`
  if (origin === 'array') return `no fewer than ${minimum} items allowed`
  return inclusive ? `must be greater than or equal to ${minimum}` : `must be greater than ${minimum}`
}

/** The `type` of a block or element that is not one of those allowed at this place. */
function unknownType(issue: z.core.$ZodIssueInvalidUnion): [string, string] {
  const type = isRecord(issue.input) ? issue.input.type : undefined
  if (type === undefined) return ['missing required field: type', pointer(issue.path.slice(0, -1))]
  return [`unsupported type: ${typeof type === 'string' ? type : typeof type}`, pointer(issue.path)]
}
