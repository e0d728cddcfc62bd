import type { Channel, User, Workspace } from '../model/protocol.ts'

/** A workspace as it is when the embedded Slack starts for the first time. */
export interface WorkspaceSeed extends Workspace {
  usergroups?: Usergroup[]
  /** What the app's token may do, where that is not all: `missing_scope` answers a call that needs more. */
  scopes?: readonly string[]
  /** The app is installed for all of this organisation: what Slack sends names it in place of a workspace. */
  organisation?: { id: string; name: string }
}

/** A user group: of the workspace, or of the organisation that it belongs to. */
interface Usergroup {
  id: string
  handle: string
  users: string[]
  ofOrganisation?: boolean
  disabled?: boolean
}

const BOT_USER = 'U0S3AUDIT'

const people: User[] = [
  person('U0ADA', 'ada', 'Ada Huber', 'Europe/Vienna'),
  person('U0GRACE', 'grace', 'Grace Miller', 'America/New_York'),
  person('U0LINUS', 'linus', 'Linus Sato', 'Asia/Tokyo'),
  person('U0MARY', 'mary', 'Mary Osei', 'Africa/Accra', 'en-GB'),
  person('U0TOM', 'tom', 'Tom Novak', 'Europe/Prague', 'de-DE'),
]
const everybody = people.map(({ id }) => id)

/** Another organization, of which people are here by Slack Connect. */
const PARTNER = 'T0PARTNER'

/** People whom s3audit must distinguish from the members of its channels. */
const others: User[] = [
  // Has left #incidents.
  person('U0FELIX', 'felix', 'Felix Braun', 'Europe/Berlin'),
  // Never was in it.
  person('U0NOOR', 'noor', 'Noor Aziz', 'Asia/Dubai'),
  {
    ...person('U0GUS', 'gus', 'Gus Lind', 'Europe/Stockholm'),
    is_restricted: true,
    is_ultra_restricted: true,
  },
  { ...person('U0EVE', 'eve', 'Eve Marsh', 'Europe/London'), team_id: PARTNER },
]

/** The default workspace. The bot is in every channel but #random, which shows what happens where it is not. */
export const EXAMPLE_CORP: WorkspaceSeed = {
  team: { id: 'T0EXAMPLE', name: 'Example Corp', domain: 'example-corp' },
  app: { id: 'A0S3AUDIT', name: 's3audit', bot_user: BOT_USER },
  users: [
    ...people,
    ...others,
    { id: BOT_USER, name: 's3audit', real_name: 's3audit', tz: 'Etc/UTC', locale: 'en-US', is_bot: true },
  ],
  channels: [
    channel('C0INCIDENTS', 'incidents', [...everybody, 'U0GUS', BOT_USER]),
    channel('C0DATAPLATFORM', 'data-platform', [...everybody, BOT_USER]),
    channel('C0SUPPORT', 'support', [...everybody, 'U0FELIX', 'U0NOOR', BOT_USER]),
    channel('C0RANDOM', 'random', everybody),
    { ...channel('C0PARTNERS', 'partners', ['U0ADA', 'U0GRACE', 'U0EVE', BOT_USER]), is_ext_shared: true },
  ],
  commands: [
    {
      command: '/s3audit',
      description: 'Ask what happened to your S3 data',
      usage_hint: '[analysis] [bucket] [last 24h]',
    },
  ],
  shortcuts: [
    {
      callback_id: 'audit-object',
      name: 'Audit this object',
      description: 'Ask what happened to the S3 object that a message names',
    },
  ],
  usergroups: [
    { id: 'S0ONCALL', handle: 'on-call', users: ['U0ADA', 'U0GRACE'] },
    { id: 'S0DATA', handle: 'data-platform', users: ['U0LINUS'], ofOrganisation: true },
    { id: 'S0SECURITY', handle: 'security', users: ['U0MARY'] },
    { id: 'S0FORMER', handle: 'former-team', users: ['U0LINUS'], disabled: true },
  ],
}

/** The id by which Slack names a bot apart from its user: `B…`, as `auth.test` and messages carry it. */
export function botId(workspace: Workspace): string {
  return `B${workspace.app.bot_user.slice(1)}`
}

/** The channel of the conversation between the app and one person. */
export function directMessage(workspace: Workspace, user: string): Channel {
  const id = `D${user.slice(1)}`
  const members = [user, workspace.app.bot_user]
  return { id, name: id, is_private: true, is_im: true, user, members }
}

function person(id: string, name: string, realName: string, tz: string, locale = 'en-US'): User {
  return { id, name, real_name: realName, tz, locale, is_bot: false }
}

function channel(id: string, name: string, members: string[]): Channel {
  return { id, name, members, is_private: false, is_im: false }
}
