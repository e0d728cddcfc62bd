import { logBucketName } from '../../bot/check/checks/log-bucket.ts'
import { bucketsNamed } from '../../bot/access/policy.ts'
import type { Deployment } from '../settings/settings.ts'
import { logPlaces } from './places.ts'

/** What a check reads of a bucket; nothing in it. */
export const CONFIGURATION_ACTIONS = [
  's3:GetBucketAcl',
  's3:GetBucketLocation',
  's3:GetBucketLogging',
  's3:GetBucketObjectLockConfiguration',
  's3:GetBucketOwnershipControls',
  's3:GetBucketPolicy',
  's3:GetBucketPublicAccessBlock',
  's3:GetBucketRequestPayment',
  's3:GetBucketVersioning',
  's3:GetEncryptionConfiguration',
  's3:GetLifecycleConfiguration',
]

/** The audited buckets, those that hold logs, and the one that would be made for logs. */
export const checkedBuckets = (deployment: Deployment): string[] => [
  ...new Set([
    ...bucketsNamed(deployment.bot),
    ...logPlaces(deployment).map(({ bucket }) => bucket),
    logBucketName(deployment.aws.account, deployment.aws.region),
  ]),
]
