import type { types } from '@slack/bolt'
import { questions as catalogue } from '../../analyses/lib/named.ts'
import type { World } from '../world.ts'
import { type Access, bucketsToShow, mayAsk } from './access.ts'
import type { Person } from './person.ts'
import type { Draft } from './draft.ts'
import { formView } from './form.ts'
import { asLast, type Recent, recentlyAsked, recentOf } from './remembered.ts'

/**
 * The form, filled with a draft, for what this person may ask in the channel; the answer goes there.
 * @param options `asLast` fills what the draft leaves open as it was asked last
 */
export async function openedForm(
  draft: Draft,
  { person, access, ...options }: { person: Person; access: Access<string>; asLast?: boolean },
  world: Pick<World, 'now' | 'investigations'>,
): Promise<types.ModalView> {
  const asked = await recentlyAsked(person, access, world)
  const filled = options.asLast ? asLast(draft, asked) : draft
  return drawForm(filled, { access, recent: recentOf(asked) }, world)
}

/** The form as it is drawn anew: quickly, for what is entered meanwhile is entered into the old one. */
export const drawForm = (
  draft: Draft,
  { access, recent }: { access: Access<string>; recent: Recent },
  { now }: Pick<World, 'now'>,
): types.ModalView => {
  const { channel } = access
  return formView(draft, { catalogue, buckets: bucketsFor(draft, access), recent, channel, now: now() })
}

/** Those that the settings name, and the draft's where a pattern allows it. */
function bucketsFor({ bucket = '' }: Draft, access: Access): string[] {
  const buckets = bucketsToShow(access)
  const unlisted = buckets.length > 0 && bucket !== '' && !buckets.includes(bucket)
  return unlisted && mayAsk(access, { bucket }) ? [bucket, ...buckets] : buckets
}
