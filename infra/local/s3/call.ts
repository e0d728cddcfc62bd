import type { IncomingMessage } from 'node:http'
import type { Reply } from '../http/listen.ts'
import { notImplemented, S3Error } from './protocol/errors.ts'
import type { Authorization } from './protocol/signature.ts'
import type { SignedRequest } from './protocol/signature-claim.ts'
import type { ObjectStore } from './storage/store.ts'

/** A request that was recognised and whose signature was verified. */
export interface Call extends SignedRequest {
  /** '' where the operation is about no bucket. */
  bucket: string
  /** Decoded; '' where the operation is about no object. */
  key: string
  authorization: Authorization
  body: IncomingMessage
}

/** What the operations work on. */
export interface Service {
  store: ObjectStore
  region: string
  now: () => Date
}

export type Handler = (call: Call, service: Service) => Reply | Promise<Reply>

/** Splits a request's target as it came in. URL classes are of no use: they resolve the `..` in a key. */
export function targetOf(url: string): { path: string; query: Record<string, string> } {
  const mark = url.indexOf('?')
  if (mark < 0) return { path: url, query: {} }
  const pairs = url
    .slice(mark + 1)
    .split('&')
    .filter(pair => pair !== '')
  const query = pairs.map(pair => {
    const equals = pair.indexOf('=')
    const name = equals < 0 ? pair : pair.slice(0, equals)
    return [decoded(name), equals < 0 ? '' : decoded(pair.slice(equals + 1))] as const
  })
  const names = new Set(query.map(([name]) => name))
  if (names.size < query.length) throw notImplemented('a query parameter given twice')
  return { path: url.slice(0, mark), query: Object.fromEntries(query) }
}

/** The bucket and key in a path-style path, `/bucket/key`. */
export function resourceOf(path: string): { bucket: string; key: string } {
  const slash = path.indexOf('/', 1)
  if (slash < 0) return { bucket: decoded(path.slice(1)), key: '' }
  return { bucket: decoded(path.slice(1, slash)), key: decoded(path.slice(slash + 1)) }
}

export function decoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    throw new S3Error('InvalidURI', "Couldn't parse the specified URI.")
  }
}

/** Node's headers with every value as text; the few that may repeat are joined. */
export function headersOf(request: IncomingMessage): Record<string, string> {
  const headers = Object.entries(request.headers).map(
    ([name, value]) => [name, [value].flat().join(',')] as const,
  )
  return Object.fromEntries(headers)
}
