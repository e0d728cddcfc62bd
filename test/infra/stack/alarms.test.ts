import { readFile } from 'node:fs/promises'
import { beforeAll, describe, expect, it } from 'vitest'
import * as z from 'zod'
import { OVERDUE } from '../../../bot/model/log-kinds.ts'
import { checked } from '../../../infra/settings/checked.ts'
import { alarmsMayPublish } from '../../../infra/stack/alarm-topic.ts'
import { foreignStatements } from '../../../infra/stack/foreign-statements.ts'
import { deployed, LOCAL_NAMES } from './support/cloudformation.ts'
import { settings, stackOf, templateOf } from './support/deployment.ts'
import { mayPublish } from './support/policies.ts'

const { template, ofType } = stackOf()

const metricSchema = z.object({ Namespace: z.string(), MetricName: z.string() })
const alarmSchema = z.object({
  AlarmName: z.string(),
  AlarmDescription: z.string(),
  AlarmActions: z.array(z.string()).min(1),
  OKActions: z.array(z.string()).min(1),
  Threshold: z.number(),
  EvaluationPeriods: z.number(),
  DatapointsToAlarm: z.undefined().optional(),
  ComparisonOperator: z.string(),
  TreatMissingData: z.string(),
  Namespace: z.string().optional(),
  MetricName: z.string().optional(),
  Period: z.number().optional(),
  Statistic: z.string().optional(),
  Metrics: z
    .array(
      z.object({
        Expression: z.string().optional(),
        MetricStat: z.object({ Metric: metricSchema, Period: z.number(), Stat: z.string() }).optional(),
      }),
    )
    .optional(),
})
type Alarm = z.infer<typeof alarmSchema>

const alarms = ofType('AWS::CloudWatch::Alarm').map(({ Properties }) => alarmSchema.parse(Properties))

const FIVE_MINUTES = 300
const DAY = 86_400
const ABOVE = 'GreaterThanThreshold'
const BELOW = 'LessThanThreshold'

type Expected = [name: string, metric: string, when: string, missing: string, reason: string]

/** Each alarm's numbers, and why they are these. */
const ALARMS: Expected[] = [
  [
    'slack-errors',
    'AWS/Lambda Errors, Sum of 300 s',
    `${ABOVE} 0, 1 period`,
    'notBreaching',
    'One error is one person who got no answer; nothing retries it.',
  ],
  [
    'slack-slow',
    'AWS/Lambda Duration, Maximum of 300 s',
    `${ABOVE} 2500, 1 period`,
    'notBreaching',
    'Slack gives up after 3,000 ms; 500 are left for the network. The maximum, because each late answer is a person.',
  ],
  [
    'reconcile-errors',
    'AWS/Lambda Errors, Sum of 300 s',
    `${ABOVE} 0, 3 periods`,
    'notBreaching',
    'The sweep retries every minute: what a quarter of an hour does not mend needs somebody.',
  ],
  [
    'dead-letters',
    'AWS/SQS ApproximateNumberOfMessagesVisible, Maximum of 300 s',
    `${ABOVE} 0, 1 period`,
    'notBreaching',
    'A message there has been given up after all its retries.',
  ],
  [
    'sweep-silent',
    'AWS/Events Invocations, Sum of 300 s',
    `${BELOW} 1, 2 periods`,
    'breaching',
    'The rule fires every minute: 10 are missing. EventBridge sends no data at all for a rule that does not fire.',
  ],
  [
    'overdue',
    's3audit Overdue, Sum of 300 s',
    `${ABOVE} 0, 1 period`,
    'notBreaching',
    'The deadlines are generous already, and the investigation is over: nothing will retry it.',
  ],
  [
    'slack-throttled',
    'AWS/Lambda Throttles, Sum of 300 s',
    `${ABOVE} 0, 1 period`,
    'notBreaching',
    'One throttle is one person turned away.',
  ],
  [
    'reconcile-throttled',
    'AWS/Lambda Throttles, Sum of 300 s',
    `${ABOVE} 0, 3 periods`,
    'notBreaching',
    'Lambda and the sweep retry; a burst of questions may throttle for minutes without harm.',
  ],
  [
    'cost-of-the-day',
    `AWS/Athena ProcessedBytes + AWS/Athena ProcessedBytes, Sum of ${DAY} s`,
    `${ABOVE} 25, 1 period`,
    'notBreaching',
    'aws.alarms.dollarsADay is a budget of a day, so it is compared with a day: 25 unless the settings say otherwise.',
  ],
]

/** An alarm's metric and condition, as `ALARMS` has them. */
function shapeOf(alarm: Alarm): { metric: string; when: string; missing: string } {
  const stats = alarm.Metrics?.flatMap(({ MetricStat }) => MetricStat ?? []) ?? [
    {
      Metric: metricSchema.parse(alarm),
      Period: z.number().parse(alarm.Period),
      Stat: z.string().parse(alarm.Statistic),
    },
  ]
  const periods = new Set(stats.map(({ Period, Stat }) => `${Stat} of ${Period} s`))
  const names = stats.map(({ Metric }) => `${Metric.Namespace} ${Metric.MetricName}`)
  const { ComparisonOperator, Threshold, EvaluationPeriods } = alarm
  return {
    metric: `${names.join(' + ')}, ${[...periods].join(' and ')}`,
    when: `${ComparisonOperator} ${Threshold}, ${EvaluationPeriods} period${EvaluationPeriods === 1 ? '' : 's'}`,
    missing: alarm.TreatMissingData,
  }
}

let runbook: string
beforeAll(async () => {
  runbook = await readFile(new URL('../../../infra/RUNBOOK.md', import.meta.url), 'utf8')
})

