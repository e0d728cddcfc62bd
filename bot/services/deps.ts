import { accountsFrom, type Accounts, usersFrom } from '../slack/accounts.ts'
import { bucketsFrom, type Buckets } from '../aws/buckets.ts'
import { channelsFrom, type Channels } from '../slack/channels.ts'
import { claimsFrom, type Claims } from '../items/claims.ts'
import { checksFrom, type Checks } from '../items/checks.ts'
import { filesFrom, type Files } from '../slack/files.ts'
import { groupsFrom, type Groups } from '../slack/groups.ts'
import { investigationsFrom, type Investigations } from '../items/investigations.ts'
import type { Limits } from '../calls/time-limits.ts'
import { logsFrom, type Logs } from '../aws/logs.ts'
import { peopleFrom, type People } from '../items/people.ts'
import { sdkFrom } from './sdk.ts'
import { OWN_RIGHTS, type Rights } from '../aws/rights.ts'
import { threadFrom, type Thread } from '../slack/thread.ts'
import { quotasFrom, type Quotas } from '../items/quotas.ts'
import { usesFrom, type Uses } from '../items/audit-log.ts'
import type { DepsEnv } from './env.ts'
import { type StoredWork, storedWorkFrom } from '../items/work.ts'
import { watchesFrom, type Watches } from '../items/watches.ts'
import type { Settings } from '../model/settings.ts'

/**
 * Every effect that the bot has on the outside where it talks with people, the clock included. Functions ask for the
 * part they use. What works on logs has more (`working-deps.ts`).
 */
export interface Deps {
  settings: Settings
  /** The bucket for copies, evidence and results. */
  workspace: string
  account: string
  region: string
  /** The ARN of the role that reads logs and configurations, to tell whom to allow what. */
  role: string
  /** How long a claim on a Slack post holds: longer than a pass can last. */
  leaseSeconds: number
  /** How long all calls of one interaction may take together, in milliseconds; absent where nobody waits. */
  interactionMs?: number | undefined
  investigations: Investigations
  work: StoredWork
  people: People
  watches: Watches
  checks: Checks
  claims: Claims
  quotas: Quotas
  logs: Logs
  thread: Thread
  files: Files
  groups: Groups
  channels: Channels
  accounts: Accounts
  buckets: Buckets
  uses: Uses
  now: () => Date
}

/**
 * @param limits how long calls may take
 * @param rights with which buckets are asked where they log to
 */
export function depsFrom(env: DepsEnv, now: () => Date, limits: Limits, rights: Rights = OWN_RIGHTS): Deps {
  const sdk = sdkFrom(env, limits)
  const users = usersFrom(sdk.slack, now)
  return {
    settings: env.SETTINGS,
    workspace: env.WORKSPACE_BUCKET,
    account: env.ACCOUNT_ID,
    region: env.AWS_REGION,
    // The stack names its roles alike.
    role: env.COPY_ROLE_ARN.replace(/-copy$/, '-reconcile'),
    leaseSeconds: env.PASS_SECONDS * 1.25,
    interactionMs: limits.interactionMs,
    investigations: investigationsFrom(sdk.dynamoDb, env.TABLE_NAME, now, env.SETTINGS.recordDays),
    work: storedWorkFrom(sdk.dynamoDb, env.TABLE_NAME, now),
    people: peopleFrom(sdk.dynamoDb, env.TABLE_NAME, now),
    logs: logsFrom(sdk.s3, env.WORKSPACE_BUCKET, rights),
    watches: watchesFrom(sdk.dynamoDb, env.TABLE_NAME, now, env.SETTINGS.recordDays),
    checks: checksFrom(sdk.dynamoDb, env.TABLE_NAME, now),
    claims: claimsFrom(sdk.dynamoDb, env.TABLE_NAME, now),
    quotas: quotasFrom(sdk.dynamoDb, env.TABLE_NAME, now),
    thread: threadFrom(sdk.slack, now, users),
    files: filesFrom(sdk.slack, limits),
    groups: groupsFrom(sdk.slack, now),
    channels: channelsFrom(sdk.slack, now),
    accounts: accountsFrom(sdk.slack, now, users),
    buckets: bucketsFrom(sdk.s3, now),
    uses: usesFrom(sdk.dynamoDb, env.TABLE_NAME, now, env.SETTINGS.recordDays),
    now,
  }
}
