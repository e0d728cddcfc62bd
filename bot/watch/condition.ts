import { type Reader, readerNow, writtenFor } from '../../analyses/lib/reader.ts'
import * as z from 'zod'
import type { Severity } from '../../analyses/lib/analysis.ts'

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
  /** A figure of the answer, by its label; with `usual`, `than` is how many times the usual. */
  z.object({
    kind: z.literal('figure'),
    label: z.string(),
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
const AMOUNT = /^([\d.,]+)\s*(%|[kmgtp]?b|ms|s)?\s*(?:([x×*])\s*(?:the\s+)?usual)?$/i

/**
 * Reads what follows `when`: `rows > 0`, `errors > 2 x usual`, `severity >= high`, `new`, `always`.
 * @param labels the figures that the analysis' answer has
 */
export function readCondition(
  text: string,
  labels: readonly string[],
): { condition: Condition } | { mistake: string } {
  const clean = text.trim().toLowerCase().replaceAll(/\s+/g, ' ')
  if (clean === 'new' || clean === 'new rows') return { condition: { kind: 'new' } }
  if (clean === 'always') return { condition: { kind: 'always' } }
  const [found, name = '', symbol, amount = ''] = COMPARISON.exec(clean) ?? []
  const operator = OPERATORS.find(one => one === symbol)
  if (found === undefined || operator === undefined)
    return {
      mistake: `“${text}” is no condition: say new, always, or compare, as in rows > 0 or severity >= high.`,
    }
  if (name === 'severity') return readSeverity(operator, amount)
  return readAmount(name, operator, amount, labels)
}

function readSeverity(operator: Operator, text: string): ReturnType<typeof readCondition> {
  const level = LEVELS.find(one => one === text)
  return level === undefined
    ? { mistake: `“${text}” is no severity: say ${LEVELS.join(', ')}.` }
    : { condition: { kind: 'severity', operator, level } }
}

function readAmount(
  name: string,
  operator: Operator,
  text: string,
  labels: readonly string[],
): ReturnType<typeof readCondition> {
  const [found, amount = '', unit = '', usually] = AMOUNT.exec(text) ?? []
  const than = numberIn(`${amount}${unit === '' ? '' : ` ${unit}`}`)
  if (found === undefined || than === undefined)
    return {
      mistake: `“${text}” is nothing to compare with: say a number, or one “x usual”, as in 2 x usual.`,
    }
  const compared = { operator, than, usual: usually !== undefined }
  if (name === 'rows') return { condition: { kind: 'rows', ...compared } }
  const label = labelFor(name, labels)
  if (label === undefined)
    return { mistake: `This answer has no figure “${name}”: it has ${['rows', ...labels].join(', ')}.` }
  return { condition: { kind: 'figure', label, ...compared } }
}

/** The figure that is called so, or the only one that begins so. */
function labelFor(name: string, labels: readonly string[]): string | undefined {
  const exact = labels.find(label => label.toLowerCase() === name)
  const begun = labels.filter(label => label.toLowerCase().startsWith(name))
  return exact ?? (begun.length === 1 ? begun[0] : undefined)
}

const UNITS: Record<string, number> = { kb: 1e3, mb: 1e6, gb: 1e9, tb: 1e12, pb: 1e15, s: 1000 }

/** A figure as a number: `1,204`, `3.4 MB` in bytes, `12 %`, `85 ms`; undefined where it is none. */
export function numberIn(text: string, reader: Reader = {}): number | undefined {
  const plain = withoutLocale(text, reader)
  const [found, digits = '', unit = ''] = /^[<>]? ?(-?[\d.]+) ?(%|[a-z]*)$/i.exec(plain) ?? []
  const value = Number(digits)
  return found === undefined || Number.isNaN(value) ? undefined : value * (UNITS[unit.toLowerCase()] ?? 1)
}

/** A figure as it is in English, without the marks of thousands and of dollars, which may stand behind it. */
const withoutLocale = (text: string, reader: Reader): string =>
  writtenFor(reader, () => {
    // Some locales separate thousands of money by another mark.
    const money = { style: 'currency', currency: 'USD' } as const
    const format = new Intl.NumberFormat(readerNow().locale, text.includes('$') ? money : {})
    const parts = format.formatToParts(-1234567.5)
    const mark = (type: string) => parts.find(part => part.type === type)?.value ?? ''
    return text
      .replaceAll(mark('group') || ',', '')
      .replaceAll(mark('decimal'), '.')
      .replaceAll(mark('minusSign'), '-')
      .replace(/\s*(?:US)?\$(?:US)?\s*/, '')
      .replaceAll(/\s+/g, ' ')
      .trim()
  })

/**
 * The number of an answer that the condition looks at: that of its figure, else its rows.
 * @param reader whom the answer was written for
 */
export function valueOf(
  condition: Condition,
  { rowCount, figures }: { rowCount: number; figures: readonly { label: string; value: string }[] },
  reader: Reader = {},
): number | undefined {
  if (condition.kind !== 'figure') return rowCount
  const figure = figures.find(({ label }) => label === condition.label)
  return figure && numberIn(figure.value, reader)
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
  /** What the value is as a rule; undefined as long as too little is known. */
  usual: number | undefined
  severity: Severity['level'] | undefined
  /** Rows that no earlier run had. */
  newRows: number
}

/** Whether the answer matters. What cannot be compared does not. */
export function holds(condition: Condition, { value, usual, severity, newRows }: Measured): boolean {
  if (condition.kind === 'always') return true
  if (condition.kind === 'new') return newRows > 0
  const compare = COMPARE[condition.operator]
  if (condition.kind === 'severity')
    return severity !== undefined && compare(LEVELS.indexOf(severity), LEVELS.indexOf(condition.level))
  const bound = condition.usual ? usual && usual * condition.than : condition.than
  return value !== undefined && bound !== undefined && compare(value, bound)
}

/** Reads back as the same condition. */
export function conditionWords(condition: Condition): string {
  if (condition.kind === 'always' || condition.kind === 'new') return condition.kind
  if (condition.kind === 'severity') return `severity ${condition.operator} ${condition.level}`
  const name = condition.kind === 'rows' ? 'rows' : condition.label.toLowerCase()
  return `${name} ${condition.operator} ${condition.than}${condition.usual ? ' x usual' : ''}`
}
