import type { types } from '@slack/bolt'
import { questions as catalogue } from '../../analyses/lib/named.ts'
import type { World } from '../world.ts'
import type { Draft } from './draft.ts'
import { formView } from './form.ts'

/** The form, filled with a draft, whose answer goes to the channel. */
export const drawForm = (
  draft: Draft,
  channel: string,
  { settings, now }: Pick<World, 'settings' | 'now'>,
): types.ModalView => formView(draft, { catalogue, settings, channel, now: now() })
