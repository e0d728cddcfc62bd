import { createHash } from 'node:crypto'
import fs from 'node:fs'
import path from 'node:path'
import { Transform, Writable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import zlib from 'node:zlib'
import type { Table } from '../../../../analyses/lib/evidence/tables.ts'
import { QueryFailure } from '../dialect/failure.ts'
import { DELIMITER } from './access-log.ts'
import { withoutBrokenRecords } from './broken-records.ts'
import { isZipped, type LogFile } from './files.ts'

/** What Trino says of a file that it cannot read. */
export const unreadable = (file: LogFile): QueryFailure =>
  new QueryFailure(`HIVE_CURSOR_ERROR: Failed to read file at ${file.uri}`, { category: 3 })

interface Repaired {
  path: string
  longestLine: number
}

/** Copies of text files that DuckDB does not read as they are, and the knowledge of which archives are whole. */
export interface Damage {
  /**
   * A readable copy in place of the file, made once for a version of an object: UTF-8, `\n` at each line's end;
   * of CloudTrail's JSON without the records that cannot be read.
   */
  repair(file: LogFile, table: Table): Promise<LogFile & { longestLine: number }>
  /** Fails if a `.gz` ends early or is corrupt; DuckDB would read it as far as it goes without a word. */
  verify(files: readonly LogFile[]): Promise<void>
}

/** `directory` holds the copies; it is emptied, because what it holds can be made again. */
export function openDamage(directory: string): Damage {
  fs.rmSync(directory, { recursive: true, force: true })
  fs.mkdirSync(directory, { recursive: true })
  const repaired = new Map<string, Repaired>()
  const whole = new Set<string>()
  return {
    async repair(file, table) {
      const rewritten = table.format === 'cloudtrail' ? rewriteJson : rewrite
      const known = repaired.get(file.version) ?? (await rewritten(file, copyOf(file, directory), table))
      repaired.set(file.version, known)
      return { ...file, ...known }
    },
    async verify(files) {
      for (const file of files.filter(each => isZipped(each) && !whole.has(each.version))) {
        await readThrough(file)
        whole.add(file.version)
      }
    },
  }
}

const unzip = (): zlib.Gunzip => zlib.createGunzip({ chunkSize: 1024 * 1024 })

async function readThrough(file: LogFile): Promise<void> {
  const sink = new Writable({ write: (_chunk, _encoding, done) => done(), highWaterMark: 4 * 1024 * 1024 })
  await pipeline(fs.createReadStream(file.path, { highWaterMark: 1024 * 1024 }), unzip(), sink).catch(() => {
    throw unreadable(file)
  })
}

const copyOf = ({ version }: LogFile, directory: string): string =>
  path.join(directory, `${createHash('sha1').update(version).digest('hex')}.log`)

/** A file of JSON is one value, and read as one. */
async function rewriteJson(file: LogFile, copy: string, table: Table): Promise<Repaired> {
  const parts: Buffer[] = []
  const sink = new Writable({ write: (chunk: Buffer, _encoding, done) => done(void parts.push(chunk)) })
  const steps = [fs.createReadStream(file.path), ...(isZipped(file) ? [unzip()] : []), sink] as const
  await pipeline(steps).catch(() => {
    throw unreadable(file)
  })
  const repaired = withoutBrokenRecords(new TextDecoder().decode(Buffer.concat(parts)), table)
  if (repaired === undefined) throw unreadable(file)
  fs.writeFileSync(copy, repaired)
  return { path: copy, longestLine: 0 }
}

async function rewrite(file: LogFile, copy: string): Promise<Repaired> {
  const lines = repairLines()
  const steps = [fs.createReadStream(file.path), ...(isZipped(file) ? [unzip()] : []), lines.stream]
  await pipeline([...steps, fs.createWriteStream(copy)]).catch(() => {
    throw unreadable(file)
  })
  return { path: copy, longestLine: lines.longest() }
}

/** Bytes in, text as Hive reads it out: bad bytes as U+FFFD, `\r` and `\r\n` as `\n`. */
function repairLines(): { stream: Transform; longest: () => number } {
  const decoder = new TextDecoder()
  let carriageReturn = false
  let line = 0
  let longest = 0
  const repair = (text: string): string => {
    const whole = (carriageReturn ? '\r' : '') + text
    carriageReturn = whole.endsWith('\r')
    const normal = whole.slice(0, carriageReturn ? -1 : undefined).replaceAll(/\r\n?/g, '\n')
    for (const [index, part] of normal.split('\n').entries()) {
      line = Buffer.byteLength(part) + (index === 0 ? line : 0)
      longest = Math.max(longest, line)
    }
    return normal.replaceAll(DELIMITER, '\uFFFD')
  }
  const stream = new Transform({
    transform: (chunk: Buffer, _encoding, done) =>
      done(null, repair(decoder.decode(chunk, { stream: true }))),
    flush: done => done(null, repair(decoder.decode()) + (carriageReturn ? '\n' : '')),
  })
  // DuckDB counts the line's end too.
  return { stream, longest: () => longest + 2 }
}
