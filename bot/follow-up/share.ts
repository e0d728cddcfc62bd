import type { ModalView } from '@slack/web-api'
import { retryAfterOf, slackRefusalOf } from '../calls/failures.ts'
import type { Mark } from '../slack/thread.ts'
import type { Investigation } from '../model/investigation.ts'
import { plainProblem, sharedMessage } from './shared-message.ts'
import type { Deps } from '../services/deps.ts'
import { authorise } from '../access/authorise.ts'
import { type Action, loadKept } from '../press/press.ts'
import * as input from '../ask/input.ts'
import type { Submission } from '../slack/register.ts'
import { readSubject, subjectOf } from './view-metadata.ts'

/** The window's `callback_id`. */
export const SHARE = 'share-investigation'

/** Asks where to share an answer. */
export const share: Action = {
  surface: 'share',
  run: (investigation, click) =>
    Promise.resolve(
      investigation.query?.answer
        ? { view: shareView(subjectOf(click, investigation)) }
        : 'There is no answer to share yet.',
    ),
}

/** The window for it; `private_metadata` says of which answer. */
export const shareView = (private_metadata: string): ModalView => ({
  type: 'modal',
  callback_id: SHARE,
  private_metadata,
  title: input.plain('Share this answer'),
  submit: input.plain('Share'),
  close: input.plain('Cancel'),
  blocks: [
    {
      ...input.block('channel', 'Channel', {
        type: 'conversations_select',
        action_id: 'value',
        placeholder: input.plain('Which channel?'),
        filter: input.CHANNELS,
      }),
      hint: input.plain('It gets the headline and a link to the thread.'),
    },
  ],
})

/** Shares an answer with another channel. */
export const shareForm: Submission<Deps> = {
  for: 'channel',
  input: 'channel',
  async run({ view, person }, deps) {
    const { id, channel: from } = readSubject(view.private_metadata)
    const to = view.state.values.channel?.value?.selected_conversation ?? undefined
    if (!input.isOffered(to)) return 'Choose a channel.'
    const found = await loadKept(id, deps)
    if (typeof found === 'string') return found
    const { bucket, analysis } = found.request
    // Whoever shares may read it where it is, and ask it where it goes.
    for (const channel of [from, to]) {
      const about = { bucket, analysis, investigation: id }
      const asked = { surface: 'share', person, channel, presence: 'claimed', ...about } as const
      const verdict = await authorise(asked, deps)
      if (!verdict.ok) return verdict.plain
    }
    return postOnce(found, { user: person.user, to, sharing: `${view.id}:${to}` }, deps)
  },
}

/** What is shared, by whom, where to; `sharing` is the same for every press of the same window's button. */
interface Sharing {
  user: string
  to: string
  sharing: string
}

/** Longer than Slack waits for an answer to the press. */
const CLAIM_SECONDS = 10

/**
 * Posts it, however often the button is pressed and whatever becomes of Slack's answer: who presses again finds
 * what is out. @returns why it is not, and what to do
 */
async function postOnce(investigation: Investigation, to: Sharing, deps: Deps): Promise<string | undefined> {
  const { claims } = deps
  const what = `share#${to.sharing}`
  const claim = await claims.take(what, CLAIM_SECONDS)
  if (claim === 'held') return 'It is being shared already. Should it not appear, press Share again.'
  let isDone = false
  try {
    const problem =
      claim === 'again' && (await isOut(to, deps)) ? undefined : await post(investigation, to, deps)
    isDone = problem === undefined
    return problem
  } catch (error) {
    // Perhaps only the answer was lost.
    isDone = retryAfterOf(error) === undefined && (await isOut(to, deps))
    if (!isDone) throw error
    return undefined
  } finally {
    // The claim on what is out ends by itself.
    if (!isDone) await claims.release(what)
  }
}

const markOf = ({ sharing }: Sharing): Mark => ({ investigation: sharing, part: 'share' })

/** As long as a window is left open between two presses. */
const LOOK_BACK_MS = 3_600_000

async function isOut(to: Sharing, { thread, now }: Deps): Promise<boolean> {
  const since = new Date(now().getTime() - LOOK_BACK_MS)
  return (await thread.find(to.to, markOf(to), { since })) !== undefined
}

async function post(
  investigation: Investigation,
  to: Sharing,
  { thread, channels }: Deps,
): Promise<string | undefined> {
  const { channel, ts } = investigation.announcement
  const [link, isExternal] = await Promise.all([
    channel && ts ? thread.permalink(channel, ts) : undefined,
    channels.isExternal(to.to),
  ])
  try {
    await thread.post(to.to, sharedMessage(investigation, { user: to.user, link, isExternal }), markOf(to))
    return undefined
  } catch (error) {
    const refused = slackRefusalOf(error)
    if (refused === undefined) throw error
    return plainProblem(refused)
  }
}
