import * as z from 'zod'
import { ApiError } from '../model/api-error.ts'
import type { User } from '../model/protocol.ts'
import type { Slack } from '../state/slack.ts'
import { botId } from '../state/workspace.ts'
import { flag, type Method, method } from './arguments.ts'
import { userOf } from './lookup.ts'

const authTest = method(z.object({}), slack => {
  const { team, app, organisation } = slack.seed
  return {
    url: `${slack.url}/`,
    team: team.name,
    team_id: team.id,
    user: userOf(slack, app.bot_user).name,
    user_id: app.bot_user,
    bot_id: botId(slack.seed),
    ...(organisation && { enterprise_id: organisation.id }),
    is_enterprise_install: organisation !== undefined,
  }
})

/** The locale is told only to who asks for it. https://docs.slack.dev/reference/methods/users.info */
const usersInfo = method(z.object({ user: z.string(), include_locale: flag }), (slack, args) => {
  const { locale, ...user } = userOf(slack, args.user)
  return { user: { ...userObject(slack, user), ...(args.include_locale && { locale }) } }
})

/**
 * Without `include_disabled` a disabled group has nobody. A group of the organisation is found only where no
 * workspace is named, as issues of other apps tell; Slack's own documentation does not say.
 */
const usergroupUsers = method(
  z.object({ usergroup: z.string(), team_id: z.string().optional(), include_disabled: flag }),
  (slack, args) => {
    const { seed } = slack
    const group = seed.usergroups?.find(({ id }) => id === args.usergroup)
    if (args.team_id !== undefined && args.team_id !== seed.team.id) throw new ApiError('team_not_found')
    if (!group || (group.ofOrganisation && args.team_id !== undefined)) throw new ApiError('no_such_subteam')
    return { users: group.disabled && !args.include_disabled ? [] : group.users }
  },
)

export const peopleMethods: Record<string, Method> = {
  'auth.test': authTest,
  'users.info': usersInfo,
  'usergroups.users.list': usergroupUsers,
}

function userObject(slack: Slack, user: Omit<User, 'locale'>): Record<string, unknown> {
  const { team, organisation } = slack.seed
  const { is_restricted: isGuest, is_ultra_restricted: isOfOneChannel, deleted = false, ...rest } = user
  const isStranger = user.team_id !== undefined
  return {
    ...rest,
    team_id: user.team_id ?? team.id,
    deleted,
    // Slack leaves these out of deactivated accounts.
    ...(!deleted && { is_restricted: isGuest ?? false, is_ultra_restricted: isOfOneChannel ?? false }),
    // Told only of people whom the workspace shares a channel with.
    ...(isStranger && { is_stranger: true }),
    ...(organisation &&
      !isStranger && {
        enterprise_user: { id: user.id, enterprise_id: organisation.id, teams: [team.id] },
      }),
    tz_offset: offsetSeconds(user.tz, slack.now()),
    profile: { real_name: user.real_name, display_name: user.name },
  }
}

/** How far a zone's clock is ahead of UTC at this instant. */
function offsetSeconds(tz: string, at: Date): number {
  const parts = offsetFormat(tz).formatToParts(at)
  const name = parts.find(({ type }) => type === 'timeZoneName')?.value ?? ''
  const [, sign, hours = '0', minutes = '0'] = /GMT([+-])(\d\d):(\d\d)/.exec(name) ?? []
  return (sign === '-' ? -1 : 1) * (Number(hours) * 3600 + Number(minutes) * 60)
}

const formats = new Map<string, Intl.DateTimeFormat>()

/** Made once for each zone: that takes longer than all else of a call. */
function offsetFormat(timeZone: string): Intl.DateTimeFormat {
  const format =
    formats.get(timeZone) ?? new Intl.DateTimeFormat('en', { timeZone, timeZoneName: 'longOffset' })
  formats.set(timeZone, format)
  return format
}
