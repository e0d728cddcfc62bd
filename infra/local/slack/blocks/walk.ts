import { randomUUID } from 'node:crypto'
import { blocksIn } from '../json.ts'
import type { Block } from '../protocol.ts'

export type Element = Record<string, unknown> & { type: string; action_id?: string }

export interface PlacedElement {
  /** The block that carries the element, as Slack names it in `state.values` and in actions. */
  block: Block
  element: Element
  /** JSON pointer of the element below the outermost block. */
  path: string
}

/** Which properties of a block hold elements that a person can use. */
const PLACES = ['accessory', 'element', 'elements', 'actions'] as const
const INERT = new Set(['image', 'plain_text', 'mrkdwn'])

/** All blocks, those inside containers and carousels included. */
export function* nestedBlocks(blocks: readonly Block[]): Generator<Block> {
  for (const block of blocks) {
    yield block
    yield* nestedBlocks(children(block).map(({ block: child }) => child))
  }
}

/** The elements of these blocks that a person can use, in reading order. */
export function interactiveElements(blocks: readonly Block[], prefix = ''): PlacedElement[] {
  return blocks.flatMap(block => [
    ...ownElements(block, prefix),
    ...children(block).flatMap(({ block: child, path }) => interactiveElements([child], prefix + path)),
  ])
}

function ownElements(block: Block, prefix: string): PlacedElement[] {
  if (block.type === 'rich_text' || block.type === 'carousel') return []
  return PLACES.flatMap(place => {
    const held = block[place]
    const listed = Array.isArray(held)
    return blocksIn(listed ? held : [held]).flatMap((element: Element, index) =>
      INERT.has(element.type)
        ? []
        : [{ block, element, path: `${prefix}/${place}${listed ? `/${index}` : ''}` }],
    )
  })
}

function children(block: Block): { block: Block; path: string }[] {
  const place = { container: 'child_blocks', carousel: 'elements' }[block.type]
  if (place === undefined) return []
  return blocksIn(block[place]).map((child, index) => ({ block: child, path: `/${place}/${index}` }))
}

/** A copy of valid blocks in which every block and every usable element has an id, as Slack gives them. */
export function withIds(blocks: readonly Block[]): Block[] {
  const copy = [...structuredClone(blocks)]
  for (const block of nestedBlocks(copy)) block.block_id ??= randomId()
  for (const { element } of interactiveElements(copy)) element.action_id ??= randomId()
  return copy
}

function randomId(): string {
  return randomUUID().slice(0, 5)
}
