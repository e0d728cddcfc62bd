import { Aws, Duration } from 'aws-cdk-lib'
import type { CfnWorkGroup } from 'aws-cdk-lib/aws-athena'
import {
  Alarm,
  ComparisonOperator,
  type IMetric,
  MathExpression,
  Metric,
  TreatMissingData,
} from 'aws-cdk-lib/aws-cloudwatch'
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions'
import { PolicyStatement } from 'aws-cdk-lib/aws-iam'
import { FilterPattern, MetricFilter } from 'aws-cdk-lib/aws-logs'
import { type ITopic, Topic } from 'aws-cdk-lib/aws-sns'
import { EmailSubscription } from 'aws-cdk-lib/aws-sns-subscriptions'
import type { Construct } from 'constructs'
import { OVERDUE } from '../../bot/model/log-kinds.ts'
import type { Deployment } from '../settings/settings.ts'
import { acknowledge, nist } from './acknowledge.ts'
import { alarmsMayPublish } from './alarm-topic.ts'
import type { BotFunction } from './bot-function.ts'
import type { Triggers } from './triggers.ts'

interface Watched {
  slack: BotFunction
  reconcile: BotFunction
  triggers: Triggers
  group: CfnWorkGroup
}

interface AlarmSpec {
  /** Its article in RUNBOOK.md, as the anchor of its heading. */
  article: string
  says: string
  metric: IMetric
  above: number
  /** How many periods in a row; one by default. */
  periods?: number
  silence?: TreatMissingData
  below?: boolean
}

/** What wakes somebody, each with an article that says what to do. @returns them, for the dashboard */
export function alarms(scope: Construct, deployment: Deployment, watched: Watched): Alarm[] {
  const topic = topicOf(scope, deployment)
  return specs(scope, deployment, watched).map(
    ({ article, says, metric, above, periods = 1, silence, below }) => {
      const alarm = new Alarm(scope, `Alarm-${article}`, {
        alarmName: `${deployment.aws.name}-${article}`,
        alarmDescription: `${says} What to do: infra/RUNBOOK.md#${article}`,
        metric,
        threshold: above,
        evaluationPeriods: periods,
        comparisonOperator: below
          ? ComparisonOperator.LESS_THAN_THRESHOLD
          : ComparisonOperator.GREATER_THAN_THRESHOLD,
        treatMissingData: silence ?? TreatMissingData.NOT_BREACHING,
      })
      alarm.addAlarmAction(new SnsAction(topic))
      alarm.addOkAction(new SnsAction(topic))
      return alarm
    },
  )
}

const SUM = { period: Duration.minutes(5), statistic: 'Sum' }

function specs(
  scope: Construct,
  { aws, bot }: Deployment,
  { slack, reconcile, triggers, group }: Watched,
): AlarmSpec[] {
  return [
    {
      article: 'slack-errors',
      says: 'Something that people did in Slack failed.',
      metric: slack.function.metricErrors(SUM),
      above: 0,
    },
    {
      article: 'slack-slow',
      says: 'Slack was answered late: it gives up after three seconds.',
      metric: slack.function.metricDuration({ ...SUM, statistic: 'Maximum' }),
      above: 2500,
    },
    {
      article: 'reconcile-errors',
      says: 'Passes over investigations have failed for a quarter of an hour.',
      metric: reconcile.function.metricErrors(SUM),
      above: 0,
      periods: 3,
    },
    {
      article: 'dead-letters',
      says: 'An event was given up after its repeats.',
      metric: triggers.deadLetters.metricApproximateNumberOfMessagesVisible({ ...SUM, statistic: 'Maximum' }),
      above: 0,
    },
    {
      article: 'sweep-silent',
      says: 'The sweep of open investigations has not run for ten minutes: nothing is certain to go on.',
      metric: new Metric({
        namespace: 'AWS/Events',
        metricName: 'Invocations',
        dimensionsMap: { RuleName: triggers.sweep.ruleName },
        ...SUM,
      }),
      above: 1,
      below: true,
      periods: 2,
      silence: TreatMissingData.BREACHING,
    },
    {
      article: 'overdue',
      says: 'A stage lasted longer than its deadline; the investigation was given up and its thread says so.',
      metric: overdue(scope, reconcile, aws.name),
      above: 0,
    },
    {
      article: 'slack-throttled',
      says: 'Requests of Slack were turned away: no execution was free.',
      metric: slack.function.metricThrottles(SUM),
      above: 0,
    },
    {
      article: 'reconcile-throttled',
      says: 'Passes had to wait for a free execution.',
      metric: reconcile.function.metricThrottles(SUM),
      above: 0,
      periods: 3,
    },
    {
      article: 'cost-of-the-day',
      says: `Queries have scanned for more than $${aws.alarms.dollarsADay} within a day.`,
      metric: scannedDollars(group, bot.dollarsPerTerabyte),
      above: aws.alarms.dollarsADay,
    },
  ]
}

/** Counts the log line that the bot writes when it gives up an investigation because of its deadline. */
function overdue(scope: Construct, { logs }: BotFunction, name: string): Metric {
  const filter = new MetricFilter(scope, 'Overdue', {
    logGroup: logs,
    filterPattern: FilterPattern.stringValue('$.kind', '=', OVERDUE),
    metricNamespace: name,
    metricName: 'Overdue',
  })
  return filter.metric(SUM)
}

/** Athena reports per state and type; failed queries are free, cancelled ones are not. */
function scannedDollars(group: CfnWorkGroup, dollarsPerTerabyte: number): MathExpression {
  const bytes = (QueryState: string) =>
    new Metric({
      namespace: 'AWS/Athena',
      metricName: 'ProcessedBytes',
      dimensionsMap: { WorkGroup: group.name, QueryState, QueryType: 'DML' },
      statistic: 'Sum',
    })
  return new MathExpression({
    expression: `(FILL(done, 0) + FILL(stopped, 0)) / 1000000000000 * ${dollarsPerTerabyte}`,
    usingMetrics: { done: bytes('SUCCEEDED'), stopped: bytes('CANCELED') },
    period: Duration.days(1),
    label: 'Dollars scanned',
  })
}

/** The topic that is told: the operator's, whose policy the operator changes, or one of the stack's own. */
function topicOf(scope: Construct, { aws }: Deployment): ITopic {
  if (aws.alarms.topic) return Topic.fromTopicArn(scope, 'Topic', aws.alarms.topic)
  const topic = new Topic(scope, 'Topic', { displayName: `${aws.name} alarms`, enforceSSL: true })
  // Any policy, such as that which enforces TLS, replaces SNS's default, which let the account's alarms publish.
  topic.addToResourcePolicy(
    PolicyStatement.fromJson(alarmsMayPublish(aws, { topic: topic.topicArn, partition: Aws.PARTITION })),
  )
  if (aws.alarms.email) topic.addSubscription(new EmailSubscription(aws.alarms.email))
  acknowledge(topic, {
    ...nist(
      'SNSEncryptedKMS',
      'CloudWatch cannot publish to a topic under SNS’s own key. Messages hold an alarm’s name and a number, nothing of any log.',
    ),
    'Serverless-SNSRedrivePolicy':
      'The subscriber is a mailbox: a message that is lost there is repeated when the alarm changes, and the alarm itself stays visible.',
  })
  return topic
}
