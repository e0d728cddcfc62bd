import { describe, expect, it } from 'vitest'
import { findingsOf } from './support/deployment.ts'

describe('cdk-nag (AwsSolutions, Serverless, NIST 800-53 R4 and R5)', () => {
  it.each<[string, Parameters<typeof findingsOf>[0]]>([
    ['as it is', {}],
    ['behind an HTTP API', { aws: { endpoint: 'http-api' } }],
    ['in a VPC', { aws: { vpc: { id: 'vpc-1', subnets: ['subnet-1'], securityGroups: ['sg-1'] } } }],
    ['with reserved executions', { aws: { reservedConcurrency: { slack: 5, reconcile: 20 } } }],
    ['deleted without a rest', { aws: { onDestroy: 'delete' } }],
    ['with e-mail', { aws: { alarms: { email: 'a@example.com' } } }],
    ['with keys', { aws: { kmsKeys: ['arn:aws:kms:eu-west-1:111122223333:key/1'] } }],
    [
      'with patterns of buckets',
      { bot: { rules: [{ name: 'a', channels: ['C0A'], buckets: ['daily-*', '*'] }] } },
    ],
    ['in GovCloud', { aws: { region: 'us-gov-west-1', endpoint: 'http-api' } }],
    ['in China', { aws: { region: 'cn-north-1', endpoint: 'http-api' } }],
  ])('finds nothing that is not acknowledged with a reason: %s', (_, changes) => {
    expect(findingsOf(changes)).toEqual([])
  })
})
