import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    dir: 'test/browser',
    globalSetup: 'test/browser/support/global-setup.ts',
    setupFiles: 'test/browser/support/matchers.ts',
    testTimeout: 60_000,
    hookTimeout: 60_000,
    expect: { poll: { timeout: 30_000 } },
    // A program and a browser each: more side by side only make each other late.
    maxWorkers: 1,
  },
})
