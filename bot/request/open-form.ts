import type { types } from '@slack/bolt'
import { questions as catalogue } from '../../analyses/lib/named.ts'
import type { World } from '../world.ts'
import { type Access, bucketsToShow } from './access.ts'
import type { Draft } from './draft.ts'
import { formView } from './form.ts'

/** The form, filled with a draft, for what this person may ask in the channel; the answer goes there. */
export const drawForm = (
  draft: Draft,
  access: Access<string>,
  { now }: Pick<World, 'now'>,
): types.ModalView =>
  formView(draft, { catalogue, buckets: bucketsToShow(access), channel: access.channel, now: now() })
