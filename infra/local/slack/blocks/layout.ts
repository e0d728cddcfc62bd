import * as z from 'zod'
import { alert, card, carousel } from './cards.ts'
import { dataVisualization } from './chart.ts'
import {
  accessoryElements,
  actionElements,
  contextActionElements,
  datetimepicker,
  inputElements,
} from './elements.ts'
import { modalInputs, plainTextInput, richTextInput } from './inputs.ts'
import { richText } from './rich-text.ts'
import { dataTable, table } from './tables.ts'
import { plan, taskCard } from './tasks.ts'
import { identifier, imageBlock, imageElement, plainText, text } from './text.ts'

export type Surface = 'message' | 'modal' | 'home'

const base = { block_id: identifier.optional() }

const section = z
  .strictObject({
    type: z.literal('section'),
    ...base,
    text: text(3000).optional(),
    fields: z.array(text(2000)).min(1).max(10).optional(),
    accessory: z.discriminatedUnion('type', accessoryElements).optional(),
    expand: z.boolean().optional(),
  })
  .superRefine((block, context) => {
    if (!block.text && !block.fields)
      context.addIssue({ code: 'custom', message: 'missing required field: text' })
  })

const header = z.strictObject({
  type: z.literal('header'),
  ...base,
  text: plainText(150),
  level: z.int().min(1).max(4).optional(),
})
const divider = z.strictObject({ type: z.literal('divider'), ...base })
const contextElement = z.discriminatedUnion('type', [imageElement, ...text(3000).options])
const context = z.strictObject({
  type: z.literal('context'),
  ...base,
  elements: z.array(contextElement).min(1).max(10),
})
const contextActions = z.strictObject({
  type: z.literal('context_actions'),
  ...base,
  elements: z.array(z.discriminatedUnion('type', contextActionElements)).min(1).max(5),
})
const markdown = z.strictObject({ type: z.literal('markdown'), ...base, text: z.string().min(1).max(12_000) })

const actions = (surface: Surface) =>
  z.strictObject({
    type: z.literal('actions'),
    ...base,
    elements: z
      .array(
        z.discriminatedUnion('type', [
          ...actionElements,
          ...(surface === 'home' ? [] : [datetimepicker]),
          ...(surface === 'message' ? [] : [richTextInput]),
        ]),
      )
      .min(1)
      .max(25),
  })

const input = (surface: Surface) =>
  z.strictObject({
    type: z.literal('input'),
    ...base,
    label: plainText(2000),
    hint: plainText(2000).optional(),
    optional: z.boolean().optional(),
    dispatch_action: z.boolean().optional(),
    element: z.discriminatedUnion('type', [
      ...inputElements,
      plainTextInput,
      ...(surface === 'home' ? [] : [datetimepicker]),
      ...(surface === 'message' ? [] : [richTextInput]),
      ...(surface === 'modal' ? modalInputs : []),
    ]),
  })

const everywhere = (surface: Surface) =>
  [section, header, divider, context, imageBlock, richText, actions(surface), input(surface)] as const

/** A box around other blocks, for messages and the Home tab. */
const container = (surface: Surface) =>
  z
    .strictObject({
      type: z.literal('container'),
      ...base,
      title: plainText(150).optional(),
      rich_text_title: richText.optional(),
      subtitle: text(150).optional(),
      icon: imageElement.optional(),
      width: z.enum(['narrow', 'standard', 'wide', 'full']).optional(),
      is_collapsible: z.boolean().optional(),
      default_collapsed: z.boolean().optional(),
      has_header_divider: z.boolean().optional(),
      child_blocks: z
        .array(
          z.discriminatedUnion('type', [...everywhere(surface), ...(surface === 'message' ? [table] : [])]),
        )
        .min(1)
        .max(10),
    })
    .superRefine((block, refinement) => {
      if (!block.title && !block.rich_text_title)
        refinement.addIssue({ code: 'custom', message: 'missing required field: title' })
    })

/**
 * The blocks that each surface takes. Not among them, and so refused: `file` (read-only everywhere), `video` (needs
 * the scope `links.embed:write`, which this app does not have) and whatever Slack adds later.
 */
const ON = {
  message: [
    ...everywhere('message'),
    container('message'),
    card,
    carousel,
    contextActions,
    markdown,
    table,
    dataTable,
    dataVisualization,
    plan,
    taskCard,
  ],
  modal: [...everywhere('modal'), card, alert],
  home: [...everywhere('home'), container('home'), card, carousel, dataTable],
} as const

export const blockSchemas = {
  message: z.discriminatedUnion('type', ON.message),
  modal: z.discriminatedUnion('type', ON.modal),
  home: z.discriminatedUnion('type', ON.home),
} as const

/** Every block type that some surface takes, with those surfaces. */
export const BLOCK_TYPES: Readonly<Record<string, readonly Surface[]>> = surfacesByType()

function surfacesByType(): Record<string, Surface[]> {
  const surfaces: Record<string, Surface[]> = {}
  for (const surface of ['message', 'modal', 'home'] as const)
    for (const schema of ON[surface]) (surfaces[schema.shape.type.value] ??= []).push(surface)
  return surfaces
}
