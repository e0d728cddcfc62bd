import { DateTime } from 'luxon'
import { Conflict } from '../items/items.ts'
import { code, literal } from '../text/mrkdwn.ts'
import { historyMessage, startedMessage, watchesMessage } from './watches.ts'
import { dueNext, type Mute, nextDigest, type Watch } from '../model/watch.ts'
import { clockWords, titleOf, wishWords } from './texts.ts'
import type { Deps } from '../services/deps.ts'
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
  run: (watch: Watch, click: Click, deps: Deps, choice: string) => Promise<Told>,
): Press<Deps> => ({
  for: 'channel',
  title: 'Watches',
  async run(click, deps) {
    const [id = '', choice = ''] = click.value.split(' ')
    const watch = id === '' ? undefined : await deps.watches.load(id)
    const { person, channel, presence } = click
    const asked = { surface: 'watch', person, ...(watch && aboutOf(watch)) } as const
    // A person who manages a watch may ask the same where they press, and where it posts.
    const places = [
      { channel, presence },
      ...(watch && watch.request.channel !== channel ? [claimed(watch.request.channel)] : []),
    ]
    for (const place of places) {
      const verdict = await authorise({ ...asked, ...place }, deps)
      if (!verdict.ok) return words(verdict.refusal)
    }
    return watch
      ? run(watch, click, deps, choice)
      : words('This watch has been deleted. `/s3audit watches` lists the remaining ones.')
  },
})

const words = (mrkdwn: string): TextMessage => textMessage([[mrkdwn]])

const aboutOf = ({ request: { bucket, analysis } }: Watch) => ({ bucket, analysis })

