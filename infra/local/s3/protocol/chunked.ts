import { createHash } from 'node:crypto'
import { S3Error } from './errors.ts'
import { type Authorization, hmac, sha256 } from './signature.ts'

/**
 * Takes the `aws-chunked` framing off a body: `<hex size>[;chunk-signature=<hex>]CRLF <data> CRLF …`, ended by
 * a chunk of size 0 and trailing headers.
 *
 * @param trailers filled with the trailing headers, names in lower case
 * @param authorization given when the chunks are signed, each with the signature of the one before it
 * @throws S3Error IncompleteBody when the framing breaks off, SignatureDoesNotMatch for a chunk not as signed
 */
export async function* decodeChunks(
  body: AsyncIterable<Buffer>,
  trailers: Record<string, string>,
  authorization?: Authorization,
): AsyncGenerator<Buffer> {
  const reader = bufferedReader(body)
  let signature = authorization?.signature ?? ''
  for (;;) {
    const { size, claimed } = chunkHeader(await reader.line())
    const hash = createHash('sha256')
    for await (const piece of reader.bytes(size)) {
      hash.update(piece)
      yield piece
    }
    if (authorization)
      signature = checkChunk({ authorization, previous: signature, hash: hash.digest('hex'), claimed })
    if (size === 0) break
    if ((await reader.line()) !== '') throw incomplete()
  }
  for (let line = await reader.line(); line !== ''; line = await reader.line()) {
    const colon = line.indexOf(':')
    trailers[line.slice(0, colon).toLowerCase()] = line.slice(colon + 1).trim()
  }
}

function chunkHeader(line: string): { size: number; claimed: string } {
  const [, size, claimed = ''] = /^([0-9a-f]{1,12})(?:;chunk-signature=([0-9a-f]{64}))?$/i.exec(line) ?? []
  if (!size) throw incomplete()
  return { size: Number.parseInt(size, 16), claimed }
}

/** The string to sign of a chunk: https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-streaming.html */
function checkChunk(chunk: {
  authorization: Authorization
  previous: string
  hash: string
  claimed: string
}): string {
  const { timestamp, scope, signingKey } = chunk.authorization
  const toSign = ['AWS4-HMAC-SHA256-PAYLOAD', timestamp, scope, chunk.previous, sha256(''), chunk.hash].join(
    '\n',
  )
  if (hmac(signingKey, toSign) === chunk.claimed) return chunk.claimed
  throw new S3Error(
    'SignatureDoesNotMatch',
    'The chunk signature we calculated does not match the one you provided.',
  )
}

const incomplete = () =>
  new S3Error('IncompleteBody', 'The request body terminated unexpectedly or its chunks are malformed.')

/** Reads a stream by lines (CRLF, UTF-8) and by counts of bytes. */
function bufferedReader(body: AsyncIterable<Buffer>) {
  const source = body[Symbol.asyncIterator]()
  let buffer: Buffer = Buffer.alloc(0)
  const more = async (): Promise<void> => {
    const next = await source.next()
    if (next.done) throw incomplete()
    buffer = buffer.length === 0 ? next.value : Buffer.concat([buffer, next.value])
  }
  return {
    async line(): Promise<string> {
      let end = buffer.indexOf('\r\n')
      for (; end < 0; end = buffer.indexOf('\r\n')) {
        // No header is this long: it is not this framing, and must not fill the memory.
        if (buffer.length > 16_384) throw incomplete()
        await more()
      }
      const line = buffer.subarray(0, end).toString()
      buffer = buffer.subarray(end + 2)
      return line
    },
    async *bytes(count: number): AsyncGenerator<Buffer> {
      for (let left = count; left > 0; ) {
        if (buffer.length === 0) await more()
        const piece = buffer.subarray(0, left)
        buffer = buffer.subarray(piece.length)
        left -= piece.length
        yield piece
      }
    },
  }
}
