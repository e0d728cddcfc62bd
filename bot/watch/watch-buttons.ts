import type {
  AllMiddlewareArgs,
  App,
  BlockAction,
  ButtonAction,
  OverflowAction,
  SlackActionMiddlewareArgs,
  SlackViewMiddlewareArgs,
  ViewSubmitAction,
} from '@slack/bolt'
import { DateTime } from 'luxon'
import { Conflict } from '../items/items.ts'
import type { Message } from '../slack/message.ts'
import { code, literal } from '../text/mrkdwn.ts'
import { noticeView } from '../slack/notice.ts'
import { historyMessage, startedMessage, watchesMessage } from './watches.ts'
import { dueNext, type Mute, nextDigest, type Watch } from '../model/watch.ts'
import { clockWords, titleOf, wishWords } from './texts.ts'
import type { World } from '../services/world.ts'
import { askerOf, withApology } from '../ask/ask.ts'
import { authorise } from '../access/authorise.ts'
import { type Action, addressOf, type Click } from '../press/click.ts'
import { aside } from '../ask/help.ts'
import { takeWatch } from '../access/limits.ts'
import { type Person, personOf } from '../model/person.ts'
import { AT_HOME, claimed, pressedIn } from '../access/standing.ts'
import { createPreset, createWatch, openWatchForm, refusalOf } from './watch.ts'
import { readWish } from './watch-command.ts'
import { readWatched, readWatchForm, WATCH_FORM, watchForm } from './watch-form.ts'

type ActionArgs = SlackActionMiddlewareArgs<BlockAction<ButtonAction | OverflowAction>> & AllMiddlewareArgs
type SubmissionArgs = SlackViewMiddlewareArgs<ViewSubmitAction> & AllMiddlewareArgs

/** What a button does with a watch; what it returns is told to the person alone. */
type Deed = (watch: Watch, click: Click, world: World) => Promise<Message | undefined>

const words = (mrkdwn: string): Message => aside([[mrkdwn]])

/** What each button of a watch does, by its `action_id`. */
const DEEDS: Readonly<Record<string, Deed>> = {
  'watch-manage': watch => Promise.resolve(watchesMessage([watch], { found: 1, of: 'told of here' })),
  'watch-run': runNow,
  'watch-pause': pause,
  'watch-resume': resume,
  'watch-edit': edit,
  'watch-history': watch => Promise.resolve(historyMessage(watch)),
  'watch-unmute': unmute,
  'watch-delete': end,
}

/** Draws a person's Home tab again. */
type RedrawHome = (person: Person) => Promise<void>

/**
 * Registers what one can do to watches. Every press is authorised again.
 * @param redrawHome called after a press on the Home tab
 */
export function listenToWatches(app: App, world: World, redrawHome: RedrawHome): void {
  const context = { world, redrawHome }
  for (const [action_id, deed] of Object.entries(DEEDS)) {
    app.action<BlockAction<ButtonAction>>({ type: 'block_actions', action_id }, args =>
      onPress(args, context, click => onWatch(click.id, deed, click, world)),
    )
  }
  app.action<BlockAction<OverflowAction>>({ type: 'block_actions', action_id: 'watch-mute' }, args =>
    onPress(args, context, click => {
      const [id = '', what = ''] = click.id.split(' ')
      return onWatch(id, (watch, pressed) => mute(watch, what, pressed, world), click, world)
    }),
  )
  app.action<BlockAction<ButtonAction>>({ type: 'block_actions', action_id: 'watch-preset' }, args =>
    onPress(args, context, click => preset(click, world)),
  )
  app.view<ViewSubmitAction>({ callback_id: WATCH_FORM, type: 'view_submission' }, args =>
    onForm(args, world),
  )
}

/** What stands for the app's home, which is as private as a direct message. */
const HOME = 'D0HOME'

async function onPress(
  { body, action, ack, logger }: ActionArgs,
  { world, redrawHome }: { world: World; redrawHome: RedrawHome },
  work: (click: Click) => Promise<Message | undefined>,
): Promise<void> {
  await ack()
  const { channel, message, trigger_id: triggerId } = body
  const id = action.type === 'overflow' ? action.selected_option.value : action.value
  if (id === undefined) return
  const threadTs: unknown = message?.thread_ts ?? body.container.thread_ts
  const click: Click = {
    id,
    ...(channel === undefined ? { channel: HOME, presence: 'proven' } : pressedIn(channel)),
    person: personOf(body),
    threadTs: typeof threadTs === 'string' ? threadTs : undefined,
    triggerId,
    at: Number(action.action_ts),
  }
  const tell = (told: Message) =>
    channel === undefined
      ? world.thread.openView(triggerId, noticeView('Watches', told.text))
      : world.thread.whisper(addressOf(click), told)
  const answer = async () => {
    const told = await work(click)
    if (told !== undefined) await tell(told)
    if (channel === undefined) await redrawHome(click.person)
  }
  await withApology(answer, {
    user: click.person.user,
    logger,
    world,
    tell: ({ mrkdwn }) => tell(words(mrkdwn)),
  })
}

