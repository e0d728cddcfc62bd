import type { Analysis } from './analysis.ts'
import { catalogue } from './catalogue.ts'

const byId: Record<string, Analysis | undefined> = catalogue

/** The analysis with this id. @throws RangeError where the catalogue has none (a stored id of a later version) */
export function analysisNamed(id: string): Analysis {
  const analysis = byId[id]
  if (!analysis) throw new RangeError(`There is no analysis named ${id}`)
  return analysis
}
