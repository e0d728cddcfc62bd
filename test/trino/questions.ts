import fs from 'node:fs'
import path from 'node:path'
import type { Analysis, Example } from '../../analyses/lib/analysis.ts'
import { analysisNamed, questions } from '../../analyses/lib/named.ts'
import { analysisSettingsSchema } from '../../analyses/lib/settings.ts'
import type { LogKind } from '../../analyses/lib/tables.ts'
import type { Request } from '../../bot/request/request.ts'
import type { Settings } from '../../bot/settings.ts'

interface Module {
  default: Analysis
  examples: readonly Example[]
}

const FOLDER = path.join(import.meta.dirname, '../../analyses')

/** Every analysis of the catalogue with its examples. */
export const entries = await Promise.all(
  fs
    .readdirSync(FOLDER)
    .filter(name => name.endsWith('.ts'))
    .map(async name => {
      const { default: analysis, examples }: Module = await import(path.join(FOLDER, name))
      return { id: path.basename(name, '.ts'), analysis, examples }
    }),
)

/** A question of the catalogue, of which log, with what parameters, and what the operator's settings say. */
export interface Asked {
  /** The id of an analysis or of a preset. */
  id: string
  log: LogKind
  parameters: Request['parameters']
  settings: Settings['analysis']
}

function asked(
  id: string,
  log: LogKind | undefined,
  example: Pick<Example, 'parameters' | 'settings'> = {},
): Asked {
  const analysis = analysisNamed(id)
  const [preferred = 'access-log'] = analysis.reads
  // What the schema of an analysis returns is what a request stores.
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion
  const parameters = analysis.parameters.parse(example.parameters ?? {}) as Request['parameters']
  return {
    id,
    log: log ?? preferred,
    parameters,
    settings: analysisSettingsSchema.parse(example.settings ?? {}),
  }
}

/** Every analysis, as it is asked where nothing else is said, of the log it prefers. */
export const unpreset: readonly Asked[] = entries.map(({ id }) => asked(id, undefined))

/** The same of every preset, too, and of every log that it can use. */
export const byDefault: readonly Asked[] = Object.entries(questions).flatMap(([id, { reads }]) =>
  reads.map(log => asked(id, log)),
)

/** Every analysis as its examples ask it. */
export const byExample: readonly Asked[] = entries.flatMap(({ id, examples }) =>
  examples.map(example => asked(example.preset ?? id, example.log, example)),
)
