import { createHash } from 'node:crypto'
import { createWriteStream } from 'node:fs'
import { rm } from 'node:fs/promises'
import type { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { crc32 } from 'node:zlib'
import type { Call } from './call.ts'
import { decodeChunks } from './protocol/chunked.ts'
import { notImplemented, S3Error } from './protocol/errors.ts'

/** What was found true of a body while it came in. */
export interface Received {
  /** Hex. */
  md5: string
  /** Algorithm -> base64; only those that the client sent. */
  checksums: Record<string, string>
}

/** Documents such as a policy or a list of 1,000 keys to delete; S3 takes no larger ones. */
const MAX_DOCUMENT_BYTES = 2 << 20

type Upload = Pick<Call, 'authorization' | 'headers'> & { body: Readable }

/**
 * Streams a request's body into `file`, its framing taken off, and checks it against every hash, checksum
 * and length that came with it. Nothing is left in `file` when it fails.
 */
export async function receiveFile(call: Upload, file: string): Promise<Received> {
  const check = checkedBody(call)
  try {
    await pipeline(check.bytes, createWriteStream(file))
    return check.result()
  } catch (error) {
    await rm(file, { force: true })
    throw error
  }
}

/** Reads a whole request document as text, with the same checks. */
export async function receiveText(call: Upload): Promise<string> {
  const check = checkedBody(call)
  const pieces: Buffer[] = []
  let size = 0
  for await (const piece of check.bytes()) {
    size += piece.length
    if (size > MAX_DOCUMENT_BYTES)
      throw new S3Error('MalformedXML', 'The document you provided is too large.')
    pieces.push(piece)
  }
  check.result()
  return Buffer.concat(pieces).toString()
}

function checkedBody(call: Upload) {
  const trailers: Record<string, string> = {}
  const hashes = new Map(['md5', 'sha1', 'sha256'].map(name => [name, createHash(name)]))
  let crc = 0
  let size = 0

  async function* bytes(): AsyncGenerator<Buffer> {
    for await (const piece of decodedBody(call, trailers)) {
      for (const hash of hashes.values()) hash.update(piece)
      crc = crc32(piece, crc)
      size += piece.length
      yield piece
    }
  }

  function result(): Received {
    const digests = new Map([...hashes].map(([name, hash]) => [name, hash.digest()]))
    const sums = { ...Object.fromEntries(digests), crc32: bigEndian(crc) } as Record<string, Buffer>
    const headers = { ...call.headers, ...trailers }
    checkLength(call.headers, size)
    checkPayloadHash(call.authorization.payload, sums['sha256']?.toString('hex'))
    checkMd5(headers['content-md5'], sums['md5']?.toString('base64'))
    return { md5: sums['md5']?.toString('hex') ?? '', checksums: trueChecksums(headers, sums) }
  }
  return { bytes, result }
}

/** The body's own bytes, whichever way the client sent them. */
function decodedBody(
  { authorization, body }: Upload,
  trailers: Record<string, string>,
): AsyncIterable<Buffer> {
  switch (authorization.payload) {
    case 'STREAMING-UNSIGNED-PAYLOAD-TRAILER':
      return decodeChunks(body, trailers)
    case 'STREAMING-AWS4-HMAC-SHA256-PAYLOAD':
      return decodeChunks(body, trailers, authorization)
    default:
      if (authorization.payload.startsWith('STREAMING-')) throw notImplemented(authorization.payload)
      return body
  }
}

function checkLength(headers: Record<string, string>, size: number): void {
  const announced = headers['x-amz-decoded-content-length'] ?? headers['content-length']
  if (announced === undefined || Number(announced) === size) return
  throw new S3Error(
    'IncompleteBody',
    'You did not provide the number of bytes specified by the Content-Length HTTP header',
  )
}

function checkPayloadHash(payload: string, actual: string | undefined): void {
  if (payload === 'UNSIGNED-PAYLOAD' || payload.startsWith('STREAMING-') || payload === actual) return
  throw new S3Error(
    'XAmzContentSHA256Mismatch',
    "The provided 'x-amz-content-sha256' header does not match what was computed.",
  )
}

function checkMd5(claimed: string | undefined, actual: string | undefined): void {
  if (claimed === undefined || claimed === actual) return
  throw new S3Error('BadDigest', 'The Content-MD5 you specified did not match what we received.')
}

/** The checksums that came in headers or trailers. One that cannot be verified here is refused, not believed. */
function trueChecksums(
  headers: Record<string, string>,
  actual: Record<string, Buffer>,
): Record<string, string> {
  const checksums: Record<string, string> = {}
  for (const [header, claimed] of Object.entries(headers)) {
    const algorithm = /^x-amz-checksum-((?:crc|sha).*)$/.exec(header)?.[1]
    if (!algorithm) continue
    const sum = actual[algorithm]?.toString('base64')
    if (sum === undefined) throw notImplemented(`the checksum ${algorithm}`)
    const name = algorithm.toUpperCase()
    if (sum !== claimed) {
      throw new S3Error('BadDigest', `The ${name} you specified did not match the calculated checksum.`)
    }
    checksums[name] = sum
  }
  return checksums
}

function bigEndian(value: number): Buffer {
  const bytes = Buffer.alloc(4)
  bytes.writeUInt32BE(value)
  return bytes
}
