import * as z from 'zod'
import { blocksIn } from '../model/json.ts'
import type { Block } from '../model/protocol.ts'
import { interactiveElements } from './walk.ts'
import { blockSchemas, type Surface } from './layout.ts'
import { slackPhrases } from './phrases.ts'

const CHARTS = 2

const lists = {
  message: z.array(blockSchemas.message).max(50),
  modal: z.array(blockSchemas.modal).max(100),
  home: z.array(blockSchemas.home).max(100),
} as const

/**
 * Checks blocks as Slack does before it takes them on a surface. Returns what is wrong in Slack's words, each with a
 * JSON pointer below `root`; nothing when they are fine.
 */
export function blockErrors(blocks: unknown, surface: Surface, root = '/blocks'): string[] {
  const result = lists[surface].safeParse(blocks, { reportInput: true })
  if (!result.success) return slackPhrases(result.error.issues, root)
  const accepted = blocksIn(blocks)
  return [
    ...repeatedBlockIds(accepted, root),
    ...repeatedActionIds(accepted, root),
    ...tooManyCharts(accepted, root),
  ]
}

/**
 * Slack answers a second table with `invalid_attachments` and this word instead of `invalid_blocks`.
 * https://docs.slack.dev/reference/block-kit/blocks/table-block
 */
export function hasTwoTables(blocks: readonly Block[]): boolean {
  return blocks.filter(({ type }) => type === 'table').length > 1
}

/** Undocumented: measured at 11,341 and 13,200 characters. https://github.com/slackapi/bolt-js/issues/2867 */
const CHARACTERS = 11_000

/** Whether all blocks of a message together have more text than Slack takes. */
export const areTooLong = (blocks: readonly Block[]): boolean => charactersIn(blocks) > CHARACTERS

function charactersIn(value: unknown): number {
  if (typeof value !== 'object' || value === null) return 0
  return Object.entries(value).reduce(
    (sum, [name, one]) => sum + (name === 'text' && typeof one === 'string' ? one.length : charactersIn(one)),
    0,
  )
}

function repeatedBlockIds(blocks: readonly Block[], root: string): string[] {
  const ids = blocks.map(block => block.block_id)
  return ids.flatMap((id, index) =>
    id !== undefined && ids.indexOf(id) !== index
      ? [`\`block_id\` "${id}" already exists [json-pointer:${root}/${index}/block_id]`]
      : [],
  )
}

function repeatedActionIds(blocks: readonly Block[], root: string): string[] {
  return blocks.flatMap((block, index) => {
    const found = interactiveElements([block]).map(({ element, path }) => ({ id: element.action_id, path }))
    return found.flatMap(({ id, path }, position) =>
      id !== undefined && found.findIndex(other => other.id === id) !== position
        ? [`\`action_id\` "${id}" already exists [json-pointer:${root}/${index}${path}/action_id]`]
        : [],
    )
  })
}

/** Undocumented, but Slack refuses a third chart. https://github.com/vercel/chat/pull/696 */
function tooManyCharts(blocks: readonly Block[], root: string): string[] {
  const charts = blocks.filter(({ type }) => type === 'data_visualization').length
  return charts > CHARTS
    ? [`no more than ${CHARTS} data_visualization blocks allowed [json-pointer:${root}]`]
    : []
}
