import { spawnSync } from 'node:child_process'
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import * as z from 'zod'
import type { Family, Mutation } from './mutation.ts'

/**
 * Changes the product in a copy of it, runs the tests that must notice, and prints what none of them did:
 * `node test/mutants/main.ts [family ...]`. Ends with 1 where anything survived.
 */

const ROOT = path.join(import.meta.dirname, '../..')
const FAMILIES = path.join(import.meta.dirname, 'families')
const COPIED = ['analyses', 'bot', 'infra', 'test', 'package.json', 'tsconfig.json']

const reportSchema = z.object({
  testResults: z.array(
    z.object({ assertionResults: z.array(z.object({ fullName: z.string(), status: z.string() })) }),
  ),
})

/** The names of the tests that ran, by how they ended. */
function run({ file, only }: Mutation['test'], copy: string): { passed: string[]; failed: string[] } {
  const report = path.join(copy, 'report.json')
  fs.rmSync(report, { force: true })
  const { stderr } = spawnSync(
    path.join(ROOT, 'node_modules/.bin/vitest'),
    [
      'run',
      '--config=test/vitest.config.ts',
      file,
      '--maxWorkers=1',
      '--reporter=json',
      `--outputFile=${report}`,
      '--testTimeout=600000',
      '--hookTimeout=600000',
      ...(only === undefined ? [] : ['-t', only]),
    ],
    { cwd: copy, encoding: 'utf8' },
  )
  if (!fs.existsSync(report)) throw new Error(`The tests of ${file} did not run: ${stderr}`)
  const { testResults } = reportSchema.parse(JSON.parse(fs.readFileSync(report, 'utf8')))
  const results = testResults.flatMap(({ assertionResults }) => assertionResults)
  const of = (status: string) =>
    results.filter(one => one.status === status).map(({ fullName }) => ` ${fullName}`)
  return { passed: of('passed'), failed: of('failed') }
}

function survivorsOf({ name, edit, test, survivors }: Mutation, copy: string): string[] {
  const file = path.join(copy, edit.file)
  const source = fs.readFileSync(file, 'utf8')
  if (source.split(edit.find).length !== 2)
    throw new Error(`${name}: ${edit.file} does not have once: ${edit.find}`)
  fs.writeFileSync(
    file,
    source.replace(edit.find, () => edit.replace),
  )
  try {
    const { passed, failed } = run(test, copy)
    if (passed.length + failed.length === 0) throw new Error(`${name}: no test of ${test.file} ran`)
    return survivors(passed)
  } finally {
    fs.writeFileSync(file, source)
  }
}

const wanted = process.argv.slice(2)
const copy = fs.mkdtempSync(path.join(os.tmpdir(), 's3audit-mutants-'))
let survived = 0
try {
  for (const name of COPIED) fs.cpSync(path.join(ROOT, name), path.join(copy, name), { recursive: true })
  fs.symlinkSync(path.join(ROOT, 'node_modules'), path.join(copy, 'node_modules'))
  for (const name of fs.readdirSync(FAMILIES).toSorted()) {
    const { default: family }: { default: Family } = await import(path.join(FAMILIES, name))
    if (wanted.length > 0 && !wanted.includes(family.name)) continue
    for (const mutation of family.mutations) {
      const survivors = survivorsOf(mutation, copy)
      survived += survivors.length
      console.log(`${family.name}, ${mutation.name}: ${survivors.length === 0 ? 'killed' : 'SURVIVED'}`)
      for (const survivor of survivors) console.log(`  ${survivor}`)
    }
  }
} finally {
  fs.rmSync(copy, { recursive: true, force: true })
}
process.exitCode = survived > 0 ? 1 : 0
