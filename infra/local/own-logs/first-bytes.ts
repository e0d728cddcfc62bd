import fs from 'node:fs'
import { constants, gunzipSync } from 'node:zlib'

/** Files looked into for each place of logs, and bytes read of each. */
const FILES = 50
const BYTES = 256 * 1024

/**
 * The buckets that the records of some log files are about. Looks at the beginnings of files spread evenly
 * over all that are given, so a bucket with few records among many files may be missed.
 *
 * @param paths access-log files or CloudTrail files, gzip or plain, oldest first
 */
export function bucketsWithin(kind: 'access-log' | 'cloudtrail', paths: readonly string[]): string[] {
  const step = Math.max(1, (paths.length - 1) / (FILES - 1))
  const chosen = Array.from(
    { length: Math.min(FILES, paths.length) },
    (_, index) => paths[Math.round(index * step)] ?? '',
  )
  const pattern =
    kind === 'access-log' ? /^\S+ (\S+) \[\d\d\/\w{3}\/\d{4}:/gm : /"bucketName"\s*:\s*"([^"]+)"/g
  const found = chosen.flatMap(path =>
    [...beginning(path).matchAll(pattern)].map(([, bucket = '']) => bucket),
  )
  return [...new Set(found)].filter(bucket => bucket !== '-').sort()
}

/** The first bytes of a file as text, unpacked if it is gzip; what is cut off or broken behind them does not matter. */
function beginning(path: string): string {
  const bytes = Buffer.alloc(BYTES)
  const file = fs.openSync(path, 'r')
  try {
    const read = bytes.subarray(0, fs.readSync(file, bytes, 0, BYTES, 0))
    const isGzip = read[0] === 0x1f && read[1] === 0x8b
    return isGzip
      ? gunzipSync(read, { finishFlush: constants.Z_SYNC_FLUSH }).toString('utf8')
      : read.toString('utf8')
  } catch {
    return '' // not readable as gzip; reading all of it will say so, here the other files tell
  } finally {
    fs.closeSync(file)
  }
}
