import { EXAMPLE_CORP, type WorkspaceSeed } from '../../infra/local/slack/state/workspace.ts'

export const userOf = (person: number): string => `U0PERSON${person}`

/** The example's workspace with `count` more people in it. */
export function crowd(count: number): WorkspaceSeed {
  const people = Array.from({ length: count }, (_, at) => ({
    id: userOf(at),
    name: `person${at}`,
    real_name: `Person ${at}`,
    tz: 'Europe/Vienna',
    locale: 'en-US',
    is_bot: false,
  }))
  const ids = people.map(({ id }) => id)
  return {
    ...EXAMPLE_CORP,
    users: [...EXAMPLE_CORP.users, ...people],
    channels: EXAMPLE_CORP.channels.map(one => ({ ...one, members: [...one.members, ...ids] })),
  }
}
