import type { SlashCommand } from '@slack/bolt'

/** The person behind a Slack payload; Slack tells team and enterprise in some payloads only. */
export interface Person {
  user: string
  /** Their current name in Slack, for readers of the audit log. */
  name?: string | undefined
  team?: string | undefined
  enterprise?: string | undefined
}

/** What Slack's payloads have in common about the person who presses, submits or chooses. */
interface Body {
  user: { id: string; name?: string; username?: string; team_id?: string }
  team?: { id: string; enterprise_id?: string } | null
  enterprise?: { id: string }
}

/** Who pressed, submitted or chose something. */
export const personOf = ({ user, team, enterprise }: Body): Person => ({
  user: user.id,
  name: user.name ?? user.username,
  team: team?.id ?? user.team_id,
  enterprise: enterprise?.id ?? team?.enterprise_id,
})

/** Who typed a command. */
export const typistOf = ({ user_id, user_name, team_id, enterprise_id }: SlashCommand): Person => ({
  user: user_id,
  name: user_name,
  team: team_id,
  enterprise: enterprise_id,
})
