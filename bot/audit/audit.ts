import { type Wanted, wantedSchema } from '../items/audit-log.ts'
import { escapeMrkdwn } from '../text/mrkdwn.ts'
import { usesMessage } from './view.ts'
import type { Deps } from '../services/deps.ts'
import { ownership } from '../access/access.ts'
import { mistakesMessage } from '../ask/help.ts'
import { ownerOf } from '../access/policy.ts'
import type { Click, Press, Subcommand, Told } from '../slack/register.ts'
import { parseTime } from '../time/time.ts'
import { readBucket } from '../text/tokens.ts'

/** Shown at once. */
const PAGE = 10
const DEFAULT_SINCE = '7d'

type By = Pick<Click, 'person' | 'channel'>

/** `audit`: the audit log entries that an owner asks for, the newest first; for others, why they may not read it. */
export const audit: Subcommand<Deps> = {
  for: 'owners',
  async run({ rest, person, channel }, deps) {
    const by = { person, channel }
    const reader = await deps.thread.reader(person.user)
    const wanted = readAudit(rest, { now: deps.now(), zone: reader.timeZone })
    if (typeof wanted !== 'string') return pageFor(wanted, by, deps)
    const refusal = await refusalFor({}, by, deps)
    return refusal ?? mistakesMessage(`audit ${rest}`, [escapeMrkdwn(wanted)], ['/s3audit audit 24h'])
  },
}

/** Shows what is older. */
export const olderUses: Press<Deps> = {
  for: 'owners',
  responds: true,
  run: async (click, deps) => pageFor(wantedSchema.parse(JSON.parse(click.value)), click, deps),
}

async function pageFor(wanted: Wanted, by: By, deps: Deps): Promise<Told> {
  const refusal = await refusalFor(wanted, by, deps)
  if (refusal !== undefined) return refusal
  const [page, reader] = await Promise.all([deps.uses.page(wanted, PAGE), deps.thread.reader(by.person.user)])
  return usesMessage(page, wanted, reader)
}

async function refusalFor(
  { bucket, user: id, name: called }: Partial<Wanted>,
  { person, channel }: By,
  deps: Deps,
): Promise<string | undefined> {
  const standing = await ownership(person, deps)
  const { user, name, team } = person
  const allowed = standing.is === 'holds'
  const use = { surface: 'audit', user, name, team, channel, bucket, whose: id ?? called }
  deps.uses.record({ ...use, allowed, rule: 'owners', refusedFor: allowed ? undefined : 'person' })
  if (allowed) return undefined
  if (standing.is === 'unsure') {
    const what = standing.of === 'group' ? `who is in <!subteam^${standing.id}>` : 'whether you are a guest'
    return `Only the owners of s3audit may read who used it, and Slack does not tell ${what} (${standing.why}). Try again in a minute.`
  }
  return deps.settings.owners.length === 0
    ? `Nobody may read who used s3audit: its settings name no owners. They can be added by ${ownerOf(deps.settings)}.`
    : `Only the owners of s3audit may read who used it: ${ownerOf({ ...deps.settings, owner: undefined })}.`
}

/** Reads `[bucket|person] [since]`: a person as `@name`, by their id or as Slack writes a mention. */
function readAudit(text: string, { now, zone }: { now: Date; zone: string }): Wanted | string {
  const [first = '', ...rest] = words(text)
  const since = (typed: readonly string[]) => {
    const time = typed.length === 0 ? DEFAULT_SINCE : typed.join(' ')
    const open = parseTime(`since ${time}`, { now, zone })
    if (open.ok) return { from: open.window.from }
    const closed = parseTime(time, { now, zone })
    return closed.ok ? closed.window : closed.problem
  }
  const all = since(words(text))
  if (typeof all !== 'string') return all
  const span = since(rest)
  return typeof span === 'string' ? span : { ...whoseOf(first), ...span }
}

const words = (text: string): string[] =>
  text.split(/\s+/).filter(word => word !== '' && word.toLowerCase() !== 'since')

function whoseOf(word: string): Pick<Wanted, 'user' | 'name' | 'bucket'> {
  const [, mentioned] =
    /^<@([UW][A-Z0-9]+)(?:\|[^>]*)?>$/.exec(word) ?? /^([UW][A-Z0-9]{3,})$/.exec(word) ?? []
  if (mentioned !== undefined) return { user: mentioned }
  return word.startsWith('@') ? { name: word.slice(1).toLowerCase() } : { bucket: readBucket(word).bucket }
}
