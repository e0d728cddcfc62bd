import type {
  AllMiddlewareArgs,
  App,
  BlockAction,
  ButtonAction,
  SlackActionMiddlewareArgs,
} from '@slack/bolt'
import { isAsking } from '../investigation/confirmation.ts'
import type { Investigation } from '../investigation/investigation.ts'
import { csvMessage } from '../reply/csv.ts'
import { sqlView } from '../reply/sql.ts'
import type { World } from '../world.ts'
import { withApology } from './ask.ts'
import { authorise } from './authorise.ts'
import { changeAndRun } from './change.ts'
import { type Action, addressOf, type Click } from './click.ts'
import { saveQuestion } from './favourite.ts'
import { feedback } from './feedback.ts'
import { askAgain, askNext } from './follow-up.ts'
import { pageRows } from './page-rows.ts'
import { personOf } from './person.ts'
import { show } from './records.ts'
import { share } from './share.ts'
import { pressedIn } from './standing.ts'
import { loadKept } from './subject.ts'
import { watchThis } from './watch-buttons.ts'

type ButtonArgs = SlackActionMiddlewareArgs<BlockAction<ButtonAction>> & AllMiddlewareArgs

export const cancel: Action = { surface: 'cancel', deed: cancelIt }
const csv: Action = { surface: 'csv', deed: getCsv }

/** What each button does, by its `action_id`. */
export const ACTIONS: Readonly<Record<string, Action>> = {
  'cancel-investigation': cancel,
  'confirm-investigation': { surface: 'confirm', deed: confirm },
  'get-csv': csv,
  'renew-csv': csv,
  // Slack opens the link by itself, and tells us of it: nothing is left to do but to have it on record.
  'open-csv': { surface: 'download', deed: () => Promise.resolve(undefined) },
  'show-sql': { surface: 'sql', deed: showSql },
  'ask-again': askAgain,
  'rows-previous': pageRows,
  'rows-next': pageRows,
  'change-and-run': changeAndRun,
  'save-question': saveQuestion,
  'share-answer': share,
  'answer-is-wrong': feedback,
  'show-investigation': show,
  'watch-this': watchThis,
  'ask-next-0': askNext(0),
  'ask-next-1': askNext(1),
  'ask-next-2': askNext(2),
}

/** Registers the buttons of our messages. Every press is authorised anew: buttons outlive permissions. */
export function listenToButtons(app: App, world: World): void {
  for (const [action_id, action] of Object.entries(ACTIONS)) {
    app.action<BlockAction<ButtonAction>>({ type: 'block_actions', action_id }, args =>
      onClick(args, click => answerClick(click, action, world), world),
    )
  }
}

/** Acknowledges a press of a button, answers it, and tells the person what it returns or an apology. */
export async function onClick(
  { body, action: pressed, ack, logger }: ButtonArgs,
  answer: (click: Click, world: World) => Promise<string | undefined>,
  world: World,
): Promise<void> {
  await ack()
  const click = clickOf(body, pressed)
  if (click === undefined) return
  const tell = (text: string) => whisper(click, text, world)
  const work = async () => {
    const words = await answer(click, world)
    if (words !== undefined) await tell(words)
  }
  await withApology(work, { user: click.person.user, logger, world, tell: ({ mrkdwn }) => tell(mrkdwn) })
}

function clickOf(body: BlockAction<ButtonAction>, action: ButtonAction): Click | undefined {
  const { channel, message, trigger_id: triggerId } = body
  if (channel === undefined || action.value === undefined) return undefined
  const threadTs: unknown = message?.thread_ts ?? body.container.thread_ts
  const [id = '', from] = action.value.split(':')
  return {
    id,
    ...(from !== undefined && { from: Number(from) }),
    ...pressedIn(channel),
    person: personOf(body),
    threadTs: typeof threadTs === 'string' ? threadTs : undefined,
    triggerId,
    at: Number(action.action_ts),
  }
}

const whisper = (click: Click, text: string, { thread }: World): Promise<void> =>
  thread.whisper(addressOf(click), { text })

/** Does what a button or a command says with an investigation, if this person may. @returns what to tell */
export async function answerClick(
  click: Click,
  { surface, deed, about = ({ request: { bucket, analysis } }) => ({ bucket, analysis }) }: Action,
  world: World,
): Promise<string | undefined> {
  const found = await loadKept(click.id, world)
  const asked = typeof found === 'string' ? {} : { investigation: found.id, ...about(found) }
  const { person, channel, presence } = click
  const verdict = await authorise({ surface, person, channel, presence, ...asked }, world)
  if (!verdict.ok) return verdict.refusal
  return typeof found === 'string' ? found : deed(found, click, world)
}

async function cancelIt(
  { id }: Investigation,
  { person }: Click,
  { investigations }: World,
): Promise<string> {
  const outcome = await investigations.requestCancel(id, person.user)
  if (outcome === 'requested')
    return 'Cancelling: copies and queries stop within a minute, and the thread says so.'
  return outcome === 'closed'
    ? 'There is nothing to cancel: this investigation has already ended.'
    : 'This investigation is no longer kept, so there is nothing to cancel.'
}

/** Only what was asked can be confirmed: nobody agrees to a cost in advance. */
async function confirm(
  investigation: Investigation,
  { person }: Click,
  { investigations }: World,
): Promise<string> {
  const { id, confirm: confirmed } = investigation
  if (confirmed) return `<@${confirmed.by}> has confirmed it already.`
  const outcome = isAsking(investigation) ? await investigations.requestConfirm(id, person.user) : 'closed'
  return outcome === 'requested'
    ? 'Confirmed: it goes on now.'
    : 'There is nothing to confirm: this investigation has ended, or asks no more.'
}

async function getCsv(investigation: Investigation, click: Click, world: World): Promise<undefined> {
  await world.thread.whisper(addressOf(click), await csvMessage(investigation, world))
}

async function showSql(
  investigation: Investigation,
  { triggerId }: Click,
  { thread }: World,
): Promise<undefined> {
  await thread.openView(triggerId, sqlView(investigation))
}
