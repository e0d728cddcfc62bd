import { type Role } from 'aws-cdk-lib/aws-iam'
import { bucketsNamed } from '../../bot/access/policy.ts'
import type { Deployment } from '../settings/settings.ts'
import { allow } from './acknowledge.ts'
import { bucketArn } from './workspace.ts'

/** What the role in a member account may do: see where a bucket lies, and where its access logs go. */
const ACTIONS = ['s3:GetBucketLogging', 's3:GetBucketLocation']

const membersOf = ({ aws, bot }: Deployment): string[] =>
  Object.keys(bot.otherAccounts).filter(account => account !== aws.account)

/** Assumes the role that the settings name in each of the other accounts, to look at their buckets. */
export function assumeMemberRoles(role: Role, deployment: Deployment): void {
  const { memberRole } = deployment.bot
  const members = membersOf(deployment)
  if (memberRole === undefined || members.length === 0) return
  const [, partition] = bucketArn(role, '').split(':')
  allow(role, {
    actions: ['sts:AssumeRole'],
    resources: members.map(account => `arn:${partition}:iam::${account}:role/${memberRole}`),
  })
}

/**
 * The CloudFormation template of that role, for a stack (or a StackSet) in the member accounts: it trusts the
 * reconciler's role alone, and may read nothing but two settings of the buckets that may be asked about.
 * @param reconciler the ARN of the role that assumes it
 * @returns undefined where the settings name no such role
 */
export function memberRoleTemplate(deployment: Deployment, reconciler: string): object | undefined {
  const { memberRole } = deployment.bot
  if (memberRole === undefined || membersOf(deployment).length === 0) return undefined
  const partition = reconciler.split(':')[1]
  return {
    AWSTemplateFormatVersion: '2010-09-09',
    Description: 's3audit looks where the buckets of this account log to',
    Resources: {
      Role: {
        Type: 'AWS::IAM::Role',
        Properties: {
          RoleName: memberRole,
          AssumeRolePolicyDocument: {
            Version: '2012-10-17',
            Statement: [{ Effect: 'Allow', Principal: { AWS: reconciler }, Action: 'sts:AssumeRole' }],
          },
          Policies: [
            {
              PolicyName: 'where-buckets-log-to',
              PolicyDocument: {
                Version: '2012-10-17',
                Statement: [
                  {
                    Effect: 'Allow',
                    Action: ACTIONS,
                    Resource: bucketsNamed(deployment.bot).map(name => `arn:${partition}:s3:::${name}`),
                  },
                ],
              },
            },
          ],
        },
      },
    },
  }
}
