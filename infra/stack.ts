import { CfnOutput, Stack, Tags } from 'aws-cdk-lib'
import { ManagedPolicy, PermissionsBoundary } from 'aws-cdk-lib/aws-iam'
import type { Construct } from 'constructs'
import { type Deployment, settingsText } from './settings/settings.ts'
import { alarms } from './stack/alarms.ts'
import { botFunction } from './stack/bot-function.ts'
import { catalog } from './stack/catalog.ts'
import { copyRole, manageCopyJobs } from './stack/copy-role.ts'
import { dashboard } from './stack/dashboard.ts'
import { endpoint } from './stack/endpoint.ts'
import {
  askBuckets,
  listByIndex,
  nameBuckets,
  query,
  readConfigurations,
  readLogs,
  readSlackParameter,
  signLinks,
  useTable,
  useWorkspace,
} from './stack/grants.ts'
import { investigations } from './stack/investigations.ts'
import { assumeMemberRoles } from './stack/member-role.ts'
import { triggers } from './stack/triggers.ts'
import { workgroup } from './stack/workgroup.ts'
import { workspaceBucket } from './stack/workspace.ts'

/** A pass may gather log objects for minutes; the lease on a post, and so the function, lasts as long. */
const PASS_SECONDS = 300

/** The whole product in one account and Region. */
export class S3AuditStack extends Stack {
  constructor(scope: Construct, deployment: Deployment) {
    const { aws, bot } = deployment
    super(scope, aws.name, {
      env: { account: aws.account, region: aws.region },
      description: 's3audit: answers in Slack what happened to S3 data',
      terminationProtection: aws.onDestroy === 'keep',
    })
    const table = investigations(this, deployment)
    const workspace = workspaceBucket(this, deployment)
    const tables = catalog(this, deployment, workspace.bucketName)
    const group = workgroup(this, deployment, workspace)
    const copies = copyRole(this, deployment, workspace)

    // Exactly what bot/services/env.ts reads, which a test holds.
    const environment = {
      ACCOUNT_ID: this.account,
      TABLE_NAME: table.tableName,
      WORKSPACE_BUCKET: workspace.bucketName,
      DATABASE: tables.database,
      WORKGROUP: group.name,
      COPY_ROLE_ARN: copies.roleArn,
      PASS_SECONDS: String(PASS_SECONDS),
      SLACK_PARAMETER: aws.slackParameter,
      SETTINGS: settingsText(bot),
    }
    const slack = botFunction(this, deployment, {
      name: 'slack',
      description: 'Takes what people do in Slack, and answers within its three seconds',
      // Slack waits for three; a cold start under way is worth finishing.
      seconds: 10,
      memoryMb: 1024,
      environment,
    })
    const reconcile = botFunction(this, deployment, {
      name: 'reconcile',
      description: 'Brings investigations a step further',
      seconds: PASS_SECONDS,
      // One whole processor: gathering is compression.
      memoryMb: 1769,
      environment,
    })
    for (const { role } of [slack, reconcile]) readSlackParameter(role, deployment)
    useTable(slack.role, table)
    useTable(reconcile.role, table)
    listByIndex(slack.role, table, 'recent')
    for (const { role } of [slack, reconcile]) listByIndex(role, table, 'asked')
    listByIndex(slack.role, table, 'uses')
    for (const { role } of [slack, reconcile]) listByIndex(role, table, 'watches')
    listByIndex(reconcile.role, table, 'open')
    signLinks(slack.role, workspace)
    nameBuckets(slack.role, deployment)
    useWorkspace(reconcile.role, workspace)
    askBuckets(reconcile.role, deployment)
    assumeMemberRoles(reconcile.role, deployment)
    readConfigurations(reconcile.role, deployment)
    readLogs(reconcile.role, deployment)
    query(reconcile.role, group, tables)
    manageCopyJobs(reconcile.role, copies)

    const url = endpoint(this, deployment, slack.function, slack.logs)
    const watched = {
      slack,
      reconcile,
      group,
      triggers: triggers(this, reconcile, { table, workspace, group }),
    }
    const all = alarms(this, deployment, watched)
    if (aws.dashboard) dashboard(this, aws.name, { ...watched, alarms: all })
    for (const [name, value] of Object.entries(aws.tags)) Tags.of(this).add(name, value)
    if (aws.permissionsBoundary)
      PermissionsBoundary.of(this).apply(
        ManagedPolicy.fromManagedPolicyArn(this, 'Boundary', aws.permissionsBoundary),
      )

    new CfnOutput(this, 'SlackRequestUrl', { value: url, description: 'Goes into the Slack app’s manifest' })
    new CfnOutput(this, 'WhenDestroyed', {
      value:
        aws.onDestroy === 'keep'
          ? 'The investigations, the workspace bucket and the logs stay, each until its content ends by its age'
          : 'Nothing of the stack stays',
      description: 'infra/RUNBOOK.md#removing-it',
    })
    new CfnOutput(this, 'WorkspaceBucket', { value: workspace.bucketName })
    new CfnOutput(this, 'InvestigationsTable', { value: table.tableName })
  }
}
