import type { Investigation } from '../../../bot/model/investigation.ts'
import { named } from '../../../bot/text/tokens.ts'

/** The questions that an answer suggests, each with what to type for it: a terminal has no buttons. */
export function nextCommands({ request, query }: Investigation): { label: string; command: string }[] {
  const { bucket, window } = request
  return (query?.answer?.next ?? []).map(({ analysis, parameters, label }) => {
    const values = Object.entries(parameters).map(([name, value]) => named(name, String(value)))
    return { label, command: [analysis, bucket, ...values, `${window.from} to ${window.to}`].join(' ') }
  })
}

/** The same as text; a shell takes single-quoted text literally. */
export const nextText = (investigation: Investigation): string[] => {
  const lines = nextCommands(investigation).map(
    ({ label, command }) => `  ${label}\n    npm run ask -- '${command.replaceAll("'", String.raw`'\''`)}'`,
  )
  return lines.length > 0 ? [['Ask next:', ...lines].join('\n')] : []
}
