import { log, logUnexpected } from '../calls/log.ts'
import { counted } from '../../analyses/lib/words.ts'
import { retryAfterOf, slackErrorOf } from '../calls/failures.ts'
import { within } from '../calls/time-limits.ts'
import type { Deps } from '../services/deps.ts'
import type { Apology, Guarded } from '../slack/register.ts'
import { ownerOf, plainOwner } from './policy.ts'

/** Something is to be delivered by Slack once more: nobody was answered, or it is not known yet whether somebody is. */
export class DeliverAgain extends Error {
  override readonly name = 'DeliverAgain'
}

/**
 * Does the work of a handler; where it fails, or lasts longer than Slack waits, logs the cause under a reference and
 * tells the person that reference and no internals: as `tell` does or, where that fails too, in a direct message.
 * @throws what kept even that from being told, and `DeliverAgain`
 */
export const withApology: Guarded<Pick<Deps, 'thread' | 'settings' | 'interactionMs'>> = async (
  work,
  { user, tell },
  { interactionMs, settings, thread },
) => {
  try {
    await within(interactionMs, work)
  } catch (error) {
    if (error instanceof DeliverAgain) throw error
    const reference = logUnexpected('handler-failed', error)
    const apology = apologise(error, reference, ownerOf(settings))
    try {
      await within(interactionMs, () => tell(apology))
    } catch (untold) {
      log('error', 'note-not-told', { reference, error: untold })
      await thread.say(user, { text: apology.mrkdwn })
    }
  }
}

/** Slack takes three seconds after a click or a command to open a form; a slow start can miss that. */
const LATE = new Set(['expired_trigger_id', 'invalid_trigger_id', 'exchanged_trigger_id', 'trigger_expired'])

function apologise(error: unknown, reference: string, owner: string): Apology {
  const seconds = retryAfterOf(error)
  if (seconds !== undefined) {
    const busy = `Slack is rate-limiting s3audit, so this may not have worked. Please try again in ${counted(seconds, 'second')}.`
    return { mrkdwn: busy, plain: busy }
  }
  if (LATE.has(slackErrorOf(error) ?? '')) {
    const late = 'That took longer than Slack allows, so nothing was opened. Please try again.'
    return { mrkdwn: late, plain: late }
  }
  const words = (whom: string): string =>
    `Something went wrong in s3audit, so this may not have worked. Please try again. If it fails again, give ${whom} this reference: ${reference}.`
  return { mrkdwn: words(owner), plain: words(plainOwner(owner)) }
}
