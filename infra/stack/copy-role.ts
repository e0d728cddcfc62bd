import { Stack } from 'aws-cdk-lib'
import { Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam'
import type { Bucket } from 'aws-cdk-lib/aws-s3'
import type { Construct } from 'constructs'
import type { Deployment } from '../settings/settings.ts'
import { acknowledge, allow, INLINE_POLICY } from './acknowledge.ts'
import { COPY_ACTIONS } from './foreign-statements.ts'
import { copiedPlaces } from './places.ts'
import { bucketArn } from './workspace.ts'

const SERVICE = 'batchoperations.s3.amazonaws.com'

/** What S3 Batch Operations may do for a copy job: list and read the logs that are copied, write the copies. */
export function copyRole(scope: Construct, deployment: Deployment, workspace: Bucket): Role {
  const { aws } = deployment
  const role = new Role(scope, 'CopyRole', {
    roleName: `${aws.name}-${aws.region}-copy`,
    assumedBy: new ServicePrincipal(SERVICE, {
      conditions: {
        StringEquals: { 'aws:SourceAccount': aws.account },
        ArnLike: { 'aws:SourceArn': jobs(scope) },
      },
    }),
  })
  acknowledge(role, INLINE_POLICY)
  for (const { bucket, prefix } of copiedPlaces(deployment)) {
    const arn = bucketArn(scope, bucket)
    allow(role, { actions: ['s3:ListBucket', 's3:PutInventoryConfiguration'], resources: [arn] })
    allow(role, {
      actions: COPY_ACTIONS,
      resources: [`${arn}/${prefix}*`],
      because: 'The log objects of this one place: S3 names them as it writes them.',
    })
  }
  if (aws.kmsKeys.length > 0) allow(role, { actions: ['kms:Decrypt'], resources: aws.kmsKeys })
  allow(role, {
    actions: ['s3:PutObject', 's3:PutObjectTagging'],
    resources: [workspace.arnForObjects('logs/*'), workspace.arnForObjects('reports/*')],
    because: 'Copies and reports in this stack’s own bucket, under the prefix of each investigation.',
  })
  return role
}

const jobs = (scope: Construct): string =>
  Stack.of(scope).formatArn({ service: 's3', resource: 'job', resourceName: '*' })

/** Creates copy jobs that run as the copy role, looks after them, and cancels them. */
export function manageCopyJobs(role: Role, copies: Role): void {
  allow(role, {
    actions: ['s3:CreateJob'],
    resources: ['*'],
    conditions: { StringEquals: { 's3:RequestJobOperation': 'S3PutObjectCopy' } },
    because:
      'A job has no ARN before it is created (Service Authorization Reference); only copies may be asked for.',
  })
  allow(role, {
    actions: ['s3:DescribeJob', 's3:UpdateJobStatus'],
    resources: [jobs(role)],
    because: 'S3 names the jobs; those of this account and Region.',
  })
  allow(role, {
    actions: ['iam:PassRole'],
    resources: [copies.roleArn],
    conditions: { StringEquals: { 'iam:PassedToService': SERVICE } },
  })
}
