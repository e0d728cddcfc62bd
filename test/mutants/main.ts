import { spawnSync } from 'node:child_process'
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { parseArgs } from 'node:util'
import * as z from 'zod'
import type { Family, Mutation } from './mutation.ts'

/**
 * Changes the product in a copy of it, runs the tests that must notice, and prints what none of them did:
 * `node test/mutants/main.ts [--seed=1] [--count=200] [family ...]`. Ends with 1 where anything survived that
 * `accepted.json` does not give a reason for.
 */

const ROOT = path.join(import.meta.dirname, '../..')
const FAMILIES = path.join(import.meta.dirname, 'families')
const COPIED = fs.readdirSync(ROOT).filter(name => name !== '.git' && name !== 'node_modules')

/** Survivors that are well known, by their names, each with why nothing need notice it. */
const ACCEPTED: Readonly<Record<string, string>> = z
  .record(z.string(), z.string().min(1))
  .parse(JSON.parse(fs.readFileSync(path.join(import.meta.dirname, 'accepted.json'), 'utf8')))

const reportSchema = z.object({
  testResults: z.array(
    z.object({ assertionResults: z.array(z.object({ fullName: z.string(), status: z.string() })) }),
  ),
})

/** The names of the tests that ran, by how they ended. */
function run({ files, only }: Mutation['test'], copy: string): { passed: string[]; failed: string[] } {
  const report = path.join(copy, 'report.json')
  fs.rmSync(report, { force: true })
  const { stderr } = spawnSync(
    path.join(ROOT, 'node_modules/.bin/vitest'),
    [
      'run',
      '--config=test/vitest.config.ts',
      ...files,
      '--maxWorkers=1',
      '--reporter=json',
      `--outputFile=${report}`,
      '--testTimeout=600000',
      '--hookTimeout=600000',
      ...(only === undefined ? [] : ['-t', only]),
    ],
    { cwd: copy, encoding: 'utf8' },
  )
  if (!fs.existsSync(report)) throw new Error(`The tests of ${files.join(', ')} did not run: ${stderr}`)
  const { testResults } = reportSchema.parse(JSON.parse(fs.readFileSync(report, 'utf8')))
  const results = testResults.flatMap(({ assertionResults }) => assertionResults)
  const of = (status: string) =>
    results.filter(one => one.status === status).map(({ fullName }) => ` ${fullName}`)
  return { passed: of('passed'), failed: of('failed') }
}

const unchanged = new Map<string, string[]>()

/** Which tests fail without any change: that they fail with one, too, proves nothing. */
function failingUnchanged(test: Mutation['test'], copy: string): string[] {
  const key = JSON.stringify(test)
  const known = unchanged.get(key)
  if (known || test.files.length === 0) return known ?? []
  const { passed, failed } = run(test, copy)
  if (passed.length === 0) throw new Error(`No test of ${test.files.join(', ')} passes unchanged`)
  unchanged.set(key, failed)
  return failed
}

/** Whether the types of the changed copy hold. */
const typesHold = (copy: string): boolean =>
  spawnSync(path.join(ROOT, 'node_modules/.bin/tsc'), ['-p', '.', '--noEmit'], { cwd: copy }).status === 0

function survivorsOf(mutation: Mutation, copy: string): string[] {
  const { name, edit, test, typed, survivors } = mutation
  const file = path.join(copy, edit.file)
  const source = fs.readFileSync(file, 'utf8')
  const broken = new Set(failingUnchanged(test, copy))
  const at = edit.at ?? source.indexOf(edit.find)
  if (!source.startsWith(edit.find, at) || (edit.at === undefined && source.split(edit.find).length !== 2))
    throw new Error(`${name}: ${edit.file} does not have once: ${edit.find}`)
  fs.writeFileSync(file, source.slice(0, at) + edit.replace + source.slice(at + edit.find.length))
  try {
    if (typed && !typesHold(copy)) return []
    if (test.files.length === 0) return ['no test file imports it']
    const { passed, failed } = run(test, copy)
    const noticed = failed.filter(one => !broken.has(one))
    if (survivors) {
      if (passed.length + failed.length === 0)
        throw new Error(`${name}: no test of ${test.files.join(', ')} ran`)
      return survivors(passed)
    }
    // Where nothing ran, a file could not even be loaded: that is noticed.
    return noticed.length === 0 && passed.length > 0 ? [`${passed.length} tests passed`] : []
  } finally {
    fs.writeFileSync(file, source)
  }
}

const { values, positionals: wanted } = parseArgs({
  options: { seed: { type: 'string', default: '1' }, count: { type: 'string', default: '200' } },
  allowPositionals: true,
})
const options = { seed: Number(values.seed), count: Number(values.count) }
console.log(`seed ${options.seed}, ${options.count} by chance`)
const copy = fs.mkdtempSync(path.join(os.tmpdir(), 's3audit-mutants-'))
let survived = 0
try {
  for (const name of COPIED) fs.cpSync(path.join(ROOT, name), path.join(copy, name), { recursive: true })
  fs.symlinkSync(path.join(ROOT, 'node_modules'), path.join(copy, 'node_modules'))
  // Otherwise every change would seem to be noticed by the types.
  if (!typesHold(copy)) throw new Error('The types do not hold in the unchanged copy')
  for (const name of fs.readdirSync(FAMILIES).toSorted()) {
    const { default: family }: { default: Family } = await import(path.join(FAMILIES, name))
    if (wanted.length > 0 && !wanted.includes(family.name)) continue
    for (const mutation of family.mutations(options)) {
      const name = `${family.name}, ${mutation.name}`
      const survivors = survivorsOf(mutation, copy)
      const reason = ACCEPTED[name]
      if (reason === undefined) survived += survivors.length
      const how = reason === undefined ? 'SURVIVED' : `survived (${reason})`
      console.log(`${name}: ${survivors.length === 0 ? 'killed' : how}`)
      for (const survivor of survivors) console.log(`  ${survivor}`)
    }
  }
} finally {
  fs.rmSync(copy, { recursive: true, force: true })
}
process.exitCode = survived > 0 ? 1 : 0
