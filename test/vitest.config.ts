import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    dir: 'test',
    // The browser's tests need a Chromium; they run by `npm run test:browser`.
    exclude: ['browser/**', '**/node_modules/**'],
    testTimeout: 30_000,
    hookTimeout: 60_000,
    // Each file's services are its own; two at a time suit a laptop's cores.
    maxWorkers: 2,
  },
})
