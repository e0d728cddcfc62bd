import { claimedFor, isHeld, lookedForSince, postOnce } from '../items/post-once.ts'
import type { Message } from '../slack/message.ts'
import type { Mark } from '../slack/thread.ts'
import { THREAD_GONE } from '../investigate/post-once.ts'
import type { Deps } from '../services/deps.ts'
import { investigated } from './investigated.ts'
import { context, READ_ALONG } from '../slack/blocks.ts'
import { noteMessage } from './watch-note.ts'
import { type Note, type Watch, withNote } from '../model/watch.ts'

/** Posts what there is to tell, once: claimed first, and looked for where a claim was taken over. */
export async function postNote(watch: Watch, note: Note, deps: Deps): Promise<Watch> {
  const now = deps.now()
  if (isHeld(note.claimedUntil, now)) return watch
  const claimed = await deps.watches.save(withClaim(watch, note, deps.leaseSeconds, now))
  const where = placeOf(watch, note)
  const outcome = await postOnce(note.claimedUntil !== undefined, {
    async find() {
      const found = await find(watch, note, where, deps)
      return found && { channel: where.channel, ts: found.ts }
    },
    post: () => post(watch, note, where, deps),
  })
  if ('posted' in outcome) {
    const { channel, ts } = outcome.posted
    return noted(claimed, note, { channel, ts, at: now.toISOString() })
  }
  if ('waitSeconds' in outcome) return withClaim(claimed, note, outcome.waitSeconds, now)
  // The message it goes below was deleted: it is posted in the channel instead.
  if (where.threadTs !== undefined && THREAD_GONE.has(outcome.refused)) return withoutThread(claimed, note)
  return refusedBySlack(claimed, note, outcome.refused, now)
}

interface Place {
  channel: string
  threadTs?: string
}

/** Updates go below their finding, and that it works again below that it did not. */
function placeOf({ request, finding, failing }: Watch, { kind, to }: Note): Place {
  const below = kind === 'update' ? finding : kind === 'well' ? failing : undefined
  if (to !== undefined) return { channel: to }
  return below ? { channel: below.channel, threadTs: below.ts } : { channel: request.channel }
}

const markOf = ({ id }: Watch, { number }: Note): Mark => ({ investigation: `${id}:${number}`, part: 'note' })

async function post(watch: Watch, note: Note, { channel, threadTs }: Place, deps: Deps) {
  const message = await messageOf(watch, note, deps)
  if (note.kind !== 'quiet' || note.to === undefined)
    return deps.thread.post(channel, message, markOf(watch, note), threadTs)
  await deps.thread.postEphemeral({ channel: watch.request.channel, user: note.to }, message)
  return { channel, ts: '' }
}

async function messageOf(watch: Watch, note: Note, deps: Deps): Promise<Message> {
  const investigation =
    note.investigation === undefined ? undefined : await investigated(note.investigation, deps)
  const message = noteMessage(watch, note, investigation)
  // A note to one person is read by nobody else.
  if (note.to !== undefined || !(await deps.channels.isExternal(watch.request.channel))) return message
  return { ...message, blocks: [...(message.blocks ?? []), context([READ_ALONG])] }
}

function find(watch: Watch, note: Note, { channel, threadTs }: Place, { thread }: Deps) {
  const since = lookedForSince(note.at)
  return thread.find(channel, markOf(watch, note), threadTs === undefined ? { since } : { threadTs })
}

const withClaim = (watch: Watch, { number }: Note, seconds: number, now: Date): Watch => ({
  ...watch,
  notes: watch.notes.map(note =>
    note.number === number ? { ...note, claimedUntil: claimedFor(seconds, now) } : note,
  ),
})

const without = (watch: Watch, { number }: Note): Watch => ({
  ...watch,
  notes: watch.notes.filter(note => note.number !== number),
})

function noted(watch: Watch, note: Note, posted: NonNullable<Watch['finding']>): Watch {
  const told = without(watch, note)
  if (note.kind === 'finding') return { ...told, finding: posted }
  if (note.kind === 'failed') return { ...told, failing: posted }
  if (note.kind !== 'well') return told
  const { failing: _, ...well } = told
  return well
}

/** The finding and the failure that its messages stood below are forgotten, and the claim is given back. */
function withoutThread(claimed: Watch, { number }: Note): Watch {
  const { finding: _, failing: __, ...watch } = claimed
  const notes = watch.notes.map(({ claimedUntil, ...note }) =>
    note.number === number || claimedUntil === undefined ? note : { ...note, claimedUntil },
  )
  return { ...watch, notes }
}

/** What a person can do about it. */
const MENDED: Readonly<Record<string, string>> = {
  not_in_channel: 'Invite me there with /invite @s3audit',
  channel_not_found: 'Invite me there with /invite @s3audit',
  is_archived: 'Unarchive the channel, or make the watch anew in another one',
  restricted_action: 'Have an admin let me post there',
}

/** Where the channel takes nothing, its owner is told once, and the watch waits until that is mended. */
function refusedBySlack(watch: Watch, note: Note, word: string, now: Date): Watch {
  const at = now.toISOString()
  const next = without(watch, note)
  // It was a courtesy.
  if (note.kind === 'quiet') return next
  // Its maker is told alone as well.
  if (note.kind === 'paused' && note.to === undefined) return next
  // Not even the person can be reached.
  if (note.to !== undefined) return { ...next, paused: next.paused ?? { at } }
  const lines = [
    `I could not post in <#${watch.request.channel}>: Slack refused it (${word}). ${MENDED[word] ?? 'Tell the operator of s3audit'}, then press Resume.`,
  ]
  return withNote(
    { ...next, notes: [], paused: { at } },
    { kind: 'paused', at, lines, to: watch.request.asker.user },
  )
}
