import type { Analysis } from '../../../analyses/lib/analysis.ts'
import { analysisOf, type Catalogue } from './draft.ts'
import { fieldsOf, parseParameters } from './fields.ts'
import { nearest } from '../../text/nearest.ts'
import { type Mistake, type Pieces, quoted } from './parsed-command.ts'
import { type Request, requestSchema } from '../../time/request.ts'
import { readBucket } from '../../text/tokens.ts'

/** The named values that stood up to the checks, parameters as they were typed, and what is wrong with the others. */
export interface CheckedValues {
  logs?: Request['logs']
  parameters: Record<string, string>
  mistakes: Mistake[]
}

/**
 * Checks the `name:value` parts against the parameters of the question, or of all questions where none is
 * named yet; `prefix` is what followed the bucket's name in its address.
 */
export function checkValues(
  { named }: Pieces,
  {
    catalogue,
    question,
    prefix,
  }: { catalogue: Catalogue; question: string | undefined; prefix: string | undefined },
): CheckedValues {
  const analysis = analysisOf(catalogue, question)
  const names = namesOf(analysis === undefined ? Object.values(catalogue) : [analysis])
  const result: CheckedValues = { parameters: {}, mistakes: [] }
  if (prefix !== undefined) {
    // An address of a whole key is of one object.
    if (analysis !== undefined && names.includes('key') && /\.\w{1,8}$/.test(prefix))
      result.parameters.key = prefix
    else if (names.includes('prefix')) result.parameters.prefix = prefix
    else result.mistakes.push(noPrefix(question ?? ''))
  }
  for (const { name, value } of named) {
    const known = names.find(other => norm(other) === norm(name))
    if (norm(name) === 'logs') Object.assign(result, checkLogs(value, analysis, result.mistakes))
    else if (known === undefined) result.mistakes.push(unknownName(name, [...names, 'logs'], question))
    else result.parameters[known] = value
  }
  return analysis === undefined ? result : checkTypes(result, analysis)
}

const norm = (name: string): string => name.toLowerCase().replaceAll(/[-_]/g, '')

const namesOf = (analyses: readonly Analysis[]): string[] => [
  ...new Set(analyses.flatMap(analysis => fieldsOf(analysis).map(({ name }) => name))),
]

const leaveOut = (name: string) => (pieces: Pieces) => ({
  ...pieces,
  named: pieces.named.filter(other => norm(other.name) !== norm(name)),
})

function noPrefix(question: string): Mistake {
  const problem = `${question} cannot be narrowed to a prefix: name only the bucket.`
  return { problem, fixes: [shorten] }
}

/** Only the bucket of its address. */
const shorten = (pieces: Pieces): Pieces => ({ ...pieces, bucket: readBucket(pieces.bucket ?? '').bucket })

const inWords = (names: readonly string[]): string => names.map(name => `${name}:`).join(', ')

function unknownName(name: string, names: readonly string[], question: string | undefined): Mistake {
  const near = nearest(name, names)
  const rename = near.map(right => (pieces: Pieces) => ({
    ...pieces,
    named: pieces.named.map(other => (other.name === name ? { ...other, name: right } : other)),
  }))
  const problem =
    question === undefined
      ? `No question has the option ${quoted(`${name}:`)}.${near.length > 0 ? ` Did you mean ${inWords(near)}?` : ''} /s3audit help with a question lists its options.`
      : `${question} has no option ${quoted(`${name}:`)}; its options are ${inWords(names)}.`
  return { problem, fixes: [...rename, leaveOut(name)] }
}

function checkLogs(
  value: string,
  analysis: Analysis | undefined,
  mistakes: readonly Mistake[],
): Pick<CheckedValues, 'logs' | 'mistakes'> {
  const { data: logs } = requestSchema.shape.logs.safeParse(value.toLowerCase())
  const wrong = (problem: string) => ({ mistakes: [...mistakes, { problem, fixes: [leaveOut('logs')] }] })
  if (logs === undefined) return wrong('For logs: say access-log, cloudtrail, both or auto.')
  if (analysis === undefined || isReadBy(analysis, logs)) return { logs, mistakes: [...mistakes] }
  return wrong(
    logs === 'both'
      ? `This question is answered from one log only, ${analysis.reads.join(' and ')}.`
      : `This question cannot be answered from ${logs}.`,
  )
}

function isReadBy({ reads }: Analysis, logs: Request['logs']): boolean {
  if (logs === 'both') return reads.length > 1
  return logs === 'auto' || reads.includes(logs)
}

function checkTypes(result: CheckedValues, analysis: Analysis): CheckedValues {
  const parsed = parseParameters(analysis, result.parameters)
  if (parsed.ok) return result
  const wrong = Object.entries(parsed.errors).map(([name, words]) => ({
    problem: `${name}: ${words}`,
    fixes: [leaveOut(name)],
  }))
  return { ...result, mistakes: [...result.mistakes, ...wrong] }
}
