import fs from 'node:fs'
import path from 'node:path'
import type { Example } from '../../analyses/lib/analysis.ts'
import { questions } from '../../analyses/lib/catalogue/named.ts'

const ANALYSES = new URL('../../analyses/', import.meta.url).pathname

const endingIn = (ending: string): string[] =>
  fs
    .readdirSync(ANALYSES, { recursive: true, encoding: 'utf8' })
    .filter(file => file.endsWith(ending))
    .map(file => path.join(ANALYSES, file))

/** The folder of each analysis, by its id: every group of questions has one. */
const folders = new Map(
  endingIn('.examples.ts').map(file => [path.basename(file, '.examples.ts'), path.dirname(file)]),
)

/** The ids of all analyses that have examples, in order. */
export const analysisIds: readonly string[] = [...folders.keys()].toSorted()

/** The paths of all golden answers that there are, in order. */
export const goldenFiles = (): string[] => endingIn('.golden.json').toSorted()

/**
 * The path of a file that belongs to an analysis, or to a preset, whose files are beside those of its analysis.
 * @param ending `examples.ts`, `golden.json`
 * @throws RangeError where there is no such question
 */
export function fileOf(id: string, ending: string): string {
  const analysis = questions[id]?.presetOf ?? id
  const folder = folders.get(analysis)
  if (folder === undefined) throw new RangeError(`There is no analysis named ${id}`)
  return path.join(folder, [...new Set([analysis, id]), ending].join('.'))
}

/** The examples of an analysis, in the order of its file. */
export async function examplesOf(id: string): Promise<readonly Example[]> {
  const module: { examples: readonly Example[] } = await import(fileOf(id, 'examples.ts'))
  return module.examples
}
