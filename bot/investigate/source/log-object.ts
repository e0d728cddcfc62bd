import { gunzipSync } from 'node:zlib'
import { bytes } from '../../../analyses/lib/words.ts'
import { failureOf } from '../../calls/failures.ts'
import type { LogObject, Logs } from '../../aws/logs.ts'

export type ReadObject = { key: string; size: number; lines: Uint8Array }
export type SkippedObject = { key: string; reason: string }

/**
 * The lines of a log object, or why it is skipped. Ends with a line feed, so that parts join cleanly.
 * @param largest in bytes, both compressed and unpacked: objects are read into memory
 */
export async function readable(
  { key, size }: LogObject,
  bucket: string,
  { logs, largest }: { logs: Pick<Logs, 'read'>; largest: number },
): Promise<ReadObject | SkippedObject> {
  const tooLarge = `larger than the ${bytes(largest)} that one log object may have`
  if (size > largest) return { key, reason: tooLarge }
  try {
    return { key, size, lines: ended(inflated(await logs.read(bucket, key), largest)) }
  } catch (error) {
    return { key, reason: codeOf(error) === 'ERR_BUFFER_TOO_LARGE' ? tooLarge : reasonOf(error) }
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
const isZlib = (error: unknown): boolean => codeOf(error).startsWith('Z_')

/** People compress copies of their logs; S3 itself delivers plain text. Gzip tells itself by two bytes. */
const inflated = (body: Uint8Array, largest: number): Uint8Array =>
  body[0] === 0x1f && body[1] === 0x8b ? gunzipSync(body, { maxOutputLength: largest }) : body

const LINE_FEED = 0x0a
const ended = (lines: Uint8Array): Uint8Array =>
  lines.length === 0 || lines.at(-1) === LINE_FEED ? lines : Buffer.concat([lines, Buffer.from('\n')])
