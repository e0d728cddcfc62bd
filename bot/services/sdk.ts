import { DynamoDBClient } from '@aws-sdk/client-dynamodb'
import { S3Client } from '@aws-sdk/client-s3'
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb'
import type { Env } from './env.ts'
import { awsLimits, limited, type Limits } from '../calls/time-limits.ts'
import { slackWeb } from '../slack/slack-web.ts'

/** The outside, as its own SDKs speak to it. Region, credentials and endpoints come from the environment. */
export function sdkFrom(env: Pick<Env, 'SLACK_BOT_TOKEN' | 'SLACK_API_URL'>, limits: Limits) {
  return {
    dynamoDb: DynamoDBDocumentClient.from(limited(new DynamoDBClient(awsLimits(limits))), {
      marshallOptions: { removeUndefinedValues: true },
    }),
    s3: limited(new S3Client(awsLimits(limits, { streams: true }))),
    slack: slackWeb(env.SLACK_BOT_TOKEN, limits, env.SLACK_API_URL),
  }
}
