import { log } from '../calls/log.ts'
import { slackRefusalOf } from '../calls/failures.ts'
import type { Message } from '../slack/message.ts'
import type { Mark } from '../slack/thread.ts'
import { isQuiet, type Investigation } from '../model/investigation.ts'
import { InvestigationProblem } from '../model/problem.ts'
import { announcement } from '../answer/progress.ts'
import { reply } from '../answer/answer.ts'
import { problemReply } from '../answer/problem.ts'
import type { Deps } from '../services/deps.ts'
import { shareCharts } from '../answer/chart/charts.ts'
import { postOnce as post, THREAD_GONE, UNREACHABLE } from './post-once.ts'
import type { Stage } from './stage.ts'

/** Posts the message that shows the progress. First of all: without a place to answer there is no question. */
export const announce: Stage = async (investigation, deps) => {
  const { channel } = investigation.request
  const posted = await postOnce(investigation, 'announcement', { channel }, announcement(investigation), deps)
  if (!('refused' in posted)) return posted
  const { refused, observed } = posted
  // There is another problem to tell already.
  if (investigation.problem) return observed
  throw UNREACHABLE.has(refused)
    ? new InvestigationProblem('not-in-channel', { channel, error: refused }, { observed })
    : new InvestigationProblem('slack-refused', { error: refused }, { observed })
}

/** Posts the answer (or the problem) once, then its drawn charts, shows the end in the first message, then closes. */
export const report: Stage = async (investigation, deps) => {
  if (isQuiet(investigation)) return { ...investigation, closedAt: deps.now().toISOString() }
  if (!investigation.reply.ts) return postReply(investigation, deps)
  const charted = investigation.problem ? undefined : await shareCharts(investigation, deps)
  if (charted) return charted
  const { channel, ts } = investigation.announcement
  if (channel && ts) await showEnd(investigation, { channel, ts }, deps)
  return { ...investigation, closedAt: deps.now().toISOString() }
}

/** The message in the channel as it stays: with the way to the answer, where Slack gives a link to it. */
export async function lastAnnouncement(investigation: Investigation, { thread }: Deps): Promise<Message> {
  const { announcement: root, reply: answer, problem } = investigation
  const link =
    !problem && root.channel && answer.ts ? await thread.permalink(root.channel, answer.ts) : undefined
  return announcement(investigation, link)
}

/** What Slack will not have changed stays as it is: the reply is out, and nothing is gained by asking again. */
async function showEnd(
  investigation: Investigation,
  { channel, ts }: { channel: string; ts: string },
  deps: Deps,
): Promise<void> {
  try {
    await deps.thread.edit(
      channel,
      ts,
      await lastAnnouncement(investigation, deps),
      mark(investigation, 'announcement'),
    )
  } catch (error) {
    const refused = slackRefusalOf(error)
    if (!refused) throw error
    log('warn', 'update-failed', { investigation: investigation.id, refused })
  }
}

async function postReply(investigation: Investigation, deps: Deps): Promise<Investigation> {
  const { announcement: root, problem } = investigation
  // Without a message in the channel the person is told in a direct message.
  if (!root.channel || !root.ts) return postToPerson(investigation, deps)
  const thread = { channel: root.channel, threadTs: root.ts }
  const isExternal = await deps.channels.isExternal(root.channel)
  const message = messageOf(investigation, isExternal)
  const posted = await postOnce(investigation, 'reply', thread, message, deps)
  if (!('refused' in posted)) return posted
  const { refused, observed } = posted
  // It is the place that takes nothing (any more), not this message: the person is told all the same.
  if (problem || UNREACHABLE.has(refused) || THREAD_GONE.has(refused))
    // With the claim of a pass before, if there was one: it may have got as far as the person.
    return postToPerson({ ...observed, reply: investigation.reply }, deps)
  throw new InvestigationProblem('slack-refused', { error: refused }, { observed })
}

const messageOf = (investigation: Investigation, isExternal = false): Message =>
  investigation.problem
    ? problemReply(investigation, investigation.problem)
    : reply(investigation, undefined, isExternal)

async function postToPerson(investigation: Investigation, deps: Deps): Promise<Investigation> {
  const { asker } = investigation.request
  const where = { channel: asker.user }
  const posted = await postOnce(investigation, 'reply', where, messageOf(investigation), deps)
  if (!('refused' in posted)) return posted
  const { refused, observed } = posted
  // The problem itself cannot be told: nobody can be reached, and trying for ever would reach nobody either.
  if (investigation.problem) return { ...observed, closedAt: deps.now().toISOString() }
  throw new InvestigationProblem('slack-refused', { error: refused }, { observed })
}

/** The messages of an investigation. */
type Part = 'announcement' | 'reply'

const mark = ({ id }: Investigation, part: Part): Mark => ({ investigation: id, part })

const postOnce = (
  investigation: Investigation,
  part: Part,
  where: { channel: string; threadTs?: string },
  message: Message,
  deps: Deps,
) => post(investigation, part, where, message, { ...deps, save: one => deps.investigations.save(one) })
