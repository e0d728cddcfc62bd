import { spawnSync } from 'node:child_process'
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { gzipSync } from 'node:zlib'
import { buildSync } from 'esbuild'
import * as z from 'zod'
import { BUNDLING } from '../../infra/stack/bot-function.ts'
import { settings } from '../infra/stack/support/deployment.ts'
import { synthesize } from '../infra/stack/support/bundles.ts'

/**
 * How large the bundle of each function is, and how long Node takes to load it, beside Bolt's Lambda receiver
 * alone, bundled in the same way and as it comes: by the clock, and by the processor, which a busy machine does not
 * distort. They take turns, so that all meet the same machine. Prints; asserts nothing. `node test/bench/bundles.ts`
 */
const RUNS = 11
const directory = fs.mkdtempSync(path.join(os.tmpdir(), 's3audit-bundles-'))

const BARE = `import { App, AwsLambdaReceiver } from '@slack/bolt'
const receiver = new AwsLambdaReceiver({ signingSecret: 'x' })
export const app = new App({ receiver, authorize: () => Promise.resolve({ botToken: 'x' }) })
export const handler = receiver.toHandler()`

function bare(name: string, aliases: Record<string, string>): string {
  const outfile = path.join(directory, name, 'index.mjs')
  buildSync({
    stdin: { contents: BARE, resolveDir: import.meta.dirname, loader: 'ts' },
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: BUNDLING.target,
    mainFields: BUNDLING.mainFields,
    minify: BUNDLING.minify,
    banner: { js: BUNDLING.banner },
    alias: aliases,
    outfile,
  })
  return outfile
}

/** Milliseconds to import it, in a process of its own, and of the processor; the process's start is not counted. */
function loadMs(file: string, environment: Record<string, string>): { clock: number; processor: number } {
  const script = `const [t, c] = [performance.now(), process.cpuUsage()]; await import(${JSON.stringify(file)}); const { user, system } = process.cpuUsage(c); console.log(JSON.stringify({ clock: performance.now() - t, processor: (user + system) / 1000 })); process.exit()`
  const { stdout, stderr } = spawnSync(process.execPath, ['--input-type=module', '-e', script], {
    env: { ...environment, AWS_REGION: 'eu-west-1', PATH: process.env['PATH'] },
    encoding: 'utf8',
  })
  if (!stdout) throw new Error(stderr)
  return loadSchema.parse(JSON.parse(stdout))
}

const loadSchema = z.object({ clock: z.number(), processor: z.number() })

const median = (values: number[]): number =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0

const size = (bytes: number) => `${Math.round(bytes / 1024)} KiB`.padStart(9)

const { functions } = synthesize(settings(), path.join(directory, 'out'))
// Without the parameter: what is measured is loading, not a call to AWS.
const local = (environment: Record<string, string>) => ({
  ...environment,
  SLACK_PARAMETER: '',
  ...Object.fromEntries(
    ['BOT_TOKEN', 'SIGNING_SECRET', 'BOT_ID', 'BOT_USER_ID'].map(name => [`SLACK_${name}`, 'x']),
  ),
})
const aliases = Object.fromEntries(
  Object.entries(BUNDLING.esbuildArgs).map(([name, file]) => [name.replace('--alias:', ''), file]),
)
const subjects: [string, string, Record<string, string>][] = [
  ['slack', functions.slack.bundle, local(functions.slack.environment)],
  ['reconcile', functions.reconcile.bundle, local(functions.reconcile.environment)],
  ['bare Bolt receiver, same aliases', bare('slim', aliases), {}],
  ['bare Bolt receiver, as it comes', bare('whole', {}), {}],
]
const rounds = Array.from({ length: RUNS }, () =>
  subjects.map(([, file, environment]) => loadMs(file, environment)),
)
const of = (at: number, kind: 'clock' | 'processor') => median(rounds.map(round => round[at]?.[kind] ?? 0))
const whole = subjects.length - 1
for (const [at, [name, file]] of subjects.entries()) {
  const code = fs.readFileSync(file)
  const ms = (kind: 'clock' | 'processor') =>
    `${of(at, kind).toFixed(0).padStart(4)} ms (${(of(at, kind) / of(whole, kind)).toFixed(2)})`
  console.log(
    `${name.padEnd(34)} ${size(code.length)} ${size(gzipSync(code).length)} gzip  load ${ms('clock')}, processor ${ms('processor')}`,
  )
}
console.log(`Medians of ${RUNS} loads; in brackets times the bare receiver as it comes.`)
fs.rmSync(directory, { recursive: true })
