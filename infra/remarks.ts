import { policyRemarks } from './settings/policy-mistakes.ts'
import type { Deployment } from './settings/settings.ts'

/** What an operator should know of settings that can be deployed as they are: printed by every synth and deployment. */
export const remarks = (deployment: Deployment): string[] => [
  ...policyRemarks(deployment),
  ...(deployment.aws.reservedConcurrency ? [] : [NOT_RESERVED]),
  ...(deployment.aws.alarms.email || deployment.aws.alarms.topic ? [] : [NOBODY_TOLD]),
]

const NOT_RESERVED =
  'aws.reservedConcurrency is not set: a flood of requests to the public endpoint could use up the Lambda executions that all functions of the account share. Set it if the account’s limit allows; infra/RUNBOOK.md#reserved-concurrency shows how to see the limit.'
const NOBODY_TOLD =
  'aws.alarms names neither an e-mail address nor a topic: nobody is told when an alarm goes off until somebody subscribes to the stack’s topic. infra/RUNBOOK.md#do-the-alarms-arrive shows how to try it.'
