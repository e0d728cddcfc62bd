import { type Element, interactiveElements } from '../blocks/walk.ts'
import type { ViewRecord } from '../state/views.ts'
import { enteredValue, viewState } from '../state/input-state.ts'

/** What Slack's client finds wrong with the fields of a modal before it sends anything: a text by block_id. */
export function inputErrors(record: ViewRecord): Record<string, string> {
  const values = viewState(record)
  const errors: Record<string, string> = {}
  for (const { block, element } of interactiveElements(record.view.blocks)) {
    if (block.type !== 'input') continue
    const id = block.block_id ?? ''
    const value = enteredValue(values[id]?.[element.action_id ?? ''] ?? {})
    const error = isEmpty(value) ? missing(block.optional) : wrong(element, value)
    if (error !== undefined) errors[id] = error
  }
  return errors
}

function isEmpty(value: unknown): boolean {
  return value === null || value === '' || (Array.isArray(value) && value.length === 0)
}

function missing(optional: unknown): string | undefined {
  return optional === true ? undefined : 'Please complete this required field.'
}

function wrong(element: Element, value: unknown): string | undefined {
  if (element.type === 'plain_text_input') return wrongLength(element, String(value))
  return element.type === 'number_input' ? wrongNumber(element, String(value)) : undefined
}

function wrongLength(element: Element, text: string): string | undefined {
  const shortest = Number(element.min_length ?? 0)
  const longest = Number(element.max_length ?? 3000)
  if (text.length < shortest) return `Enter at least ${shortest} characters.`
  return text.length > longest ? `Enter at most ${longest} characters.` : undefined
}

function wrongNumber(element: Element, text: string): string | undefined {
  const pattern = element.is_decimal_allowed ? /^-?\d+(\.\d+)?$/ : /^-?\d+$/
  if (!pattern.test(text)) return element.is_decimal_allowed ? 'Enter a number.' : 'Enter a whole number.'
  const least = Number(element.min_value ?? Number.NEGATIVE_INFINITY)
  const most = Number(element.max_value ?? Number.POSITIVE_INFINITY)
  if (Number(text) < least) return `Enter a number that is at least ${least}.`
  return Number(text) > most ? `Enter a number that is at most ${most}.` : undefined
}
