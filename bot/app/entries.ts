import type { App } from '@slack/bolt'
import { withApology } from '../access/apology.ts'
import { askCommand } from '../ask/ask-command.ts'
import { CHOOSE_BUCKET } from '../ask/bucket-input.ts'
import { CHOOSE_QUESTION, FORM, REDRAWS } from '../ask/form.ts'
import { askForm, bucketSearch, questionSearch, redraw } from '../ask/form-entries.ts'
import { mention, OPEN_FORM, openDraft } from '../ask/mention.ts'
import { AUDIT_OBJECT, auditObject } from '../ask/shortcut.ts'
import type { SUBCOMMANDS } from '../ask/subcommands.ts'
import { audit, olderUses } from '../audit/audit.ts'
import { OLDER } from '../audit/view.ts'
import { check, CHECK_PRESSES } from '../check/check.ts'
import { cancel, INVESTIGATION_PRESSES } from '../follow-up/buttons.ts'
import { FEEDBACK, feedbackForm } from '../follow-up/feedback.ts'
import { askAgain } from '../follow-up/follow-up.ts'
import { byId, list, show } from '../follow-up/records.ts'
import { SHARE, shareForm } from '../follow-up/share.ts'
import { HOME_PRESSES, homeOpened } from '../home/home.ts'
import { publishHome } from '../home/home-page.ts'
import type { Deps } from '../services/deps.ts'
import { type Entries, type Press, register, type Subcommand } from '../slack/register.ts'
import { watch } from '../watch/watch.ts'
import { WATCH_PRESSES, watchSubmission } from '../watch/watch-buttons.ts'
import { WATCH_FORM } from '../watch/watch-form.ts'

/** What was pressed on the Home tab has changed it. */
const redrawHome: Pick<Press<Deps>, 'after'> = {
  after: async ({ channel, person }, deps) => {
    if (channel === undefined) await publishHome(person, deps)
  },
}

/** Everything that people can do in Slack, and whom it is for. */
export const ENTRIES: Entries<Deps> = {
  subcommands: {
    check,
    list,
    show: byId('show', show),
    cancel: byId('cancel', cancel),
    repeat: byId('repeat', askAgain),
    audit,
    watch,
    watches: watch,
    help: askCommand,
  } satisfies Record<keyof typeof SUBCOMMANDS, Subcommand<Deps>>,
  otherwise: askCommand,
  presses: {
    ...INVESTIGATION_PRESSES,
    ...Object.fromEntries(
      Object.entries(WATCH_PRESSES).map(([id, press]) => [id, { ...press, ...redrawHome }]),
    ),
    ...CHECK_PRESSES,
    ...HOME_PRESSES,
    ...Object.fromEntries(REDRAWS.map(id => [id, redraw])),
    [OPEN_FORM]: openDraft,
    [OLDER]: olderUses,
  },
  submissions: {
    [FORM]: askForm,
    [WATCH_FORM]: watchSubmission,
    [SHARE]: shareForm,
    [FEEDBACK]: feedbackForm,
  },
  searches: { [CHOOSE_QUESTION]: questionSearch, [CHOOSE_BUCKET]: bucketSearch },
  shortcuts: { [AUDIT_OBJECT]: auditObject },
  events: { app_mention: mention, app_home_opened: homeOpened },
}

/** Registers all of them with Bolt. */
export const listen = (app: App, deps: Deps): void => register(app, ENTRIES, withApology, deps)
