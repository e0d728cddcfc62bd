import { questions as catalogue } from '../../analyses/lib/catalogue/named.ts'
import type { Deps } from '../services/deps.ts'
import { MOST_LISTED, presetsMessage, startedMessage, watchesMessage } from './watches.ts'
import { section } from '../slack/blocks.ts'
import { USUAL_CONDITION } from '../model/condition.ts'
import { WATCH_PRESETS } from './presets.ts'
import { newWatch, type Watch, type WatchWish } from '../model/watch.ts'
import { type Access, accessOf, bucketsToShow, mayAsk } from '../access/access.ts'
import { askerOf } from '../ask/ask.ts'
import { authorise, decide } from '../access/authorise.ts'
import { mistakesMessage } from '../ask/help.ts'
import { type TextMessage, textMessage } from '../slack/message.ts'
import { takeWatch } from '../access/limits.ts'
import { type Submission, submissionOf } from '../ask/once.ts'
import type { Click, Subcommand, Told } from '../slack/register.ts'
import type { Person } from '../model/person.ts'
import { findQuestion, takeQuestion } from '../ask/grammar/question.ts'
import type { Refusal } from '../access/refusal.ts'
import type { Place, Presence } from '../model/place.ts'
import { type Request, requestSchema } from '../time/request.ts'
import { readQuestion, readWatch, readWatchCommand, usualWait } from './watch-command.ts'
import { fitsForm, watchForm } from './watch-form.ts'

const requestParameters = requestSchema.shape.parameters

/** `watch` and `watches`. */
export const watch: Subcommand<Deps> = {
  for: 'channel',
  async run(command, deps) {
    const parsed = readWatchCommand(command.text, word => 'id' in findQuestion(word, catalogue))
    const { person, channel } = command
    const access = await accessOf(person, command, deps)
    const verdict = decide(access, { surface: 'watch', person, channel }, deps)
    if (!verdict.ok) return verdict.refusal
    if (parsed.verb === 'list') return listWatches(parsed.of, access, command, deps)
    if (parsed.verb === 'presets') return showPresets(parsed.bucket, access, command, deps)
    return parsed.verb === 'form'
      ? openForm(parsed.text, access, command, deps)
      : createTyped(parsed.text, access, command, deps)
  },
}

/** The watches of this channel, of a bucket, or of this person, as far as they may ask the same. */
async function listWatches(
  of: string,
  access: Access<string>,
  { person, channel }: Click<string>,
  { watches }: Deps,
): Promise<TextMessage> {
  const all = await watches.all()
  const wanted = all.filter(watch => {
    if (!mayAsk(access, { bucket: watch.bucket })) return false
    if (of === 'mine') return watch.owner === person.user
    return watch.channel === channel && (of === '' || watch.bucket === of)
  })
  const shown = await watches.loadAll(wanted.slice(0, MOST_LISTED).map(({ id }) => id))
  const mine = shown.filter(({ request }) => mayAsk(access, request))
  const which = of === 'mine' ? 'by you' : of === '' ? of : `about ${of} in this channel`
  return watchesMessage(mine, { found: wanted.length - (shown.length - mine.length), of: which })
}

async function showPresets(
  named: string | undefined,
  access: Access<string>,
  { person, channel }: Click<string>,
  deps: Deps,
): Promise<TextMessage> {
  const buckets = bucketsToShow(access)
  const bucket = named ?? (buckets.length === 1 ? buckets[0] : undefined)
  if (bucket === undefined) {
    const some = buckets.slice(0, 3).map(name => `/s3audit watch ${name}`)
    return mistakesMessage('watch', ['Name a bucket, or a question and a bucket.'], some)
  }
  const verdict = decide(access, { surface: 'watch', person, channel, bucket }, deps)
  if (!verdict.ok) return textMessage([[verdict.refusal]])
  const here = (await deps.watches.all()).filter(one => one.channel === channel && one.bucket === bucket)
  const watched = await deps.watches.loadAll(here.slice(0, 50).map(({ id }) => id))
  const analyses = WATCH_PRESETS.map(({ analysis }) => analysis)
  const allowed = analyses.filter(analysis => mayAsk(access, { bucket, analysis }))
  return presetsMessage(bucket, allowed, new Set(watched.map(({ request }) => request.analysis)))
}

async function createTyped(
  text: string,
  access: Access<string>,
  { person, channel, presence, triggerId }: Click<string>,
  deps: Deps,
): Promise<TextMessage> {
  const read = readWatch(text, await contextOf(access, person, channel, deps))
  if (read.ok) return createWatch(read.wish, { presence, submission: `watch:${triggerId}` }, deps)
  decide(access, { surface: 'watch', person, channel, ...read.about }, deps)
  const { question = 'access-denied', bucket = bucketsToShow(access)[0] ?? 'my-bucket' } = read.draft
  return mistakesMessage(`watch ${text}`, read.mistakes, [
    `/s3audit watch ${question} ${bucket} every day at 07:00 when rows > 0`,
  ])
}

