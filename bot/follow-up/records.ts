import { investigationMessage, recentMessage } from './records-message.ts'
import type { World } from '../services/world.ts'
import { accessOf, mayAsk } from '../access/access.ts'
import type { Person } from '../model/person.ts'
import { decide } from '../access/authorise.ts'
import { type Action, addressOf } from '../press/click.ts'
import { type Aside, aside } from '../ask/help.ts'
import type { Place } from '../access/standing.ts'

/** A command about investigations that exist: a list of them, or one of them by its id. */
export type Records = { verb: 'list'; of: string } | { verb: 'show' | 'cancel' | 'repeat'; id: string }

const VERB = /^\s*(list|show|cancel|repeat)(?:\s+(.*?))?\s*$/i
const ID = /^[0-9a-f]{16}$/i

/** Reads `list [mine|running|<bucket>]`, or `show|cancel|repeat <id>`; undefined where it is something else. */
export function readRecords(text: string): Records | { mistake: string } | undefined {
  const [, word, rest = ''] = VERB.exec(text) ?? []
  const verb = word?.toLowerCase()
  if (verb === 'list') return { verb, of: rest }
  if (verb !== 'show' && verb !== 'cancel' && verb !== 'repeat') return undefined
  if (ID.test(rest)) return { verb, id: rest.toLowerCase() }
  return { mistake: `Say which one: ${verb} takes the id of an investigation, 16 letters and digits.` }
}

const DAYS = 30
const SHOWN = 10

/** The recent investigations, of those questions that the person may ask here; or why there is no list. */
export async function listRecords(
  of: string,
  { person, channel, presence }: Place<string> & { person: Person },
  world: World,
): Promise<Aside> {
  const { investigations, now } = world
  const access = await accessOf(person, { channel, presence }, world)
  const bucket = ['', 'mine', 'running'].includes(of) ? undefined : of
  const verdict = decide(access, { surface: 'list', person, channel, bucket }, world)
  if (!verdict.ok) return aside([[verdict.refusal]])
  // One more than is shown tells that there are more.
  const sought = { days: DAYS, most: SHOWN + 1, user: of === 'mine' ? person.user : undefined }
  const found = await investigations.recent(
    sought,
    ({ request, closedAt }) =>
      mayAsk(access, request) &&
      (of !== 'running' || closedAt === undefined) &&
      (bucket === undefined || request.bucket === bucket),
  )
  const hasMore = found.length > SHOWN
  return recentMessage(found.slice(0, SHOWN), { of, hasMore, days: DAYS, now: now() })
}

/** Shows an investigation's current state to the person who asks. */
export const show: Action = {
  surface: 'show',
  async deed(investigation, click, { thread }) {
    await thread.whisper(addressOf(click), investigationMessage(investigation))
    return undefined
  },
}
