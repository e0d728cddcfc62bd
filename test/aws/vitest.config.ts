import { defineConfig } from 'vitest/config'

/** `npm run test:aws`: against a deployed stack, where one is given; see stack.ts. */
export default defineConfig({ test: { dir: 'test/aws', testTimeout: 900_000, hookTimeout: 60_000 } })
