import { spawn } from 'node:child_process'
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { catalogue } from '../../analyses/lib/catalogue/catalogue.ts'
import { AUDITED_BUCKETS } from '../../infra/local/sample/buckets.ts'

/**
 * How long the stages take: `node test/bench/stages.ts`. Asks each analysis over the whole sample week of each
 * bucket, each time in a process of its own, then starts the product for the first time and once more.
 */

const ROOT = path.join(import.meta.dirname, '../..')

/** What `ask.ts --json` prints, as far as it is shown here. */
interface Asked {
  state: string
  coverage: { objects: number; bytes: number; lines: number } | null
  seconds: Record<'plan' | 'copy' | 'evidence' | 'query' | 'report', number | null>
}

/** Runs a script of the product until it ends, or until it has printed `until`. */
function run(script: string, args: string[], until?: RegExp): Promise<{ printed: string; seconds: number }> {
  const started = performance.now()
  const { promise, resolve, reject } = Promise.withResolvers<{ printed: string; seconds: number }>()
  const child = spawn(process.execPath, [path.join(ROOT, script), ...args], {
    cwd: ROOT,
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  let printed = ''
  let seconds: number | undefined
  const elapsed = () => (performance.now() - started) / 1000
  child.stdout.on('data', (chunk: Buffer) => {
    printed += chunk.toString()
    if (seconds !== undefined || !until?.test(printed)) return
    seconds = elapsed()
    child.kill('SIGTERM')
  })
  child.on('error', reject)
  child.on('close', () => resolve({ printed, seconds: seconds ?? elapsed() }))
  return promise
}

async function ask(analysis: string, bucket: string, data: string) {
  const { printed, seconds } = await run('infra/local/ask.ts', [
    `${analysis} ${bucket} 7d`,
    '--json',
    '--data',
    data,
  ])
  const asked: Asked = JSON.parse(printed)
  return { analysis, bucket, process: seconds, ...asked }
}

const rounded = (n: number): number => Math.round(n * 100) / 100

function row({ analysis, bucket, state, coverage, seconds, process }: Awaited<ReturnType<typeof ask>>) {
  const stages = Object.fromEntries(
    Object.entries(seconds).map(([stage, taken]) => [stage, taken === null ? null : rounded(taken)]),
  )
  const answer = Object.values(seconds).reduce<number>((sum, taken) => sum + (taken ?? 0), 0)
  return {
    analysis,
    bucket,
    lines: coverage?.lines,
    ...stages,
    answer: rounded(answer),
    'lines/s of evidence': Math.round((coverage?.lines ?? 0) / (seconds.evidence ?? Infinity)),
    'with its process': rounded(process),
    ...(state !== 'answered' && { state }),
  }
}

const data = fs.mkdtempSync(path.join(os.tmpdir(), 's3audit-bench-'))
try {
  const start = () => run('infra/local/main.ts', ['--port', '0', '--data', data], /http:\/\/\S+/)
  const [first, later] = [await start(), await start()]
  console.log(`First start, the sample laid out: ${rounded(first.seconds)} s until the address is printed.`)
  console.log(`A later start: ${rounded(later.seconds)} s.`)
  const rows = []
  for (const bucket of AUDITED_BUCKETS)
    for (const analysis of Object.keys(catalogue)) rows.push(row(await ask(analysis, bucket, data)))
  console.log(`Seconds of each stage over the whole sample week, on ${os.availableParallelism()} cores:`)
  console.table(rows)
} finally {
  fs.rmSync(data, { recursive: true, force: true })
}
