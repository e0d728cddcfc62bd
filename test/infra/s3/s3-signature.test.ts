import { createHash, createHmac } from 'node:crypto'
import { GetObjectCommand, ListBucketsCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3'
import { getSignedUrl } from '@aws-sdk/s3-request-presigner'
import { Sha256 } from '@aws-crypto/sha256-js'
import { getSigningKey, SignatureV4 } from '@smithy/signature-v4'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { clientFor, CREDENTIALS, type EmbeddedS3, REGION, startEmbeddedS3 } from './s3-client.ts'

let s3: EmbeddedS3
let now = new Date()

beforeAll(async () => {
  s3 = await startEmbeddedS3({ now: () => now })
})
beforeEach(() => {
  now = new Date()
  s3.store.putBytes('data', 'report.csv', Buffer.from('a,b'))
})
afterAll(() => s3.stop())

const report = { Bucket: 'data', Key: 'report.csv' }
const later = (seconds: number) => new Date(now.getTime() + seconds * 1000)

/** The status and the code in the error document. */
async function fetched(
  url: string,
  init?: RequestInit,
): Promise<{ status: number; body: string; code?: string }> {
  const response = await fetch(url, init)
  const body = await response.text()
  const code = /<Code>(.*)<\/Code>/.exec(body)?.[1]
  return { status: response.status, body, ...(code && { code }) }
}

describe('signed requests', () => {
  it('are refused without a signature', async () => {
    expect(await fetched(`${s3.url}/data/report.csv`)).toMatchObject({ status: 403, code: 'AccessDenied' })
  })

  it('are refused with a wrong secret', async () => {
    const client = clientFor(s3.url, { ...CREDENTIALS, secretAccessKey: 'guessed' })
    await expect(client.send(new ListBucketsCommand({}))).rejects.toMatchObject({
      name: 'SignatureDoesNotMatch',
    })
  })

  it('are refused with an unknown access key', async () => {
    const client = clientFor(s3.url, { ...CREDENTIALS, accessKeyId: 'AKIDOTHER' })
    await expect(client.send(new ListBucketsCommand({}))).rejects.toMatchObject({
      name: 'InvalidAccessKeyId',
    })
  })

  it('are refused for another Region, with the right one in the error', async () => {
    const client = new S3Client({
      endpoint: s3.url,
      region: 'us-west-2',
      credentials: CREDENTIALS,
      maxAttempts: 1,
    })
    const answer = client.send(new ListBucketsCommand({}))
    await expect(answer).rejects.toMatchObject({ name: 'AuthorizationHeaderMalformed', Region: REGION })
  })

  it('are refused when the clocks are more than 15 minutes apart', async () => {
    // With two tries the client would correct its clock by the answer.
    now = later(16 * 60)
    await expect(s3.client.send(new ListBucketsCommand({}))).rejects.toMatchObject({
      name: 'RequestTimeTooSkewed',
    })
  })
})

/** Signs a PUT as a client that hashes the body does, and sends `body`, which may be another one. */
async function put(body: string, signedHeaders: Record<string, string>) {
  const { host } = new URL(s3.url)
  const signer = new SignatureV4({
    service: 's3',
    region: REGION,
    credentials: CREDENTIALS,
    sha256: Sha256,
    uriEscapePath: false,
  })
  const request = {
    method: 'PUT',
    protocol: 'http:',
    hostname: host,
    path: '/data/raw',
    query: {},
    headers: { host, ...signedHeaders },
  }
  const { headers } = await signer.sign(request, { signingDate: now })
  const { host: _, ...sent } = headers
  return {
    headers,
    send: (payload = body) => fetched(`${s3.url}/data/raw`, { method: 'PUT', body: payload, headers: sent }),
  }
}

const hex = (data: string) => createHash('sha256').update(data).digest('hex')

/** The chunks of `pieces`, each signed over the one before it, as the S3 API reference describes. */
async function signedChunks(pieces: readonly string[], headers: Record<string, string>): Promise<string> {
  const timestamp = headers['x-amz-date'] ?? ''
  const date = timestamp.slice(0, 8)
  const key = await getSigningKey(Sha256, CREDENTIALS, date, REGION, 's3')
  let signature = /Signature=(\w+)/.exec(headers['authorization'] ?? '')?.[1] ?? ''
  return [...pieces, '']
    .map(piece => {
      const scope = `${date}/${REGION}/s3/aws4_request`
      const toSign = ['AWS4-HMAC-SHA256-PAYLOAD', timestamp, scope, signature, hex(''), hex(piece)].join('\n')
      signature = createHmac('sha256', key).update(toSign).digest('hex')
      return `${piece.length.toString(16)};chunk-signature=${signature}\r\n${piece}\r\n`
    })
    .join('')
}

const trailed = (checksum: string) => `5\r\nhello\r\n0\r\nx-amz-checksum-crc32:${checksum}\r\n\r\n`

describe('request bodies', () => {
  it('are refused when they are not those that were signed', async () => {
    const { send } = await put('signed', { 'x-amz-content-sha256': hex('signed') })
    expect(await send('forged')).toMatchObject({ status: 400, code: 'XAmzContentSHA256Mismatch' })
    expect(await send()).toMatchObject({ status: 200 })
  })

  it('may be unsigned', async () => {
    const { send } = await put('free', { 'x-amz-content-sha256': 'UNSIGNED-PAYLOAD' })
    expect(await send()).toMatchObject({ status: 200 })
  })

  it('are refused when headers were added after signing', async () => {
    const { headers } = await put('x', { 'x-amz-content-sha256': hex('x') })
    const { host: _, ...sent } = headers
    const init = { method: 'PUT', body: 'x', headers: { ...sent, 'x-amz-meta-added': '1' } }
    expect(await fetched(`${s3.url}/data/raw`, init)).toMatchObject({ status: 403, code: 'AccessDenied' })
  })

  it('may come in signed chunks, of which none may be altered', async () => {
    const { headers, send } = await put('', {
      'x-amz-content-sha256': 'STREAMING-AWS4-HMAC-SHA256-PAYLOAD',
      'x-amz-decoded-content-length': '11',
      'content-encoding': 'aws-chunked',
    })
    const body = await signedChunks(['first ', 'piece'], headers)
    expect(await send(body)).toMatchObject({ status: 200 })
    const object = s3.store.head('data', 'raw')
    expect(object).toMatchObject({ size: 11, etag: createHash('md5').update('first piece').digest('hex') })
    expect(object?.contentEncoding).toBeUndefined()
    expect(await send(body.replace('piece', 'peace'))).toMatchObject({ code: 'SignatureDoesNotMatch' })
    expect(await send(body.slice(0, -30))).toMatchObject({ code: 'IncompleteBody' })
  })

  it('are refused when they contradict the checksum that trails them', async () => {
    const { send } = await put('', {
      'x-amz-content-sha256': 'STREAMING-UNSIGNED-PAYLOAD-TRAILER',
      'x-amz-decoded-content-length': '5',
      'x-amz-trailer': 'x-amz-checksum-crc32',
    })
    expect(await send(trailed('AAAAAA=='))).toMatchObject({ status: 400, code: 'BadDigest' })
    expect(await send(trailed('NhCmhg=='))).toMatchObject({ status: 200 })
    expect(s3.store.head('data', 'raw')).toMatchObject({ size: 5, checksums: { CRC32: 'NhCmhg==' } })
  })

  it('are refused when they are longer or shorter than announced', async () => {
    const { send } = await put('', {
      'x-amz-content-sha256': 'STREAMING-UNSIGNED-PAYLOAD-TRAILER',
      'x-amz-decoded-content-length': '4',
    })
    expect(await send('5\r\nhello\r\n0\r\n\r\n')).toMatchObject({ status: 400, code: 'IncompleteBody' })
  })
})

const presign = (input: object = {}, expiresIn = 60) =>
  getSignedUrl(s3.client, new GetObjectCommand({ ...report, ...input }), { expiresIn, signingDate: now })

describe('presigned URLs', () => {
  it('open the object, with the headers they ask for', async () => {
    const url = await presign({
      ResponseContentDisposition: 'attachment; filename="r.csv"',
      ResponseContentType: 'text/csv; charset=utf-8',
    })
    const response = await fetch(url)
    expect(await response.text()).toBe('a,b')
    expect(response.headers.get('content-disposition')).toBe('attachment; filename="r.csv"')
    expect(response.headers.get('content-type')).toBe('text/csv; charset=utf-8')
  })

  it('expire', async () => {
    const url = await presign({}, 60)
    now = later(59)
    expect(await fetched(url)).toMatchObject({ status: 200 })
    now = later(2)
    const answer = await fetched(url)
    expect(answer).toMatchObject({ status: 403, code: 'AccessDenied' })
    expect(answer.body).toContain('<Message>Request has expired</Message>')
  })

  it('are not valid before they were signed', async () => {
    const url = await presign()
    now = later(-16 * 60)
    expect(await fetched(url)).toMatchObject({ status: 403, code: 'AccessDenied' })
  })

  it('refuse a header for the answer that HTTP cannot carry', async () => {
    const url = await presign({ ResponseContentDisposition: 'attachment; filename="日本.csv"' })
    expect(await fetched(url)).toMatchObject({ status: 400, code: 'InvalidArgument' })
  })

  it('are refused when anything in them was changed', async () => {
    const url = await presign({ ResponseContentType: 'text/csv' })
    const changed = [
      url.replace('report.csv', 'other.csv'),
      url.replace('X-Amz-Expires=60', 'X-Amz-Expires=6000'),
      url.replace('text%2Fcsv', 'text%2Fhtml'),
      url.replace(/Signature=./, match => `Signature=${match.endsWith('0') ? '1' : '0'}`),
    ]
    for (const other of changed) {
      expect(other).not.toBe(url)
      expect(await fetched(other)).toMatchObject({ status: 403, code: 'SignatureDoesNotMatch' })
    }
    expect(await fetched(url, { method: 'PUT', body: 'x' })).toMatchObject({ code: 'SignatureDoesNotMatch' })
  })

  it('cannot be given more headers than were signed', async () => {
    const url = await presign()
    const init = { headers: { 'x-amz-checksum-mode': 'ENABLED' } }
    expect(await fetched(url, init)).toMatchObject({ status: 403, code: 'AccessDenied' })
  })

  it('may not live longer than a week', async () => {
    const url = (await presign()).replace('X-Amz-Expires=60', 'X-Amz-Expires=604801')
    expect(await fetched(url)).toMatchObject({ status: 400, code: 'AuthorizationQueryParametersError' })
  })

  it('store an object with the metadata they were signed with', async () => {
    // By default the client presigns the checksum of an empty body, which the upload then contradicts.
    const client = clientFor(s3.url, CREDENTIALS, { requestChecksumCalculation: 'WHEN_REQUIRED' })
    const put = new PutObjectCommand({ ...report, Metadata: { by: 'link' } })
    const url = await getSignedUrl(client, put, { expiresIn: 60, signingDate: now })
    expect(await fetched(url, { method: 'PUT', body: 'c,d' })).toMatchObject({ status: 200 })
    expect(s3.store.head('data', 'report.csv')).toMatchObject({ size: 3, metadata: { by: 'link' } })
  })
})
