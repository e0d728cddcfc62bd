import { createHash } from 'node:crypto'
import type { AthenaClient } from '../../bot/aws/athena.ts'

/** A statement that the product has sent to Athena. */
export interface Started {
  sql: string
  /** What it is for, from the comment that every statement of ours begins with. */
  purpose: string
  /** Of the execution. */
  id: Promise<string>
}

/**
 * The product's client, noting what is started through it. Each text is started once: many questions about one
 * investigation begin with the same statement, and tokens are made for one question only.
 */
export function noting(athena: AthenaClient): { athena: AthenaClient; started: Map<string, Started> } {
  const started = new Map<string, Started>()
  return {
    started,
    athena: {
      ...athena,
      start(sql) {
        const [, purpose = ''] = /-- s3audit \S+ (\S+)/.exec(sql) ?? []
        const token = createHash('sha256').update(sql).digest('hex')
        const statement = started.get(sql) ?? { sql, purpose, id: athena.start(sql, token) }
        started.set(sql, statement)
        return statement.id
      },
    },
  }
}
