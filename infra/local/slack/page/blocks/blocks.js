// @ts-check
/** Block type -> drawing. What is not in the table is drawn as a loud box: Slack would have refused it. */
import { useErrorBoundary } from 'preact/hooks'
import { Chart } from '../charts/chart.js'
import { messageOf } from '../state/api.js'
import { html } from '../dom/html.js'
import { renderRichText } from '../text/rich-text.js'
import { Actions, Input } from './input.js'
import { Plan, TaskCard } from './plan.js'
import { Table } from './table.js'
import { Context, Header, Section } from './text-blocks.js'

/** @import { Block } from '../../model/protocol.ts' */
/** @import { Surface } from '../elements/surface.js' */
/** @typedef {{ block: Record<string, any>, surface: Surface, blockId: string }} BlockProps */

/** @type {Record<string, import('preact').FunctionComponent<BlockProps>>} */
const COMPONENTS = {
  actions: Actions,
  context: Context,
  data_visualization: Chart,
  divider: () => html`<hr />`,
  header: Header,
  input: Input,
  plan: Plan,
  rich_text: ({ block }) => renderRichText(block),
  section: Section,
  table: Table,
  task_card: TaskCard,
}

/** @param {Record<string, any>} part @param {string} problem */
const unknownBlock = (part, problem) =>
  html`<div class="unknown" role="note">
    <strong>${problem}</strong>
    <pre tabindex="0">${JSON.stringify(part, null, 2)}</pre>
  </div>`

/** @param {BlockProps} props */
function OneBlock(props) {
  const { block, blockId } = props
  const [error] = useErrorBoundary()
  const component = COMPONENTS[block.type]
  const content = error
    ? unknownBlock(block, `This ${block.type} block cannot be drawn: ${messageOf(error)}`)
    : component
      ? html`<${component} ...${props} />`
      : unknownBlock(block, `Unknown block type “${block.type}”`)
  return html`<div class=${`block block-${block.type}`} data-block-id=${blockId}>${content}</div>`
}

/**
 * Blocks of a surface. One with the id and type of a block before an update stays the same for its user: it
 * keeps focus, open lists, scroll position and what was entered.
 * @param {{ blocks: Block[], surface: Surface, name?: string }} props
 */
export function Blocks({ blocks, surface, name = '' }) {
  /** @type {Map<string, number>} */
  const seen = new Map()
  return html`<div class=${`blocks ${name}`}>
    ${blocks.map((block, index) => {
      const blockId = block.block_id ?? `block-${index}`
      const key = `${blockId} ${block.type}`
      const before = seen.get(key) ?? 0
      seen.set(key, before + 1)
      return html`<${OneBlock} key=${`${key} ${before}`} block=${block} surface=${surface} blockId=${blockId} />`
    })}
  </div>`
}
