import { App, LogLevel, type Receiver } from '@slack/bolt'
import type { World } from '../world.ts'
import { listen } from './listen.ts'

/** Who the bot is in Slack; known beforehand, as asking at a cold start would cost a round trip of the three seconds. */
export interface Identity {
  botToken: string
  botId: string
  botUserId: string
}

/** The Bolt app with all that it listens to, whichever way requests come in. */
export function boltApp(receiver: Receiver, identity: Identity, world: World): App {
  const app = new App({
    receiver,
    authorize: () => Promise.resolve(identity),
    logLevel: LogLevel.ERROR,
    // What there is to remember of a conversation is in DynamoDB: Bolt need not look into a store of its own each time.
    convoStore: false,
  })
  listen(app, world)
  // Without a handler of ours Bolt answers 500, and Slack repeats events that have been handled.
  app.error(error => {
    console.error(JSON.stringify({ slack: String(error), stack: error.stack }))
    return Promise.resolve()
  })
  return app
}
