import type { WebClient } from '@slack/web-api'
import { slackErrorOf } from '../calls/failures.ts'
import { keptFor, type Untold } from './kept.ts'

/** Who is in a user group; or, where Slack does not tell, why. */
export type Members = { ok: true; users: ReadonlySet<string> } | Untold

export interface Groups {
  /**
   * Who is in a Slack user group, as Slack said at most two minutes ago. `team` is the workspace of the person, as
   * far as it is known; groups of an organisation are found without it. Never throws.
   */
  members(group: string, team?: string): Promise<Members>
}

/** Slack takes about twenty such calls a minute; a person who leaves a group keeps its rights for this long. */
const KEPT_SECONDS = 120
/** What Slack answers where the workspace is not the group's, or not one of this token's. */
const ELSEWHERE = new Set(['no_such_subteam', 'team_not_found', 'invalid_team', 'team_access_not_granted'])

export function groupsFrom(slack: WebClient, now: () => Date): Groups {
  const ask = async (usergroup: string, team_id?: string): Promise<Members & { ok: true }> => {
    try {
      const { users = [] } = await slack.usergroups.users.list({ usergroup, ...(team_id && { team_id }) })
      return { ok: true, users: new Set(users) }
    } catch (error) {
      if (team_id !== undefined && ELSEWHERE.has(slackErrorOf(error) ?? '')) return ask(usergroup)
      throw error
    }
  }
  const kept = keptFor(KEPT_SECONDS, now, key => {
    const [group = '', team] = key.split(' ')
    return ask(group, team)
  })
  return { members: (group, team) => kept(team === undefined ? group : `${group} ${team}`) }
}
