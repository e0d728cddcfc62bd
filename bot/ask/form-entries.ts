import { log } from '../calls/log.ts'
import { questions as catalogue } from '../../analyses/lib/catalogue/named.ts'
import { accessOf, mayAsk } from '../access/access.ts'
import type { Refusal } from '../access/refusal.ts'
import { slackErrorOf } from '../calls/failures.ts'
import { claimed } from '../model/place.ts'
import type { Deps } from '../services/deps.ts'
import type { Press, Search, Submission } from '../slack/register.ts'
import { noticeView } from '../slack/notice.ts'
import { ask, askerOf, started } from './ask.ts'
import { bucketsKnown, searchBuckets } from './bucket-search.ts'
import { drawForm } from './open-form.ts'
import { formContext, formErrors, isStale, readForm } from './read-form.ts'
import { searchQuestions } from './search.ts'
import { requestFrom } from './validate.ts'

/** Starts the investigation that the form describes. */
export const askForm: Submission<Deps> = {
  for: 'channel',
  input: 'question',
  async run({ view, person }, deps) {
    const draft = readForm(view, catalogue)
    const { channel, ...context } = formContext(view)
    if (channel === undefined) return { errors: { channel: 'Choose where the answer goes.' } }
    if (isStale(view, draft, catalogue)) {
      const access = await accessOf(person, claimed(channel), deps)
      return { view: drawForm(draft, { access, ...context }, deps) }
    }
    const asker = await askerOf(person, deps)
    const { settings } = deps
    const result = requestFrom(draft, { catalogue, settings, channel, asker, now: deps.now() })
    if (!result.ok) return { errors: formErrors(result.errors, draft.question ?? '') }
    const by = { surface: 'submission', person, presence: 'claimed', submission: `form:${view.id}` } as const
    const verdict = await ask(result.request, by, deps)
    if (!verdict.ok) return { errors: { [placeOf(verdict, context)]: verdict.plain } }
    // Slack answers nothing just now, so it would not take a message either: the window itself says it.
    if (asker.zoneUnknown || verdict.isPending) {
      const { text } = started(result.request, result.note, verdict.isPending)
      return { view: noticeView('Started', text) }
    }
    if (result.note === undefined) return undefined
    const note = started(result.request, result.note)
    return () =>
      deps.thread
        .postEphemeral({ channel, user: asker.user }, note)
        .catch((error: unknown) => log('warn', 'note-not-told', { note: note.text, error }))
  },
}

/** The input below which a refusal stands. */
const placeOf = ({ place }: Refusal, { asksChannel }: { asksChannel: boolean }): string =>
  place === 'bucket' || (place === 'channel' && asksChannel) ? place : 'question'

/** Redraws the form for another question or kind of time, keeping what is filled in. */
export const redraw: Press<Deps> = {
  for: 'channel',
  async run({ view, person }, deps) {
    if (view === undefined) return undefined
    try {
      const { channel, ...context } = formContext(view)
      const access = await accessOf(person, claimed(channel), deps)
      const redrawn = drawForm(readForm(view, catalogue), { access, ...context }, deps)
      await deps.thread.updateView(view.id, view.hash, redrawn)
    } catch (error) {
      // The form changed again meanwhile. Should its own redrawing be the one refused, submitting heals it.
      if (slackErrorOf(error) !== 'hash_conflict') throw error
    }
    return undefined
  },
}

/** Offers the questions that this person may ask here, recent ones first. */
export const questionSearch: Search<Deps> = {
  for: 'channel',
  async run({ text, view, person }, deps) {
    const form = view && formContext(view)
    const access = await accessOf(person, claimed(form?.channel), deps)
    const isOffered = (analysis: string): boolean => mayAsk(access, { analysis })
    const offered = Object.entries(catalogue).filter(([analysis]) => isOffered(analysis))
    const recent = form?.recent.questions.filter(isOffered)
    return { option_groups: searchQuestions(text, Object.fromEntries(offered), recent) }
  },
}

/** Offers the buckets that this person may ask about here. */
export const bucketSearch: Search<Deps> = {
  for: 'channel',
  async run({ text, view, person }, deps) {
    const form = view && formContext(view)
    const access = await accessOf(person, claimed(form?.channel), deps)
    const known = await bucketsKnown(access, deps)
    return { options: searchBuckets(text, known, { access, recent: form?.recent.buckets }) }
  },
}
