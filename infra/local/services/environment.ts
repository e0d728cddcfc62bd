import type { Settings } from '../../../bot/model/settings.ts'
import type { LogDeps } from './log-deps.ts'
import type { Secrets } from './secrets.ts'
import type { RunningSlack } from '../slack/server.ts'

export const WORKSPACE = 's3audit-workspace'
export const TABLE = 's3audit-investigations'
/** The Glue database and the Athena workgroup. */
export const DATABASE = 's3audit'

/** What the bot's handlers and the AWS SDK read from the environment (`bot/services/env.ts`) of the AWS here. */
export function awsEnvironment(services: {
  logs: Pick<LogDeps, 'account' | 'region'>
  secrets: Secrets
  settings: Settings
  urls: Record<'s3' | 's3Control' | 'athena' | 'cloudTrail' | 'dynamoDb' | 'sts', string>
  passSeconds: number
  callSeconds?: number | undefined
}) {
  const { logs, secrets, settings, urls, passSeconds, callSeconds } = services
  return {
    AWS_REGION: logs.region,
    AWS_ACCESS_KEY_ID: secrets.aws.accessKeyId,
    AWS_SECRET_ACCESS_KEY: secrets.aws.secretAccessKey,
    AWS_EC2_METADATA_DISABLED: 'true',
    AWS_CONFIG_FILE: '/dev/null',
    AWS_SHARED_CREDENTIALS_FILE: '/dev/null',
    AWS_ENDPOINT_URL_S3: urls.s3,
    AWS_ENDPOINT_URL_S3_CONTROL: urls.s3Control,
    AWS_ENDPOINT_URL_ATHENA: urls.athena,
    AWS_ENDPOINT_URL_CLOUDTRAIL: urls.cloudTrail,
    AWS_ENDPOINT_URL_DYNAMODB: urls.dynamoDb,
    AWS_ENDPOINT_URL_STS: urls.sts,
    // Any other AWS service: refused at once, so nothing local can ever reach AWS.
    AWS_ENDPOINT_URL: 'http://127.0.0.1:9',
    ACCOUNT_ID: logs.account,
    TABLE_NAME: TABLE,
    WORKSPACE_BUCKET: WORKSPACE,
    DATABASE,
    WORKGROUP: DATABASE,
    COPY_ROLE_ARN: `arn:aws:iam::${logs.account}:role/s3audit-copy`,
    PASS_SECONDS: String(passSeconds),
    ...(callSeconds !== undefined && { CALL_SECONDS: String(callSeconds) }),
    SETTINGS: JSON.stringify(settings),
  }
}

/** The same of the Slack here. */
export const slackEnvironment = (secrets: Secrets, slack: RunningSlack) => ({
  SLACK_BOT_TOKEN: secrets.botToken,
  SLACK_SIGNING_SECRET: secrets.signingSecret,
  SLACK_BOT_ID: slack.botId,
  SLACK_BOT_USER_ID: slack.botUserId,
  SLACK_API_URL: slack.apiUrl,
})