describe('the alarms', () => {
  it('are those of the table, and no others', () => {
    expect(alarms.map(({ AlarmName }) => AlarmName).sort()).toEqual(
      ALARMS.map(([name]) => `s3audit-${name}`).sort(),
    )
  })

  it.each(ALARMS)('%s: %s, %s, %s data. %5$s', (name, metric, when, missing) => {
    const alarm = alarms.find(({ AlarmName }) => AlarmName === `s3audit-${name}`)
    expect(alarm && shapeOf(alarm)).toEqual({ metric, when, missing })
  })

  it('count five minutes at a time, but for the cost, whose day is the longest that CloudWatch evaluates', () => {
    for (const alarm of alarms) {
      const seconds = alarm.Period ?? DAY
      expect([FIVE_MINUTES, DAY]).toContain(seconds)
      expect(seconds * alarm.EvaluationPeriods).toBeLessThanOrEqual(DAY)
    }
  })

  it('compare the dollars of the settings with what both kinds of query that cost anything have scanned', () => {
    const changed = stackOf({
      aws: { alarms: { dollarsADay: 3 } },
      bot: { dollarsPerTerabyte: 7 },
    }).ofType('AWS::CloudWatch::Alarm')
    const cost = changed
      .map(({ Properties }) => alarmSchema.parse(Properties))
      .find(({ AlarmName }) => AlarmName === 's3audit-cost-of-the-day')
    expect(cost?.Threshold).toBe(3)
    expect(cost?.Metrics?.flatMap(({ Expression }) => Expression ?? [])).toEqual([
      '(FILL(done, 0) + FILL(stopped, 0)) / 1000000000000 * 7',
    ])
  })

  it.each(alarms)('name an article of the runbook that is there: $AlarmName', alarm => {
    const [, article] = /infra\/RUNBOOK\.md#([a-z-]+)$/.exec(alarm.AlarmDescription) ?? []
    expect(runbook).toMatch(new RegExp(`^## ${article}$`, 'm'))
  })

  it('count exactly what the bot writes when a stage is over its deadline', () => {
    template.hasResourceProperties('AWS::Logs::MetricFilter', { FilterPattern: `{ $.kind = "${OVERDUE}" }` })
  })
})

type Changes = Parameters<typeof settings>[0]

describe('a subscriber to the stack’s topic gets every alarm', () => {
  it.each<[string, Changes]>([
    ['as it is', {}],
    ['with e-mail', { aws: { alarms: { email: 'a@example.com' } } }],
    ['under another name', { aws: { name: 'audit-two' } }],
    ['behind an HTTP API', { aws: { endpoint: 'http-api' } }],
    ['without what it leaves', { aws: { onDestroy: 'delete' } }],
    ['in GovCloud', { aws: { region: 'us-gov-west-1', endpoint: 'http-api' } }],
  ])('%s', (_, changes) => {
    const resources = deployed(templateOf(changes), LOCAL_NAMES)
    const { account, region, name } = checked(settings(changes), 'x').aws
    const all = Object.values(resources).filter(({ Type }) => Type === 'AWS::CloudWatch::Alarm')
    expect(all).toHaveLength(ALARMS.length)
    for (const { AlarmName, AlarmActions, OKActions } of all.map(one => alarmSchema.parse(one.Properties)))
      for (const topic of [...AlarmActions, ...OKActions]) {
        expect(resources[topic]?.Type).toBe('AWS::SNS::Topic')
        const publish = (changed: Record<string, string>, service = 'cloudwatch.amazonaws.com') =>
          mayPublish(resources, {
            topic,
            service,
            context: {
              'aws:SourceAccount': account,
              'aws:SourceArn': `arn:aws:cloudwatch:${region}:${account}:alarm:${AlarmName}`,
              'aws:SecureTransport': 'true',
              ...changed,
            },
          })
        expect(publish({})).toBe(true)
        expect(publish({ 'aws:SecureTransport': 'false' })).toBe(false)
        expect(publish({ 'aws:SourceAccount': '999999999999' })).toBe(false)
        const others = `arn:aws:cloudwatch:${region}:${account}:alarm:other-${name}-errors`
        expect(publish({ 'aws:SourceArn': others })).toBe(false)
        expect(publish({}, 's3.amazonaws.com')).toBe(false)
      }
  })
})

describe('a topic of the operator’s', () => {
  const topic = 'arn:aws:sns:eu-west-1:111122223333:on-call'
  const changes = { aws: { alarms: { topic } } }

  it('is told in place of one of the stack’s own, and its policy is left alone', () => {
    const other = templateOf(changes)
    other.resourceCountIs('AWS::SNS::Topic', 0)
    other.resourceCountIs('AWS::SNS::TopicPolicy', 0)
    other.allResourcesProperties('AWS::CloudWatch::Alarm', { AlarmActions: [topic], OKActions: [topic] })
  })

  it('needs a statement that deploying prints', () => {
    const { aws } = checked(settings(changes), 'x')
    expect(foreignStatements(checked(settings(changes), 'x'))).toEqual([
      {
        to: `the policy of the topic ${topic}`,
        statements: [alarmsMayPublish(aws, { topic, partition: 'aws' })],
      },
    ])
    expect(foreignStatements(checked(settings(), 'x'))).toEqual([])
  })

  it('needs the statement that the runbook has', () => {
    const [, article = ''] = /^## A topic of your own$(.*?)^## /ms.exec(runbook) ?? []
    const [, statement = ''] = /```json\n(.*?)```/s.exec(article) ?? []
    expect(JSON.parse(statement)).toEqual(
      alarmsMayPublish(
        { account: 'ACCOUNT', name: 'NAME', region: 'REGION' },
        { topic: 'TOPIC', partition: 'aws' },
      ),
    )
  })
})
