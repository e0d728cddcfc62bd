import type { Deployment } from '../settings/settings.ts'

/**
 * The statement by which a topic's policy lets the alarms of this stack, and no others, publish to it: CloudWatch
 * publishes as a service, so the alarm's account and ARN are all that tells whose it is.
 */
export const alarmsMayPublish = (
  { account, name, region }: Pick<Deployment['aws'], 'account' | 'name' | 'region'>,
  { topic, partition }: { topic: string; partition: string },
) => ({
  Sid: 'S3AuditAlarms',
  Effect: 'Allow',
  Principal: { Service: 'cloudwatch.amazonaws.com' },
  Action: 'sns:Publish',
  Resource: topic,
  Condition: {
    StringEquals: { 'aws:SourceAccount': account },
    ArnLike: { 'aws:SourceArn': `arn:${partition}:cloudwatch:${region}:${account}:alarm:${name}-*` },
  },
})
