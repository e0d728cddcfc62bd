import type { Fault, Faults } from '../../infra/local/http/faults.ts'

/** What the embedded services asked before an operation, in the order they asked. */
export interface Asked {
  service: string
  operation: string
  detail: Record<string, string>
}

type Rule = (asked: Asked) => Fault | undefined

/** Faults that a test turns on and off while the product runs, and the record of all operations. */
export function faultSwitch() {
  let rule: Rule | undefined
  const asked: Asked[] = []
  const faults: Faults = {
    before(service, operation, detail) {
      const one = { service, operation, detail }
      asked.push(one)
      return rule?.(one)
    },
  }
  return {
    faults,
    asked,
    on(next: Rule): void {
      rule = next
    },
    off(): void {
      rule = undefined
    },
  }
}

export type FaultSwitch = ReturnType<typeof faultSwitch>

/** Answers each of the first `times` matching operations with the fault; the others happen. */
export function firstTimes(times: number, matches: (asked: Asked) => boolean, fault: Fault): Rule {
  let left = times
  return asked => (matches(asked) && left-- > 0 ? fault : undefined)
}
