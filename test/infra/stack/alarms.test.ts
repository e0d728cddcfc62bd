import { readFile } from 'node:fs/promises'
import { describe, expect, it } from 'vitest'
import * as z from 'zod'
import { OVERDUE } from '../../../bot/log-messages.ts'
import { stackOf, templateOf } from './deployment.ts'

const { template, ofType } = stackOf()

describe('the alarms', () => {
  const alarms = ofType('AWS::CloudWatch::Alarm').map(({ Properties }) =>
    z
      .object({ AlarmName: z.string(), AlarmDescription: z.string(), AlarmActions: z.array(z.string()) })
      .parse(Properties),
  )

  it('are about errors, dead letters, a silent sweep, deadlines, throttles, slowness and the cost of the day', () => {
    expect(alarms.map(({ AlarmName }) => AlarmName.replace('s3audit-', '')).sort()).toEqual([
      'cost-of-the-day',
      'dead-letters',
      'overdue',
      'reconcile-errors',
      'reconcile-throttled',
      'slack-errors',
      'slack-slow',
      'slack-throttled',
      'sweep-silent',
    ])
  })

  it.each(alarms)(
    'tell somebody, and name an article of the runbook that is there: $AlarmName',
    async alarm => {
      const runbook = await readFile(new URL('../../../infra/RUNBOOK.md', import.meta.url), 'utf8')
      const [, article] = /infra\/RUNBOOK\.md#([a-z-]+)$/.exec(alarm.AlarmDescription) ?? []
      expect(runbook).toMatch(new RegExp(`^## ${article}$`, 'm'))
      expect(alarm.AlarmActions).toHaveLength(1)
    },
  )

  it('count exactly what the bot writes when a stage is over its deadline', () => {
    template.hasResourceProperties('AWS::Logs::MetricFilter', { FilterPattern: `"${OVERDUE}"` })
  })

  it('take silence of the sweep for a fault, not for peace', () => {
    template.hasResourceProperties('AWS::CloudWatch::Alarm', {
      AlarmName: 's3audit-sweep-silent',
      TreatMissingData: 'breaching',
      ComparisonOperator: 'LessThanThreshold',
    })
  })

  it('tell a topic of the operator’s in place of an own one', () => {
    const topic = 'arn:aws:sns:eu-west-1:111122223333:on-call'
    const other = templateOf({ aws: { alarms: { topic } } })
    other.resourceCountIs('AWS::SNS::Topic', 0)
    other.allResourcesProperties('AWS::CloudWatch::Alarm', { AlarmActions: [topic] })
  })
})
