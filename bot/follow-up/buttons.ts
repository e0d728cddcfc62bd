import { isAsking } from '../model/confirmation.ts'
import type { Investigation } from '../model/investigation.ts'
import { csvMessage } from '../answer/csv.ts'
import { sqlView } from '../answer/sql.ts'
import type { Deps } from '../services/deps.ts'
import { changeAndRun } from './change-and-run.ts'
import { saveQuestion } from './favourite.ts'
import { feedback } from './feedback.ts'
import { askAgain, askNext } from './follow-up.ts'
import { pageRows } from './page-rows.ts'
import { type Action, type InvestigationClick, pressFor } from '../press/press.ts'
import { show } from './records.ts'
import { share } from './share.ts'
import { watchThis } from '../watch/watch-buttons.ts'

export const cancel: Action = { surface: 'cancel', run: cancelIt }
const csv: Action = {
  surface: 'csv',
  run: (investigation, _click, deps) => csvMessage(investigation, deps),
}

/** The buttons of our messages about investigations, by `action_id`. */
const ACTIONS: Readonly<Record<string, Action>> = {
  'cancel-investigation': cancel,
  'confirm-investigation': { surface: 'confirm', run: confirm },
  'get-csv': csv,
  'renew-csv': csv,
  // Slack opens the link by itself, and tells us of it: nothing is left to do but to have it on record.
  'open-csv': { surface: 'download', run: () => Promise.resolve(undefined) },
  'show-sql': { surface: 'sql', run: investigation => Promise.resolve({ view: sqlView(investigation) }) },
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

/** Their entries. */
export const INVESTIGATION_PRESSES = Object.fromEntries(
  Object.entries(ACTIONS).map(([action_id, action]) => [action_id, pressFor(action)]),
)

async function cancelIt(
  { id }: Investigation,
  { person }: InvestigationClick,
  { investigations }: Deps,
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
  { person }: InvestigationClick,
  { investigations }: Deps,
): Promise<string> {
  const { id, confirm: confirmed } = investigation
  if (confirmed) return `<@${confirmed.by}> has already confirmed it.`
  const outcome = isAsking(investigation) ? await investigations.requestConfirm(id, person.user) : 'closed'
  return outcome === 'requested'
    ? 'Confirmed. The investigation continues now.'
    : 'There is nothing to confirm: this investigation has ended or is no longer waiting.'
}
