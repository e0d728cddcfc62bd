import { defineConfig } from 'vitest/config'
import { LongestFirst } from './longest-first.ts'

export default defineConfig({
  test: {
    dir: 'test',
    // The browser's tests need a Chromium (`npm run test:browser`), those of aws an account (`npm run test:aws`).
    exclude: ['browser/**', 'aws/**', '**/node_modules/**'],
    testTimeout: 90_000,
    hookTimeout: 120_000,
    // Other work on the machine makes what is waited for late, not wrong.
    expect: { poll: { timeout: 30_000 } },
    // Each file's services are its own; two at a time suit a laptop's cores.
    maxWorkers: 2,
    sequence: { sequencer: LongestFirst },
  },
})
