/** A message or view of the bot in one state, as the renderer of the product makes it. */
export interface State {
  /** The name of its golden file. */
  name: string
  /** The function of the bot that wrote it. */
  of: unknown
  /** May be a promise of it. */
  content: unknown
  /** Without a file: only Slack's limits are looked at. */
  unwritten?: boolean
}

/** The states of one renderer: by name, what it is called with. */
export const statesOf = <Arguments extends readonly unknown[]>(
  renderer: (...args: Arguments) => unknown,
  calls: Record<string, Arguments>,
): State[] =>
  Object.entries(calls).map(([name, args]) => ({ name, of: renderer, content: renderer(...args) }))

/** States that are too large to read: without files. */
export const unwritten = (states: readonly State[]): State[] =>
  states.map(state => ({ ...state, unwritten: true }))
