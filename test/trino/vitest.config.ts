import { defineConfig } from 'vitest/config'

/** The tests of the embedded DynamoDB, against Amazon's own. */
export default defineConfig({
  test: {
    dir: 'test/infra',
    include: ['**/dynamodb.test.ts', '**/dynamodb-transactions.test.ts'],
    globalSetup: 'test/trino/engine/dynamodb-setup.ts',
    testTimeout: 60_000,
    hookTimeout: 60_000,
    maxWorkers: 1,
  },
})
