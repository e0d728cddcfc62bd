import type { Investigation } from '../../bot/model/investigation.ts'
import type { Message } from '../../infra/local/slack/model/protocol.ts'
import { userOf } from '../support/crowd.ts'
import { ADA, INCIDENTS, type TestProduct } from '../support/product.ts'
import { ELSEWHERE } from './places.ts'
import type { Conversation } from './talk.ts'

const DIRECT = [ADA, ...Array.from({ length: 30 }, (_, at) => userOf(at))].map(user => `D${user.slice(1)}`)
const SHOWS = new Set(['view_opened', 'view_pushed', 'view_updated', 'view_errors', 'home', 'notice'])

/** Everything in the workspace that a person may be told something by, from now on. */
export function watchWorkspace({ client, events }: TestProduct) {
  const all = (): Message[] =>
    [INCIDENTS, ELSEWHERE, ...DIRECT].flatMap(channel => {
      const roots = client.messages(channel)
      const replies = roots.flatMap(({ ts }) => client.messages(channel, ts).filter(m => m.ts !== ts))
      return [...roots, ...replies].filter(({ user }) => user === 'U0S3AUDIT')
    })
  const before = new Set(all().map(({ ts }) => ts))
  const from = events.length
  const posted = () => all().filter(message => !before.has(message.ts))
  return {
    /** New messages of the bot's, also those that only one person sees. */
    posted,
    /** Those of an investigation. */
    of: ({ id }: Investigation, part: string) =>
      posted().filter(
        ({ metadata }) =>
          metadata?.event_payload.investigation === id && metadata.event_payload.part === part,
      ),
    /** How many new messages show pictures. */
    pictures: () => posted().filter(({ files = [] }) => files.length > 0).length,
    /** Whether anybody has heard anything: a message, a window, an error in one, the home, or Slack's own notice. */
    isTold: () => posted().length > 0 || events.slice(from).some(({ type }) => SHOWS.has(type)),
    isChanged: () => events.slice(from).some(({ type }) => type === 'message_changed'),
  }
}

export type Watched = ReturnType<typeof watchWorkspace>

/** What of a conversation is not as it must be, whatever went wrong. */
export function wrongIn(
  workspace: Watched,
  investigations: readonly Investigation[],
  { posts, edits, pictures }: Pick<Conversation, 'posts' | 'edits' | 'pictures'>,
): string[] {
  const wrong: string[] = []
  if (!workspace.isTold() && !(edits && workspace.isChanged())) wrong.push('nobody was told anything')
  if (investigations.length > 1) wrong.push(`it started ${investigations.length} times`)
  for (const one of investigations) {
    const replies = workspace.of(one, 'reply').length
    if (replies !== 1) wrong.push(`${replies} replies`)
    if (workspace.of(one, 'announcement').length > 1) wrong.push('announced more than once')
    if (!one.query?.answer && !one.problem) wrong.push('it ended with nothing')
  }
  if (workspace.pictures() > (pictures ?? 1)) wrong.push(`${workspace.pictures()} times pictures`)
  if (posts === undefined) return wrong
  const found = workspace.posted().filter(message => JSON.stringify(message).includes(posts.text))
  const there = found.filter(({ channel }) => channel === posts.channel)
  if (there.length > 1) wrong.push(`posted ${there.length} times`)
  return wrong
}
