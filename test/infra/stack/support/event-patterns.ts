import * as z from 'zod'
import type { Resource } from './cloudformation.ts'

const patternOf = z.record(z.string(), z.unknown())
const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null

/** Whether an event matches a pattern of EventBridge or a Lambda filter: exact values and prefixes. */
export function matches(pattern: unknown, event: unknown): boolean {
  if (Array.isArray(pattern)) return pattern.some(one => matchesValue(one, event))
  if (!isRecord(pattern) || !isRecord(event)) return false
  return Object.entries(pattern).every(([name, inner]) => matches(inner, event[name]))
}

function matchesValue(expected: unknown, value: unknown): boolean {
  if (!isRecord(expected)) return expected === value
  const { prefix, ...unknown } = expected
  if (Object.keys(unknown).length > 0)
    throw new Error(`A pattern that is not known: ${JSON.stringify(expected)}`)
  return typeof value === 'string' && value.startsWith(String(prefix))
}

/** What starts the reconciler, as the template has it. */
export function triggersOf(resources: Record<string, Resource>) {
  const properties = (type: string) =>
    Object.values(resources).flatMap(({ Type, Properties }) => (Type === type ? [Properties] : []))
  const [mapping] = properties('AWS::Lambda::EventSourceMapping')
  const filters = z
    .object({ Filters: z.array(z.object({ Pattern: z.string() })) })
    .parse(mapping?.FilterCriteria)
    .Filters.map(({ Pattern }): unknown => JSON.parse(Pattern))
  const rules = properties('AWS::Events::Rule')
  const patterns = rules.flatMap(({ EventPattern }) => (EventPattern ? [patternOf.parse(EventPattern)] : []))
  return {
    /** Whether the event source mapping hands a stream's record over. */
    takesRecord: (record: unknown) => filters.some(filter => matches(filter, record)),
    /** Whether a rule sends the event on. */
    takesEvent: (event: unknown) => patterns.some(pattern => matches(pattern, event)),
    hasSchedule: rules.some(({ ScheduleExpression }) => ScheduleExpression === 'rate(1 minute)'),
  }
}
