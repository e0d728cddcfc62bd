import { defined } from '../../analyses/lib/defined.ts'
import { questions as catalogue } from '../../analyses/lib/catalogue/named.ts'
import { type TextMessage, textMessage } from '../slack/message.ts'
import { NOT_CHECKED_YET, ZONE_UNKNOWN } from '../slack/notice.ts'
import { code, escapeMrkdwn } from '../text/mrkdwn.ts'
import { describeWindow } from '../time/window.ts'
import { analysisOf } from './grammar/draft.ts'
import type { Deps } from '../services/deps.ts'
import { type Access, accessOf } from '../access/access.ts'
import { decideToStore, type Verdict } from '../access/authorise.ts'
import { startQuestion } from '../access/limits.ts'
import type { Investigation } from '../model/investigation.ts'
import type { Person } from '../model/person.ts'
import type { Request } from '../time/request.ts'
import type { Presence } from '../model/place.ts'

/** The asker of a request: the person as the investigation keeps them. */
export const askerFrom = (
  { user, team, enterprise }: Person,
  reader: Pick<Request['asker'], 'timeZone' | 'locale' | 'zoneUnknown'>,
): Request['asker'] => ({
  user,
  ...defined({ team, enterprise }),
  ...reader,
})

/** The asker of a request, with the zone and the locale that Slack knows of them. */
export const askerOf = async (person: Person, { thread }: Pick<Deps, 'thread'>): Promise<Request['asker']> =>
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
  deps: Deps,
): Promise<Verdict> {
  const { channel, bucket, analysis } = request
  const { surface, person, presence, submission } = by
  const access = by.access ?? (await accessOf(person, { channel, presence }, deps))
  const verdict = decideToStore(access, { surface, person, channel, bucket, analysis }, deps)
  if (!verdict.ok) return verdict
  const taken = verdict.isPending ? { unverified: { surface, presence } } : {}
  return (await startQuestion(request, { surface, submission, taken }, deps)) ?? verdict
}

/** Echoes what was understood, above all the window. */
export function started(
  { analysis, bucket, window, asker }: Request,
  note?: string,
  isPending = false,
): TextMessage {
  const title = analysisOf(catalogue, analysis)?.title ?? analysis
  const covers = describeWindow(window, asker)
  const what = `Started: *${escapeMrkdwn(title)}* in ${code(bucket)}, ${covers}.`
  const zone = asker.zoneUnknown ? [ZONE_UNKNOWN] : []
  const pending = isPending ? [NOT_CHECKED_YET] : []
  return textMessage([[what, ...(note === undefined ? [] : [escapeMrkdwn(note)]), ...zone, ...pending]])
}
