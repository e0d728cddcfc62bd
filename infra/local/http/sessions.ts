import { randomBytes } from 'node:crypto'
import type { Credentials } from './signature.ts'

/** What a role that was assumed calls with, until it ends. */
export interface Session extends Credentials {
  sessionToken: string
  /** The account of the role. */
  account: string
  expires: Date
}

/** The sessions there are, for the services that they call. */
export interface Sessions {
  issue(account: string, seconds: number): Session
  /** Undefined where there is none, or it has ended. */
  of(accessKeyId: string): Session | undefined
}

export function openSessions(now: () => Date): Sessions {
  const sessions = new Map<string, Session>()
  return {
    issue(account, seconds) {
      const session = {
        accessKeyId: `ASIA${randomBytes(8).toString('hex').toUpperCase()}`,
        secretAccessKey: randomBytes(20).toString('hex'),
        sessionToken: randomBytes(60).toString('base64'),
        account,
        expires: new Date(now().getTime() + seconds * 1000),
      }
      sessions.set(session.accessKeyId, session)
      return session
    },
    of(accessKeyId) {
      const session = sessions.get(accessKeyId)
      return session && session.expires > now() ? session : undefined
    },
  }
}
