import type { App, ViewSubmitAction } from '@slack/bolt'
import type { ModalView } from '@slack/web-api'
import type { Investigation } from '../model/investigation.ts'
import { feedbackMessage } from './feedback-message.ts'
import type { World } from '../services/world.ts'
import { withApology } from '../ask/ask.ts'
import { authorise } from '../access/authorise.ts'
import type { Action } from '../press/click.ts'
import * as input from '../ask/input.ts'
import { personOf } from '../model/person.ts'
import { ownerOf } from '../access/policy.ts'
import { loadKept } from '../press/press.ts'
import { readSubject, type SubmissionArgs, subjectOf } from './view-metadata.ts'

const FEEDBACK = 'tell-answer-is-wrong'
const LONGEST = 2000

/** Registers the window in which somebody says what is wrong with an answer. */
export function listenToFeedback(app: App, world: World): void {
  app.view<ViewSubmitAction>({ callback_id: FEEDBACK, type: 'view_submission' }, args =>
    onFeedback(args, world),
  )
}

/** Asks what is wrong with an answer. */
export const feedback: Action = {
  surface: 'feedback',
  async deed(investigation, click, { thread }) {
    await thread.openView(click.triggerId, feedbackView(subjectOf(click, investigation)))
    return undefined
  },
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

async function onFeedback({ view, body, ack, logger }: SubmissionArgs, world: World): Promise<void> {
  const refuse = (text: string) => ack({ response_action: 'errors', errors: { text } })
  const work = async () => {
    const { id, channel, at } = readSubject(view.private_metadata)
    const text = (view.state.values.text?.value?.value ?? '').trim()
    if (text === '') return refuse('Say what is wrong.')
    const found = await loadKept(id, world)
    if (typeof found === 'string') return refuse(found)
    const { bucket, analysis } = found.request
    const person = personOf(body)
    const about = { bucket, analysis, investigation: id }
    const asked = { surface: 'feedback', person, channel, presence: 'claimed', ...about } as const
    const verdict = await authorise(asked, world)
    if (!verdict.ok) return refuse(verdict.plain)
    const kept = await world.investigations.addFeedback(found, { by: person.user, text }, view.id)
    if (kept === 'gone')
      return refuse('This investigation has expired and was deleted. Ask again with `/s3audit`.')
    if (kept === 'full') return refuse('This answer already has the maximum number of reports.')
    await ack()
    if (kept === 'known') return undefined
    const isTold = await tellOwners(found, { user: person.user, text }, world)
    await world.thread.whisper({ ...at, user: person.user }, { text: thanks(isTold, world) })
  }
  await withApology(work, { user: body.user.id, logger, world, tell: ({ plain }) => refuse(plain) })
}

const thanks = (isTold: boolean, { settings }: World): string =>
  isTold
    ? 'Thank you. Your report is stored with the question, and the people who run s3audit have been notified.'
    : `Thank you. Your report is stored with the question. If it is urgent, tell ${ownerOf(settings)}.`

/** Best effort, since it is stored with the question. @returns whether the feedback channel was told */
async function tellOwners(
  investigation: Investigation,
  { user, text }: { user: string; text: string },
  { settings, thread }: World,
): Promise<boolean> {
  if (settings.feedbackChannel === undefined) return false
  try {
    const { channel, ts } = investigation.announcement
    const link = channel && ts ? await thread.permalink(channel, ts) : undefined
    await thread.say(settings.feedbackChannel, feedbackMessage(investigation, { user, text, link }))
    return true
  } catch (error) {
    console.error(JSON.stringify({ investigation: investigation.id, feedback: String(error) }))
    return false
  }
}
