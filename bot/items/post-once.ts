import { retryAfterOf, slackRefusalOf } from '../calls/failures.ts'

/** What became of a post: it is out, Slack wants it later, or Slack will not have it. */
export type Outcome<Posted> = { posted: Posted } | { waitSeconds: number } | { refused: string }

/**
 * Posts what the caller holds the claim on. Slack takes no token with a post: after a claim that somebody else let
 * expire, the message may be out, so it is looked for first.
 * @param isTakenOver whether somebody held the claim before
 * @throws whatever leaves open whether it was posted: the claim stays, and whoever takes it over looks first
 */
export async function postOnce<Posted>(
  isTakenOver: boolean,
  { find, post }: { find: () => Promise<Posted | undefined>; post: () => Promise<Posted> },
): Promise<Outcome<Posted>> {
  try {
    return { posted: (isTakenOver ? await find() : undefined) ?? (await post()) }
  } catch (error) {
    // Not posted, for certain: the claim need not last for all of its lease.
    const waitSeconds = retryAfterOf(error)
    if (waitSeconds !== undefined) return { waitSeconds }
    const refused = slackRefusalOf(error)
    if (refused === undefined) throw error
    return { refused }
  }
}

/** When a claim made now ends. */
export const claimedFor = (seconds: number, now: Date): string =>
  new Date(now.getTime() + seconds * 1000).toISOString()

/** Whether somebody holds a claim at this moment. */
export const isHeld = (claimedUntil: string | undefined, now: Date): boolean =>
  claimedUntil !== undefined && new Date(claimedUntil) > now

/** Messages have the time of Slack's clock, which may be behind ours. */
const CLOCKS_DIFFER_MS = 60_000

/** Where in a channel to look from, for a message that was written at this time or later. */
export const lookedForSince = (at: string): Date => new Date(Date.parse(at) - CLOCKS_DIFFER_MS)
