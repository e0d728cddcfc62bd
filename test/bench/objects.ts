import fs from 'node:fs'
import path from 'node:path'
import { gzipSync } from 'node:zlib'
import type { LogKind } from '../../analyses/lib/evidence/tables.ts'
import { cloudTrailEvents } from './events.ts'
import { accessLogLines } from './lines.ts'

/** Writes so many log objects of about equal size into `directory`; returns their bytes, unzipped. */
export function logObjects(
  directory: string,
  log: LogKind,
  { lines, objects }: { lines: number; objects: number },
): number {
  fs.mkdirSync(directory, { recursive: true })
  const records = log === 'access-log' ? accessLogLines(lines) : cloudTrailEvents(lines)
  let bytes = 0
  for (let index = 0; index < objects; index++) {
    const share = Math.floor((lines * (index + 1)) / objects) - Math.floor((lines * index) / objects)
    const body = bodyOf(next(records, share), log)
    bytes += body.length
    const name = String(index).padStart(6, '0')
    if (log === 'access-log') fs.writeFileSync(path.join(directory, name), body)
    else fs.writeFileSync(path.join(directory, `${name}.json.gz`), gzipSync(body, { level: 5 }))
  }
  return bytes
}

function bodyOf(records: string[], log: LogKind): Buffer {
  return Buffer.from(log === 'access-log' ? `${records.join('\n')}\n` : `{"Records":[${records.join(',')}]}`)
}

/** By hand, because `take` would end the generator. */
function next(records: Iterator<string>, count: number): string[] {
  return Array.from({ length: count }, () => String(records.next().value))
}
