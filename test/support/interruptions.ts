import type { WorkingDeps } from '../../bot/services/working-deps.ts'

/** Every call by which a pass changes something outside itself. */
const EFFECTS: ReadonlySet<string> = new Set([
  'investigations.save',
  'logs.write',
  'copyJobs.create',
  'copyJobs.cancel',
  'athena.start',
  'athena.stop',
  'thread.post',
  'thread.edit',
  'files.upload',
  'files.share',
])

export interface Call {
  /** `thread.post` */
  name: string
  args: readonly unknown[]
  effect: boolean
}

/** Does the call, or something in place of it. */
export type Around = (call: Call, proceed: () => Promise<unknown>) => Promise<unknown>

const PARTS = ['investigations', 'logs', 'copyJobs', 'athena', 'thread', 'files'] as const

/** The same dependencies, with every call to the outside going through `around`. */
export function intercepted<W extends WorkingDeps>(deps: W, around: Around): W {
  const parts = PARTS.map(part => [part, interceptedPart(part, deps[part], around)] as const)
  return { ...deps, ...Object.fromEntries(parts) }
}

function interceptedPart<T extends object>(part: string, object: T, around: Around): T {
  return new Proxy(object, {
    get(target, property) {
      const value: unknown = Reflect.get(target, property)
      if (typeof value !== 'function') return value
      const name = `${part}.${String(property)}`
      return (...args: unknown[]) =>
        around({ name, args, effect: EFFECTS.has(name) }, () => Reflect.apply(value, target, args))
    },
  })
}

/**
 * How an effect is interrupted. A pass that dies does nothing more, not even handle an error; a call that
 * fails throws, before or after it took effect: the answer was lost.
 */
export const INTERRUPTIONS = ['dies before', 'dies after', 'fails before', 'fails after'] as const
export type Interruption = (typeof INTERRUPTIONS)[number]

/** Says of each effect, when it is tried for the first time, whether it is interrupted. */
export type Choice = (identity: string) => boolean

/**
 * Chooses every other effect, so that each is met by itself. The second choice is of all that the first, which
 * must have been used up by then, left alone.
 */
export function alternating(): [first: Choice, second: Choice] {
  const chosen = new Set<string>()
  let turn = false
  const first: Choice = identity => {
    turn = !turn
    if (turn) chosen.add(identity)
    return turn
  }
  return [first, identity => !chosen.has(identity)]
}

/**
 * Dependencies for each pass, in which effects are interrupted: each at its first try only, so that it succeeds
 * when it is tried again.
 * @param interrupted collects the names of what was interrupted
 */
export function interrupting(deps: WorkingDeps, how: Interruption, choose: Choice, interrupted: string[]) {
  const tried = new Set<string>()
  const isDue = (call: Call): boolean => {
    const what = identity(call)
    if (!call.effect || tried.has(what)) return false
    tried.add(what)
    if (!choose(what)) return false
    interrupted.push(call.name)
    return true
  }
  return {
    /** The dependencies for one pass, and a promise that resolves when the pass has died. */
    forPass(): { deps: WorkingDeps; death: Promise<void> } {
      const { promise: death, resolve: die } = Promise.withResolvers<void>()
      const never = new Promise<never>(() => undefined)
      let dead = false
      const end = () => {
        dead = true
        die()
        return never
      }
      const around: Around = async (call, proceed) => {
        if (dead) return never
        const due = isDue(call)
        if (due && how === 'dies before') return end()
        if (due && how === 'fails before') throw lost(call)
        const result = await proceed()
        if (due && how === 'fails after') throw lost(call)
        // Of a dead pass nothing is heard any more, though what it had begun takes effect.
        return (due && how === 'dies after') || dead ? end() : result
      }
      return { deps: intercepted(deps, around), death }
    },
  }
}

/** The same for each try of an effect, in every run: without times, ids, and what counts tries. */
const identity = ({ name, args }: Call): string =>
  name +
  JSON.stringify(args)
    .replaceAll(/"(version|failingSince|shownAt|tries)":("[^"]*"|\d+),?/g, '')
    .replaceAll(/\d{4}-\d\d-\d\dT[\d:.]+Z|\b\d{10}\.\d{6}\b|[0-9a-f-]{16,}|F0[0-9A-F]{10}/g, '')

const lost = ({ name }: Call) => Object.assign(new Error(`${name}: socket hang up`), { code: 'ECONNRESET' })
