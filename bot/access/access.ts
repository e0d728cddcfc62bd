import type { Rule } from '../model/settings.ts'
import type { Deps } from '../services/deps.ts'
import type { Person } from '../model/person.ts'
import { type About, covers, isGroup, isPattern, type Policy, rulesOf } from './policy.ts'
import { membershipsNeeded, type Standing, standingOf, type Told } from './standing.ts'
import { AT_HOME, type Place } from '../model/place.ts'

/** A rule that holds; `through` is the channel whose member the person is, where that is not the one asked in. */
export type Held = Rule & { through?: string }

/** What a person may ask in a place: every rule, by whether it holds for them there. */
export interface Access<Channel extends string | undefined = string | undefined> {
  channel: Channel
  policy: Policy
  holding: readonly Held[]
  /** The others, with what stands against each. */
  refused: readonly { rule: Rule; standing: Exclude<Standing, { is: 'holds' }> }[]
}

/**
 * The access that a person has if Slack, once it answers again, says nothing against them. Only for storing a question
 * whose asker is checked before anything is read for it: it allows nothing by itself.
 */
export function assuming(access: Access): Access {
  const silent = access.refused.filter(({ standing }) => standing.is === 'unsure' && !standing.isLasting)
  return {
    ...access,
    holding: [...access.holding, ...silent.map(({ rule }) => rule)],
    refused: access.refused.filter(one => !silent.includes(one)),
  }
}

/** What it takes to find out. */
export type MembershipDeps = Pick<Deps, 'settings' | 'groups' | 'channels' | 'accounts'>

/** Whether anything allows it: for what is shown to choose from. Who acts on it asks `authorise`. */
export const mayAsk = ({ holding }: Access, about: About): boolean =>
  holding.some(rule => covers(rule, about))

/** The buckets that this person may ask about here, as far as the settings name them. */
export const bucketsToShow = ({ holding }: Access): string[] => [
  ...new Set(holding.flatMap(({ buckets }) => buckets.filter(name => !isPattern(name)))),
]

/**
 * The rules by whether they hold here for this person. The only place that decides which channel counts: callers
 * say what shows that the person is there. Asks Slack only for what decides a rule, all at once.
 */
export async function accessOf<Channel extends string | undefined>(
  person: Person,
  { channel, presence }: { channel: Channel } & Place,
  deps: MembershipDeps,
): Promise<Access<Channel>> {
  const place = { channel, presence }
  const rules = rulesOf(deps.settings)
  const told = await toldOf(rules, person, place, deps)
  const holding: Held[] = []
  const refused: Access['refused'][number][] = []
  for (const rule of rules) {
    const standing = standingOf(rule, person.user, place, told)
    if (standing.is !== 'holds') refused.push({ rule, standing })
    else holding.push(standing.through === undefined ? rule : { ...rule, through: standing.through })
  }
  return { channel, policy: deps.settings, holding, refused }
}

/** Asks Slack what decides any of the rules here; nothing where the settings and the place decide. */
async function toldOf(
  rules: readonly Rule[],
  person: Person,
  place: Place,
  { groups, channels, accounts }: MembershipDeps,
): Promise<Told> {
  const { user, team } = person
  const undecided = rules.flatMap(rule => {
    const memberships = membershipsNeeded(rule, place)
    const isNamed = rule.people?.includes(user) === true
    const isForOthers = rule.people !== undefined && rule.groups === undefined && !isNamed
    return memberships === undefined || isForOthers ? [] : [{ rule, memberships, isNamed }]
  })
  const unnamed = undecided.filter(({ isNamed }) => !isNamed)
  const [kind, inGroups, inChannels] = await Promise.all([
    unnamed.length > 0 ? accounts.kind(person) : undefined,
    answers(
      unnamed.flatMap(({ rule }) => rule.groups ?? []),
      id => groups.members(id, team),
    ),
    answers(
      undecided.flatMap(({ memberships }) => memberships),
      id => channels.members(id),
    ),
  ])
  return { kind, groups: inGroups, channels: inChannels }
}

async function answers<T>(ids: readonly string[], ask: (id: string) => Promise<T>): Promise<Map<string, T>> {
  const all = [...new Set(ids)].map(async id => [id, await ask(id)] as const)
  return new Map(await Promise.all(all))
}

/** How the person stands to the owners: they are, or why not. */
export async function ownership(person: Person, deps: MembershipDeps): Promise<Standing> {
  const { owners } = deps.settings
  const rule: Rule = {
    name: 'owners',
    channels: ['*'],
    people: owners.filter(id => !isGroup(id)),
    groups: owners.filter(isGroup),
    buckets: [],
    analyses: 'all',
  }
  return standingOf(rule, person.user, AT_HOME, await toldOf([rule], person, AT_HOME, deps))
}
