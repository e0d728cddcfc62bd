import { setTimeout as sleep } from 'node:timers/promises'
import type { WebClient } from '@slack/web-api'
import { slackErrorOf } from './failures.ts'

/** Who is in a user group; or, where Slack does not tell, why. */
export type Members = { ok: true; users: ReadonlySet<string> } | { ok: false; why: string }

export interface Groups {
  /**
   * Who is in a Slack user group, as Slack said at most two minutes ago. `team` is the workspace of the person, as
   * far as it is known; groups of an organisation are found without it. Never throws.
   */
  members(group: string, team?: string): Promise<Members>
}

/** Slack takes about twenty such calls a minute; whoever leaves a group keeps its rights for this long. */
const KEPT_SECONDS = 120
/** A command must be answered within three seconds, whatever becomes of this. */
const PATIENCE_MS = 1000
/** What Slack answers where the workspace is not the group's, or not one of this token's. */
const ELSEWHERE = new Set(['no_such_subteam', 'team_not_found', 'invalid_team', 'team_access_not_granted'])

export function groupsFrom(slack: WebClient, now: () => Date): Groups {
  const kept = new Map<string, { until: number; members: Promise<Members> }>()
  const ask = async (usergroup: string, team_id?: string): Promise<Members> => {
    try {
      const { users = [] } = await slack.usergroups.users.list({ usergroup, ...(team_id && { team_id }) })
      return { ok: true, users: new Set(users) }
    } catch (error) {
      const word = slackErrorOf(error)
      return word !== undefined && ELSEWHERE.has(word) && team_id !== undefined
        ? ask(usergroup)
        : { ok: false, why: word ?? 'no answer' }
    }
  }
  return {
    async members(group, team) {
      const key = `${team ?? ''} ${group}`
      const at = now().getTime()
      const found = kept.get(key)
      if (found !== undefined && at < found.until) return found.members
      const members = withinPatience(ask(group, team))
      kept.set(key, { until: at + KEPT_SECONDS * 1000, members })
      const told = await members
      // A refusal is not kept: what was wrong may be put right at any moment.
      if (!told.ok) kept.delete(key)
      return told
    },
  }
}

const withinPatience = (asked: Promise<Members>): Promise<Members> =>
  Promise.race([
    asked,
    sleep(PATIENCE_MS, { ok: false, why: 'no answer within a second' } as const, { ref: false }),
  ])
