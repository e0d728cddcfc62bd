import type { Locator } from 'playwright-core'
import { expect } from 'vitest'

declare module 'vitest' {
  interface Matchers<R extends void | Promise<void> = void | Promise<void>, T = unknown> {
    /** The locator finds something that can be seen, now or soon. */
    toAppear(): Promise<void>
    /** What the locator finds is gone or hidden, now or soon. */
    toVanish(): Promise<void>
  }
}

async function settles(locator: Locator, state: 'visible' | 'hidden') {
  const failed = await locator.waitFor({ state }).then(
    () => undefined,
    (error: unknown) => String(error),
  )
  return { pass: failed === undefined, message: () => failed ?? `${String(locator)} is ${state}` }
}

expect.extend({
  toAppear: (locator: Locator) => settles(locator, 'visible'),
  toVanish: (locator: Locator) => settles(locator, 'hidden'),
})
