import type { TestProject } from 'vitest/node'
import { CACHE } from '../places.ts'
import { startDynamoDbLocal } from './dynamodb-local.ts'

declare module 'vitest' {
  export interface ProvidedContext {
    /** Where Amazon's DynamoDB Local is, where the run is against it. */
    dynamoDbLocal: string
  }
}

/** Starts Amazon's DynamoDB Local, for the embedded one's own tests to be run against. */
export default async function setup({ provide }: TestProject): Promise<() => Promise<void>> {
  const { url, stop } = await startDynamoDbLocal(CACHE)
  provide('dynamoDbLocal', url)
  return stop
}
