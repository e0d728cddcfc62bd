import { log } from '../calls/log.ts'
import type { ModalView } from '@slack/web-api'
import type { Investigation } from '../model/investigation.ts'
import { feedbackMessage } from './feedback-message.ts'
import type { Deps } from '../services/deps.ts'
import { authorise } from '../access/authorise.ts'
import { type Action, loadKept } from '../press/press.ts'
import * as input from '../ask/input.ts'
import type { Submission } from '../slack/register.ts'
import { ownerOf } from '../access/policy.ts'
import { readSubject, subjectOf } from './view-metadata.ts'

/** The window's `callback_id`. */
export const FEEDBACK = 'tell-answer-is-wrong'
const LONGEST = 2000

/** Asks what is wrong with an answer. */
export const feedback: Action = {
  surface: 'feedback',
  run: (investigation, click) => Promise.resolve({ view: feedbackView(subjectOf(click, investigation)) }),
}

/** The window for it; `private_metadata` says of which answer. */
export const feedbackView = (private_metadata: string): ModalView => ({
  type: 'modal',
  callback_id: FEEDBACK,
  private_metadata,
  title: input.plain('This answer is wrong'),
  submit: input.plain('Send'),
  close: input.plain('Cancel'),
  blocks: [
    {
      ...input.block('text', 'What is wrong?', {
        type: 'plain_text_input',
        action_id: 'value',
        multiline: true,
        max_length: LONGEST,
        placeholder: input.plain('We deleted these objects on Monday, and they are missing.'),
      }),
      hint: input.plain('It is stored with this question, for the people who run s3audit.'),
    },
  ],
})

/** Stores what is wrong, and tells the people who run s3audit. */
export const feedbackForm: Submission<Deps> = {
  for: 'channel',
  input: 'text',
  async run({ view, person }, deps) {
    const { id, channel, at } = readSubject(view.private_metadata)
    const text = (view.state.values.text?.value?.value ?? '').trim()
    if (text === '') return 'Say what is wrong.'
    const found = await loadKept(id, deps)
    if (typeof found === 'string') return found
    const { bucket, analysis } = found.request
    const about = { bucket, analysis, investigation: id }
    const asked = { surface: 'feedback', person, channel, presence: 'claimed', ...about } as const
    const verdict = await authorise(asked, deps)
    if (!verdict.ok) return verdict.plain
    const kept = await deps.investigations.addFeedback(found, { by: person.user, text }, view.id)
    if (kept === 'gone') return 'This investigation has expired and was deleted. Ask again with `/s3audit`.'
    if (kept === 'full') return 'This answer already has the maximum number of reports.'
    if (kept === 'known') return undefined
    return async () => {
      const isTold = await tellOwners(found, { user: person.user, text }, deps)
      await deps.thread.postEphemeral({ ...at, user: person.user }, { text: thanks(isTold, deps) })
    }
  },
}

const thanks = (isTold: boolean, { settings }: Deps): string =>
  isTold
    ? 'Thank you. Your report is stored with the question, and the people who run s3audit have been notified.'
    : `Thank you. Your report is stored with the question. If it is urgent, tell ${ownerOf(settings)}.`

/** Best effort, since it is stored with the question. @returns whether the feedback channel was told */
async function tellOwners(
  investigation: Investigation,
  { user, text }: { user: string; text: string },
  { settings, thread }: Deps,
): Promise<boolean> {
  if (settings.feedbackChannel === undefined) return false
  try {
    const { channel, ts } = investigation.announcement
    const link = channel && ts ? await thread.permalink(channel, ts) : undefined
    await thread.say(settings.feedbackChannel, feedbackMessage(investigation, { user, text, link }))
    return true
  } catch (error) {
    log('error', 'feedback-not-posted', { investigation: investigation.id, error })
    return false
  }
}
