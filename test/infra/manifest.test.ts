import fs from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { AUDIT_OBJECT } from '../../bot/ask/shortcut.ts'
import { EXAMPLE_CORP } from '../../infra/local/slack/state/workspace.ts'
import { MANIFEST_FILE, manifestFor, SOCKET_MANIFEST_FILE } from '../../infra/manifest.ts'
import { openBot } from '../bot/ask/bot-in-slack.ts'

const ROOT = path.join(import.meta.dirname, '../..')
const manifest = manifestFor('https://x.example/')

/** What Slack asks for each method that the bot may call (api.slack.com/methods). */
const SCOPES: Record<string, readonly string[]> = {
  'chat.postMessage': ['chat:write'],
  'chat.update': ['chat:write'],
  'chat.postEphemeral': ['chat:write'],
  'conversations.history': ['channels:history', 'groups:history', 'im:history'],
  'conversations.replies': ['channels:history', 'groups:history'],
  'conversations.members': ['channels:read', 'groups:read'],
  'conversations.info': ['channels:read', 'groups:read'],
  'auth.test': [],
  'conversations.open': ['im:write'],
  'usergroups.users.list': ['usergroups:read'],
  'users.info': ['users:read'],
  'views.open': [],
  'views.publish': [],
  'files.completeUploadExternal': ['files:write'],
  'chat.getPermalink': [],
  'views.update': [],
}

/** The scopes that Slack asks for an event. */
const EVENTS: Record<string, readonly string[]> = { app_mention: ['app_mentions:read'], app_home_opened: [] }

/** The Web API methods that the clients name. */
function called(): string[] {
  const clients = path.join(ROOT, 'bot/slack')
  const source = fs.readdirSync(clients).map(name => fs.readFileSync(path.join(clients, name), 'utf8'))
  return [...source.join('\n').matchAll(/slack\.([a-z]+\.[A-Za-z.]+)\(/g)].map(([, method]) => method ?? '')
}

describe('the Slack manifest', () => {
  it('is committed as generated', () => {
    const committed: unknown = JSON.parse(fs.readFileSync(MANIFEST_FILE, 'utf8'))
    expect(committed).toEqual(manifestFor('https://your-endpoint.example/slack/events'))
    const socket: unknown = JSON.parse(fs.readFileSync(SOCKET_MANIFEST_FILE, 'utf8'))
    expect(socket).toEqual(JSON.parse(JSON.stringify(manifestFor())))
  })

  it('is the same for Socket Mode, without an endpoint', () => {
    const socket = JSON.stringify(manifestFor())
    expect(socket).not.toMatch(/https:|url/)
    expect(manifestFor().settings.socket_mode_enabled).toBe(true)
    expect(manifestFor().oauth_config).toEqual(manifest.oauth_config)
    expect(manifestFor().features.shortcuts).toEqual(manifest.features.shortcuts)
  })

  it('asks for the scopes of every call, and for no other', () => {
    const subscribed = manifest.settings.event_subscriptions.bot_events.flatMap(
      event => EVENTS[event] ?? [`unknown: ${event}`],
    )
    const needed = called().flatMap(method => SCOPES[method] ?? [`unknown: ${method}`])
    expect(new Set(manifest.oauth_config.scopes.bot)).toEqual(new Set(['commands', ...subscribed, ...needed]))
  })

  it('names the command that the bot listens to', async () => {
    const bot = await openBot()
    for (const { command } of manifest.features.slash_commands) {
      const to = { user: 'U0ADA', channel: 'C0INCIDENTS', command, text: 'help' }
      await bot.slack.client.command(to)
    }
    const told = bot.slack.client.messages('C0INCIDENTS', undefined, 'U0ADA')
    expect(told.map(({ text }) => text).join('\n')).toContain('/s3audit help')
    await bot.close()
  })

  it('declares the shortcut that the bot listens to, and that the embedded Slack offers', () => {
    const { shortcuts } = manifest.features
    expect(shortcuts.map(({ callback_id: id }) => id)).toEqual([AUDIT_OBJECT])
    const offered = shortcuts.map(({ callback_id, name, description }) => ({
      callback_id,
      name,
      description,
    }))
    expect(EXAMPLE_CORP.shortcuts).toEqual(offered)
    for (const { name, description } of shortcuts)
      expect([name.length <= 24, description.length <= 150]).toEqual([true, true])
  })

  it('keeps to the lengths that Slack allows', () => {
    const { name, description } = manifest.display_information
    expect([name.length <= 35, description.length <= 140]).toEqual([true, true])
    for (const { command, usage_hint: hint } of manifest.features.slash_commands)
      expect([command.length <= 32, hint.length <= 1000]).toEqual([true, true])
  })
})
