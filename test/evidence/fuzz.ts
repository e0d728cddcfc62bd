/**
 * Reads mutated access-log lines and holds the evidence to its promise: no crash, no line lost.
 *
 *     node test/evidence/fuzz.ts [--lines 1000000] [--seed 1]
 *
 * Ends by itself; with exit code 1 when a line was lost, naming the seed that shows it.
 */
import { parseArgs } from 'node:util'
import { openDeps } from '../infra/athena/athena-deps.ts'
import { countsOf } from './evidence-counts.ts'
import { mutatedLines } from './mutate.ts'

const { values } = parseArgs({
  options: { lines: { type: 'string', default: '1000000' }, seed: { type: 'string', default: '1' } },
})

/** Lines read in one query; enough that its start does not count. */
const BATCH = 100_000

const deps = await openDeps()
try {
  for (let left = Number(values.lines), seed = Number(values.seed); left > 0; left -= BATCH, seed++) {
    const lines = [...mutatedLines(Math.min(BATCH, left), seed)]
    const started = performance.now()
    const counts = await countsOf(deps, [lines.join('\n')])
    console.log(`seed ${seed}: ${JSON.stringify(counts)} in ${Math.round(performance.now() - started)} ms`)
    const { lines: read, events, outside, unparsed } = counts
    if (read === lines.length && events + outside + unparsed === read) continue
    console.error(`seed ${seed}: ${lines.length} lines were written`)
    process.exitCode = 1
  }
} finally {
  await deps.close()
}
