import { DynamoDBClient } from '@aws-sdk/client-dynamodb'
import { S3Client } from '@aws-sdk/client-s3'
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb'
import { LogLevel, WebClient } from '@slack/web-api'
import type { Env } from '../env.ts'

/** The outside, as its own SDKs speak to it. Region, credentials and endpoints come from the environment. */
export function sdkFrom(env: Pick<Env, 'SLACK_BOT_TOKEN' | 'SLACK_API_URL'>) {
  return {
    dynamoDb: DynamoDBDocumentClient.from(new DynamoDBClient({}), {
      marshallOptions: { removeUndefinedValues: true },
    }),
    s3: new S3Client({}),
    slack: new WebClient(env.SLACK_BOT_TOKEN, {
      // A repeat of a post whose answer was lost would be a second post. Passes come again, and look first.
      retryConfig: { retries: 0 },
      timeout: 5000,
      rejectRateLimitedCalls: true,
      logLevel: LogLevel.ERROR,
      ...(env.SLACK_API_URL && { slackApiUrl: env.SLACK_API_URL }),
    }),
  }
}