/** Does it with the watch, for whoever may ask what it asks here. */
async function onWatch(id: string, deed: Deed, click: Click, world: World): Promise<Message | undefined> {
  const watch = await world.watches.load(id)
  const { person, channel, presence } = click
  const place = channel === HOME ? AT_HOME : { channel, presence }
  const asked = { surface: 'watch', person, ...(watch && aboutOf(watch)) } as const
  // A person who manages a watch may ask the same where they press, and where it posts.
  const places =
    watch && watch.request.channel !== channel ? [place, claimed(watch.request.channel)] : [place]
  for (const one of places) {
    const verdict = await authorise({ ...asked, ...one }, world)
    if (!verdict.ok) return words(verdict.refusal)
  }
  return watch
    ? deed(watch, click, world)
    : words('This watch has been deleted. `/s3audit watches` lists the remaining ones.')
}

const aboutOf = ({ request: { bucket, analysis } }: Watch) => ({ bucket, analysis })

const TRIES = 5

/** Saves a change, again where a run was saved meanwhile. @returns undefined where the watch is deleted */
async function change(
  id: string,
  by: (watch: Watch) => Watch,
  { watches }: World,
): Promise<Watch | undefined> {
  for (let tries = 1; ; tries++) {
    const watch = await watches.load(id)
    if (!watch) return undefined
    try {
      return await watches.save(by(watch))
    } catch (error) {
      if (!(error instanceof Conflict) || tries === TRIES) throw error
    }
  }
}

async function runNow(watch: Watch, { person }: Click, world: World): Promise<Message> {
  if (watch.paused) return words('It is paused: press Resume first.')
  if (watch.run) return words('It is running already; it tells here what it finds.')
  const now = world.now().toISOString()
  await change(watch.id, one => ({ ...one, dueAt: `${now.slice(0, 19)}Z`, asked: person.user }), world)
  return words(
    `${literal(titleOf(watch))} runs within a minute, and looks at everything since its last run. You hear of it in any case; the channel only when it matters.`,
  )
}

async function pause(watch: Watch, { person }: Click, world: World): Promise<Message> {
  const at = world.now().toISOString()
  await change(watch.id, one => ({ ...one, paused: one.paused ?? { at, by: person.user } }), world)
  return words(
    `Paused: ${literal(titleOf(watch))}. Nothing is lost: once it resumes, one run looks at all that happened meanwhile.`,
  )
}

/** One that was paused for want of rights goes on with those of whoever resumes it. */
async function resume(watch: Watch, { person }: Click, world: World): Promise<Message> {
  const asker = await askerOf(person, world)
  const isTakenOver = watch.paused !== undefined && watch.paused.by === undefined
  if (isTakenOver && watch.request.asker.user !== person.user) {
    const taken = await takeWatch({ id: watch.id, request: { ...watch.request, asker } }, world)
    if ('refusal' in taken) return words(taken.refusal)
  }
  await change(
    watch.id,
    ({ paused, ...one }) =>
      paused && paused.by === undefined ? { ...one, request: { ...one.request, asker } } : one,
    world,
  )
  return words(
    `Resumed: ${literal(titleOf(watch))}. ${new Date(watch.dueAt) > world.now() ? `The next run is on ${literal(clockFor(watch, watch.dueAt))}.` : 'It catches up within a minute.'}`,
  )
}

async function edit(watch: Watch, { triggerId }: Click, { thread }: World): Promise<undefined> {
  const { asker: _, ...request } = watch.request
  const wish = { ...watch, digest: watch.weeklyDigest !== undefined }
  await thread.openView(triggerId, watchForm(wish, { request, watch: watch.id }))
}

async function end(watch: Watch, _click: Click, world: World): Promise<Message> {
  await change(watch.id, one => ({ ...one, deletedAt: world.now().toISOString() }), world)
  return words(`Deleted: ${literal(titleOf(watch))}, ${literal(wishWords(watch))}.`)
}

async function unmute(watch: Watch, _click: Click, world: World): Promise<Message> {
  await change(watch.id, one => ({ ...one, mutes: [] }), world)
  return words(`Nothing of ${literal(titleOf(watch))} is muted any more.`)
}

const clockFor = ({ request, schedule }: Watch, iso: string): string =>
  clockWords(iso, schedule.zone, request.asker)

const MOST_MUTES = 20

