import { defined } from '../analyses/lib/defined.ts'
import { writeFileSync } from 'node:fs'
import { USAGE_HINT } from '../bot/ask/subcommands.ts'
import { AUDIT_OBJECT } from '../bot/ask/shortcut.ts'

/** Where the manifest lies that the README tells an admin to paste; the endpoint in it is to be replaced. */
export const MANIFEST_FILE = new URL('../slack-manifest.json', import.meta.url)
/** The same for Socket Mode, where the app connects to Slack and there is no endpoint. */
export const SOCKET_MANIFEST_FILE = new URL('../slack-manifest.socket.json', import.meta.url)
const PLACEHOLDER = 'https://your-endpoint.example/slack/events'

/**
 * The Slack app, as its manifest (schema version 2): one command, one shortcut, one endpoint for everything that people
 * do, and no scope that no call needs. Files are charts that Slack would not draw. History is read to find a message of ours whose post was interrupted.
 * @param url the endpoint, as deploying prints it; without one the manifest is for Socket Mode
 */
export const manifestFor = (url?: string) => ({
  _metadata: { major_version: 2 },
  display_information: {
    name: 's3audit',
    description: 'Ask what happened to your S3 data; the thread holds the answer, computed from the logs.',
    background_color: '#1f3a34',
  },
  features: {
    app_home: { home_tab_enabled: true, messages_tab_enabled: true, messages_tab_read_only_enabled: false },
    bot_user: { display_name: 's3audit', always_online: true },
    slash_commands: [
      {
        command: '/s3audit',
        ...defined({ url }),
        description: 'Ask what happened to a bucket',
        usage_hint: USAGE_HINT,
        should_escape: false,
      },
    ],
    shortcuts: [
      {
        name: 'Audit this object',
        type: 'message',
        callback_id: AUDIT_OBJECT,
        description: 'Ask what happened to the S3 object that a message names',
      },
    ],
  },
  oauth_config: {
    scopes: {
      bot: [
        'commands',
        'app_mentions:read',
        'chat:write',
        'files:write',
        'channels:history',
        'groups:history',
        // Who is in a channel now, and whether another organization reads it.
        'channels:read',
        'groups:read',
        // What was told a person whose channel took no message: looked for before it is told again.
        'im:history',
        'im:write',
        'users:read',
        'usergroups:read',
      ],
    },
  },
  settings: {
    event_subscriptions: {
      ...defined({ request_url: url }),
      bot_events: ['app_home_opened', 'app_mention'],
    },
    interactivity: {
      is_enabled: true,
      ...(url !== undefined && { request_url: url, message_menu_options_url: url }),
    },
    org_deploy_enabled: false,
    socket_mode_enabled: url === undefined,
    token_rotation_enabled: false,
  },
})

const text = (url?: string): string => `${JSON.stringify(manifestFor(url), null, 2)}\n`

/** Without an argument writes the committed files; with the endpoint's URL, or `--socket`, prints the manifest to paste. */
if (import.meta.main) {
  const [, , asked] = process.argv
  if (asked === undefined) {
    writeFileSync(MANIFEST_FILE, text(PLACEHOLDER))
    writeFileSync(SOCKET_MANIFEST_FILE, text())
  } else if (asked === '--socket') console.log(text())
  else if (URL.canParse(asked) && asked.startsWith('https://')) console.log(text(asked))
  else {
    console.error(
      `${asked} is not an https:// address. Give the endpoint that deploying printed, or --socket.`,
    )
    process.exitCode = 1
  }
}
