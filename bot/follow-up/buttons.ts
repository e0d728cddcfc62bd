import type { App, BlockAction, ButtonAction } from '@slack/bolt'
import { isAsking } from '../model/confirmation.ts'
import type { Investigation } from '../model/investigation.ts'
import { csvMessage } from '../answer/csv.ts'
import { sqlView } from '../answer/sql.ts'
import type { World } from '../services/world.ts'
import { changeAndRun } from './change-and-run.ts'
import { type Action, addressOf, type Click } from '../press/click.ts'
import { saveQuestion } from './favourite.ts'
import { feedback } from './feedback.ts'
import { askAgain, askNext } from './follow-up.ts'
import { pageRows } from './page-rows.ts'
import { answerClick, onClick } from '../press/press.ts'
import { show } from './records.ts'
import { share } from './share.ts'
import { watchThis } from '../watch/watch-buttons.ts'

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

/** Registers the buttons of our messages. Every press is authorised again: buttons outlive permissions. */
export function listenToButtons(app: App, world: World): void {
  for (const [action_id, action] of Object.entries(ACTIONS)) {
    app.action<BlockAction<ButtonAction>>({ type: 'block_actions', action_id }, args =>
      onClick(args, click => answerClick(click, action, world), world),
    )
  }
}

async function cancelIt(
  { id }: Investigation,
  { person }: Click,
  { investigations }: World,
): Promise<string> {
  const outcome = await investigations.requestCancel(id, person.user)
  if (outcome === 'requested')
    return 'Cancelling: copy jobs and queries stop within a minute. The thread shows when they have.'
  return outcome === 'closed'
    ? 'There is nothing to cancel: this investigation has already ended.'
    : 'This investigation has expired, so there is nothing to cancel.'
}

/** Only what was asked can be confirmed: nobody agrees to a cost in advance. */
async function confirm(
  investigation: Investigation,
  { person }: Click,
  { investigations }: World,
): Promise<string> {
  const { id, confirm: confirmed } = investigation
  if (confirmed) return `<@${confirmed.by}> has already confirmed it.`
  const outcome = isAsking(investigation) ? await investigations.requestConfirm(id, person.user) : 'closed'
  return outcome === 'requested'
    ? 'Confirmed. The investigation continues now.'
    : 'There is nothing to confirm: this investigation has ended or is no longer waiting.'
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
