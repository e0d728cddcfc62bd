import * as z from 'zod'
import { type Figure, type Severity, type Unit, UNITS } from '../../analyses/lib/analysis.ts'

const OPERATORS = ['>', '>=', '<', '<=', '='] as const
type Operator = (typeof OPERATORS)[number]
/** From the least to the worst. */
const LEVELS = ['low', 'medium', 'high', 'critical'] as const satisfies readonly Severity['level'][]

const comparison = { operator: z.enum(OPERATORS) }

/** When the answer of a watch matters enough to be told. */
export const conditionSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('always') }),
  /** Rows that no earlier run had. */
  z.object({ kind: z.literal('new') }),
  z.object({ kind: z.literal('rows'), ...comparison, than: z.number(), usual: z.boolean() }),
  /** A figure of the answer; with `usual`, `than` is how many times the usual. */
  z.object({
    kind: z.literal('figure'),
    label: z.string(),
    /** Version 0.1 stored the label alone, and a share in percent. */
    id: z.string().optional(),
    unit: z.enum(UNITS).optional(),
    ...comparison,
    than: z.number(),
    usual: z.boolean(),
  }),
  z.object({ kind: z.literal('severity'), ...comparison, level: z.enum(LEVELS) }),
])
export type Condition = z.infer<typeof conditionSchema>

/** What holds unless something is said. */
export const USUAL_CONDITION: Condition = { kind: 'rows', operator: '>', than: 0, usual: false }

const COMPARISON = /^(.+?)\s*(>=|<=|>|<|=)\s*(.+)$/
const AMOUNT = /^(\$)?\s*(\d[\d,]*(?:\.\d+)?|\.\d+)\s*(%|\$|[a-z]+)?$/
const USUAL = /^(\d[\d,]*(?:\.\d+)?|\.\d+)\s*[x×*]\s*(?:the\s+)?usual$/

/** A figure that a condition can name. */
export type Comparable = Omit<Figure, 'value'>

/**
 * Reads what follows `when`: `rows > 0`, `bytes sent > 250 GB`, `errors > 2 x usual`, `severity >= high`, `new`, `always`.
 * @param figures what the analysis' answer has
 */
export function readCondition(
  text: string,
  figures: readonly Comparable[],
): { condition: Condition } | { mistake: string } {
  const clean = text.trim().toLowerCase().replaceAll(/\s+/g, ' ')
  if (clean === 'new' || clean === 'new rows') return { condition: { kind: 'new' } }
  if (clean === 'always') return { condition: { kind: 'always' } }
  const [found, name = '', symbol, amount = ''] = COMPARISON.exec(clean) ?? []
  const operator = OPERATORS.find(one => one === symbol)
  if (found === undefined || operator === undefined)
    return {
      mistake: `“${text}” is not a condition. Write new, always or a comparison, such as rows > 0 or severity >= high.`,
    }
  if (name === 'severity') return readSeverity(operator, amount)
  return readComparison(name, operator, amount, figures)
}

function readSeverity(operator: Operator, text: string): ReturnType<typeof readCondition> {
  const level = LEVELS.find(one => one === text)
  return level === undefined
    ? { mistake: `“${text}” is not a severity. Write one of ${LEVELS.join(', ')}.` }
    : { condition: { kind: 'severity', operator, level } }
}

function readComparison(
  name: string,
  operator: Operator,
  text: string,
  figures: readonly Comparable[],
): ReturnType<typeof readCondition> {
  const figure = name === 'rows' ? undefined : figureFor(name, figures)
  if (name !== 'rows' && figure === undefined)
    return {
      mistake: `This answer has no figure “${name}”. Its figures are ${['rows', ...comparable(figures).map(({ label }) => label)].join(', ')}.`,
    }
  const unit = figure?.unit ?? 'count'
  if (unit === 'text') return { mistake: `“${figure?.label}” is text. Only numbers can be compared.` }
  const times = numberIn(USUAL.exec(text)?.[1])
  const than = times ?? amountIn(text, unit)
  if (than === undefined)
    return {
      mistake: `“${text}” cannot be compared here. Write ${AMOUNTS[unit]}, or a multiple of the usual value, such as 2 x usual.`,
    }
  const compared = { operator, than, usual: times !== undefined }
  if (figure === undefined) return { condition: { kind: 'rows', ...compared } }
  const { id, label } = figure
  return { condition: { kind: 'figure', id, label, unit, ...compared } }
}

/** Those that have a number. */
export const comparable = (figures: readonly Comparable[]): Comparable[] =>
  figures.filter(({ unit }) => unit !== 'text')

/** The figure that is called so, or the only one that begins so. */
function figureFor(name: string, figures: readonly Comparable[]): Comparable | undefined {
  const exact = figures.find(({ id, label }) => label.toLowerCase() === name || id.toLowerCase() === name)
  const begun = figures.filter(({ label }) => label.toLowerCase().startsWith(name))
  return exact ?? (begun.length === 1 ? begun[0] : undefined)
}

type Measurable = Exclude<Unit, 'text'>

/** How much one of each unit that can be typed is; the first is meant where none is typed. kB to PB are decimal. */
const TYPED_UNITS: Record<Measurable, Readonly<Record<string, number>>> = {
  count: { '': 1 },
  bytes: {
    b: 1,
    kb: 1e3,
    mb: 1e6,
    gb: 1e9,
    tb: 1e12,
    pb: 1e15,
    kib: 2 ** 10,
    mib: 2 ** 20,
    gib: 2 ** 30,
    tib: 2 ** 40,
    pib: 2 ** 50,
  },
  share: { '%': 0.01 },
  milliseconds: { ms: 1, s: 1000, sec: 1000, min: 60_000, h: 3_600_000 },
  dollars: { $: 1, usd: 1 },
}

