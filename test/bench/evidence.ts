/**
 * How fast raw logs become evidence, and how that grows: the UNLOAD of the evidence stage, run through the embedded
 * Athena in a process of its own, beside `wc -l` on the same files and, for access logs, beside their fields just as
 * they are logged, as Parquet. `--questions` then asks each analysis of it.
 *
 *     node test/bench/evidence.ts [--log access-log|cloudtrail] [--lines 1000000,5000000] [--objects 200,20000] [--runs 3] [--questions]
 *
 * Judge by processor seconds where the machine has other work. Asserts nothing. What it makes lies below the
 * temporary directory and is removed at the end.
 */
import { execFileSync, spawnSync } from 'node:child_process'
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { parseArgs } from 'node:util'
import { type LogKind } from '../../analyses/lib/evidence/tables.ts'
import { logObjects } from './objects.ts'
import { questionsOf } from './questions.ts'
import { unloadEvidence } from './unload.ts'

const { values: options } = parseArgs({
  options: {
    log: { type: 'string', default: 'access-log' },
    lines: { type: 'string', default: '1000000,5000000' },
    objects: { type: 'string', default: '200,20000' },
    runs: { type: 'string', default: '3' },
    questions: { type: 'boolean', default: false },
    /** Set by the bench itself: unload the logs in this folder and print the measurement. */
    measure: { type: 'string' },
    logged: { type: 'boolean', default: false },
  },
})

const log: LogKind = options.log === 'cloudtrail' ? 'cloudtrail' : 'access-log'

const MILLION = 1e6
const rounded = (value: number, digits = 2): number => Number(value.toFixed(digits))

type Measurement = Awaited<ReturnType<typeof unloadEvidence>> & {
  /** Peak resident memory of the process, in bytes; the questions' included, where there are some. */
  peak: number
}

const numbers = (list: string): number[] => list.split(',').map(Number)

if (options.measure === undefined) bench()
else console.log(JSON.stringify(await measure(options.measure)))

async function measure(directory: string): Promise<Measurement> {
  const made = options.logged ? 'as logged' : 'evidence'
  const unloaded = await unloadEvidence(directory, log, made, options.questions ? questionsOf(log) : [])
  return { ...unloaded, peak: process.resourceUsage().maxRSS * 1024 }
}

function bench(): void {
  const table: Record<string, string | number>[] = []
  for (const objects of numbers(options.objects))
    for (const lines of numbers(options.lines)) table.push(benchOf(lines, objects))
  console.log(`The best of ${options.runs} runs on ${os.availableParallelism()} cores:`)
  console.table(table)
}

function benchOf(lines: number, objects: number): Record<string, string | number> {
  const directory = fs.mkdtempSync(path.join(os.tmpdir(), 'bench-evidence-'))
  try {
    const bytes = logObjects(path.join(directory, 'logs'), log, { lines, objects })
    console.log(`${lines} ${log} records in ${objects} objects, ${(bytes / MILLION).toFixed(0)} MB`)
    const rows = Array.from({ length: Number(options.runs) }, () => measuredRow(directory, bytes))
    const [best] = rows.toSorted((one, other) => one['cpu s'] - other['cpu s'])
    return { records: lines, objects, ...best }
  } finally {
    fs.rmSync(directory, { recursive: true, force: true })
  }
}

/** One run, printed as it ends. */
function measuredRow(directory: string, bytes: number) {
  const floor = countLines(path.join(directory, 'logs'))
  const logged = log === 'access-log' ? inFreshProcess(directory, ['--logged']) : undefined
  const asked = options.questions ? ['--questions'] : []
  const { seconds, cpuSeconds, rows, bytes: written, peak, questions } = inFreshProcess(directory, asked)
  const row = {
    s: rounded(seconds),
    'cpu s': rounded(cpuSeconds, 1),
    'records/s': Math.round(rows / seconds),
    'MB/s': Math.round(bytes / seconds / MILLION),
    'cpu us/record': rounded((cpuSeconds / rows) * MILLION),
    'peak MB': Math.round(peak / MILLION),
    'evidence MB': Math.round(written / MILLION),
    'wc -l s': rounded(floor),
    'times wc -l': rounded(seconds / floor, 1),
    ...(logged && { "times as logged's cpu": rounded(cpuSeconds / logged.cpuSeconds) }),
    load: rounded(os.loadavg()[0] ?? 0, 1),
  }
  console.log(JSON.stringify({ rows, ...row }))
  for (const { id, seconds: asked, cpuSeconds: cpu } of questions)
    console.log(`  ${asked.toFixed(2)} s  cpu ${cpu.toFixed(2)} s  ${id}`)
  return row
}

function inFreshProcess(directory: string, what: string[]): Measurement {
  const entry = [import.meta.filename, '--log', log, '--measure', directory, ...what]
  const { stdout, status } = spawnSync(process.execPath, entry, {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  if (status !== 0) throw new Error(`the measured process ended with ${status}`)
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- our own output, from measure()
  return JSON.parse(stdout) as Measurement
}

/** Seconds that `wc -l` takes over all files, unzipped where they are archives. */
function countLines(logs: string): number {
  const started = performance.now()
  const cat = log === 'cloudtrail' ? 'zcat' : 'cat'
  execFileSync('sh', ['-c', `find . -type f -print0 | xargs -0 ${cat} | wc -l`], { cwd: logs })
  return (performance.now() - started) / 1000
}