async function mute(watch: Watch, what: string, { person }: Click, world: World): Promise<Message> {
  const muted = muteFrom(watch, what, person.user, world.now())
  if (!muted) return words('This can no longer be muted like this. `/s3audit watches` has the watch.')
  await change(watch.id, one => ({ ...one, mutes: [...one.mutes, muted].slice(-MOST_MUTES) }), world)
  const of = muted.kind === 'all' ? literal(titleOf(watch)) : code(muted.value)
  const until =
    muted.until === undefined
      ? 'until somebody presses Unmute'
      : `until ${literal(clockFor(watch, muted.until))}`
  return words(`Muted: ${of}, ${until}. It goes on running, and its history goes on.`)
}

function muteFrom({ shown }: Watch, what: string, by: string, now: Date): Mute | undefined {
  const days = { day: 1, week: 7 }[what]
  if (days !== undefined)
    return {
      kind: 'all',
      value: '',
      by,
      until: DateTime.fromJSDate(now).plus({ days }).toUTC().toISO() ?? '',
    }
  if (what === 'requester' && shown?.requester !== undefined)
    return { kind: 'requester', value: shown.requester, by }
  return what === 'prefix' && shown?.prefix !== undefined
    ? { kind: 'prefix', value: shown.prefix, by }
    : undefined
}

/** One press on a preset, or two, is one watch. */
async function preset({ id, channel, presence, person, at }: Click, world: World): Promise<Message> {
  const [analysis = '', bucket = ''] = id.split(' ')
  const pressed = `preset:${id}:${channel}:${person.user}`
  const submission = async () => `${pressed}:${await world.claims.press(pressed, at)}`
  return createPreset(analysis, bucket, { person, channel, presence, submission }, world)
}

/** Opens the modal for the question of an answer. */
export const watchThis: Action = {
  surface: 'watch',
  async deed(investigation, click, world) {
    const { window: _, watch: __, ...asked } = investigation.request
    const asker = await askerOf(click.person, world)
    const request = { ...asked, channel: click.channel, asker }
    return (await openWatchForm(request, click, world))?.text
  },
}

async function onForm({ view, body, ack, logger }: SubmissionArgs, world: World): Promise<void> {
  const refuse = (errors: Record<string, string>) => ack({ response_action: 'errors', errors })
  const work = async () => {
    const about = readWatched(view)
    const asker = await askerOf(personOf(body), world)
    const request = { ...about.request, asker }
    const { wish, mistakes } = readWish(readWatchForm(view), request, { asker, settings: world.settings })
    const errors = Object.entries(mistakes).map(([place, all]) => [BLOCKS[place] ?? 'when', all.join(' ')])
    if (!wish || errors.length > 0) return refuse(Object.fromEntries(errors))
    const full = { request, ...wish }
    const old = about.watch === undefined ? undefined : await world.watches.load(about.watch)
    // Whoever changes a watch may ask what it asks now, and what it is to ask.
    const refusal =
      (await refusalOf(full, 'claimed', world)) ??
      (old && (await refusalOf({ request: { ...old.request, asker } }, 'claimed', world)))
    if (refusal !== undefined) return refuse({ when: refusal.plain })
    const isTakenOver = old !== undefined && old.request.asker.user !== asker.user
    const taken = isTakenOver ? await takeWatch({ id: old.id, request }, world) : undefined
    if (taken !== undefined && 'refusal' in taken) return refuse({ when: taken.plain })
    await ack()
    const told =
      about.watch === undefined
        ? await createWatch(full, { presence: 'claimed', submission: `form:${view.id}` }, world)
        : await changed(about.watch, full, world)
    return world.thread.whisper({ channel: request.channel, user: asker.user }, told)
  }
  await withApology(work, { user: body.user.id, logger, world, tell: ({ plain }) => refuse({ when: plain }) })
}

/** The inputs by what they are checked as. */
const BLOCKS: Readonly<Record<string, string>> = {
  schedule: 'at',
  condition: 'when',
  wait: 'wait',
  digest: 'digest',
}

/** Whoever changes a watch makes it theirs: it runs with their rights from now on. */
async function changed(id: string, wish: Parameters<typeof createWatch>[0], world: World): Promise<Message> {
  const now = DateTime.fromJSDate(world.now(), { zone: 'utc' })
  const saved = await change(
    id,
    ({ weeklyDigest, ...watch }) => ({
      ...watch,
      request: wish.request,
      schedule: wish.schedule,
      condition: wish.condition,
      waitHours: wish.waitHours,
      ...(wish.digest && { weeklyDigest: weeklyDigest ?? { nextAt: nextDigest(wish.schedule.zone, now) } }),
      ...dueNext({ id, schedule: wish.schedule }, now),
    }),
    world,
  )
  return saved
    ? startedMessage(saved)
    : words('This watch was deleted meanwhile. Make it anew with `/s3audit watch`.')
}
