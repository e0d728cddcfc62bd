import type { types } from '@slack/bolt'
import { questions as catalogue } from '../../analyses/lib/named.ts'
import type { World } from '../world.ts'
import { type Access, bucketsToShow, mayAsk } from './access.ts'
import type { Draft } from './draft.ts'
import { formView } from './form.ts'

/** The form, filled with a draft, for what this person may ask in the channel; the answer goes there. */
export function drawForm(draft: Draft, access: Access<string>, { now }: Pick<World, 'now'>): types.ModalView {
  const { bucket = '' } = draft
  const buckets = bucketsToShow(access)
  // A pattern allows it: no settings name it.
  const unlisted =
    buckets.length > 0 && bucket !== '' && !buckets.includes(bucket) && mayAsk(access, { bucket })
  const choices = unlisted ? [bucket, ...buckets] : buckets
  return formView(draft, { catalogue, buckets: choices, channel: access.channel, now: now() })
}