async function openForm(
  text: string,
  access: Access<string>,
  { person, channel }: Click<string>,
  deps: Deps,
): Promise<Told> {
  const context = await contextOf(access, person, channel, deps)
  const { request, mistakes, about } = readQuestion(text, context)
  if (!request) {
    decide(access, { surface: 'watch', person, channel, ...about }, deps)
    const taken = takeQuestion(text.split(/\s+/), catalogue)
    const sample = `/s3audit watch ${taken?.id ?? 'access-denied'} ${bucketsToShow(access)[0] ?? 'my-bucket'} every day`
    return mistakesMessage(`watch ${text}`, mistakes, [sample])
  }
  return openWatchForm(request, deps)
}

/** The modal for a new watch of this question; or why it has none. */
export function openWatchForm(request: WatchWish['request'], deps: Pick<Deps, 'settings'>): Told {
  const { asker: _, ...about } = request
  return fitsForm({ request: about })
    ? { view: watchForm(suggested(request, deps), { request: about }) }
    : 'This question has too many values for a form. Type it: `/s3audit watch` with the question, then `every day`.'
}

/** What most would want of it. */
const suggested = (request: WatchWish['request'], { settings }: Pick<Deps, 'settings'>): WatchWish => ({
  request,
  schedule: { every: 'day', at: '07:00', zone: request.asker.timeZone, weekday: 'monday' },
  condition: USUAL_CONDITION,
  waitHours: usualWait(request, settings),
  digest: false,
})

/** A watch in one press: what the preset says, of this bucket. */
export async function createPreset(
  analysis: string,
  bucket: string,
  { person, channel, presence, submission }: Place<string> & { person: Person; submission: Submission },
  deps: Deps,
): Promise<TextMessage> {
  const preset = WATCH_PRESETS.find(one => one.analysis === analysis)
  const question = catalogue[analysis]
  if (!preset || !question)
    return textMessage([['This question can no longer be watched with these options. See `/s3audit watch`.']])
  const parameters = requestParameters.parse(question.parameters.parse({}))
  const request = {
    analysis,
    bucket,
    parameters,
    logs: 'auto' as const,
    channel,
    asker: await askerOf(person, deps),
  }
  const wish = suggested(request, deps)
  const { every, condition } = preset
  return createWatch(
    { ...wish, schedule: { ...wish.schedule, every }, condition },
    { presence, submission },
    deps,
  )
}

/** Stores it if this person may ask that. @returns what to tell */
export async function createWatch(
  wish: WatchWish,
  { presence, submission: named }: { presence: Presence; submission: Submission },
  deps: Deps,
): Promise<TextMessage> {
  const refusal = await refusalOf(wish, presence, deps)
  if (refusal !== undefined) return textMessage([[refusal.refusal]])
  const submission = await submissionOf(named)
  const watch = newWatch(wish, submission, deps.now())
  const taken = await takeWatch(watch, deps)
  if ('refusal' in taken) return textMessage([[taken.refusal]])
  const { created } = await deps.watches.create(watch)
  // A press counts as the one before for a while: but not once the watch of that one is deleted.
  const isDeleted = !created && (await deps.watches.load(watch.id)) === undefined
  return isDeleted
    ? createWatch(wish, { presence, submission: `${submission} again` }, deps)
    : withNote(startedMessage(watch), taken.note)
}

const withNote = (message: TextMessage, note: string | undefined): TextMessage =>
  note === undefined
    ? message
    : { ...message, text: `${message.text}\n${note}`, blocks: [...(message.blocks ?? []), section(note)] }

/** Why this person may not have it. */
export async function refusalOf(
  { request }: Pick<Watch, 'request'>,
  presence: Presence,
  deps: Deps,
): Promise<Refusal | undefined> {
  const { channel, bucket, analysis, asker: person } = request
  const verdict = await authorise({ surface: 'watch', person, channel, presence, bucket, analysis }, deps)
  return verdict.ok ? undefined : verdict
}

/** What a command is read against. */
async function contextOf(access: Access<string>, person: Person, channel: string, deps: Deps) {
  const { settings, now } = deps
  const asker: Request['asker'] = await askerOf(person, deps)
  const buckets = bucketsToShow(access)
  const rules = { catalogue, access, buckets, settings, now: now(), zone: asker.timeZone }
  return { rules, settings, channel, asker }
}
