import { mkdirSync } from 'node:fs'
import path from 'node:path'
import type { SQLInputValue, StatementSync } from 'node:sqlite'
import { openDatabaseFile, startAfresh } from '../../disk/database-file.ts'
import type { Channel, Message } from '../model/protocol.ts'

const SCHEMA = `
  PRAGMA journal_mode = WAL;
  PRAGMA synchronous = NORMAL;
  CREATE TABLE IF NOT EXISTS channels (id TEXT PRIMARY KEY, body TEXT NOT NULL);
  CREATE TABLE IF NOT EXISTS members (channel TEXT, user TEXT, PRIMARY KEY (channel, user));
  CREATE TABLE IF NOT EXISTS messages (
    channel TEXT, ts TEXT, thread_ts TEXT, in_channel INTEGER NOT NULL, body TEXT NOT NULL, PRIMARY KEY (channel, ts));
  CREATE INDEX IF NOT EXISTS replies ON messages (channel, thread_ts);
`
const REPLY_COUNT = `(SELECT count(*) FROM messages r WHERE r.channel = m.channel AND r.thread_ts = m.ts) AS replies`
/** Each half by an index of its own; for an OR of them SQLite would go through the whole channel. */
const THREAD = `SELECT rowid FROM messages WHERE channel = ? AND ts = ?
  UNION SELECT rowid FROM messages WHERE channel = ? AND thread_ts = ?`
const SELECT = `SELECT m.body, ${REPLY_COUNT} FROM messages m WHERE`

/** A range of messages; both ends are left out unless `inclusive`. */
export interface Span {
  oldest?: string | undefined
  latest?: string | undefined
  inclusive?: boolean | undefined
}

export type Store = ReturnType<typeof openStore>

/**
 * What survives a restart: channels, their members, and messages (ephemeral ones are never handed to it), in one
 * SQLite file below `directory`. Channels of `seed` that it does not know yet are added.
 */
export function openStore(directory: string, seed: readonly Channel[]) {
  mkdirSync(directory, { recursive: true })
  const db = openDatabaseFile(path.join(directory, 'slack.sqlite'), {
    schema: SCHEMA,
    json: [
      ['channels', 'body'],
      ['messages', 'body'],
    ],
    whenDamaged: startAfresh(
      'The messages are gone from the page; “list” and “show” still find every question.',
    ),
  })
  const addMember = db.prepare('INSERT OR IGNORE INTO members VALUES (?, ?)')
  const addChannel = db.prepare('INSERT OR IGNORE INTO channels VALUES (?, ?)')
  const removeMember = db.prepare('DELETE FROM members WHERE channel = ? AND user = ?')
  const saveChannel = db.prepare('UPDATE channels SET body = json_patch(body, ?) WHERE id = ?')
  const save = db.prepare('INSERT OR REPLACE INTO messages VALUES (?, ?, ?, ?, ?)')
  const drop = db.prepare('DELETE FROM messages WHERE channel = ? AND ts = ?')
  const members = db.prepare('SELECT user FROM members WHERE channel = ? ORDER BY rowid')
  const everyChannel = db.prepare('SELECT body FROM channels ORDER BY rowid')
  const oneChannel = db.prepare('SELECT body FROM channels WHERE id = ?')
  const selects = new Map<string, StatementSync>()

  const withMembers = (row: Record<string, unknown>): Channel => {
    const channel: Channel = JSON.parse(String(row.body))
    return { ...channel, members: members.all(channel.id).map(({ user }) => String(user)) }
  }
  /** Every message and every press looks at its channel. */
  const channels = new Map<string, Channel>()
  const messages = (where: string, ...values: SQLInputValue[]): Message[] => {
    const select = selects.get(where) ?? db.prepare(`${SELECT} ${where}`)
    selects.set(where, select)
    return select.all(...values).map(toMessage)
  }

  const store = {
    channels: (): Channel[] => everyChannel.all().map(withMembers),

    channel(id: string): Channel | undefined {
      const known = channels.get(id)
      if (known) return known
      const row = oneChannel.get(id)
      const channel = row && withMembers(row)
      if (channel) channels.set(id, channel)
      return channel
    },

    /** Does nothing when the channel is there already. */
    open({ members: users, ...channel }: Channel): void {
      const { changes } = addChannel.run(channel.id, JSON.stringify(channel))
      if (changes > 0) for (const user of users) addMember.run(channel.id, user)
    },

    join(channel: string, user: string): void {
      addMember.run(channel, user)
      channels.delete(channel)
    },

    leave(channel: string, user: string): void {
      removeMember.run(channel, user)
      channels.delete(channel)
    },

    /** Changes what is given of a channel; its members are not of it. */
    change(channel: string, given: Partial<Pick<Channel, 'is_archived' | 'is_private'>>): void {
      saveChannel.run(JSON.stringify(given), channel)
      channels.delete(channel)
    },

    /** Writes a message, new or changed; its `channel` and `ts` name it. */
    save(given: Message): void {
      const { reply_count: _counted, ...message } = given
      const { channel, ts, thread_ts: thread = null } = message
      const inChannel = thread === null || message.subtype === 'thread_broadcast'
      save.run(channel, ts, thread, Number(inChannel), JSON.stringify(message))
    },

    remove(channel: string, ts: string): void {
      drop.run(channel, ts)
    },

    message: (channel: string, ts: string): Message | undefined =>
      messages('m.channel = ? AND m.ts = ?', channel, ts)[0],

    /** What the channel itself shows (no replies but broadcast ones), newest first. */
    history: (channel: string, span: Span, limit: number): Message[] =>
      messages(
        `m.channel = ? AND m.in_channel = 1 AND ${within(span)} ORDER BY m.ts DESC LIMIT ?`,
        channel,
        ...ends(span),
        limit,
      ),

    /** A thread's first message and its replies, oldest first. */
    thread: (channel: string, ts: string, span: Span, limit: number): Message[] =>
      messages(
        `m.rowid IN (${THREAD}) AND ${within(span)} ORDER BY m.ts LIMIT ?`,
        channel,
        ts,
        channel,
        ts,
        ...ends(span),
        limit,
      ),

    /** The newest messages of all channels, replies included, oldest first. */
    latest: (limit: number): Message[] => messages('true ORDER BY m.ts DESC LIMIT ?', limit).toReversed(),

    lastTs: (): string | undefined => messages('true ORDER BY m.ts DESC LIMIT 1')[0]?.ts,

    close: () => db.close(),
  }
  for (const channel of seed) store.open(channel)
  return store
}

function toMessage(row: Record<string, unknown>): Message {
  const message: Message = JSON.parse(String(row.body))
  return Number(row.replies) > 0 ? { ...message, reply_count: Number(row.replies) } : message
}

/** Time stamps have a fixed number of digits, so that they compare as text. */
function within({ inclusive }: Span): string {
  return inclusive ? 'm.ts >= ? AND m.ts <= ?' : 'm.ts > ? AND m.ts < ?'
}

function ends({ oldest = '0', latest = '9999999999.999999' }: Span): [string, string] {
  return [oldest, latest]
}
