import { defined } from '../analyses/lib/defined.ts'
import { LogLevel, SocketModeReceiver } from '@slack/bolt'
import * as z from 'zod'
import { BACKGROUND, INTERACTIVE, limitedFetch } from './calls/time-limits.ts'
import { sdkFrom } from './services/sdk.ts'
import { depsEnvSchema } from './services/env.ts'
import { boltApp } from './app/app.ts'
import { depsFrom } from './services/deps.ts'

/** The tokens that Slack shows when the app is installed for Socket Mode. */
export const slackTokensSchema = z.object({
  SLACK_BOT_TOKEN: z.string().startsWith('xoxb-', 'must be a bot token, which begins with xoxb-'),
  SLACK_APP_TOKEN: z.string().startsWith('xapp-', 'must be an app-level token, which begins with xapp-'),
})

/** What {@link startSocket} reads: as the Lambda functions, but with the app's own token in place of a signing secret. */
const socketEnvSchema = depsEnvSchema.extend(slackTokensSchema.shape)

export interface Socket {
  /** The bot's name and workspace, as Slack knows them. */
  about: string
  stop(): Promise<void>
}

/**
 * Listens over Socket Mode, for teams without an endpoint that Slack could reach: this process connects to Slack.
 * The SDK reconnects by itself. The reconciler runs the questions, wherever it runs.
 * @throws where an environment variable is missing, or Slack refuses a token
 */
export async function startSocket(environment: NodeJS.ProcessEnv, now: () => Date): Promise<Socket> {
  const env = socketEnvSchema.parse(environment)
  const clientOptions = {
    fetch: limitedFetch(BACKGROUND.slackMs),
    ...defined({ slackApiUrl: env.SLACK_API_URL }),
  }
  const who = await sdkFrom(env, BACKGROUND).slack.auth.test()
  const receiver = new SocketModeReceiver({
    appToken: env.SLACK_APP_TOKEN,
    logLevel: LogLevel.ERROR,
    installerOptions: { clientOptions },
  })
  const identity = {
    botToken: env.SLACK_BOT_TOKEN,
    botId: who.bot_id ?? '',
    botUserId: who.user_id ?? '',
  }
  const app = boltApp(receiver, identity, depsFrom(env, now, INTERACTIVE))
  await app.start()
  return { about: `@${who.user} in ${who.team}`, stop: () => app.stop().then(() => undefined) }
}
