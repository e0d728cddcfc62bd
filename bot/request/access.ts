import type { Rule } from '../settings.ts'
import type { World } from '../world.ts'
import type { Person } from './person.ts'
import { type About, covers, holdsIn, isGroup, isPattern, type Policy, rulesOf } from './policy.ts'

/** What a person may ask in a place: every rule, by whether it holds for them there. */
export interface Access<Channel extends string | undefined = string | undefined> {
  channel: Channel
  policy: Policy
  holding: readonly Rule[]
  /** For the place, but not for the person. */
  forOthers: readonly Rule[]
  /** For the place; whether for the person, Slack does not tell. */
  unsure: readonly { rule: Rule; group: string; why: string }[]
  elsewhere: readonly Rule[]
}

/** Whether anything allows it: for what is shown to choose from. Who acts on it asks `authorise`. */
export const mayAsk = ({ holding }: Access, about: About): boolean =>
  holding.some(rule => covers(rule, about))

/** The buckets that this person may ask about here, as far as the settings name them. */
export const bucketsToShow = ({ holding }: Access): string[] => [
  ...new Set(holding.flatMap(({ buckets }) => buckets.filter(name => !isPattern(name)))),
]

/** The rules by whether they hold here for this person; asks Slack only about the groups that decide one. */
export async function accessOf<Channel extends string | undefined>(
  person: Person,
  channel: Channel,
  { settings, groups }: Pick<World, 'settings' | 'groups'>,
): Promise<Access<Channel>> {
  const rules = rulesOf(settings)
  const [here, elsewhere] = [true, false].map(held => rules.filter(rule => holdsIn(rule, channel) === held))
  const standings = await Promise.all(
    (here ?? []).map(async rule => ({ rule, standing: await standingOf(rule, person, groups) })),
  )
  const of = (wanted: Standing) =>
    standings.flatMap(({ rule, standing }) => (standing === wanted ? rule : []))
  return {
    channel,
    policy: settings,
    holding: of('holds'),
    forOthers: of('others'),
    unsure: standings.flatMap(({ rule, standing }) =>
      typeof standing === 'string' ? [] : [{ rule, ...standing }],
    ),
    elsewhere: elsewhere ?? [],
  }
}

export type Standing = 'holds' | 'others' | { group: string; why: string }

async function standingOf(
  { people, groups: named }: Pick<Rule, 'people' | 'groups'>,
  { user, team }: Person,
  groups: World['groups'],
): Promise<Standing> {
  if (people === undefined && named === undefined) return 'holds'
  if (people?.includes(user)) return 'holds'
  const told = await Promise.all(
    (named ?? []).map(async group => ({ group, members: await groups.members(group, team) })),
  )
  if (told.some(({ members }) => members.ok && members.users.has(user))) return 'holds'
  for (const { group, members } of told) if (!members.ok) return { group, why: members.why }
  return 'others'
}

/** Whether the person is one of the owners. */
export async function ownership(
  person: Person,
  { settings, groups }: Pick<World, 'settings' | 'groups'>,
): Promise<Standing> {
  const { owners } = settings
  const people = owners.filter(id => !isGroup(id))
  return standingOf({ people, groups: owners.filter(isGroup) }, person, groups)
}
