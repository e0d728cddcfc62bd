import type { App, ViewSubmitAction } from '@slack/bolt'
import type { ModalView } from '@slack/web-api'
import { slackRefusalOf } from '../clients/failures.ts'
import type { Investigation } from '../investigation/investigation.ts'
import { plainProblem, sharedMessage } from '../reply/shared.ts'
import type { World } from '../world.ts'
import { withApology } from './ask.ts'
import { authorise } from './authorise.ts'
import type { Action } from './click.ts'
import * as input from './input.ts'
import { personOf } from './person.ts'
import { loadKept, readSubject, type SubmissionArgs, subjectOf } from './subject.ts'

const SHARE = 'share-investigation'

/** Registers the window in which an answer is shared with another channel. */
export function listenToSharing(app: App, world: World): void {
  app.view<ViewSubmitAction>({ callback_id: SHARE, type: 'view_submission' }, args => onShare(args, world))
}

/** Asks where to share an answer. */
export const share: Action = {
  surface: 'share',
  async deed(investigation, click, { thread }) {
    if (!investigation.query?.answer) return 'There is no answer to share yet.'
    await thread.openView(click.triggerId, shareView(subjectOf(click, investigation)))
    return undefined
  },
}

const shareView = (private_metadata: string): ModalView => ({
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
        filter: { include: ['public', 'private'], exclude_bot_users: true },
      }),
      hint: input.plain('It gets the headline and a link to the thread.'),
    },
  ],
})

async function onShare({ view, body, ack, logger }: SubmissionArgs, world: World): Promise<void> {
  const refuse = (channel: string) => ack({ response_action: 'errors', errors: { channel } })
  const work = async () => {
    const { id, channel: from } = readSubject(view.private_metadata)
    const to = view.state.values.channel?.value?.selected_conversation ?? ''
    const found = await loadKept(id, world)
    if (typeof found === 'string') return refuse(found)
    const { bucket, analysis } = found.request
    const person = personOf(body)
    // Whoever shares may read it where it is, and ask it where it goes.
    for (const channel of [from, to]) {
      const asked = { surface: 'share', person, channel, bucket, analysis, investigation: id } as const
      const verdict = await authorise(asked, world)
      if (!verdict.ok) return refuse(verdict.plain)
    }
    const problem = await post(found, { user: person.user, to }, world)
    return problem === undefined ? ack() : refuse(problem)
  }
  await withApology(work, { logger, world, tell: ({ plain }) => refuse(plain) })
}

/** @returns why Slack did not take it, and what to do */
async function post(
  investigation: Investigation,
  { user, to }: { user: string; to: string },
  { thread }: World,
): Promise<string | undefined> {
  const { channel, ts } = investigation.announcement
  const link = channel && ts ? await thread.permalink(channel, ts) : undefined
  try {
    await thread.say(to, sharedMessage(investigation, user, link))
    return undefined
  } catch (error) {
    const refused = slackRefusalOf(error)
    if (refused === undefined) throw error
    return plainProblem(refused)
  }
}
