import { defined } from '../../../analyses/lib/defined.ts'
import * as z from 'zod'
import type { Analysis } from '../../../analyses/lib/analysis.ts'

/** What a person may set of an analysis: one field of the form, one `name:value` of the command. */
export interface Field {
  name: string
  title: string
  help?: string
  placeholder?: string
  kind: 'text' | 'choice' | 'switch' | 'number'
  /** The values of a choice. */
  options: readonly string[]
  /** Of a number: the bounds, inclusive, and whether only whole numbers are allowed. */
  min?: number
  max?: number
  whole: boolean
  initial?: Value
}

/** A parameter as it was typed or chosen, not yet checked. */
export type Value = string | number | boolean

/** What `z.toJSONSchema` says about one parameter, as far as a form needs it. */
const property = z.object({
  type: z.enum(['string', 'integer', 'number', 'boolean']),
  title: z.string().optional(),
  description: z.string().optional(),
  placeholder: z.string().optional(),
  enum: z.array(z.string()).default([]),
  minimum: z.number().optional(),
  maximum: z.number().optional(),
  default: z.union([z.string(), z.number(), z.boolean()]).optional(),
})
const properties = z.record(z.string(), property)

/** The parameters of an analysis in their order. Throws for one that no input of a form can show. */
export function fieldsOf({ parameters }: Pick<Analysis, 'parameters'>): readonly Field[] {
  const fields = described.get(parameters) ?? describe(parameters)
  described.set(parameters, fields)
  return fields
}

/** A command asks for the same ones many times over, and describing them takes longer than all else. */
const described = new WeakMap<Analysis['parameters'], readonly Field[]>()

function describe(parameters: Analysis['parameters']): readonly Field[] {
  const schemas = properties.parse(z.toJSONSchema(parameters, { io: 'input' }).properties ?? {})
  return Object.entries(schemas).map(([name, from]) => fieldOf(name, from))
}

const fieldOf = (name: string, from: z.infer<typeof property>): Field => ({
  name,
  title: from.title ?? name,
  kind: kindOf(from),
  options: from.enum,
  whole: from.type === 'integer',
  ...defined({ help: from.description, placeholder: from.placeholder }),
  ...(isBound(from.minimum) && { min: from.minimum }),
  ...(isBound(from.maximum) && { max: from.maximum }),
  ...defined({ initial: from.default }),
})

function kindOf({ type, enum: options }: z.infer<typeof property>): Field['kind'] {
  if (options.length > 0) return 'choice'
  if (type === 'boolean') return 'switch'
  return type === 'string' ? 'text' : 'number'
}

/** zod bounds every integer by what a double holds exactly; such a bound is nothing to show. */
const isBound = (bound?: number): bound is number =>
  bound !== undefined && Math.abs(bound) < Number.MAX_SAFE_INTEGER

/** Values by parameter, as their schema parsed them, or what is wrong with each, in words. */
export type ParametersResult =
  | { ok: true; parameters: Record<string, z.core.util.JSONType> }
  | { ok: false; errors: Record<string, string> }

const jsonObject = z.record(z.string(), z.json())

/**
 * Checks typed values against the schema of an analysis; values of other analyses' parameters and empty
 * texts, which mean "not set", are left out.
 */
export function parseParameters(analysis: Analysis, values: Record<string, Value>): ParametersResult {
  const fields = fieldsOf(analysis)
  const known = fields.flatMap(field => {
    const value = values[field.name]
    return value === undefined || value === '' ? [] : [[field.name, coerce(field, value)] as const]
  })
  const parsed = analysis.parameters.safeParse(Object.fromEntries(known))
  if (parsed.success) return { ok: true, parameters: jsonObject.parse(parsed.data) }
  const errors = parsed.error.issues.map(issue => {
    const field = fields.find(({ name }) => name === issue.path[0])
    return [field?.name ?? '', field === undefined ? issue.message : inWords(issue, field)] as const
  })
  return { ok: false, errors: Object.fromEntries(errors) }
}

const SWITCH: Record<string, boolean> = {
  yes: true,
  true: true,
  on: true,
  no: false,
  false: false,
  off: false,
}

/** A typed text as the field's type where it reads as one; else as it is, for the schema to refuse. */
function coerce({ kind, options }: Field, value: Value): Value {
  if (typeof value !== 'string') return value
  const text = value.trim()
  if (kind === 'number') return /^[+-]?\d+(\.\d+)?$/.test(text) ? Number(text) : text
  if (kind === 'switch') return SWITCH[text.toLowerCase()] ?? text
  if (kind === 'choice') return options.find(option => option.toLowerCase() === text.toLowerCase()) ?? text
  return value
}

function inWords(issue: z.core.$ZodIssue, field: Field): string {
  const { kind, options, min, max, whole } = field
  if (kind === 'choice') return `Choose one of ${options.join(', ')}.`
  if (kind === 'switch') return 'Say yes or no.'
  if (kind === 'text') return issue.message
  const number = whole ? 'Type a whole number' : 'Type a number'
  if (min !== undefined && max !== undefined) return `${number} from ${min} to ${max}.`
  if (min !== undefined) return `${number}, at least ${min}.`
  return max === undefined ? `${number}.` : `${number}, at most ${max}.`
}
