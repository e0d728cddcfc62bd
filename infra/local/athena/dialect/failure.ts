/** Why a query failed, in Athena's terms. Category 1 is Athena's own fault, 2 the user's, 3 another's. */
export class QueryFailure extends Error {
  readonly category: 1 | 2 | 3
  readonly retryable: boolean

  constructor(
    message: string,
    { category = 2, retryable = false }: { category?: 1 | 2 | 3; retryable?: boolean } = {},
  ) {
    super(message)
    this.name = 'QueryFailure'
    this.category = category
    this.retryable = retryable
  }
}

/** A failure of the statement's own text; `offset` is where in it, for the `line 1:8` that Trino begins with. */
export function syntaxFailure(problem: string, sql: string, offset = 0): QueryFailure {
  const before = sql.slice(0, offset).split('\n')
  return new QueryFailure(`line ${before.length}:${before.at(-1)!.length + 1}: ${problem}`)
}
