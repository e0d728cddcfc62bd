import fs from 'node:fs'
import path from 'node:path'
import { BaseSequencer, type TestSpecification } from 'vitest/node'

/** Files that take much longer than their size tells, the longest first. */
const LONGEST = [
  'analyses/catalogue.test.ts',
  'truth/sample.test.ts',
  'truth/incidents.test.ts',
  'flows/kill.test.ts',
  'faults/slack-faults.test.ts',
  'bot/investigate/reconcile-crash.test.ts',
  'bot/access/permissions.test.ts',
]

for (const name of LONGEST)
  if (!fs.existsSync(path.join(import.meta.dirname, name)))
    throw new Error(`test/longest-first.ts names ${name}, which is not there: name it as it is now`)

/**
 * Begins with the longest files, so that none of them runs alone at the end. On a bare clone Vitest goes by the
 * files' sizes, and the two that take longest are small.
 */
export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    return (await super.sort(files)).toSorted((a, b) => placeOf(a) - placeOf(b))
  }
}

function placeOf({ moduleId }: TestSpecification): number {
  const place = LONGEST.findIndex(name => moduleId.endsWith(`/test/${name}`))
  return place === -1 ? LONGEST.length : place
}
