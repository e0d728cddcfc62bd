import type { S3Client } from '@aws-sdk/client-s3'

/** With whose rights a bucket is asked about its configuration. */
export interface Rights {
  /**
   * Asks with s3audit's own rights and, where these do not suffice, with others that there are.
   * @returns the answer, and the account whose role got it
   * @throws what was answered to s3audit itself, where nobody else may either
   */
  ask<T>(own: S3Client, call: (s3: S3Client) => Promise<T>): Promise<{ answer: T; account?: string }>
}

/** No others than its own. */
export const OWN_RIGHTS: Rights = { ask: async (own, call) => ({ answer: await call(own) }) }
