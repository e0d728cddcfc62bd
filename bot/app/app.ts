import { logUnexpected } from '../calls/log.ts'
import { App, type CodedError, LogLevel, type Receiver } from '@slack/bolt'
import { INTERACTIVE, limitedFetch } from '../calls/time-limits.ts'
import type { Deps } from '../services/deps.ts'
import { DeliverAgain } from '../access/apology.ts'
import { listen } from './entries.ts'

/** Who the bot is in Slack; known beforehand, as asking at a cold start would cost a round trip of the three seconds. */
export interface Identity {
  botToken: string
  botId: string
  botUserId: string
}

/** The Bolt app with all that it listens to, whichever way requests come in. */
export function boltApp(receiver: Receiver, identity: Identity, deps: Deps): App {
  const app = new App({
    receiver,
    // What Slack gave an address to answer to.
    clientOptions: { fetch: limitedFetch(INTERACTIVE.slackMs) },
    authorize: () => Promise.resolve(identity),
    logLevel: LogLevel.ERROR,
    // What there is to remember of a conversation is in DynamoDB: Bolt need not look into a store of its own each time.
    convoStore: false,
    extendedErrorHandler: true,
  })
  listen(app, deps)
  // What reaches this has been told to nobody. Slack delivers an event once more that is answered 500, so that is thrown
  // on; a press or a command it never repeats.
  app.error(({ error, body }: { error: CodedError; body: object }) => {
    const isHeld = 'original' in error && error.original instanceof DeliverAgain
    if (!isHeld) logUnexpected('handler-failed', error)
    if ('event' in body) throw error
    return Promise.resolve()
  })
  return app
}
