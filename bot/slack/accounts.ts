import type { UsersInfoResponse, WebClient } from '@slack/web-api'
import type { Person } from '../model/person.ts'
import { keptFor, type Untold } from './kept.ts'

/** What an account in Slack is to the workspace, or the organization, that s3audit is installed in. */
export type Kind = 'member' | 'guest' | 'external' | 'bot' | 'deactivated'

export interface Accounts {
  /** What the person's account is, as Slack said at most two minutes ago; or why it does not tell. Never throws. */
  kind(person: Person): Promise<{ ok: true; kind: Kind } | Untold>
}

/** Whose account it is: `users.info` of Slack, kept briefly. */
export type Users = ReturnType<typeof usersFrom>
export type User = NonNullable<UsersInfoResponse['user']>

const KEPT_SECONDS = 120

/** `users.info`, kept for two minutes: time zone and kind of a person come with one call. */
export const usersFrom = (slack: WebClient, now: () => Date) =>
  keptFor(KEPT_SECONDS, now, async user => {
    const found = await slack.users.info({ user, include_locale: true })
    return { ok: true as const, user: found.user ?? {} }
  })

/** The workspace that the app is installed in, and its organization if it has one. */
export interface Home {
  team: string | undefined
  enterprise: string | undefined
}

/** An installation stays where it is. */
const INSTALLED_SECONDS = 86_400

export function accountsFrom(slack: WebClient, now: () => Date, users: Users): Accounts {
  const installation = keptFor(INSTALLED_SECONDS, now, async () => {
    const { team_id: team, enterprise_id: enterprise } = await slack.auth.test()
    return { ok: true as const, team, enterprise }
  })
  return {
    async kind(person) {
      const [told, home] = await Promise.all([users(person.user), installation('')])
      if (!told.ok) return told
      if (!home.ok) return home
      const kind = kindOf(told.user, person, home)
      return kind === undefined
        ? { ok: false, why: 'its answer does not say whether this is a guest', isLasting: true }
        : { ok: true, kind }
    },
  }
}

/** Slack leaves out an id that there is none of, or tells it as null or empty: two of those are not the same. */
const isSame = (one: string | undefined, other: string | undefined): boolean => Boolean(one) && one === other

/**
 * What Slack's answer says of an account. The payload that the person sent is believed where it speaks against
 * them: one that names a foreign workspace is a foreign person's.
 * @returns undefined where the answer leaves out what decides
 */
export function kindOf(
  user: User,
  person: Pick<Person, 'team' | 'enterprise'>,
  home: Home,
): Kind | undefined {
  if (user.deleted === true) return 'deactivated'
  if (user.is_bot === true || user.is_workflow_bot === true || user.is_connector_bot === true) return 'bot'
  if (user.is_stranger === true) return 'external'
  if (user.team_id === undefined) return undefined
  const enterprise = user.enterprise_user?.enterprise_id ?? user.enterprise_id
  const isOurs = (team: string | undefined, of: string | undefined): boolean =>
    isSame(team, home.team) || isSame(team, home.enterprise) || isSame(of, home.enterprise)
  if (!isOurs(user.team_id, enterprise)) return 'external'
  const own = [user.team_id, ...(user.teams ?? []), ...(user.enterprise_user?.teams ?? [])]
  const { team } = person
  if (team !== undefined && !own.includes(team) && !isOurs(team, person.enterprise)) return 'external'
  if (user.is_restricted === true || user.is_ultra_restricted === true) return 'guest'
  const isTold = user.is_restricted === false && user.is_ultra_restricted === false
  return isTold ? 'member' : undefined
}
