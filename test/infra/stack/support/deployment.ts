import { App } from 'aws-cdk-lib'
import { Template } from 'aws-cdk-lib/assertions'
import { AwsSolutionsChecks, NIST80053R4Checks, NIST80053R5Checks, ServerlessChecks } from 'cdk-nag'
import cdk from '../../../../cdk.json' with { type: 'json' }
import { checked } from '../../../../infra/settings/checked.ts'
import type { DeploymentInput } from '../../../../infra/settings/settings.ts'
import { S3AuditStack } from '../../../../infra/stack.ts'
import { deployed, LOCAL_NAMES } from './cloudformation.ts'

/** What the CDK's command line gives to the app. */
export const CONTEXT = cdk.context

type Changes = { aws?: Partial<DeploymentInput['aws']>; bot?: Partial<DeploymentInput['bot']> }

/** Settings of a small company with a bit of everything; name what differs. */
export const settings = ({ aws, bot }: Changes = {}): DeploymentInput => ({
  aws: {
    account: '111122223333',
    region: 'eu-west-1',
    accessLogs: [{ bucket: 'dated-logs', prefix: 'access/' }],
    ...aws,
  },
  bot: {
    channels: ['C0INCIDENTS'],
    owners: ['U0ADA'],
    buckets: ['dated-bucket', 'daily-bucket'],
    sources: [
      { kind: 'access-log', id: 'daily', bucket: 'daily-logs', prefix: 'by-date/', dateSource: 'EventTime' },
      {
        kind: 'cloudtrail',
        id: 'org',
        bucket: 'trail-logs',
        prefix: '',
        layout: 'organization',
        organization: 'o-example',
        accounts: ['111122223333'],
        regions: ['eu-west-1'],
      },
    ],
    ...bot,
  },
})

/** The stack's template, without bundling the functions' code, which takes seconds. */
export function templateOf(changes: Changes = {}): Template {
  const app = new App({ context: { ...CONTEXT, 'aws:cdk:bundling-stacks': [] } })
  return Template.fromStack(new S3AuditStack(app, checked(settings(changes), 'the test')))
}

/** The ids of what cdk-nag finds and nobody has acknowledged. */
export function findingsOf(changes: Changes = {}): string[] {
  const app = new App({ context: { ...CONTEXT, 'aws:cdk:bundling-stacks': [] } })
  const stack = new S3AuditStack(app, checked(settings(changes), 'the test'))
  const packs = [
    new AwsSolutionsChecks(app),
    new ServerlessChecks(app),
    new NIST80053R4Checks(app),
    new NIST80053R5Checks(app),
  ]
  return packs.flatMap(pack =>
    pack
      .validateScope(stack)
      .violations.flatMap(({ ruleName, violatingResources }) =>
        violatingResources.map(({ constructPath }) => `${ruleName} ${constructPath}`),
      ),
  )
}

/** The stack as it is without changes: its template, and its resources by type as they would be deployed. */
export function stackOf(changes: Changes = {}) {
  const template = templateOf(changes)
  const resources = Object.values(deployed(template, LOCAL_NAMES))
  return { template, ofType: (type: string) => resources.filter(({ Type }) => Type === type) }
}
