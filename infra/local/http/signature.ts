import { createHash } from 'node:crypto'
import type { IncomingMessage } from 'node:http'
import { Sha256 } from '@aws-crypto/sha256-js'
import { SignatureV4 } from '@smithy/signature-v4'
import { serviceError } from './service-error.ts'

export interface Credentials {
  accessKeyId: string
  secretAccessKey: string
}

const AUTHORIZATION =
  /^AWS4-HMAC-SHA256 Credential=([^/]+)\/\d{8}\/([^/]+)\/([a-z0-9-]+)\/aws4_request, ?SignedHeaders=([^,]+), ?Signature=[0-9a-f]{64}$/

/**
 * Throws unless the request was signed with these credentials: it is signed once more over the headers named
 * in its Authorization, and the two must agree. How long ago it was signed is not looked at, because the
 * clock of a test may be far from the SDK's own.
 */
export async function verifySignature(
  request: IncomingMessage,
  body: Buffer,
  known: Credentials,
  service: string,
): Promise<void> {
  const { authorization } = request.headers
  if (!authorization)
    throw serviceError('MissingAuthenticationTokenException', 'Request is missing Authentication Token')
  const [, accessKeyId, region, signedFor, signedHeaders] = AUTHORIZATION.exec(authorization) ?? []
  if (!accessKeyId || !region || signedFor !== service || !signedHeaders) {
    throw serviceError('IncompleteSignatureException', `Authorization=${authorization}`)
  }
  if (accessKeyId !== known.accessKeyId) {
    throw serviceError(
      'UnrecognizedClientException',
      'The security token included in the request is invalid.',
    )
  }
  const expected = await sign(request, body, known, { region, service }, signedHeaders.split(';'))
  if (expected !== authorization || !bodyIsAsSigned(request, body)) throw signatureMismatch()
}

async function sign(
  request: IncomingMessage,
  body: Buffer,
  credentials: Credentials,
  scope: { region: string; service: string },
  names: string[],
) {
  const signer = new SignatureV4({
    credentials,
    ...scope,
    sha256: Sha256,
    // The header that it would add is among the signed ones already, or was not wanted.
    applyChecksum: false,
  })
  const headers = Object.fromEntries(names.map(name => [name, String(request.headers[name])]))
  const { headers: signed } = await signer.sign(
    { method: 'POST', protocol: 'http:', hostname: '', path: request.url ?? '/', query: {}, headers, body },
    { signingDate: signingDate(request), signableHeaders: new Set(names) },
  )
  return signed['authorization']
}

/** The signer takes the hash of the body from this header when it is there; it might be another body's. */
function bodyIsAsSigned(request: IncomingMessage, body: Buffer): boolean {
  const stated = request.headers['x-amz-content-sha256']
  return stated === undefined || stated === createHash('sha256').update(body).digest('hex')
}

function signingDate(request: IncomingMessage): Date {
  const basic = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/
  const date = new Date(String(request.headers['x-amz-date']).replace(basic, '$1-$2-$3T$4:$5:$6Z'))
  if (Number.isNaN(date.getTime())) throw signatureMismatch()
  return date
}

function signatureMismatch(): Error {
  return serviceError(
    'InvalidSignatureException',
    'The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key and signing method.',
  )
}
