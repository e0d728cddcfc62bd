import type { Kind } from '../slack/accounts.ts'
import type { ChannelMembers } from '../slack/channels.ts'
import type { Members } from '../slack/groups.ts'
import type { Untold } from '../slack/kept.ts'
import { isPrivate, type Place } from '../model/place.ts'
import type { Rule } from '../model/settings.ts'

/** What Slack said of a person. What was not asked, or not told, decides nothing in their favour. */
export interface Told {
  kind?: { ok: true; kind: Kind } | Untold | undefined
  /** Who is in which user group, by its id. */
  groups: ReadonlyMap<string, Members>
  /** Who is in which channel, by its id. */
  channels: ReadonlyMap<string, ChannelMembers | Untold>
}

/** How a rule stands to a person in a place. */
export type Standing =
  /** `through`: as a member of this channel, where it is not the one asked in. */
  | { is: 'holds'; through?: string }
  /** It is for other channels. */
  | { is: 'elsewhere' }
  /** It names other people or groups. */
  | { is: 'others' }
  /** The person is no member of its channel, or of none of its channels. */
  | { is: 'absent' }
  | { is: 'kept-out'; kind: Exclude<Kind, 'member'> }
  /** Slack does not tell what decides it. */
  | { is: 'unsure'; of: 'account' | 'group' | 'channel'; id: string; why: string; isLasting: boolean }

export type Unsure = Extract<Standing, { is: 'unsure' }>

type RuleOfWhom = Pick<Rule, 'channels' | 'people' | 'groups' | 'guests' | 'external'>

/**
 * The channels of which the person must be in one, for a rule to hold in a place; none where the place is enough.
 * Undefined where the rule is not for this place.
 */
export function membershipsNeeded(rule: RuleOfWhom, { channel, presence }: Place): string[] | undefined {
  const { channels } = rule
  const isNamed = rule.people !== undefined || rule.groups !== undefined
  if (channels.includes('*')) return []
  if (channel !== undefined && channels.includes(channel))
    return isNamed || presence === 'proven' ? [] : [channel]
  if (!isPrivate(channel)) return undefined
  const others = channels.filter(id => !isPrivate(id))
  if (channel === undefined && isNamed) return []
  return others.length > 0 ? others : undefined
}

/** The decision itself, from what Slack said; deny by default. */
export function standingOf(rule: RuleOfWhom, user: string, place: Place, told: Told): Standing {
  const memberships = membershipsNeeded(rule, place)
  if (memberships === undefined) return { is: 'elsewhere' }
  const isNamed = rule.people?.includes(user) === true
  const named = isNamed ? HOLDS : byGroup(rule, user, told)
  const account = isNamed ? HOLDS : byAccount(rule, user, told)
  const member = memberships.length === 0 ? HOLDS : byMembership(memberships, user, place, told)
  const all = [named, account, member]
  const refused = REFUSALS.flatMap(kind => all.find(({ is }) => is === kind) ?? [])
  return refused[0] ?? member
}

const HOLDS: Standing = { is: 'holds' }
/** What is certain comes first; in doubt nothing is allowed. */
const REFUSALS: readonly Standing['is'][] = ['others', 'kept-out', 'absent', 'unsure']

function byGroup({ people, groups }: RuleOfWhom, user: string, told: Told): Standing {
  if (people === undefined && groups === undefined) return HOLDS
  const answers = (groups ?? []).map(id => ({ id, answer: told.groups.get(id) ?? NOT_ASKED }))
  if (answers.some(({ answer }) => answer.ok && answer.users.has(user))) return HOLDS
  for (const { id, answer } of answers) if (!answer.ok) return unsure('group', id, answer)
  return { is: 'others' }
}

function byAccount({ guests, external }: RuleOfWhom, user: string, { kind }: Told): Standing {
  const answer = kind ?? NOT_ASKED
  if (!answer.ok) return unsure('account', user, answer)
  const isLet =
    answer.kind === 'member' ||
    (answer.kind === 'guest' && guests === true) ||
    (answer.kind === 'external' && external === true)
  return answer.kind === 'member' || isLet ? HOLDS : { is: 'kept-out', kind: answer.kind }
}

function byMembership(
  channels: readonly string[],
  user: string,
  { channel, presence }: Place,
  told: Told,
): Standing {
  const answers = channels.map(id => ({ id, answer: told.channels.get(id) ?? NOT_ASKED }))
  for (const { id, answer } of answers) {
    const isIn = answer.ok
      ? answer.users.has(user)
      : presence === 'seen' && id === channel && answer.why === MISSING_SCOPE
    if (isIn) return id === channel ? HOLDS : { is: 'holds', through: id }
  }
  for (const { id, answer } of answers) if (!answer.ok) return unsure('channel', id, answer)
  return { is: 'absent' }
}

/** What Slack says where the app was installed with fewer scopes. */
export const MISSING_SCOPE = 'missing_scope'

const NOT_ASKED: Untold = { ok: false, why: 'it was not asked', isLasting: false }

const unsure = (of: Unsure['of'], id: string, { why, isLasting }: Untold): Unsure => ({
  is: 'unsure',
  of,
  id,
  why,
  isLasting,
})
