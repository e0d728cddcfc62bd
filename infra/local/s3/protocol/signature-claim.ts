import type { Sessions } from '../../http/sessions.ts'
import type { Credentials } from '../../http/signature.ts'
import { type ErrorCode, S3Error } from './errors.ts'

/** A request as it came in; header names in lower case. */
export interface SignedRequest {
  method: string
  /** As sent: still URL-encoded, without the query. */
  path: string
  /** Decoded. A parameter without a value is ''. */
  query: Record<string, string>
  headers: Record<string, string>
}

/** Who may call, where the service is, and the time. */
export interface Verifier {
  credentials: Credentials
  /** Roles of other accounts that were assumed; none by default. */
  sessions?: Sessions
  region: string
  now: () => Date
}

/** What a request says about its own signature; nothing here is proven yet. */
export interface SignatureClaim {
  accessKeyId: string
  /** Of a session; undefined without. */
  sessionToken: string | undefined
  /** `YYYYMMDD` */
  date: string
  region: string
  service: string
  /** `YYYYMMDD/region/service/aws4_request` */
  scope: string
  signedHeaders: string[]
  signature: string
  /** `YYYYMMDDTHHMMSSZ` */
  timestamp: string
  /** The hash of the body, or its placeholder. */
  payload: string
}

/** How far a client's clock may be off. */
const SKEW_MS = 15 * 60_000
/** The longest life of a presigned URL, seconds: seven days. */
const MAX_EXPIRES = 604_800

/**
 * Reads the signature of a request and checks what needs no key: form, time, Region, and that the headers
 * that matter are signed.
 */
export function claimOf(request: SignedRequest, verifier: Verifier): SignatureClaim {
  if (request.query['X-Amz-Signature'] !== undefined) return presignedClaim(request, verifier)
  if (request.headers['authorization'] === undefined) throw new S3Error('AccessDenied', 'Access Denied')
  return headerClaim(request, verifier)
}

const HEADER = /^AWS4-HMAC-SHA256 Credential=([^,]+),\s*SignedHeaders=([^,]+),\s*Signature=([0-9a-f]{64})$/

function headerClaim({ headers }: SignedRequest, { region, now }: Verifier): SignatureClaim {
  const malformed = 'AuthorizationHeaderMalformed'
  const [, credential, signedHeaders, signature] = HEADER.exec(headers['authorization'] ?? '') ?? []
  if (!credential || !signedHeaders || !signature) {
    throw new S3Error(malformed, 'The authorization header is malformed.')
  }
  const timestamp = headers['x-amz-date'] ?? ''
  const time = timeOf(timestamp)
  if (time === undefined) {
    throw new S3Error('AccessDenied', 'AWS authentication requires a valid Date or x-amz-date header')
  }
  if (Math.abs(now().getTime() - time) > SKEW_MS) {
    throw new S3Error(
      'RequestTimeTooSkewed',
      'The difference between the request time and the current time is too large.',
      {
        RequestTime: timestamp,
        ServerTime: now().toISOString(),
        MaxAllowedSkewMilliseconds: String(SKEW_MS),
      },
    )
  }
  const payload = headers['x-amz-content-sha256']
  if (!payload) {
    throw new S3Error('InvalidRequest', 'Missing required header for this request: x-amz-content-sha256')
  }
  const names = checkedNames(signedHeaders, headers)
  return {
    ...scopeOf(credential, { timestamp, region, malformed }),
    sessionToken: headers['x-amz-security-token'],
    signedHeaders: names,
    signature,
    timestamp,
    payload,
  }
}

function presignedClaim({ query, headers }: SignedRequest, { region, now }: Verifier): SignatureClaim {
  const malformed = 'AuthorizationQueryParametersError'
  const timestamp = query['X-Amz-Date'] ?? ''
  const time = timeOf(timestamp)
  const expires = Number(query['X-Amz-Expires'])
  if (
    time === undefined ||
    query['X-Amz-Algorithm'] !== 'AWS4-HMAC-SHA256' ||
    !query['X-Amz-SignedHeaders']
  ) {
    throw new S3Error(
      malformed,
      'Query-string authentication requires X-Amz-Algorithm, X-Amz-Date and X-Amz-SignedHeaders.',
    )
  }
  if (!Number.isInteger(expires) || expires < 1 || expires > MAX_EXPIRES) {
    throw new S3Error(malformed, 'X-Amz-Expires must be between 1 and 604800 seconds')
  }
  checkValidity(time, expires, now())
  const signedHeaders = checkedNames(query['X-Amz-SignedHeaders'], headers)
  const scope = scopeOf(query['X-Amz-Credential'] ?? '', { timestamp, region, malformed })
  const signature = query['X-Amz-Signature'] ?? ''
  const payload = headers['x-amz-content-sha256'] ?? 'UNSIGNED-PAYLOAD'
  return {
    ...scope,
    sessionToken: query['X-Amz-Security-Token'],
    signedHeaders,
    signature,
    timestamp,
    payload,
  }
}

/** `expires` in seconds after `time`, a presigned URL is over. */
function checkValidity(time: number, expires: number, now: Date): void {
  if (now.getTime() < time - SKEW_MS) throw new S3Error('AccessDenied', 'Request is not yet valid')
  const end = new Date(time + expires * 1000)
  if (now <= end) return
  throw new S3Error('AccessDenied', 'Request has expired', {
    'X-Amz-Expires': String(expires),
    Expires: end.toISOString(),
    ServerTime: now.toISOString(),
  })
}

/** Were an `x-amz-` header left unsigned, the holder of a presigned URL could add to what it asks for. */
function checkedNames(list: string, headers: Record<string, string>): string[] {
  const names = list.split(';')
  const required = Object.keys(headers).filter(name => name === 'host' || name.startsWith('x-amz-'))
  const unsigned = required.filter(name => !names.includes(name))
  if (unsigned.length === 0) return names
  throw new S3Error('AccessDenied', 'There were headers present in the request which were not signed', {
    HeadersNotSigned: unsigned.join(', '),
  })
}

function scopeOf(
  credential: string,
  { timestamp, region, malformed }: { timestamp: string; region: string; malformed: ErrorCode },
) {
  const [accessKeyId = '', date = '', claimed = '', service = '', end] = credential.split('/')
  if (end !== 'aws4_request' || service !== 's3' || date !== timestamp.slice(0, 8)) {
    throw new S3Error(malformed, `Error parsing the credential "${credential}".`)
  }
  if (claimed !== region) {
    const message = `The authorization is malformed; the region '${claimed}' is wrong; expecting '${region}'`
    throw new S3Error(malformed, message, { Region: region })
  }
  return { accessKeyId, date, region, service, scope: `${date}/${region}/${service}/aws4_request` }
}

/** Milliseconds since 1970 of `YYYYMMDDTHHMMSSZ`, or undefined. */
function timeOf(timestamp: string): number | undefined {
  const iso = timestamp.replace(/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/, '$1-$2-$3T$4:$5:$6Z')
  const time = iso === timestamp ? Number.NaN : Date.parse(iso)
  return Number.isNaN(time) ? undefined : time
}
