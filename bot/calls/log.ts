import { AsyncLocalStorage } from 'node:async_hooks'
import { Console } from 'node:console'
import { randomUUID } from 'node:crypto'
import type { LogKind } from '../model/log-kinds.ts'

type Level = 'info' | 'warn' | 'error'

const request = new AsyncLocalStorage<string>()
let out: Pick<Console, Level> | undefined

/** Writes lines as they are: the console of Lambda puts words of its own before each, so that they are not JSON. */
export const logToStreams = (): void => {
  out = new Console(process.stdout, process.stderr)
}

/** Does work whose lines in the log carry this id of a request. */
export const inRequest = <T>(id: string, work: () => Promise<T>): Promise<T> => request.run(id, work)

/**
 * Writes one line of JSON: `level`, `kind`, `request` and `investigation` are in every line, null where there is none;
 * what else is known follows. Searches and alarms filter on these fields.
 */
export function log(
  level: Level,
  kind: LogKind,
  { investigation = null, ...more }: { investigation?: string | null } & Record<string, unknown>,
): void {
  const line = { level, kind, request: request.getStore() ?? null, investigation, ...more }
  ;(out ?? console)[level](
    JSON.stringify(line, (_, value: unknown) => (value instanceof Error ? String(value) : value)),
  )
}

/** Logs an unexpected error with its stack. @returns the reference for the person and the log */
export function logUnexpected(kind: LogKind, error: unknown, about: Parameters<typeof log>[2] = {}): string {
  const reference = randomUUID().slice(0, 8)
  log('error', kind, { ...about, reference, error, stack: error instanceof Error ? error.stack : '' })
  return reference
}
