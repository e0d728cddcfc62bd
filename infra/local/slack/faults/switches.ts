import type { Fault, Faults } from '../../http/faults.ts'
import type { FaultSwitch } from '../model/protocol.ts'
import { type FaultKind, FAULTS, type FaultName } from './kinds.ts'

/** How often more a fault happens; `always` is until it is switched off. */
export type Times = number | 'always'

/** The faults that a person has switched on; none after a restart. */
export interface FaultSwitches extends Faults {
  /** Whether this fault is to happen now. It counts as having happened. */
  strikes(name: FaultName): boolean
  turn(name: FaultName, times: Times): void
  /** All of them, also those that are off. */
  list(): FaultSwitch[]
}

export const isFaultName = (name: string): name is FaultName => Object.hasOwn(FAULTS, name)

/** @param changed is called whenever a switch is turned or counts down */
export function openFaultSwitches(changed: () => void): FaultSwitches {
  const on = new Map<FaultName, Times>()

  const turn = (name: FaultName, times: Times) => {
    if (times === 0) on.delete(name)
    else on.set(name, times)
    changed()
  }
  const strikes = (name: FaultName) => {
    const times = on.get(name)
    if (times === undefined) return false
    if (times !== 'always') turn(name, times - 1)
    return true
  }

  return {
    strikes,
    turn,
    list: () =>
      names().map(name => {
        const { name: label, effect }: FaultKind = FAULTS[name]
        return { id: name, name: label, effect, times: on.get(name) ?? 0 }
      }),
    before(_service, operation, args) {
      for (const name of on.keys()) {
        const fault = answerOf(name, operation, args)
        if (fault && strikes(name)) return fault
      }
      return undefined
    },
  }
}

const names = (): FaultName[] => Object.keys(FAULTS).filter(isFaultName)

function answerOf(name: FaultName, operation: string, args: Record<string, string>): Fault | undefined {
  const { answer }: FaultKind = FAULTS[name]
  return answer?.(operation, args)
}
