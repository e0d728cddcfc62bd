import { defined } from '../../../../analyses/lib/defined.ts'
import { createHash, createHmac } from 'node:crypto'
import { Sha256 } from '@aws-crypto/sha256-js'
import { getCanonicalHeaders, getCanonicalQuery, getSigningKey } from '@smithy/signature-v4'
import type { Credentials } from '../../http/signature.ts'
import { S3Error } from './errors.ts'
import { claimOf, type SignatureClaim, type SignedRequest, type Verifier } from './signature-claim.ts'

/** What a verified signature says about the body, and what the chunks of a signed body are checked with. */
export interface Authorization {
  /** The body's SHA-256 in hex, or the name of another way to send it (`UNSIGNED-PAYLOAD`, `STREAMING-…`). */
  payload: string
  signature: string
  /** `YYYYMMDDTHHMMSSZ` */
  timestamp: string
  /** `YYYYMMDD/region/service/aws4_request` */
  scope: string
  signingKey: Uint8Array
  /** Of the role that calls; absent where it is the one identity of the account. */
  account?: string
}

/**
 * Verifies a request's Signature Version 4, in its Authorization header or in its query (a presigned URL).
 *
 * @throws S3Error with S3's own code for a missing, expired, malformed or wrong signature
 */
export async function authorize(request: SignedRequest, verifier: Verifier): Promise<Authorization> {
  const claim = claimOf(request, verifier)
  const { credentials, account } = callerOf(claim, verifier)
  const signingKey = await getSigningKey(Sha256, credentials, claim.date, claim.region, claim.service)
  const canonical = canonicalRequest(request, claim)
  const toSign = ['AWS4-HMAC-SHA256', claim.timestamp, claim.scope, sha256(canonical)].join('\n')
  if (hmac(signingKey, toSign) !== claim.signature) {
    throw new S3Error(
      'SignatureDoesNotMatch',
      'The request signature we calculated does not match the signature you provided.',
      { AWSAccessKeyId: claim.accessKeyId, StringToSign: toSign, CanonicalRequest: canonical },
    )
  }
  const { payload, signature, timestamp, scope } = claim
  return { payload, signature, timestamp, scope, signingKey, ...defined({ account }) }
}

/** Whose key it is: the account's one identity, or a session with its token. */
function callerOf(
  { accessKeyId, sessionToken }: SignatureClaim,
  { credentials, sessions }: Verifier,
): { credentials: Credentials; account?: string } {
  const session = sessions?.of(accessKeyId)
  if (!session && accessKeyId !== credentials.accessKeyId)
    throw new S3Error(
      'InvalidAccessKeyId',
      'The AWS Access Key Id you provided does not exist in our records.',
      { AWSAccessKeyId: accessKeyId },
    )
  if (sessionToken !== session?.sessionToken)
    throw new S3Error('InvalidToken', 'The provided token is malformed or otherwise invalid.')
  return session ? { credentials: session, account: session.account } : { credentials }
}

/**
 * The canonical form that is hashed and signed; the order of its lines is given by
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html
 */
function canonicalRequest({ method, path, query, headers }: SignedRequest, claim: SignatureClaim): string {
  const { 'X-Amz-Signature': _, ...signedQuery } = query
  const signed = Object.fromEntries(claim.signedHeaders.map(name => [name, headers[name] ?? '']))
  const request = { method, protocol: 'http:', hostname: '', path, query: signedQuery, headers: signed }
  const canonicalHeaders = getCanonicalHeaders(request, new Set(), new Set(claim.signedHeaders))
  return [
    method,
    path,
    getCanonicalQuery(request),
    ...Object.entries(canonicalHeaders).map(([name, value]) => `${name}:${value}`),
    '',
    claim.signedHeaders.join(';'),
    claim.payload,
  ].join('\n')
}

/** SHA-256 in hex. */
export const sha256 = (data: string | Uint8Array): string => createHash('sha256').update(data).digest('hex')

/** HMAC-SHA256 in hex. */
export const hmac = (key: Uint8Array, data: string): string =>
  createHmac('sha256', key).update(data).digest('hex')
