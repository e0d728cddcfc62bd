import * as z from 'zod'

/** What a statement returned: each column's type in full (`decimal(3,2)`), each value as Trino's JSON has it, numbers as text. */
export interface TrinoTable {
  columns: readonly { name: string; type: string }[]
  rows: readonly (readonly unknown[])[]
}

/** Trino refused a statement, or could not finish it. */
export class TrinoFailure extends Error {}

const answerSchema = z.union([
  z.object({
    columns: z.array(z.object({ name: z.string(), type: z.string() })),
    rows: z.array(z.array(z.unknown())),
  }),
  z.object({ error: z.string(), causes: z.array(z.string()) }),
])

/**
 * Runs a statement to its end.
 * @throws TrinoFailure with Trino's own words
 */
export async function askTrino(url: string, sql: string): Promise<TrinoTable> {
  const response = await fetch(url, { method: 'POST', body: sql })
  const answer = answerSchema.parse(JSON.parse(await response.text(), numbersAsText))
  if ('error' in answer) throw new TrinoFailure(`${answer.error}: ${answer.causes.join(': ')}`)
  return answer
}

/** A bigint does not fit a number of JavaScript's, and `1.0` would lose its zero. */
const numbersAsText = (_: string, value: unknown, { source }: { source?: string } = {}): unknown =>
  typeof value === 'number' ? source : value
