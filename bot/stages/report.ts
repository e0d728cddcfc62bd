import type { Mark, Message } from '../clients/thread.ts'
import { retryAfterOf, slackRefusalOf } from '../clients/failures.ts'
import { isQuiet, type Investigation } from '../investigation/investigation.ts'
import { InvestigationProblem } from '../problem.ts'
import { announcement } from '../reply/progress.ts'
import { reply } from '../reply/answer.ts'
import { problemReply } from '../reply/problem.ts'
import type { World } from '../world.ts'
import type { Stage } from './stage.ts'

/** Posts the message that shows the progress. First of all: without a place to answer there is no question. */
export const announce: Stage = async (investigation, world) => {
  const { channel } = investigation.request
  const posted = await postOnce(
    investigation,
    'announcement',
    { channel },
    announcement(investigation),
    world,
  )
  if (!('refused' in posted)) return posted
  const { refused, observed } = posted
  // There is another problem to tell already.
  if (investigation.problem) return observed
  throw UNREACHABLE.has(refused)
    ? new InvestigationProblem('not-in-channel', { channel }, { observed })
    : new InvestigationProblem('slack-refused', { error: refused }, { observed })
}

/** Posts the answer (or the problem) once, shows the end in the first message, then closes. */
export const report: Stage = async (investigation, world) => {
  if (isQuiet(investigation)) return { ...investigation, closedAt: world.now().toISOString() }
  if (!investigation.reply.ts) return postReply(investigation, world)
  const { channel, ts } = investigation.announcement
  if (channel && ts) await showEnd(investigation, { channel, ts }, world)
  return { ...investigation, closedAt: world.now().toISOString() }
}

/** What Slack will not have changed stays as it is: the reply is out, and nothing is gained by asking again. */
async function showEnd(
  investigation: Investigation,
  { channel, ts }: { channel: string; ts: string },
  { thread }: World,
): Promise<void> {
  try {
    await thread.edit(channel, ts, announcement(investigation), mark(investigation, 'announcement'))
  } catch (error) {
    const refused = slackRefusalOf(error)
    if (!refused) throw error
    console.warn(JSON.stringify({ investigation: investigation.id, end: refused }))
  }
}

async function postReply(investigation: Investigation, world: World): Promise<Investigation> {
  const { announcement: root, problem, request } = investigation
  const message = problem ? problemReply(investigation, problem) : reply(investigation)
  // Without a message in the channel the person is told in a direct message.
  const where =
    root.channel && root.ts ? { channel: root.channel, threadTs: root.ts } : { channel: request.asker.user }
  const posted = await postOnce(investigation, 'reply', where, message, world)
  if (!('refused' in posted)) return posted
  const { refused, observed } = posted
  // The problem itself cannot be told: nobody can be reached, and trying for ever would reach nobody either.
  if (problem) return { ...observed, closedAt: world.now().toISOString() }
  throw new InvestigationProblem('slack-refused', { error: refused }, { observed })
}

/** The messages of an investigation. */
type Part = 'announcement' | 'reply'

const mark = ({ id }: Investigation, part: Part): Mark => ({ investigation: id, part })

/**
 * Slack takes no token with a post. So: claim the post in the stored item for longer than a pass can last,
 * then post; who takes over an expired claim looks for the message first, by its metadata.
 * @returns the same object while another pass holds the claim; `refused` with Slack's word where Slack will
 *   not have it, and the claim given back
 */
async function postOnce(
  investigation: Investigation,
  part: Part,
  where: { channel: string; threadTs?: string },
  message: Message,
  world: World,
): Promise<Investigation | { refused: string; observed: Investigation }> {
  const { claimedUntil } = investigation[part]
  if (claimedUntil && new Date(claimedUntil) > world.now()) return investigation
  const claimedFor = { claimedUntil: inSeconds(world.leaseSeconds, world) }
  const claimed = await world.investigations.save({ ...investigation, [part]: claimedFor })
  try {
    const ts = claimedUntil && (await find(investigation, part, where, world))
    const posted = ts
      ? { channel: where.channel, ts }
      : await world.thread.post(where.channel, message, mark(investigation, part), where.threadTs)
    return { ...claimed, [part]: posted }
  } catch (error) {
    const wait = retryAfterOf(error)
    // Not posted, for certain: the claim need not last for all of its lease.
    if (wait !== undefined) return { ...claimed, [part]: { claimedUntil: inSeconds(wait, world) } }
    const refused = slackRefusalOf(error)
    // Anything else may have gone through: the claim stays, and whoever takes it over looks first.
    if (!refused) throw error
    return { refused, observed: { ...claimed, [part]: {} } }
  }
}

const inSeconds = (seconds: number, { now }: World): string =>
  new Date(now().getTime() + seconds * 1000).toISOString()

/** Whether a message may be out of which no id is stored: it is being posted, or its poster died. */
export const isPending = ({ claimedUntil, ts }: Investigation['reply']): boolean =>
  claimedUntil !== undefined && ts === undefined

/** Messages have the time of Slack's clock, which may be behind ours. */
const CLOCKS_DIFFER_MS = 60_000

/** In a direct message there is no channel to search by a person's id: there the post may repeat. */
function find(
  investigation: Investigation,
  part: Part,
  { channel, threadTs }: { channel: string; threadTs?: string },
  { thread }: World,
) {
  if (/^[UW]/.test(channel)) return Promise.resolve(undefined)
  return thread.find(
    channel,
    mark(investigation, part),
    threadTs ? { threadTs } : { since: new Date(Date.parse(investigation.createdAt) - CLOCKS_DIFFER_MS) },
  )
}

const UNREACHABLE = new Set(['not_in_channel', 'channel_not_found', 'is_archived', 'restricted_action'])
