/**
 * A long window through the whole product: makes the access logs of one bucket over so many days, one object an
 * hour, asks about all of them in a process of its own, and prints time, memory and what the channel was shown.
 *
 *     node test/bench/long-window.ts [--lines 5000000] [--days 90] [--layout dated|by-day] [--analysis object-deletion]
 *
 * `dated` objects are gathered, `by-day` ones are read in place. Asserts nothing. What it makes lies below the
 * temporary directory and is removed at the end.
 */
import { spawn } from 'node:child_process'
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { parseArgs } from 'node:util'
import { accessLogLines, BENCH_BUCKET } from './lines.ts'
import { peakOf } from './process-tree.ts'
import { askWatched } from './watched.ts'

const { values: options } = parseArgs({
  options: {
    lines: { type: 'string', default: '5000000' },
    days: { type: 'string', default: '90' },
    layout: { type: 'string', default: 'dated' },
    analysis: { type: 'string', default: 'object-deletion' },
    /** Set by the bench itself: ask about the logs in this folder and print what came of it. */
    ask: { type: 'string' },
  },
})

const HOUR = 3_600_000
const MILLION = 1e6
const question = `${options.analysis} ${BENCH_BUCKET} ${options.days}d`

type Asked = Awaited<ReturnType<typeof askWatched>> & { cpu: number }

/** Keys as S3 delivers them at the end of an hour; their folder is the log bucket. */
function keyOf(delivered: Date): string {
  const [date = '', time = ''] = delivered.toISOString().slice(0, 19).split('T')
  const name = `${date}-${time.replaceAll(':', '-')}-4B1D2A3C4D5E6F70`
  const day = new Date(delivered.getTime() - 1).toISOString().slice(0, 10).replaceAll('-', '/')
  return options.layout === 'by-day'
    ? `my-logs/111122223333/eu-west-1/${BENCH_BUCKET}/${day}/${name}`
    : `my-logs/access/${name}`
}

/** Writes the logs of the days that end with the last full hour; returns their bytes. */
function writeLogs(directory: string): number {
  const hours = Number(options.days) * 24
  const end = Math.floor(Date.now() / HOUR) * HOUR
  const start = end - hours * HOUR
  const window = { from: new Date(start).toISOString(), to: new Date(end).toISOString() }
  const lines = accessLogLines(Number(options.lines), 1, window)
  let bytes = 0
  for (let hour = 0; hour < hours; hour++) {
    const share =
      Math.floor((Number(options.lines) * (hour + 1)) / hours) -
      Math.floor((Number(options.lines) * hour) / hours)
    const file = path.join(directory, keyOf(new Date(start + (hour + 1) * HOUR)))
    fs.mkdirSync(path.dirname(file), { recursive: true })
    const body = Array.from({ length: share }, () => `${lines.next().value}\n`).join('')
    fs.writeFileSync(file, body)
    bytes += Buffer.byteLength(body)
  }
  return bytes
}

async function inOwnProcess(logs: string): Promise<{ asked: Asked; peak: number }> {
  const flags = ['--days', options.days, '--analysis', options.analysis]
  const child = spawn(process.execPath, [import.meta.filename, ...flags, '--ask', logs], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  let printed = ''
  child.stdout.on('data', (chunk: Buffer) => (printed += chunk.toString()))
  const peak = await peakOf(child.pid!, new Promise(resolve => child.on('close', resolve)))
  return { asked: JSON.parse(printed), peak }
}

async function ask(logs: string): Promise<void> {
  const directory = fs.mkdtempSync(path.join(os.tmpdir(), 's3audit-bench-'))
  try {
    const answer = await askWatched(logs, directory, question)
    const { user, system } = process.cpuUsage()
    console.log(JSON.stringify({ ...answer, cpu: (user + system) / MILLION }))
  } finally {
    fs.rmSync(directory, { recursive: true, force: true })
  }
}

async function bench(): Promise<void> {
  const directory = fs.mkdtempSync(path.join(os.tmpdir(), 'bench-long-window-'))
  try {
    const bytes = writeLogs(directory)
    console.log(
      `${options.lines} lines over ${options.days} days, ${options.layout}, ${(bytes / MILLION).toFixed(0)} MB: ${question}`,
    )
    const { asked, peak } = await inOwnProcess(directory)
    for (const { seconds, text } of asked.progress)
      console.log(`${seconds.toFixed(1).padStart(7)} s  ${text}`)
    console.log(
      `${asked.state} in ${asked.wall.toFixed(1)} s, cpu ${asked.cpu.toFixed(1)} s, peak of the process tree ${(peak / MILLION).toFixed(0)} MB, load ${os.loadavg()[0]?.toFixed(1)}`,
    )
    console.log(`seconds of each stage: ${JSON.stringify(asked.seconds)}`)
    console.log(
      `${asked.headline}\nlines ${asked.coverage?.lines}, events ${asked.coverage?.events}, unparsed ${asked.coverage?.unparsed}, rows ${asked.rowCount}`,
    )
    if (asked.problem) console.log(`${asked.problem.what} ${asked.problem.next}`)
  } finally {
    fs.rmSync(directory, { recursive: true, force: true })
  }
}

await (options.ask === undefined ? bench() : ask(options.ask))
