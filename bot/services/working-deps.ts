import { athenaFrom, type AthenaClient } from '../aws/athena.ts'
import { configurationsFrom, type Configurations } from '../aws/configurations.ts'
import { copyJobsFrom, type CopyJobs } from '../aws/copy-jobs.ts'
import { memberAccounts } from '../aws/member-accounts.ts'
import { BACKGROUND, type Limits } from '../calls/time-limits.ts'
import type { Rights } from '../aws/rights.ts'
import { trailsFrom, type Trails } from '../aws/trails.ts'
import { workingSdk } from './working-sdk.ts'
import type { DepsEnv } from './env.ts'
import { depsFrom, type Deps } from './deps.ts'

/** The reconciler's services: also those that read configurations, copy logs and query them. */
export interface WorkingDeps extends Deps {
  configurations: Configurations
  trails: Trails
  copyJobs: CopyJobs
  athena: AthenaClient
}

/** The role has the same name in every account, in the partition of s3audit's own roles. */
function rightsOf(
  { SETTINGS: { otherAccounts, memberRole }, COPY_ROLE_ARN }: DepsEnv,
  limits: Limits,
): Rights {
  const partition = COPY_ROLE_ARN.split(':')[1] ?? 'aws'
  return memberAccounts(
    Object.keys(otherAccounts),
    memberRole === undefined ? undefined : account => `arn:${partition}:iam::${account}:role/${memberRole}`,
    limits,
  )
}

export function workingDepsFrom(env: DepsEnv, now: () => Date, limits: Limits = BACKGROUND): WorkingDeps {
  const sdk = workingSdk(limits)
  return {
    ...depsFrom(env, now, limits, rightsOf(env, limits)),
    configurations: configurationsFrom(sdk.s3Anywhere, env.AWS_REGION),
    trails: trailsFrom(sdk.cloudTrailIn),
    copyJobs: copyJobsFrom(sdk.s3Control, {
      account: env.ACCOUNT_ID,
      role: env.COPY_ROLE_ARN,
      workspace: env.WORKSPACE_BUCKET,
    }),
    athena: athenaFrom(sdk.athena, { database: env.DATABASE, workgroup: env.WORKGROUP }),
  }
}
