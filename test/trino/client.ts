import * as z from 'zod'
import { CATALOG } from './server.ts'

/** What a statement returned: each column's type in full (`decimal(3, 2)`), each value as Trino's JSON has it, numbers as text. */
export interface TrinoTable {
  columns: readonly { name: string; type: string }[]
  rows: readonly (readonly unknown[])[]
}

/** Trino refused a statement, or could not finish it. */
export class TrinoFailure extends Error {}

const failureSchema = z.object({
  message: z.string().optional(),
  get cause() {
    return failureSchema.optional()
  },
})
type Failure = z.infer<typeof failureSchema>

const pageSchema = z.object({
  nextUri: z.string().optional(),
  columns: z.array(z.object({ name: z.string(), type: z.string() })).optional(),
  data: z.array(z.array(z.unknown())).optional(),
  error: z.object({ errorName: z.string(), failureInfo: failureSchema }).optional(),
})

/** Little data and large statements: most time goes into plans, so Trino is to think less of which is best. */
const SESSION = [
  'task_concurrency=1',
  'enable_stats_calculator=false',
  'join_reordering_strategy=NONE',
  'join_distribution_type=BROADCAST',
  'enable_dynamic_filtering=false',
  'complex_expression_pushdown=false',
]

const HEADERS = {
  'X-Trino-User': 's3audit',
  'X-Trino-Catalog': CATALOG,
  'X-Trino-Time-Zone': 'UTC',
  'X-Trino-Session': SESSION.join(','),
}

/**
 * Runs a statement to its end, by Trino's client protocol: post it, then follow `nextUri` until there is none.
 * @throws TrinoFailure with Trino's own words
 */
export async function askTrino(url: string, database: string, sql: string): Promise<TrinoTable> {
  const headers = { ...HEADERS, 'X-Trino-Schema': database }
  let page = await read(fetch(`${url}/v1/statement`, { method: 'POST', body: sql, headers }))
  let { columns = [] } = page
  const rows: unknown[][] = []
  for (;;) {
    if (page.error) throw new TrinoFailure(`${page.error.errorName}: ${wordsOf(page.error.failureInfo)}`)
    columns = page.columns ?? columns
    rows.push(...(page.data ?? []))
    if (!page.nextUri) return { columns, rows }
    page = await read(fetch(page.nextUri, { headers }))
  }
}

async function read(response: Promise<Response>): Promise<z.infer<typeof pageSchema>> {
  const answer = await response
  const body = await answer.text()
  if (!answer.ok) throw new TrinoFailure(`${answer.status}: ${body}`)
  return pageSchema.parse(JSON.parse(body, numbersAsText))
}

/** A bigint does not fit a number of JavaScript's, and `1.0` would lose its zero. */
const numbersAsText = (_: string, value: unknown, { source }: { source?: string } = {}): unknown =>
  typeof value === 'number' ? source : value

/** Trino's message, and that of each cause behind it. */
const wordsOf = ({ message = '', cause }: Failure): string =>
  cause ? `${message}: ${wordsOf(cause)}` : message
