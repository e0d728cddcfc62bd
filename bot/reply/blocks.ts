import type { Button, ContextBlock, SectionBlock } from '@slack/web-api'
import { literal, truncate } from './mrkdwn.ts'

/** The blocks that our messages are made of, within Slack's limits. */

/** mrkdwn of ours; whatever a stranger wrote in it must be literal already. */
export const section = (text: string): SectionBlock => ({
  type: 'section',
  text: { type: 'mrkdwn', text: truncate(text, 3000) },
})
/** Lines of plain text below the main thing, made literal here. */
export const context = (lines: readonly string[]): ContextBlock => ({
  type: 'context',
  elements: lines.slice(0, 10).map(text => ({ type: 'mrkdwn', text: truncate(literal(text), 2000) })),
})
/** A button whose value is all it carries: an investigation's id. */
export const button = (
  action_id: string,
  text: string,
  value: string,
  rest: Partial<Button> = {},
): Button => ({
  type: 'button',
  action_id,
  text: { type: 'plain_text', text },
  value,
  ...rest,
})
