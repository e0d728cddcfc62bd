import { defined } from '../../analyses/lib/defined.ts'
import type { Deps } from '../services/deps.ts'
import { type Access, accessOf, assuming, type MembershipDeps } from './access.ts'
import type { Person } from '../model/person.ts'
import { type About, covers } from './policy.ts'
import { type Refusal, refuse } from './refusal.ts'
import type { Place } from '../model/place.ts'

/**
 * Allowed, by which rule, and through the membership of which channel where that is not the one asked in; or why
 * not, and whom to ask.
 */
export type Verdict =
  /** `isPending`: Slack did not answer, so it is decided when it does. */
  { ok: true; rule: string; through?: string; isPending?: true } | Refusal

/** By what somebody does something: the words of the record. */
export type Surface =
  | 'command'
  | 'help'
  | 'form'
  | 'submission'
  | 'list'
  | 'show'
  | 'cancel'
  | 'confirm'
  | 'repeat'
  | 'next question'
  | 'csv'
  | 'download'
  | 'sql'
  | 'home'
  | 'favourite'
  | 'shortcut'
  | 'mention'
  | 'share'
  | 'feedback'
  | 'watch'
  | 'check'

/** What somebody is about to do, and where the answer goes. Without a bucket and an analysis: anything at all. */
export interface Asked extends About, Place {
  surface: Surface
  person: Person
  /** The investigation that it is done with. */
  investigation?: string | undefined
}

/** What deciding takes. */
export type AuthoriseDeps = MembershipDeps & Pick<Deps, 'uses'>

/**
 * Whether this person may do this here. Whatever shows or does something with a bucket or an investigation asks
 * first, every time: buttons and links outlive permissions. That it was asked goes on record, with the verdict.
 */
export async function authorise(asked: Asked, deps: AuthoriseDeps): Promise<Verdict> {
  return decide(await accessOf(asked.person, asked, deps), asked, deps)
}

/** The same for whoever's access is known already. */
export function decide(
  access: Access,
  asked: Omit<Asked, 'presence'>,
  { uses }: Pick<Deps, 'uses'>,
): Verdict {
  const verdict = judge(access, asked)
  record(verdict, asked, uses)
  return verdict
}

/**
 * The same for a question that is only stored: where nothing but Slack's silence is against it, it may be, and its
 * asker is checked before anything is read for it.
 */
export function decideToStore(
  access: Access,
  asked: Omit<Asked, 'presence'>,
  deps: Pick<Deps, 'uses'>,
): Verdict {
  const assumed = judge(assuming(access), asked)
  if (judge(access, asked).ok || !assumed.ok) return decide(access, asked, deps)
  record(assumed, asked, deps.uses, 'not checked yet: Slack did not answer')
  return { ...assumed, isPending: true }
}

function record(
  verdict: Verdict,
  asked: Omit<Asked, 'presence'>,
  uses: Deps['uses'],
  pending?: string,
): void {
  const { person, bucket, surface, channel, analysis, investigation } = asked
  uses.record({
    surface,
    channel,
    analysis,
    investigation,
    user: person.user,
    name: person.name,
    team: person.team,
    // Whatever was typed as one.
    bucket: bucket?.slice(0, LONGEST),
    allowed: verdict.ok && pending === undefined,
    rule: verdict.rule,
    through: verdict.ok ? verdict.through : undefined,
    refusedFor: verdict.ok ? pending : verdict.place,
  })
}

/** No bucket's name is longer (those of the first years have up to 255 characters). */
const LONGEST = 255

/** The verdict, for what is only looked at and not done. */
export function judge(access: Access, about: About): Verdict {
  const rule = access.holding.find(one => covers(one, about))
  if (rule === undefined) return refuse(access, about)
  const { name, through } = rule
  return { ok: true, rule: name, ...defined({ through }) }
}
