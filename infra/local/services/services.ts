import { defined } from '../../../analyses/lib/defined.ts'
import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from 'aws-lambda'
import { type AwsOptions, folder, type Reconcile, startAws } from './aws.ts'
import { slackEnvironment } from './environment.ts'
import { startSlack } from '../slack/server.ts'
import type { Reset } from '../slack/state/slack.ts'
import type { WorkspaceSeed } from '../slack/state/workspace.ts'

/** The bot's two entry points, as AWS would call them. */
export interface Handlers {
  /** Not called in Socket Mode, where the app connects to Slack. */
  slack: (event: APIGatewayProxyEventV2) => Promise<APIGatewayProxyStructuredResultV2>
  reconcile: Reconcile
}

export interface ServiceOptions extends Omit<AwsOptions, 'settings'> {
  /** The page's port; any free one by default. */
  port?: number
  /** Settings to differ from the local ones. */
  settings?: Partial<AwsOptions['settings']>
  /** Who is in the embedded Slack; a small company by default. */
  workspace?: WorkspaceSeed
  /** Offers on the page to start again from nothing. */
  reset?: Reset
  /** Turns Socket Mode on in the embedded Slack, with this token of the app's. */
  appToken?: string
}

/** Where the embedded workspace lets s3audit answer; #random is there to see what happens elsewhere. */
const CHANNELS = ['C0INCIDENTS', 'C0DATAPLATFORM', 'C0RANDOM', 'C0PARTNERS']

/**
 * Starts every service that the bot calls, on loopback, and says in `env` where they are. `connect` gives
 * the bot's handlers what the services have to tell: until then requests wait.
 */
export async function startServices(options: ServiceOptions) {
  const { directory, now, port, faults, workspace, reset, appToken } = options
  const local = { channels: CHANNELS, owners: ['U0ADA'] }
  const aws = await startAws({ ...options, settings: { ...local, ...options.settings } })
  const bot = Promise.withResolvers<Handlers['slack']>()
  const slack = await startSlack({
    directory: folder(directory, 'slack'),
    signingSecret: aws.secrets.signingSecret,
    botToken: aws.secrets.botToken,
    deliver: async event => (await bot.promise)(event),
    pageDirectory: new URL('../slack/page/', import.meta.url).pathname,
    now,
    ...defined({ port }),
    ...defined({ faults, workspace, reset }),
    ...defined({ appToken }),
  })
  return {
    env: {
      ...aws.env,
      ...slackEnvironment(aws.secrets, slack),
      ...defined({ SLACK_APP_TOKEN: appToken }),
    },
    settings: aws.settings,
    store: aws.store,
    slack,
    /** Starts handing events to the bot. */
    connect({ slack: listener, reconcile }: Handlers): void {
      bot.resolve(listener)
      aws.connect(reconcile)
    },
    /** Stops everything, after what is under way. */
    async close(): Promise<void> {
      await slack.close()
      await aws.close()
    },
  }
}

export type Services = Awaited<ReturnType<typeof startServices>>
