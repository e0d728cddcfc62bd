import { execFile } from 'node:child_process'
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { parseArgs, promisify } from 'node:util'
import { dynamoDbLocalIn } from './engine/dynamodb-local.ts'
import { requireJava } from './engine/java.ts'
import { Missing } from './missing.ts'
import { CACHE } from './places.ts'
import { scratchIn } from './scratch.ts'
import { trinoIn } from './engine/server.ts'

/**
 * `npm run test:trino`: what the embedded Athena answers is what a real Trino does, and what the embedded
 * DynamoDB does is what Amazon's own does. Ids of analyses and presets ask those alone, and leave DynamoDB out. Where
 * either cannot be had it says so, and fails unless `--skip-missing` is given.
 */
const { values, positionals } = parseArgs({
  options: { 'skip-missing': { type: 'boolean', default: false } },
  allowPositionals: true,
})
/** Exit code by which `.ci/run` tells that something could not be had from answers that differ (EX_UNAVAILABLE). */
const UNAVAILABLE = 69

const folder = scratchIn(os.tmpdir())
try {
  requireJava()
  dynamoDbLocalIn(CACHE)
  const options = { jars: trinoIn(CACHE), environment: process.env, folder }
  // All of the product and its SDKs: not needed to say what is missing.
  const { proveSameAnswers, toldOf } = await import('./prove.ts')
  // Side by side: neither keeps two cores busy from its beginning to its end.
  const [proof, sameStore] = await Promise.all([
    proveSameAnswers(options, positionals),
    positionals.length > 0 || provesSameStore(),
  ])
  console.log(`${toldOf(proof)}, ${Math.round(process.uptime())} s in all`)
  process.exitCode = proof.differing === 0 && sameStore ? 0 : 1
} catch (error) {
  if (!(error instanceof Missing)) throw error
  console.error(error.message)
  process.exitCode = values['skip-missing'] ? 0 : UNAVAILABLE
} finally {
  fs.rmSync(folder, { recursive: true, force: true })
}

async function provesSameStore(): Promise<boolean> {
  const vitest = path.join(import.meta.dirname, '../../node_modules/vitest/vitest.mjs')
  const config = path.join(import.meta.dirname, 'vitest.config.ts')
  const run = promisify(execFile)(process.execPath, [vitest, 'run', '--config', config])
  const { stdout, stderr } = await run.catch((error: { stdout: string; stderr: string }) => error)
  console.log(stdout)
  if (stderr) console.error(stderr)
  return run.child.exitCode === 0
}
