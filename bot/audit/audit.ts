import type {
  AllMiddlewareArgs,
  App,
  BlockAction,
  ButtonAction,
  SlackActionMiddlewareArgs,
} from '@slack/bolt'
import { type Wanted, wantedSchema } from '../items/audit-log.ts'
import { escapeMrkdwn } from '../text/mrkdwn.ts'
import { OLDER, usesMessage } from './view.ts'
import type { World } from '../services/world.ts'
import { ownership } from '../access/access.ts'
import { withApology } from '../ask/ask.ts'
import { type Aside, aside, mistakesMessage } from '../ask/help.ts'
import { ownerOf } from '../access/policy.ts'
import { type Person, personOf } from '../model/person.ts'
import { parseTime } from '../time/time.ts'
import { readBucket } from '../text/tokens.ts'

/** Shown at once. */
const PAGE = 10
const DEFAULT_SINCE = '7d'

type Place = { person: Person; channel: string | undefined }
type OlderArgs = SlackActionMiddlewareArgs<BlockAction<ButtonAction>> & AllMiddlewareArgs

/** Registers the button that shows what is older. */
export function listenToAudit(app: App, world: World): void {
  app.action<BlockAction<ButtonAction>>({ type: 'block_actions', action_id: OLDER }, args =>
    onOlder(args, world),
  )
}

/** The audit log entries that an owner asked for, the newest first; for others, why they may not read it. */
export async function answerAudit(text: string, place: Place, world: World): Promise<Aside> {
  const reader = await world.thread.reader(place.person.user)
  const wanted = readAudit(text, { now: world.now(), zone: reader.timeZone })
  if (typeof wanted !== 'string') return pageFor(wanted, place, world)
  const refusal = await refusalFor({}, place, world)
  return refusal === undefined
    ? mistakesMessage(`audit ${text}`, [escapeMrkdwn(wanted)], ['/s3audit audit 24h'])
    : aside([[refusal]])
}

async function pageFor(wanted: Wanted, place: Place, world: World): Promise<Aside> {
  const refusal = await refusalFor(wanted, place, world)
  if (refusal !== undefined) return aside([[refusal]])
  const [page, reader] = await Promise.all([
    world.uses.page(wanted, PAGE),
    world.thread.reader(place.person.user),
  ])
  return usesMessage(page, wanted, reader)
}

async function refusalFor(
  { bucket, user: id, name: called }: Partial<Wanted>,
  { person, channel }: Place,
  world: World,
): Promise<string | undefined> {
  const standing = await ownership(person, world)
  const { user, name, team } = person
  const allowed = standing.is === 'holds'
  const use = { surface: 'audit', user, name, team, channel, bucket, whose: id ?? called }
  world.uses.record({ ...use, allowed, rule: 'owners', refusedFor: allowed ? undefined : 'person' })
  if (allowed) return undefined
  if (standing.is === 'unsure') {
    const what = standing.of === 'group' ? `who is in <!subteam^${standing.id}>` : 'whether you are a guest'
    return `Only the owners of s3audit may read who used it, and Slack does not tell ${what} (${standing.why}). Try again in a minute.`
  }
  return world.settings.owners.length === 0
    ? `Nobody may read who used s3audit: its settings name no owners. They can be added by ${ownerOf(world.settings)}.`
    : `Only the owners of s3audit may read who used it: ${ownerOf({ ...world.settings, owner: undefined })}.`
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

async function onOlder({ body, action, ack, respond, logger }: OlderArgs, world: World): Promise<void> {
  await ack()
  const tell = async (message: { text: string }): Promise<void> => {
    await respond({ response_type: 'ephemeral', replace_original: false, ...message })
  }
  const work = async () => {
    const wanted = wantedSchema.parse(JSON.parse(action.value ?? ''))
    await tell(await pageFor(wanted, { person: personOf(body), channel: body.channel?.id }, world))
  }
  await withApology(work, {
    user: body.user.id,
    logger,
    world,
    tell: ({ mrkdwn }) => tell({ text: mrkdwn }),
  })
}
