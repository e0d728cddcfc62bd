import type { Example } from '../../analyses/lib/analysis.ts'
import { analysisNamed, questions } from '../../analyses/lib/catalogue/named.ts'
import { analysisIds, examplesOf } from '../support/analysis-files.ts'
import { analysisSettingsSchema } from '../../analyses/lib/settings.ts'
import type { Request } from '../../bot/time/request.ts'
import type { Settings } from '../../bot/model/settings.ts'

/** Every analysis of the catalogue with its examples. */
export const entries = await Promise.all(
  analysisIds.map(async id => ({ id, analysis: analysisNamed(id), examples: await examplesOf(id) })),
)

/** A question of the catalogue with its parameters, and what the operator's settings say. */
export interface Asked {
  /** The id of an analysis or of a preset. */
  id: string
  logs: Request['logs']
  parameters: Request['parameters']
  settings: Settings['analysis']
}

function asked(
  id: string,
  logs: Request['logs'],
  { parameters = {}, settings = {} }: Pick<Example, 'parameters' | 'settings'> = {},
): Asked {
  return {
    id,
    logs,
    // What an analysis' schema returns is what a request stores.
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion
    parameters: analysisNamed(id).parameters.parse(parameters) as Request['parameters'],
    settings: analysisSettingsSchema.parse(settings),
  }
}

/** Every analysis as its examples ask it, of the log that the first one with these parameters is about. */
export const byExample: readonly Asked[] = entries.flatMap(({ id, examples }) => {
  const all = examples.map(example =>
    asked(example.preset ?? id, example.otherLines ? 'both' : example.log, example),
  )
  const different = new Map(all.toReversed().map(one => [JSON.stringify({ ...one, logs: undefined }), one]))
  return [...different.values()]
})

/** Every analysis, as it is asked where nothing else is said: of both logs where it can use both. */
export const unpreset: readonly Asked[] = entries.map(({ id }) => asked(id, 'auto'))

/** The presets that no example asks. */
export const withoutExample: readonly Asked[] = Object.keys(questions)
  .filter(id => !byExample.some(one => one.id === id))
  .map(id => asked(id, 'auto'))
