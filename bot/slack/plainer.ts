import type { Block, Message } from './message.ts'
import { context } from './blocks.ts'
import { withinBudget } from './budget.ts'
import { truncate } from '../text/mrkdwn.ts'

/** What Slack has had for years, in every workspace and client. */
const PLAIN: ReadonlySet<string> = new Set(['section', 'context', 'actions', 'header', 'divider'])

const LESS =
  'Slack rejected part of this message. The missing part is in the CSV: find it with /s3audit list.'

/**
 * The same message with less and less in it, for a Slack that will not have its blocks: as it is, without the blocks
 * that are new (tables, charts, plans), and as text alone.
 */
export function plainer(message: Message): Message[] {
  const { text, blocks, charts = [] } = message
  if (!blocks) return [message]
  const plain = blocks.filter(({ type }) => PLAIN.has(type))
  return [
    withinBudget(message),
    withinBudget({
      text,
      blocks: [...plain, ...(charts.length > 0 ? [context(charts)] : []), context([LESS])],
    }),
    { text: `${truncate(text, 3700)}\n${LESS}` },
  ]
}

/** For the log: what a message was made of, without anything that it says. */
export const typesOf = (blocks: readonly Block[] | undefined): string =>
  (blocks ?? []).map(({ type }) => type).join(' ')
