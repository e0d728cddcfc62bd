import { DateTime } from 'luxon'
import { Conflict } from '../items/items.ts'
import { code, literal } from '../text/mrkdwn.ts'
import { historyMessage, startedMessage, watchesMessage } from './watches.ts'
import { dueNext, type Mute, nextDigest, type Watch } from '../model/watch.ts'
import { clockWords, titleOf, wishWords } from './texts.ts'
import type { World } from '../services/world.ts'
import { askerOf } from '../ask/ask.ts'
import { authorise } from '../access/authorise.ts'
import type { Action } from '../press/press.ts'
import type { Click, Press, Submission, Told } from '../slack/register.ts'
import { type TextMessage, textMessage } from '../slack/message.ts'
import { takeWatch } from '../access/limits.ts'
import { claimed } from '../model/place.ts'
import { createPreset, createWatch, openWatchForm, refusalOf } from './watch.ts'
import { readWish } from './watch-command.ts'
import { readWatched, readWatchForm, watchForm } from './watch-form.ts'

/** The entry of a button that carries the id of a watch, and perhaps a choice. */
const pressFor = (
  run: (watch: Watch, click: Click, world: World, choice: string) => Promise<Told>,
): Press<World> => ({
  for: 'channel',
  title: 'Watches',
  async run(click, world) {
    const [id = '', choice = ''] = click.value.split(' ')
    const watch = id === '' ? undefined : await world.watches.load(id)
    const { person, channel, presence } = click
    const asked = { surface: 'watch', person, ...(watch && aboutOf(watch)) } as const
    // A person who manages a watch may ask the same where they press, and where it posts.
    const places = [
      { channel, presence },
      ...(watch && watch.request.channel !== channel ? [claimed(watch.request.channel)] : []),
    ]
    for (const place of places) {
      const verdict = await authorise({ ...asked, ...place }, world)
      if (!verdict.ok) return words(verdict.refusal)
    }
    return watch
      ? run(watch, click, world, choice)
      : words('This watch has been deleted. `/s3audit watches` lists the remaining ones.')
  },
})

const words = (mrkdwn: string): TextMessage => textMessage([[mrkdwn]])

const aboutOf = ({ request: { bucket, analysis } }: Watch) => ({ bucket, analysis })

/** What one can do to watches, by `action_id`. */
export const WATCH_PRESSES: Readonly<Record<string, Press<World>>> = {
  'watch-manage': pressFor(watch =>
    Promise.resolve(watchesMessage([watch], { found: 1, of: 'told of here' })),
  ),
  'watch-run': pressFor(runNow),
  'watch-pause': pressFor(pause),
  'watch-resume': pressFor(resume),
  'watch-edit': pressFor(edit),
  'watch-history': pressFor(watch => Promise.resolve(historyMessage(watch))),
  'watch-mute': pressFor(mute),
  'watch-unmute': pressFor(unmute),
  'watch-delete': pressFor(end),
  'watch-preset': { for: 'channel', title: 'Watches', run: preset },
}

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

async function runNow(watch: Watch, { person }: Click, world: World): Promise<TextMessage> {
  if (watch.paused) return words('It is paused: press Resume first.')
  if (watch.run) return words('It is running already; it tells here what it finds.')
  const now = world.now().toISOString()
  await change(watch.id, one => ({ ...one, dueAt: `${now.slice(0, 19)}Z`, asked: person.user }), world)
  return words(
    `${literal(titleOf(watch))} runs within a minute, and looks at everything since its last run. You hear of it in any case; the channel only when it matters.`,
  )
}

async function pause(watch: Watch, { person }: Click, world: World): Promise<TextMessage> {
  const at = world.now().toISOString()
  await change(watch.id, one => ({ ...one, paused: one.paused ?? { at, by: person.user } }), world)
  return words(
    `Paused: ${literal(titleOf(watch))}. Nothing is lost: once it resumes, one run looks at all that happened meanwhile.`,
  )
}

