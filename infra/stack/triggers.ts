import { Duration } from 'aws-cdk-lib'
import type { CfnWorkGroup } from 'aws-cdk-lib/aws-athena'
import type { ITable, Table } from 'aws-cdk-lib/aws-dynamodb'
import { type EventPattern, Rule, Schedule } from 'aws-cdk-lib/aws-events'
import { LambdaFunction } from 'aws-cdk-lib/aws-events-targets'
import { FilterCriteria, FilterRule, type Function, StartingPosition } from 'aws-cdk-lib/aws-lambda'
import { DynamoEventSource } from 'aws-cdk-lib/aws-lambda-event-sources'
import type { Bucket } from 'aws-cdk-lib/aws-s3'
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs'
import type { Construct } from 'constructs'
import { acknowledge, allow } from './acknowledge.ts'
import type { BotFunction } from './bot-function.ts'

export interface Triggers {
  deadLetters: Queue
  sweep: Rule
}

/**
 * The four reasons to look after investigations: one was saved, a query changed its state, a copy job reported,
 * a minute has passed. Only the last is relied on; the others make it quick.
 */
export function triggers(
  scope: Construct,
  { function: reconcile, role }: BotFunction,
  { table, workspace, group }: { table: Table; workspace: Bucket; group: CfnWorkGroup },
): Triggers {
  const deadLetters = new Queue(scope, 'DeadLetters', {
    encryption: QueueEncryption.SQS_MANAGED,
    enforceSSL: true,
    retentionPeriod: Duration.days(14),
  })
  acknowledge(deadLetters, {
    'AwsSolutions-SQS3': 'It is the dead-letter queue.',
    'Serverless-SQSRedrivePolicy': 'It is the dead-letter queue.',
  })
  allow(role, { actions: ['sqs:SendMessage'], resources: [deadLetters.queueArn] })
  reconcile.addEventSource(saved(table, deadLetters))
  const on = (id: string, description: string, eventPattern: EventPattern) =>
    new Rule(scope, id, { description, eventPattern, targets: [target(reconcile, deadLetters)] })
  on('QueryChanged', 'A query of s3audit has ended', {
    source: ['aws.athena'],
    detailType: ['Athena Query State Change'],
    detail: { workgroupName: [group.name], currentState: ['SUCCEEDED', 'FAILED', 'CANCELLED'] },
  })
  on('CopyReported', 'A copy job of s3audit has written its report', {
    source: ['aws.s3'],
    detailType: ['Object Created'],
    detail: { bucket: { name: [workspace.bucketName] }, object: { key: [{ prefix: 'reports/' }] } },
  })
  const sweep = new Rule(scope, 'Sweep', {
    description: 'Looks after every open investigation of s3audit, whatever event was lost',
    schedule: Schedule.rate(Duration.minutes(1)),
    // In a minute it comes again: an old one is worth nothing.
    targets: [target(reconcile, deadLetters, 0)],
  })
  return { deadLetters, sweep }
}

/**
 * Every save of an open investigation. Saves of one arrive in their order and, if many, as one pass; a slow pass
 * holds up one tenth of a shard at most. What fails is tried again alone, then left to the sweep and kept.
 */
const saved = (table: Table, deadLetters: Queue) =>
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- they differ in how a table without a stream says so
  new DynamoEventSource(table as ITable, {
    startingPosition: StartingPosition.TRIM_HORIZON,
    batchSize: 10,
    parallelizationFactor: 10,
    bisectBatchOnError: true,
    reportBatchItemFailures: true,
    retryAttempts: 3,
    maxRecordAge: Duration.minutes(15),
    // Not CDK's SqsDlq, which would allow more than to send.
    onFailure: { bind: () => ({ destination: deadLetters.queueArn }) },
    filters: [
      FilterCriteria.filter({ dynamodb: { NewImage: { open: { S: FilterRule.isEqual('1') } } } }),
      // Watches are in an index of their own.
      FilterCriteria.filter({ dynamodb: { NewImage: { watch: { S: FilterRule.exists() } } } }),
    ],
  })

const target = (reconcile: Function, deadLetterQueue: Queue, retryAttempts = 2) =>
  new LambdaFunction(reconcile, { deadLetterQueue, retryAttempts, maxEventAge: Duration.minutes(15) })
