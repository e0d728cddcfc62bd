import { defined } from '../../analyses/lib/defined.ts'
import type { types } from '@slack/bolt'
import { questions as catalogue } from '../../analyses/lib/catalogue/named.ts'
import type { Deps } from '../services/deps.ts'
import { type Access, bucketsToShow, mayAsk } from '../access/access.ts'
import { hasPatterns } from './bucket-search.ts'
import type { Person } from '../model/person.ts'
import { isPrivate } from '../model/place.ts'
import type { Draft } from './grammar/draft.ts'
import { formView } from './form.ts'
import { asLast, type Recent, recentlyAsked, recentOf } from './recent.ts'

/**
 * The form, filled with a draft, for what this person may ask in the channel; the answer goes there.
 * @param options `told` is what the person should know first, as mrkdwn; `asLast` fills what the draft leaves open as it was asked last
 */
export async function openedForm(
  draft: Draft,
  {
    person,
    access,
    told,
    ...options
  }: { person: Person; access: Access<string>; asLast?: boolean; told?: readonly string[] },
  deps: Pick<Deps, 'now' | 'investigations'>,
): Promise<types.ModalView> {
  const asked = await recentlyAsked(person, access, deps)
  const filled = options.asLast ? asLast(draft, asked) : draft
  return drawForm(filled, { access, recent: recentOf(asked), ...defined({ told }) }, deps)
}

/**
 * The form where there is no channel (the app's home): it asks for one, and begins with the one asked in last.
 */
export async function homeForm(
  draft: Draft,
  {
    person,
    accessOf,
    ...options
  }: {
    person: Person
    accessOf: (channel: string | undefined) => Promise<Access>
    asLast: boolean
  },
  deps: Pick<Deps, 'now' | 'investigations'>,
): Promise<types.ModalView> {
  const asked = await recentlyAsked(person, undefined, deps)
  const access = await accessOf(asked.find(({ channel }) => !isPrivate(channel))?.channel)
  const allowed = asked.filter(({ bucket, analysis }) => mayAsk(access, { bucket, analysis }))
  const filled = options.asLast ? asLast(draft, allowed) : draft
  return drawForm(filled, { access, recent: recentOf(allowed), asksChannel: true }, deps)
}

/** The redrawn form. Must be quick: input made meanwhile goes into the old one. */
export function drawForm(
  draft: Draft,
  {
    access,
    recent,
    asksChannel = false,
    told,
  }: { access: Access; recent: Recent; asksChannel?: boolean; told?: readonly string[] },
  { now }: Pick<Deps, 'now'>,
): types.ModalView {
  const { channel } = access
  const buckets = bucketsToShow(access)
  const searchable = hasPatterns(access)
  return formView(draft, {
    catalogue,
    buckets,
    searchable,
    recent,
    channel,
    asksChannel,
    now: now(),
    ...defined({ told }),
  })
}
