import type { Button, ContextBlock, SectionBlock } from '@slack/web-api'
import type { Severity } from '../../analyses/lib/analysis.ts'
import type { Block } from './message.ts'
import { literal, truncate, visibleLines } from '../text/mrkdwn.ts'

/** The blocks that our messages are made of, within Slack's limits. */

/** Of names and addresses in it Slack makes no mentions and links: only what is written as such is one. */
export const mrkdwn = (text: string, limit: number) => ({
  type: 'mrkdwn' as const,
  text: truncate(text, limit),
  verbatim: true,
})
/** mrkdwn of ours; whatever a stranger wrote in it must be literal already. */
/** Shown with answers in a Slack Connect channel. */
export const READ_ALONG = 'This channel is shared with another organization: its people can read this answer.'

export const section = (text: string): SectionBlock => ({ type: 'section', text: mrkdwn(text, 3000) })
/** Lines of plain text below the main thing, made literal here. */
export const context = (lines: readonly string[]): ContextBlock => ({
  type: 'context',
  elements: lines.slice(0, 10).map(text => mrkdwn(literal(text), 2000)),
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

/** What a severity looks like; words say it, too. */
export const SIGNS: Record<Severity['level'], string> = {
  critical: ':red_circle:',
  high: ':red_circle:',
  medium: ':large_orange_circle:',
  low: ':large_yellow_circle:',
}
const CHARACTERS = 2800
const slices = (text: string): string[] => text.match(new RegExp(`[^]{1,${CHARACTERS}}`, 'gu')) ?? []
/** Text to read and copy, literally, in as many blocks as it takes. */
export const preformatted = (text: string): Block[] =>
  slices(visibleLines(text)).map(part => ({
    type: 'rich_text',
    elements: [{ type: 'rich_text_preformatted', elements: [{ type: 'text', text: part }] }],
  }))
