import { randomUUID } from 'node:crypto'
import { blocksIn } from '../model/json.ts'
import type { Block } from '../model/protocol.ts'

export type Element = Record<string, unknown> & { type: string; action_id?: string }

export interface PlacedElement {
  /** The block that carries the element, as Slack names it in `state.values` and in actions. */
  block: Block
  element: Element
  /** JSON pointer of the element below its block. */
  path: string
}

/** Which properties of a block hold elements that a person can use. */
const PLACES = ['accessory', 'element', 'elements'] as const
const INERT = new Set(['plain_text', 'mrkdwn'])

/** The elements of these blocks that a person can use, in reading order. */
export function interactiveElements(blocks: readonly Block[]): PlacedElement[] {
  return blocks.filter(({ type }) => type !== 'rich_text').flatMap(elementsOf)
}

function elementsOf(block: Block): PlacedElement[] {
  return PLACES.flatMap(place => {
    const held = block[place]
    const listed = Array.isArray(held)
    return blocksIn(listed ? held : [held]).flatMap((element: Element, index) =>
      INERT.has(element.type) ? [] : [{ block, element, path: `/${place}${listed ? `/${index}` : ''}` }],
    )
  })
}

/** A copy of valid blocks in which every block and every usable element has an id, as Slack gives them. */
export function withIds(blocks: readonly Block[]): Block[] {
  const copy = [...structuredClone(blocks)]
  for (const block of copy) block.block_id ??= randomId()
  for (const { element } of interactiveElements(copy)) element.action_id ??= randomId()
  return copy
}

function randomId(): string {
  return randomUUID().slice(0, 5)
}
