import { gunzipSync } from 'node:zlib'
import { failureOf } from '../clients/failures.ts'
import type { LogObject, Logs } from '../clients/logs.ts'

/** S3 delivers log objects of a few megabytes at the most; what is far larger is something else. */
const LARGEST = 256_000_000

export type ReadObject = { key: string; size: number; lines: Uint8Array }
export type SkippedObject = { key: string; reason: string }

/** The lines of a log object, or why it is skipped. Ends with a line feed, so that parts join cleanly. */
export async function readable(
  object: LogObject,
  bucket: string,
  logs: Pick<Logs, 'read'>,
): Promise<ReadObject | SkippedObject> {
  const { key, size } = object
  if (size > LARGEST) return { key, reason: 'larger than any log object that S3 delivers' }
  try {
    return { key, size, lines: ended(inflated(await logs.read(bucket, key))) }
  } catch (error) {
    return { key, reason: reasonOf(error) }
  }
}

function reasonOf(error: unknown): string {
  const kind = failureOf(error)
  if (kind === 'denied') return 'access denied'
  if (kind === 'not-found') return 'gone since it was listed'
  if (isArchived(error)) return 'archived: it must be restored first'
  if (isZlib(error)) return 'damaged: its gzip data end early or are broken'
  throw error
}

const nameOf = (error: unknown): string => (error instanceof Error ? error.name : '')
const codeOf = (error: unknown): string =>
  error instanceof Error && 'code' in error ? String(error.code) : ''
const isArchived = (error: unknown): boolean => nameOf(error) === 'InvalidObjectState'
const isZlib = (error: unknown): boolean => /^Z_|ERR_BUFFER_TOO_LARGE/.test(codeOf(error))

/** People compress copies of their logs; S3 itself delivers plain text. Gzip tells itself by two bytes. */
const inflated = (body: Uint8Array): Uint8Array =>
  body[0] === 0x1f && body[1] === 0x8b ? gunzipSync(body) : body

const LINE_FEED = 0x0a
const ended = (lines: Uint8Array): Uint8Array =>
  lines.length === 0 || lines.at(-1) === LINE_FEED ? lines : Buffer.concat([lines, Buffer.from('\n')])
