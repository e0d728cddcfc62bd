import type { WebClient } from '@slack/web-api'
import { keptFor, type Untold } from './kept.ts'
import { pagesOf } from '../calls/pages.ts'

/** Who is in a channel. */
export interface ChannelMembers {
  ok: true
  users: ReadonlySet<string>
}

export interface Channels {
  /** Who is in a channel, as Slack said at most two minutes ago; or why it does not tell. Never throws. */
  members(channel: string): Promise<ChannelMembers | Untold>
  /** Whether people of another organization read a channel; false where Slack does not tell. Never throws. */
  isExternal(channel: string): Promise<boolean>
}

/** Slack takes about a hundred such calls a minute; a person who leaves a channel keeps its rights for this long. */
const KEPT_SECONDS = 120
/** The most members that Slack lists at once. */
const PAGE = 999

export function channelsFrom(slack: WebClient, now: () => Date): Channels {
  const members = keptFor(KEPT_SECONDS, now, async channel => {
    const users = new Set<string>()
    const pages = pagesOf(at => slack.conversations.members({ channel, limit: PAGE, ...at }))
    for await (const page of pages) for (const user of page.members ?? []) users.add(user)
    return { ok: true as const, users }
  })
  const info = keptFor(KEPT_SECONDS, now, async channel => {
    const { channel: found } = await slack.conversations.info({ channel })
    return { ok: true as const, isExternal: found?.is_ext_shared === true }
  })
  return {
    members,
    async isExternal(channel) {
      // A direct message is with this one person: nobody reads along, and reading it takes a scope of its own.
      if (!/^[CG]/.test(channel)) return false
      const told = await info(channel)
      return told.ok && told.isExternal
    },
  }
}