/** What one can do to watches, by `action_id`. */
export const WATCH_PRESSES: Readonly<Record<string, Press<Deps>>> = {
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
  { watches }: Deps,
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

async function runNow(watch: Watch, { person }: Click, deps: Deps): Promise<TextMessage> {
  if (watch.paused) return words('It is paused: press Resume first.')
  if (watch.run) return words('It is running already; it tells here what it finds.')
  const now = deps.now().toISOString()
  await change(watch.id, one => ({ ...one, dueAt: `${now.slice(0, 19)}Z`, asked: person.user }), deps)
  return words(
    `${literal(titleOf(watch))} runs within a minute, and looks at everything since its last run. You hear of it in any case; the channel only when it matters.`,
  )
}

async function pause(watch: Watch, { person }: Click, deps: Deps): Promise<TextMessage> {
  const at = deps.now().toISOString()
  await change(watch.id, one => ({ ...one, paused: one.paused ?? { at, by: person.user } }), deps)
  return words(
    `Paused: ${literal(titleOf(watch))}. Nothing is lost: once it resumes, one run looks at all that happened meanwhile.`,
  )
}

/** One that was paused for want of rights goes on with those of whoever resumes it. */
async function resume(watch: Watch, { person }: Click, deps: Deps): Promise<TextMessage> {
  const asker = await askerOf(person, deps)
  const isTakenOver = watch.paused !== undefined && watch.paused.by === undefined
  if (isTakenOver && watch.request.asker.user !== person.user) {
    const taken = await takeWatch({ id: watch.id, request: { ...watch.request, asker } }, deps)
    if ('refusal' in taken) return words(taken.refusal)
  }
  await change(
    watch.id,
    ({ paused, ...one }) =>
      paused && paused.by === undefined ? { ...one, request: { ...one.request, asker } } : one,
    deps,
  )
  return words(
    `Resumed: ${literal(titleOf(watch))}. ${new Date(watch.dueAt) > deps.now() ? `The next run is on ${literal(clockFor(watch, watch.dueAt))}.` : 'It catches up within a minute.'}`,
  )
}

function edit(watch: Watch): Promise<Told> {
  const { asker: _, ...request } = watch.request
  const wish = { ...watch, digest: watch.weeklyDigest !== undefined }
  return Promise.resolve({ view: watchForm(wish, { request, watch: watch.id }) })
}

async function end(watch: Watch, _click: Click, deps: Deps): Promise<TextMessage> {
  await change(watch.id, one => ({ ...one, deletedAt: deps.now().toISOString() }), deps)
  return words(`Deleted: ${literal(titleOf(watch))}, ${literal(wishWords(watch))}.`)
}

async function unmute(watch: Watch, _click: Click, deps: Deps): Promise<TextMessage> {
  await change(watch.id, one => ({ ...one, mutes: [] }), deps)
  return words(`Nothing of ${literal(titleOf(watch))} is muted any more.`)
}

const clockFor = ({ request, schedule }: Watch, iso: string): string =>
  clockWords(iso, schedule.zone, request.asker)

const MOST_MUTES = 20

async function mute(watch: Watch, { person }: Click, deps: Deps, what: string): Promise<TextMessage> {
  const muted = muteFrom(watch, what, person.user, deps.now())
  if (!muted) return words('This can no longer be muted like this. `/s3audit watches` has the watch.')
  await change(watch.id, one => ({ ...one, mutes: [...one.mutes, muted].slice(-MOST_MUTES) }), deps)
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
async function preset({ value, channel, presence, person, at }: Click, deps: Deps): Promise<Told> {
  if (channel === undefined) return undefined
  const [analysis = '', bucket = ''] = value.split(' ')
  const pressed = `preset:${value}:${channel}:${person.user}`
  const submission = async () => `${pressed}:${await deps.claims.press(pressed, at)}`
  return createPreset(analysis, bucket, { person, channel, presence, submission }, deps)
}

/** Opens the modal for the question of an answer. */
export const watchThis: Action = {
  surface: 'watch',
  async run(investigation, click, deps) {
    const { window: _, watch: __, ...asked } = investigation.request
    const asker = await askerOf(click.person, deps)
    const request = { ...asked, channel: click.channel, asker }
    return openWatchForm(request, deps)
  },
}

/** Makes a watch, or changes one. */
export const watchSubmission: Submission<Deps> = {
  for: 'channel',
  input: 'when',
  async run({ view, person }, deps) {
    const about = readWatched(view)
    const asker = await askerOf(person, deps)
    const request = { ...about.request, asker }
    const { wish, mistakes } = readWish(readWatchForm(view), request, { asker, settings: deps.settings })
    const errors = Object.entries(mistakes).map(([place, all]) => [BLOCKS[place] ?? 'when', all.join(' ')])
    if (!wish || errors.length > 0) return { errors: Object.fromEntries(errors) }
    const full = { request, ...wish }
    const old = about.watch === undefined ? undefined : await deps.watches.load(about.watch)
    // Whoever changes a watch may ask what it asks now, and what it is to ask.
    const refusal =
      (await refusalOf(full, 'claimed', deps)) ??
      (old && (await refusalOf({ request: { ...old.request, asker } }, 'claimed', deps)))
    if (refusal !== undefined) return refusal.plain
    const isTakenOver = old !== undefined && old.request.asker.user !== asker.user
    const taken = isTakenOver ? await takeWatch({ id: old.id, request }, deps) : undefined
    if (taken !== undefined && 'refusal' in taken) return taken.plain
    return async () => {
      const told =
        about.watch === undefined
          ? await createWatch(full, { presence: 'claimed', submission: `form:${view.id}` }, deps)
          : await changed(about.watch, full, deps)
      await deps.thread.postEphemeral({ channel: request.channel, user: asker.user }, told)
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
  deps: Deps,
): Promise<TextMessage> {
  const now = DateTime.fromJSDate(deps.now(), { zone: 'utc' })
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
    deps,
  )
  return saved
    ? startedMessage(saved)
    : words('This watch was deleted meanwhile. Make it anew with `/s3audit watch`.')
}
