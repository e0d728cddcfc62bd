import * as z from 'zod'
import type { Analysis, Preset } from '../analysis.ts'
import { catalogue } from './catalogue.ts'

/** A question that can be asked: an analysis, or a preset of one. */
export interface Question extends Analysis {
  /** The analysis that it is a preset of. */
  presetOf?: string
}

const analyses: Record<string, Analysis> = catalogue

/**
 * Every question by its id, each analysis followed by its presets. A preset is the analysis itself with
 * other words and other defaults, so anyone who can ask an analysis can ask a preset.
 */
export const questions: Readonly<Record<string, Question>> = Object.fromEntries(
  Object.entries(analyses).flatMap(([id, analysis]): [string, Question][] => [
    [id, analysis],
    ...Object.entries(analysis.presets ?? {}).map(([name, preset]): [string, Question] => [
      name,
      presetOf(id, analysis, preset),
    ]),
  ]),
)

function presetOf(id: string, analysis: Analysis, { title, answers, words, parameters }: Preset): Question {
  const { shape } = analysis.parameters
  const changed = Object.entries(parameters).map(([name, value]) => {
    const field = shape[name]
    if (!field) throw new RangeError(`${id} has no parameter ${name} for a preset to set`)
    return [name, withDefault(field, value)] as const
  })
  const { presets: _, ...rest } = analysis
  return {
    ...rest,
    title,
    answers,
    words,
    parameters: analysis.parameters.extend(Object.fromEntries(changed)),
    presetOf: id,
  }
}

/** The same field with another default, its words kept. */
function withDefault(field: z.ZodType, value: unknown): z.ZodType {
  const inner = field instanceof z.ZodDefault || field instanceof z.ZodOptional ? field.unwrap() : field
  const changed = z.prefault(inner, value)
  const words = field.meta()
  return words ? changed.meta(words) : changed
}

/** The question with this id. @throws RangeError where there is none (a stored id of a later version) */
export function analysisNamed(id: string): Question {
  const question = Object.hasOwn(questions, id) ? questions[id] : undefined
  if (!question) throw new RangeError(`There is no analysis named ${id}`)
  return question
}
