import type { World } from '../world.ts'
import { type Access, accessOf } from './access.ts'
import type { Person } from './person.ts'
import { type About, covers } from './policy.ts'
import { type Refusal, refuse } from './refusal.ts'

/** Allowed, by which rule; or why not, and whom to ask. */
export type Verdict = { ok: true; rule: string } | Refusal

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

/** What somebody is about to do. Without a bucket and an analysis: anything at all. */
export interface Asked extends About {
  surface: Surface
  person: Person
  /**
   * Where the answer goes. Undefined where there is no channel (the app's home): there only the rules that name
   * people or groups hold, as nothing tells which channels somebody is in.
   */
  channel: string | undefined
  /** The investigation that it is done with. */
  investigation?: string | undefined
}

/** What deciding takes. */
export type Authority = Pick<World, 'settings' | 'groups' | 'uses'>

/**
 * Whether this person may do this here. Whatever shows or does something with a bucket or an investigation asks
 * first, every time: buttons and links outlive permissions. That it was asked goes on record, with the verdict.
 */
export async function authorise(asked: Asked, world: Authority): Promise<Verdict> {
  return decide(await accessOf(asked.person, asked.channel, world), asked, world)
}

/** The same for whoever's access is known already. */
export function decide(access: Access, asked: Asked, { uses }: Pick<World, 'uses'>): Verdict {
  const verdict = judge(access, asked)
  const { person, bucket, ...what } = asked
  uses.record({
    ...what,
    user: person.user,
    name: person.name,
    team: person.team,
    // Whatever was typed as one.
    bucket: bucket?.slice(0, LONGEST),
    allowed: verdict.ok,
    rule: verdict.rule,
    refusedFor: verdict.ok ? undefined : verdict.place,
  })
  return verdict
}

/** No bucket's name is longer (those of the first years have up to 255 characters). */
const LONGEST = 255

/** The verdict, for what is only looked at and not done. */
export function judge(access: Access, about: About): Verdict {
  const rule = access.holding.find(one => covers(one, about))
  return rule === undefined ? refuse(access, about) : { ok: true, rule: rule.name }
}
