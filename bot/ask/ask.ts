import { randomUUID } from 'node:crypto'
import type { Logger } from '@slack/bolt'
import { counted } from '../../analyses/lib/words.ts'
import { retryAfterOf, slackErrorOf } from '../calls/failures.ts'
import { within } from '../calls/time-limits.ts'
import type { World } from '../services/world.ts'
import { type Access, accessOf } from '../access/access.ts'
import { decideToStore, type Verdict } from '../access/authorise.ts'
import { startQuestion } from '../access/limits.ts'
import { ownerOf, plainOwner } from '../access/policy.ts'
import type { Investigation } from '../model/investigation.ts'
import type { Person } from '../model/person.ts'
import type { Request } from '../time/request.ts'
import type { Presence } from '../access/standing.ts'

/** The asker of a request: the person as the investigation keeps them. */
export const askerFrom = (
  { user, team, enterprise }: Person,
  reader: Pick<Request['asker'], 'timeZone' | 'locale' | 'zoneUnknown'>,
): Request['asker'] => ({
  user,
  ...(team !== undefined && { team }),
  ...(enterprise !== undefined && { enterprise }),
  ...reader,
})

/** The asker of a request, with the zone and the locale that Slack knows of them. */
export const askerOf = async (person: Person, { thread }: Pick<World, 'thread'>): Promise<Request['asker']> =>
  askerFrom(person, await thread.reader(person.user))

/** The surfaces that questions are typed in or filled in. */
type Asking = NonNullable<Investigation['unverified']>['surface']

/**
 * Stores the investigation if this person may ask, or may for all that Slack, which is silent, has said. `submission` names what the person did once (a form, a
 * command, a click), so that repeats of it by Slack or by a double click change nothing.
 */
export async function ask(
  request: Request,
  by: {
    surface: Asking
    person: Person
    presence: Presence
    submission: string
    /** Where it is known already: Slack is not asked again. */
    access?: Access
  },
  world: World,
): Promise<Verdict> {
  const { channel, bucket, analysis } = request
  const { surface, person, presence, submission } = by
  const access = by.access ?? (await accessOf(person, { channel, presence }, world))
  const verdict = decideToStore(access, { surface, person, channel, bucket, analysis }, world)
  if (!verdict.ok) return verdict
  const taken = verdict.isPending ? { unverified: { surface, presence } } : {}
  return (await startQuestion(request, { surface, submission, taken }, world)) ?? verdict
}

/** Words for a failure of ours, as mrkdwn and as plain text. */
export interface Apology {
  mrkdwn: string
  plain: string
}

/** Something is to be delivered by Slack once more: nobody was answered, or it is not known yet whether somebody is. */
export class DeliverAgain extends Error {
  override readonly name = 'DeliverAgain'
}

/**
 * Does the work of a listener; where it fails, or lasts longer than Slack waits, logs the cause under a reference and
 * tells the person that reference and no internals: as `tell` does or, where that fails too, in a direct message.
 * @throws what kept even that from being told, and `DeliverAgain`
 */
export async function withApology(
  work: () => Promise<void>,
  {
    user,
    logger,
    world,
    tell,
  }: {
    user: string
    logger: Pick<Logger, 'error'>
    world: Pick<World, 'thread' | 'settings' | 'interactionMs'>
    tell: (apology: Apology) => Promise<void>
  },
): Promise<void> {
  const { interactionMs } = world
  try {
    await within(interactionMs, work)
  } catch (error) {
    if (error instanceof DeliverAgain) throw error
    const reference = randomUUID().slice(0, 8)
    logger.error(`reference ${reference}`, error)
    const apology = apologise(error, reference, ownerOf(world.settings))
    try {
      await within(interactionMs, () => tell(apology))
    } catch (untold) {
      logger.error(`reference ${reference}`, untold)
      await world.thread.say(user, { text: apology.mrkdwn })
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
