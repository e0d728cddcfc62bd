import { S3Client } from '@aws-sdk/client-s3'
import { fromTemporaryCredentials } from '@aws-sdk/credential-providers'
import { failureOf } from '../calls/failures.ts'
import { awsLimits, BACKGROUND, limited, type Limits } from '../calls/time-limits.ts'
import type { Rights } from './rights.ts'

/** S3 as it is called with the rights of a role in another account. */
export interface Member {
  account: string
  s3: S3Client
}

/**
 * The rights of s3audit and, for buckets of member accounts, of a role in each: they are tried in turn, as only that of
 * the bucket's own account can answer.
 * @param accounts the ids of the member accounts
 * @param roleArn of the role in an account; undefined where there are no such roles
 */
export function memberAccounts(
  accounts: readonly string[],
  roleArn: ((account: string) => string) | undefined,
  limits: Limits = BACKGROUND,
): Rights {
  const members = roleArn ? accounts.map(account => memberOf(account, roleArn(account), limits)) : []
  return {
    async ask(own, call) {
      try {
        return { answer: await call(own) }
      } catch (error) {
        if (failureOf(error) !== 'denied') throw error
        for (const { account, s3 } of members) {
          const answer = await call(s3).catch(passOver)
          if (answer !== DENIED) return { answer, account }
        }
        throw error
      }
    },
  }
}

const DENIED = Symbol('denied')

/** A role that may not be assumed, or may not look at this bucket. */
function passOver(error: unknown): typeof DENIED {
  if (failureOf(error) === 'denied') return DENIED
  throw error
}

/** The SDK assumes the role when it first signs a call, and again before its session ends. */
const memberOf = (account: string, RoleArn: string, limits: Limits): Member => ({
  account,
  s3: limited(
    new S3Client({
      ...awsLimits(limits, { streams: true }),
      credentials: fromTemporaryCredentials({
        params: { RoleArn, RoleSessionName: 's3audit' },
        clientConfig: awsLimits(limits),
      }),
    }),
  ),
})
