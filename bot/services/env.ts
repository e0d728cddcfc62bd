import { gunzipSync } from 'node:zlib'
import * as z from 'zod'
import { BACKGROUND } from '../calls/time-limits.ts'
import { settingsSchema } from '../model/settings.ts'

/**
 * Every environment variable the bot reads; infra must supply exactly these, or `SLACK_PARAMETER` in place of
 * the four that Slack tells (`clients/slack-secret.ts`). The AWS SDK reads its own (region, credentials,
 * endpoints).
 */
export const envSchema = z.object({
  AWS_REGION: z.string(),
  /** The account that s3audit runs in: owner of the workspace bucket and of the batch jobs. */
  ACCOUNT_ID: z.string(),
  TABLE_NAME: z.string(),
  WORKSPACE_BUCKET: z.string(),
  DATABASE: z.string(),
  WORKGROUP: z.string(),
  /** The role that S3 Batch Operations assumes to copy log objects. */
  COPY_ROLE_ARN: z.string(),
  /** How long one pass may take; a claim on a Slack post is held longer than that. */
  PASS_SECONDS: z.coerce.number().default(120),
  SLACK_BOT_TOKEN: z.string(),
  SLACK_SIGNING_SECRET: z.string().min(1),
  /** Known at install time; given so that no cold start has to ask Slack for them. */
  SLACK_BOT_ID: z.string(),
  SLACK_BOT_USER_ID: z.string(),
  /** Only set where Slack is not Slack: the embedded one of the local mode. */
  SLACK_API_URL: z.url().optional(),
  /** JSON; or, where that is long, the same compressed by gzip, in base64: Lambda's environment holds 4 KB. */
  SETTINGS: z
    .string()
    .transform(text => JSON.parse(text.startsWith('{') ? text : uncompressed(text)) as unknown)
    .pipe(settingsSchema),
})

const uncompressed = (text: string): string => gunzipSync(Buffer.from(text, 'base64')).toString()

export type Env = z.infer<typeof envSchema>

/** The settings of the services, without the signing secret and the bot's identity in Slack. */
export const depsEnvSchema = envSchema.omit({
  SLACK_SIGNING_SECRET: true,
  SLACK_BOT_ID: true,
  SLACK_BOT_USER_ID: true,
})
export type DepsEnv = z.infer<typeof depsEnvSchema>

/** The same for the reconciler, where nobody waits. */
export const reconcileEnvSchema = depsEnvSchema.extend({
  /** How long a service may leave one call of a pass unanswered; only tests set it. */
  CALL_SECONDS: z.coerce
    .number()
    .positive()
    .default(BACKGROUND.requestMs / 1000),
})
