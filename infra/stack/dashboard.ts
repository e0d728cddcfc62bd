import { Duration } from 'aws-cdk-lib'
import { type Alarm, AlarmStatusWidget, Dashboard, GraphWidget, Metric } from 'aws-cdk-lib/aws-cloudwatch'
import type { CfnWorkGroup } from 'aws-cdk-lib/aws-athena'
import type { Construct } from 'constructs'
import type { BotFunction } from './bot-function.ts'

const HOURLY = { period: Duration.hours(1), statistic: 'Sum' }

/** One page: what is wrong, how the functions fare, what was scanned. */
export function dashboard(
  scope: Construct,
  name: string,
  {
    alarms,
    slack,
    reconcile,
    group,
  }: { alarms: Alarm[]; slack: BotFunction; reconcile: BotFunction; group: CfnWorkGroup },
): void {
  const functions = [slack.function, reconcile.function]
  const scanned = new Metric({
    namespace: 'AWS/Athena',
    metricName: 'ProcessedBytes',
    dimensionsMap: { WorkGroup: group.name, QueryState: 'SUCCEEDED', QueryType: 'DML' },
    ...HOURLY,
  })
  new Dashboard(scope, 'Dashboard', {
    dashboardName: name,
    defaultInterval: Duration.days(7),
    widgets: [
      [new AlarmStatusWidget({ title: 'Alarms', alarms, width: 24 })],
      [
        new GraphWidget({ title: 'Invocations', left: functions.map(fn => fn.metricInvocations(HOURLY)) }),
        new GraphWidget({ title: 'Errors', left: functions.map(fn => fn.metricErrors(HOURLY)) }),
        new GraphWidget({
          title: 'Slack’s wait, milliseconds',
          left: ['p50', 'p99', 'Maximum'].map(statistic =>
            slack.function.metricDuration({ ...HOURLY, statistic }),
          ),
        }),
        new GraphWidget({ title: 'Bytes scanned', left: [scanned] }),
      ],
    ],
  })
}
