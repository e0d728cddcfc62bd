import { faultBefore, type Faults } from '../http/faults.ts'
import { QueryFailure } from './dialect/failure.ts'
import { type QueryStateChange, stateChange } from './events.ts'
import type { Execution, Executions, State } from './executions.ts'
import { removePartial } from './output/publish.ts'
import { parseStatement } from './dialect/statement.ts'
import { type QueryDeps, runQuery, ScanCutoff } from './run.ts'

/** How many queries DuckDB works on at once; the others wait, QUEUED. */
const CONCURRENCY = 2

export interface QueueOptions {
  deps: QueryDeps
  executions: Executions
  workgroup: string
  onStateChange: (event: QueryStateChange) => void
  faults?: Faults | undefined
}

export interface Queue {
  /** Takes a new execution, or one that a former process did not finish. */
  add(execution: Execution): void
  stop(id: string): void
  active(): number
  /** Interrupts what runs and leaves it on record as it was, to be run again by the next process. */
  close(): Promise<void>
}

/** Runs executions in the order they came and takes each through its states. */
export function openQueue(options: QueueOptions): Queue {
  const { deps, executions } = options
  const waiting: string[] = []
  const running = new Map<string, { abort: AbortController; done: Promise<void> }>()
  const closing = new AbortController()

  function startNext(): void {
    while (!closing.signal.aborted && running.size < CONCURRENCY && waiting.length > 0) {
      const id = waiting.shift()!
      const abort = new AbortController()
      running.set(id, { abort, done: work(id, abort) })
    }
  }

  async function work(id: string, abort: AbortController): Promise<void> {
    const execution = executions.get(id)!
    change(options, execution, 'RUNNING', { started: deps.now().getTime() })
    const ending = await run(options, execution, abort.signal)
    running.delete(id)
    if (closing.signal.aborted) return
    change(options, execution, ending.state, { ...ending, completed: deps.now().getTime() })
    startNext()
  }

  return {
    add(execution) {
      change(options, execution, 'QUEUED')
      waiting.push(execution.id)
      setImmediate(startNext)
    },
    stop(id) {
      const execution = executions.get(id)!
      if (running.has(id)) running.get(id)!.abort.abort()
      const place = waiting.indexOf(id)
      if (place < 0) return
      waiting.splice(place, 1)
      change(options, execution, 'CANCELLED', {
        completed: deps.now().getTime(),
        reason: 'Query cancelled by user',
      })
    },
    active: () => waiting.length + running.size,
    async close() {
      closing.abort()
      const ends = [...running.values()]
      for (const { abort } of ends) abort.abort()
      await Promise.all(ends.map(({ done }) => done))
    },
  }
}

function change(
  options: QueueOptions,
  execution: Execution,
  state: State,
  more: Partial<Execution> = {},
): void {
  const previous = execution.sequence === 0 ? undefined : execution.state
  Object.assign(execution, more, { state, sequence: execution.sequence + 1 })
  options.executions.save(execution)
  options.onStateChange(
    stateChange(execution, previous, { workgroup: options.workgroup, now: options.deps.now }),
  )
}

type Ending = Partial<Execution> & { state: State }

async function run(
  { deps, faults, executions }: QueueOptions,
  execution: Execution,
  signal: AbortSignal,
): Promise<Ending> {
  try {
    const fault = await faultBefore(faults, 'athena', 'run', {
      sql: execution.sql,
      queryId: execution.id,
    })
    if (fault) throw new QueryFailure(fault.message, { category: 1, retryable: fault.status >= 500 })
    signal.throwIfAborted()
    takeBackPartial(deps, execution)
    const scanning = (bytes: number) => {
      execution.scannedBytes = bytes
      executions.save(execution)
    }
    return {
      state: 'SUCCEEDED',
      ...(await runQuery(deps, execution.id, execution.sql, { scanning, signal })),
    }
  } catch (error) {
    if (signal.aborted) return { state: 'CANCELLED', reason: 'Query cancelled by user' }
    if (error instanceof ScanCutoff)
      return { state: 'CANCELLED', reason: 'Query cancelled! : Bytes scanned limit was exceeded' }
    return failed(error)
  }
}

/** An UNLOAD that a former process was at has perhaps written some of its files. */
function takeBackPartial({ store }: QueryDeps, { id, sql, substatementType }: Execution): void {
  if (substatementType !== 'UNLOAD') return
  const statement = parseStatement(sql)
  if (statement.type === 'unload') removePartial(store, id, statement.target)
}

/** A failure that is not ours to know comes from DuckDB: its first line says what is wrong with the statement. */
function failed(error: unknown): Ending {
  const failure =
    error instanceof QueryFailure ? error : fromEngine(error instanceof Error ? error.message : String(error))
  const { message, category, retryable } = failure
  return {
    state: 'FAILED',
    reason: message,
    error: {
      ErrorCategory: category,
      ErrorType: category === 1 ? 401 : 1301,
      Retryable: retryable,
      ErrorMessage: message,
    },
  }
}

const ENGINE_ERRORS: [RegExp, string][] = [
  [/^Conversion Error: /, 'INVALID_CAST_ARGUMENT: '],
  [/^Binder Error: Referenced column/, 'COLUMN_NOT_FOUND: line 1:1: Referenced column'],
  [/^(?:Binder|Parser|Catalog) Error: /, 'SYNTAX_ERROR: line 1:1: '],
  [/^Out of Range Error: /, 'NUMERIC_VALUE_OUT_OF_RANGE: '],
  [/^Invalid Input Error: /, 'INVALID_FUNCTION_ARGUMENT: '],
]

function fromEngine(message: string): QueryFailure {
  if (message.startsWith('Out of Memory Error'))
    return new QueryFailure('EXCEEDED_MEMORY_LIMIT: Query exhausted resources at this scale factor', {
      category: 1,
    })
  const [line = ''] = message.split('\n')
  const [pattern, words] = ENGINE_ERRORS.find(([known]) => known.test(line)) ?? []
  return new QueryFailure(pattern ? line.replace(pattern, words!) : `GENERIC_INTERNAL_ERROR: ${line}`)
}
