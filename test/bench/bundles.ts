import { spawnSync } from 'node:child_process'
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { gzipSync } from 'node:zlib'
import { buildSync } from 'esbuild'
import { BUNDLING } from '../../infra/stack/bot-function.ts'
import { settings } from '../infra/stack/deployment.ts'
import { synthesize } from '../infra/stack/bundles.ts'

/**
 * How large the bundle of each function is, and how long Node takes to load it, beside Bolt's Lambda receiver
 * alone, bundled in the same way and as it comes. Prints; asserts nothing. `node test/bench/bundles.ts`
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

/** Milliseconds to import it, in a process of its own; the process's start is not counted. */
function loadMs(file: string, environment: Record<string, string>): number {
  const script = `const t = performance.now(); await import(${JSON.stringify(file)}); console.log(performance.now() - t); process.exit()`
  const { stdout, stderr } = spawnSync(process.execPath, ['--input-type=module', '-e', script], {
    env: { ...environment, AWS_REGION: 'eu-west-1', PATH: process.env['PATH'] },
    encoding: 'utf8',
  })
  if (!stdout) throw new Error(stderr)
  return Number(stdout)
}

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
for (const [name, file, environment] of subjects) {
  const code = fs.readFileSync(file)
  const times = Array.from({ length: RUNS }, () => loadMs(file, environment))
  console.log(
    `${name.padEnd(34)} ${size(code.length)} ${size(gzipSync(code).length)} gzip  load ${median(times).toFixed(0).padStart(4)} ms (median of ${RUNS})`,
  )
}
fs.rmSync(directory, { recursive: true })
