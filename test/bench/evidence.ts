/**
 * How fast raw logs become evidence: the UNLOAD of the evidence stage, run through the embedded Athena in a
 * process of its own, beside `wc -l` on the same files.
 *
 *     node test/bench/evidence.ts [--log access-log|cloudtrail] [--lines 1000000] [--objects 200] [--runs 3]
 *
 * Asserts nothing. What it makes lies below the temporary directory and is removed at the end.
 */
import { execFileSync, spawnSync } from 'node:child_process'
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { parseArgs } from 'node:util'
import { type LogKind } from '../../analyses/lib/tables.ts'
import { logObjects } from './objects.ts'
import { unloadEvidence } from './unload.ts'

const { values: options } = parseArgs({
  options: {
    log: { type: 'string', default: 'access-log' },
    lines: { type: 'string', default: '1000000' },
    objects: { type: 'string', default: '200' },
    runs: { type: 'string', default: '3' },
    /** Set by the bench itself: unload the logs in this folder and print the measurement. */
    measure: { type: 'string' },
  },
})

const log: LogKind = options.log === 'cloudtrail' ? 'cloudtrail' : 'access-log'

interface Measurement {
  seconds: number
  /** Processor time of the process, which other work on the machine changes less. */
  cpuSeconds: number
  rows: number
  evidenceBytes: number
  /** Peak resident memory of the process, in bytes. */
  peak: number
}

if (options.measure === undefined) bench()
else console.log(JSON.stringify(await measure(options.measure)))

async function measure(directory: string): Promise<Measurement> {
  const started = performance.now()
  const { rows, bytes } = await unloadEvidence(directory, log)
  const seconds = (performance.now() - started) / 1000
  const { user, system } = process.cpuUsage()
  return {
    seconds,
    cpuSeconds: (user + system) / 1e6,
    rows,
    evidenceBytes: bytes,
    peak: process.resourceUsage().maxRSS * 1024,
  }
}

function bench(): void {
  const directory = fs.mkdtempSync(path.join(os.tmpdir(), 'bench-evidence-'))
  try {
    const bytes = logObjects(path.join(directory, 'logs'), log, {
      lines: Number(options.lines),
      objects: Number(options.objects),
    })
    const million = 1e6
    console.log(
      `${options.lines} ${log === 'cloudtrail' ? 'events' : 'lines'} in ${options.objects} objects, ${(bytes / million).toFixed(0)} MB`,
    )
    for (let run = 0; run < Number(options.runs); run++) {
      const floor = countLines(path.join(directory, 'logs'))
      const { seconds, cpuSeconds, rows, evidenceBytes, peak } = inFreshProcess(directory)
      console.log(
        `${seconds.toFixed(2)} s  cpu ${cpuSeconds.toFixed(1)} s  ${(rows / seconds / million).toFixed(2)} M rows/s  ${(bytes / seconds / million).toFixed(0)} MB/s  ` +
          `peak ${(peak / million).toFixed(0)} MB  evidence ${(evidenceBytes / million).toFixed(0)} MB  rows ${rows}  ` +
          `wc -l ${floor.toFixed(2)} s, ratio ${(seconds / floor).toFixed(1)}  load ${os.loadavg()[0]?.toFixed(1)}`,
      )
    }
  } finally {
    fs.rmSync(directory, { recursive: true, force: true })
  }
}

function inFreshProcess(directory: string): Measurement {
  const entry = [import.meta.filename, '--log', log, '--measure', directory]
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
