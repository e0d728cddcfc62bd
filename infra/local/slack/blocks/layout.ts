import * as z from 'zod'
import { dataVisualization } from './chart.ts'
import { actionElements, datetimepicker, inputElements } from './elements.ts'
import { numberInput, plainTextInput } from './inputs.ts'
import { richText } from './rich-text.ts'
import { table } from './tables.ts'
import { plan, taskCard } from './tasks.ts'
import { identifier, plainText, text } from './text.ts'

export type Surface = 'message' | 'modal' | 'home'

const base = { block_id: identifier.optional() }

const section = z
  .strictObject({
    type: z.literal('section'),
    ...base,
    text: text(3000).optional(),
    fields: z.array(text(2000)).min(1).max(10).optional(),
    accessory: z.discriminatedUnion('type', actionElements).optional(),
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
const context = z.strictObject({
  type: z.literal('context'),
  ...base,
  elements: z.array(text(3000)).min(1).max(10),
})

const actions = (surface: Surface) =>
  z.strictObject({
    type: z.literal('actions'),
    ...base,
    elements: z
      .array(
        z.discriminatedUnion('type', [...actionElements, ...(surface === 'home' ? [] : [datetimepicker])]),
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
      ...(surface === 'modal' ? [numberInput] : []),
    ]),
  })

const everywhere = (surface: Surface) =>
  [section, header, context, richText, actions(surface), input(surface)] as const

/** The blocks that each surface takes: those that the app sends. Every other one is refused by its type. */
const ON = {
  message: [...everywhere('message'), table, dataVisualization, plan, taskCard],
  modal: everywhere('modal'),
  home: everywhere('home'),
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