/** One that was paused for want of rights goes on with those of whoever resumes it. */
async function resume(watch: Watch, { person }: Click, world: World): Promise<TextMessage> {
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

function edit(watch: Watch): Promise<Told> {
  const { asker: _, ...request } = watch.request
  const wish = { ...watch, digest: watch.weeklyDigest !== undefined }
  return Promise.resolve({ view: watchForm(wish, { request, watch: watch.id }) })
}

async function end(watch: Watch, _click: Click, world: World): Promise<TextMessage> {
  await change(watch.id, one => ({ ...one, deletedAt: world.now().toISOString() }), world)
  return words(`Deleted: ${literal(titleOf(watch))}, ${literal(wishWords(watch))}.`)
}

async function unmute(watch: Watch, _click: Click, world: World): Promise<TextMessage> {
  await change(watch.id, one => ({ ...one, mutes: [] }), world)
  return words(`Nothing of ${literal(titleOf(watch))} is muted any more.`)
}

const clockFor = ({ request, schedule }: Watch, iso: string): string =>
  clockWords(iso, schedule.zone, request.asker)

const MOST_MUTES = 20

async function mute(watch: Watch, { person }: Click, world: World, what: string): Promise<TextMessage> {
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
async function preset({ value, channel, presence, person, at }: Click, world: World): Promise<Told> {
  if (channel === undefined) return undefined
  const [analysis = '', bucket = ''] = value.split(' ')
  const pressed = `preset:${value}:${channel}:${person.user}`
  const submission = async () => `${pressed}:${await world.claims.press(pressed, at)}`
  return createPreset(analysis, bucket, { person, channel, presence, submission }, world)
}

/** Opens the modal for the question of an answer. */
export const watchThis: Action = {
  surface: 'watch',
  async run(investigation, click, world) {
    const { window: _, watch: __, ...asked } = investigation.request
    const asker = await askerOf(click.person, world)
    const request = { ...asked, channel: click.channel, asker }
    return openWatchForm(request, world)
  },
}

/** Makes a watch, or changes one. */
export const watchSubmission: Submission<World> = {
  for: 'channel',
  input: 'when',
  async run({ view, person }, world) {
    const about = readWatched(view)
    const asker = await askerOf(person, world)
    const request = { ...about.request, asker }
    const { wish, mistakes } = readWish(readWatchForm(view), request, { asker, settings: world.settings })
    const errors = Object.entries(mistakes).map(([place, all]) => [BLOCKS[place] ?? 'when', all.join(' ')])
    if (!wish || errors.length > 0) return { errors: Object.fromEntries(errors) }
    const full = { request, ...wish }
    const old = about.watch === undefined ? undefined : await world.watches.load(about.watch)
    // Whoever changes a watch may ask what it asks now, and what it is to ask.
    const refusal =
      (await refusalOf(full, 'claimed', world)) ??
      (old && (await refusalOf({ request: { ...old.request, asker } }, 'claimed', world)))
    if (refusal !== undefined) return refusal.plain
    const isTakenOver = old !== undefined && old.request.asker.user !== asker.user
    const taken = isTakenOver ? await takeWatch({ id: old.id, request }, world) : undefined
    if (taken !== undefined && 'refusal' in taken) return taken.plain
    return async () => {
      const told =
        about.watch === undefined
          ? await createWatch(full, { presence: 'claimed', submission: `form:${view.id}` }, world)
          : await changed(about.watch, full, world)
      await world.thread.whisper({ channel: request.channel, user: asker.user }, told)
    }
  },
}

/** The inputs by what they are checked as. */
const BLOCKS: Readonly<Record<string, string>> = {
  schedule: 'at',
  condition: 'when',
  wait: 'wait',
  digest: 'digest',
}

/** Whoever changes a watch makes it theirs: it runs with their rights from now on. */
async function changed(
  id: string,
  wish: Parameters<typeof createWatch>[0],
  world: World,
): Promise<TextMessage> {
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
