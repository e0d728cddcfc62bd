import { investigationMessage, recentMessage } from './records-message.ts'
import type { Deps } from '../services/deps.ts'
import { accessOf, mayAsk } from '../access/access.ts'
import { decide } from '../access/authorise.ts'
import { type Action, runAction } from '../press/press.ts'
import { addressOf, type Subcommand } from '../slack/register.ts'
import { mistakesMessage } from '../ask/help.ts'

const ID = /^[0-9a-f]{16}$/i

/** The subcommand `show`, `cancel` or `repeat`, with the id of an investigation. */
export const byId = (verb: string, action: Action): Subcommand<Deps> => ({
  for: 'channel',
  async run({ text, rest, ...click }, deps) {
    const mistake = `Say which one: ${verb} takes the id of an investigation, 16 letters and digits.`
    if (!ID.test(rest)) return mistakesMessage(text, [mistake], ['/s3audit list mine'])
    return runAction(rest.toLowerCase(), click, action, deps)
  },
})

const DAYS = 30
const SHOWN = 10

/** `list`: the recent investigations, of those questions that the person may ask here; or why there is no list. */
export const list: Subcommand<Deps> = {
  for: 'channel',
  async run({ rest: of, ...click }, deps) {
    const { investigations, now } = deps
    const { person, channel } = click
    const access = await accessOf(person, click, deps)
    const bucket = ['', 'mine', 'running'].includes(of) ? undefined : of
    const verdict = decide(access, { surface: 'list', person, channel, bucket }, deps)
    if (!verdict.ok) return verdict.refusal
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
  },
}

/** Shows an investigation's current state to the person who asks. */
export const show: Action = {
  surface: 'show',
  async run(investigation, click, { thread }) {
    await thread.postEphemeral(addressOf(click), investigationMessage(investigation))
    return undefined
  },
}
