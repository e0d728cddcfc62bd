// @ts-check
/** What becomes of a line of text: a command, an invitation or a message, as Slack decides it. */
import { escapeEntities } from '../dom/entities.js'

/** @typedef {import('./client.js').Client} Client */
/** @typedef {{ channel: string, thread_ts?: string | undefined }} Target */

/**
 * `@name` and `#channel` of this workspace become Slack's tokens; all else is escaped.
 * @param {string} text
 * @param {Client} client
 */
export function toMrkdwn(text, client) {
  const { users, channels, app } = client.store.workspace
  const people = new Map(users.map(user => [user.name.toLowerCase(), user.id]))
  people.set(app.name.toLowerCase(), app.bot_user)
  const rooms = new Map(channels.filter(each => !each.is_im).map(each => [each.name.toLowerCase(), each.id]))
  return escapeEntities(text).replace(/(^|\s)([@#])([\w.-]*\w)/g, (all, before, sign, name) => {
    const id = (sign === '@' ? people : rooms).get(name.toLowerCase())
    if (!id) return all
    return `${before}<${sign}${id}${sign === '#' ? `|${name}` : ''}>`
  })
}

/** @param {Client} client @param {Target} target @param {string} text */
async function invite(client, target, text) {
  const { app, users } = client.store.workspace
  const bot = users.find(user => user.id === app.bot_user)
  const name = text.replace(/^@/, '').toLowerCase()
  const isApp = [app.name, bot?.name].some(each => each?.toLowerCase() === name)
  if (isApp) return client.post('invite', { channel: target.channel })
  return client.notice({
    ...target,
    text: `Only the app can be invited here: \`/invite @${app.name}\``,
    level: 'error',
  })
}

/** @param {Client} client @param {Target} target @param {string} line */
async function runCommand(client, target, line) {
  const [, command = '', text = ''] = /^(\/\S*)\s*([\s\S]*)$/.exec(line) ?? []
  if (target.thread_ts)
    return client.notice({
      ...target,
      text: `${command} is not supported in threads. Sorry!`,
      level: 'error',
    })
  if (command === '/invite') return invite(client, target, text.trim())
  if (client.store.workspace.commands.some(each => each.command === command)) {
    return client.post('command', { channel: target.channel, command, text })
  }
  const words = `${command} is not a valid command. In Slack, all messages that start with the "/" character are interpreted as commands.\n\nIf you are trying to send a message and not run a command, try preceding the "/" with an empty space.`
  return client.notice({ ...target, text: words, level: 'error' })
}

/**
 * @param {Client} client
 * @param {Target} target
 * @param {string} raw as typed
 */
export async function send(client, target, raw) {
  if (raw.startsWith('/')) return runCommand(client, target, raw.trimEnd())
  const text = toMrkdwn(raw.trim(), client)
  const thread = target.thread_ts ? { thread_ts: target.thread_ts } : {}
  return client.post('message', { channel: target.channel, ...thread, text })
}
