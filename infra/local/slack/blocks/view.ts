import * as z from 'zod'
import type { Block } from '../model/protocol.ts'
import { interactiveElements } from './walk.ts'
import { slackPhrases } from './phrases.ts'
import { identifier, plainText } from './text.ts'
import { blockErrors } from './validate.ts'

const shared = {
  // The blocks have their own check, with the surface in mind.
  blocks: z.array(z.looseObject({ type: z.string(), block_id: z.string().exactOptional() })),
  private_metadata: z.string().max(3000).exactOptional(),
  callback_id: z.string().max(255).exactOptional(),
  external_id: identifier.exactOptional(),
}

const viewSchema = z.discriminatedUnion('type', [
  z.strictObject({
    type: z.literal('modal'),
    ...shared,
    title: plainText(24),
    submit: plainText(24).exactOptional(),
    close: plainText(24).exactOptional(),
    clear_on_close: z.boolean().exactOptional(),
    notify_on_close: z.boolean().exactOptional(),
  }),
  z.strictObject({ type: z.literal('home'), ...shared }),
])

/** A view as an app sends it, checked. */
export interface AppView {
  type: 'modal' | 'home'
  blocks: Block[]
  title?: { text: string }
  submit?: { text: string }
  close?: { text: string }
  private_metadata?: string
  callback_id?: string
  external_id?: string
  clear_on_close?: boolean
  notify_on_close?: boolean
  [property: string]: unknown
}

/** Checks a view as Slack does: the view, or what is wrong with it in Slack's words with pointers below `/view`. */
export function readView(
  value: unknown,
  type: AppView['type'],
): { view: AppView; errors?: never } | { view?: never; errors: string[] } {
  const result = viewSchema.safeParse(value, { reportInput: true })
  if (!result.success) return { errors: slackPhrases(result.error.issues, '/view') }
  const view: AppView = result.data
  const errors =
    view.type === type
      ? [...blockErrors(view.blocks, type, '/view/blocks'), ...missingSubmit(view), ...twoFocused(view)]
      : ['must be a valid enum value [json-pointer:/view/type]']
  return errors.length > 0 ? { errors } : { view }
}

/** Only what is wrong with a view; nothing when Slack would take it. */
export function viewErrors(value: unknown, type: AppView['type']): string[] {
  return readView(value, type).errors ?? []
}

function missingSubmit(view: AppView): string[] {
  const needed = view.type === 'modal' && view.blocks.some(block => block.type === 'input')
  return needed && !view.submit
    ? ['must define `submit` to use an `input` block in modals [json-pointer:/view]']
    : []
}

function twoFocused(view: AppView): string[] {
  const focused = interactiveElements(view.blocks).filter(({ element }) => element.focus_on_load === true)
  return focused.length > 1 ? ['only one element can have `focus_on_load` [json-pointer:/view/blocks]'] : []
}