/** What can be typed, in words. */
const AMOUNTS: Record<Measurable, string> = {
  count: 'a number without a unit, such as 1,000',
  bytes:
    'a number of bytes, such as 250 GB (kB, MB, GB, TB are decimal; KiB, MiB, GiB, TiB are powers of 1024)',
  share: 'a percentage, such as 5 %',
  milliseconds: 'a time, such as 85 ms, 2 s or 1 min',
  dollars: 'an amount in dollars, such as $5',
}

const numberIn = (digits: string | undefined): number | undefined =>
  digits === undefined ? undefined : Number(digits.replaceAll(',', ''))

/** The amount in the unit that figures have; undefined where it is none of that. */
function amountIn(text: string, unit: Measurable): number | undefined {
  const [, dollar, digits, behind] = AMOUNT.exec(text) ?? []
  const value = numberIn(digits)
  const [usual = ''] = Object.keys(TYPED_UNITS[unit])
  const typed = dollar === undefined ? (behind ?? usual) : behind === undefined ? dollar : ''
  const factor = Object.hasOwn(TYPED_UNITS[unit], typed) ? TYPED_UNITS[unit][typed] : undefined
  if (value === undefined || factor === undefined) return undefined
  // Of 7 and a hundredth the product is not the 0.07 of a division.
  return factor < 1 ? value / Math.round(1 / factor) : value * factor
}

/** Labels of version 0.1 that are called something else now, in lower case, and the ids of their figures. */
const RENAMED: ReadonlyMap<string, string> = new Map([
  ['hours with records, access logs', 'accessLog'],
  ['the most often delivered', 'most'],
])

/**
 * A stored condition as this version reads it, with the figure's id and unit.
 * @param figures what the analysis' answer has
 * @returns undefined where the answer has no such figure, or one that is no number: the condition would never hold
 */
export function currentCondition(
  condition: Condition,
  figures: readonly Comparable[],
): Condition | undefined {
  if (condition.kind !== 'figure') return condition
  const { id = RENAMED.get(condition.label.toLowerCase()) } = condition
  const figure = comparable(figures).find(one =>
    id === undefined ? one.label === condition.label : one.id === id,
  )
  if (!figure) return undefined
  const { unit } = figure
  const than = isPercentOf01(condition, unit) && !condition.usual ? condition.than / 100 : condition.than
  return { ...condition, id: figure.id, label: figure.label, unit, than }
}

/** The number of an answer that the condition looks at, that of its figure, else its rows; undefined where it is unknown. */
export function valueOf(
  condition: Condition,
  { rowCount, figures }: { rowCount: number; figures: readonly Figure[] },
): { value: number | undefined; unit: Unit } {
  if (condition.kind !== 'figure') return { value: rowCount, unit: 'count' }
  const figure = figures.find(({ id, label }) =>
    condition.id === undefined ? label === condition.label : id === condition.id,
  )
  return {
    value: typeof figure?.value === 'number' ? figure.value : undefined,
    unit: figure?.unit ?? condition.unit ?? 'count',
  }
}

const COMPARE: Record<Operator, (one: number, other: number) => boolean> = {
  '>': (one, other) => one > other,
  '>=': (one, other) => one >= other,
  '<': (one, other) => one < other,
  '<=': (one, other) => one <= other,
  '=': (one, other) => one === other,
}

/** What a condition is held against. */
export interface Measured {
  value: number | undefined
  unit: Unit
  /** What the value is as a rule; undefined as long as too little is known. */
  usual: number | undefined
  severity: Severity['level'] | undefined
  /** Rows that no earlier run had. */
  newRows: number
}

/** Whether the answer matters. What cannot be compared does not. */
export function holds(condition: Condition, { value, unit, usual, severity, newRows }: Measured): boolean {
  if (condition.kind === 'always') return true
  if (condition.kind === 'new') return newRows > 0
  const compare = COMPARE[condition.operator]
  if (condition.kind === 'severity')
    return severity !== undefined && compare(LEVELS.indexOf(severity), LEVELS.indexOf(condition.level))
  const than = isPercentOf01(condition, unit) ? condition.than / 100 : condition.than
  const bound = condition.usual ? usual && usual * condition.than : than
  return value !== undefined && bound !== undefined && compare(value, bound)
}

const isPercentOf01 = (condition: Condition, unit: Unit): boolean =>
  condition.kind === 'figure' && condition.unit === undefined && unit === 'share'

/** Reads back as the same condition. */
export function conditionWords(condition: Condition): string {
  if (condition.kind === 'always' || condition.kind === 'new') return condition.kind
  if (condition.kind === 'severity') return `severity ${condition.operator} ${condition.level}`
  const name = condition.kind === 'rows' ? 'rows' : condition.label.toLowerCase()
  const { than, usual } = condition
  const unit = condition.kind === 'figure' ? condition.unit : undefined
  return `${name} ${condition.operator} ${usual ? `${than} x usual` : amountWords(than, unit)}`
}

/** Exact, as it can be typed. */
function amountWords(than: number, unit: Unit | undefined): string {
  if (unit === 'share') return `${Number((than * 100).toPrecision(12))} %`
  if (unit === 'dollars') return `$${than}`
  if (unit === 'milliseconds') return `${than} ms`
  if (unit !== 'bytes') return String(than)
  const step = BYTES.findLast(([, size]) => than >= size && (than / size) * size === than)
  const [name, size] = step ?? ['B', 1]
  return `${than / size} ${name}`
}

const BYTES = [
  ['B', 1],
  ['kB', 1e3],
  ['MB', 1e6],
  ['GB', 1e9],
  ['TB', 1e12],
  ['PB', 1e15],
] as const
