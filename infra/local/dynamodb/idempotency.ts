import { createHash } from 'node:crypto'
import type { BatchOperation } from 'dynalite/db/index.js'
import { type Input, isGiven } from './action.ts'
import type { Database } from './database.ts'
import { serviceError } from './error.ts'

/** How long DynamoDB remembers a transaction's ClientRequestToken: 10 minutes, in milliseconds. */
const TOKEN_LIFETIME_MS = 10 * 60 * 1000

type Remembered = { digest: string; until: number }

/**
 * Whether this very transaction has been done within the last 10 minutes. Throws
 * IdempotentParameterMismatchException when another one was done under the same token.
 */
export async function tokenWasUsed(database: Database, input: Input): Promise<boolean> {
  const remembered = await database.store.db.get<Remembered>(tokenKey(input))
  if (!remembered || remembered.until <= database.now().getTime()) return false
  if (remembered.digest === digestOf(input)) return true
  const message = 'The request uses the same client token as a previous, but non-identical request'
  throw serviceError('IdempotentParameterMismatchException', message, { Message: message })
}

/** The write that makes `tokenWasUsed` true, to be done together with the transaction's own. */
export function rememberToken(database: Database, input: Input): BatchOperation[] {
  if (!isGiven(input['ClientRequestToken'])) return []
  const until = database.now().getTime() + TOKEN_LIFETIME_MS
  const value: Remembered = { digest: digestOf(input), until }
  return [{ type: 'put', key: tokenKey(input), value }]
}

/** The writes that forget the tokens whose time is over. */
export async function expiredTokens(database: Database): Promise<BatchOperation[]> {
  const expired: BatchOperation[] = []
  const tokens = database.store.db.iterator<Remembered>({ gte: 'token~', lt: 'token~\xFF' })
  for await (const [key, { until }] of tokens) {
    if (until <= database.now().getTime()) expired.push({ type: 'del', key })
  }
  return expired
}

function tokenKey({ ClientRequestToken: token }: Input): string {
  return `token~${String(token)}`
}

function digestOf({ TransactItems: items }: Input): string {
  return createHash('sha256').update(JSON.stringify(items)).digest('hex')
}
