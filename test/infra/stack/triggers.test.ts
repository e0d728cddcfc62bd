import { Match } from 'aws-cdk-lib/assertions'
import { describe, expect, it } from 'vitest'
import { stackOf } from './support/deployment.ts'

const { template, ofType } = stackOf()

describe('the triggers', () => {
  it('pass on the stream with bisection, partial failures, few retries, and dead letters', () => {
    template.hasResourceProperties('AWS::Lambda::EventSourceMapping', {
      BisectBatchOnFunctionError: true,
      FunctionResponseTypes: ['ReportBatchItemFailures'],
      MaximumRetryAttempts: 3,
      MaximumRecordAgeInSeconds: 900,
      StartingPosition: 'TRIM_HORIZON',
      DestinationConfig: { OnFailure: { Destination: Match.anyValue() } },
    })
  })

  it('are the ends of this workgroup’s queries, the reports of copy jobs, and every minute', () => {
    template.hasResourceProperties('AWS::Events::Rule', {
      EventPattern: {
        source: ['aws.athena'],
        'detail-type': ['Athena Query State Change'],
        detail: { workgroupName: ['s3audit'], currentState: ['SUCCEEDED', 'FAILED', 'CANCELLED'] },
      },
    })
    template.hasResourceProperties('AWS::Events::Rule', {
      EventPattern: { source: ['aws.s3'], detail: { object: { key: [{ prefix: 'reports/' }] } } },
    })
    template.hasResourceProperties('AWS::Events::Rule', { ScheduleExpression: 'rate(1 minute)' })
    template.hasResourceProperties('AWS::S3::Bucket', {
      NotificationConfiguration: { EventBridgeConfiguration: { EventBridgeEnabled: true } },
    })
  })

  it('keep what cannot be delivered in an encrypted queue, for two weeks', () => {
    template.hasResourceProperties('AWS::SQS::Queue', {
      SqsManagedSseEnabled: true,
      MessageRetentionPeriod: 1_209_600,
    })
    for (const { Properties } of ofType('AWS::Events::Rule'))
      expect(Properties.Targets).toMatchObject([{ DeadLetterConfig: { Arn: expect.any(String) } }])
  })
})
