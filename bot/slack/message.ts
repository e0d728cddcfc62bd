import type { AnyBlock, KnownBlock, SectionBlock } from '@slack/web-api'
import { notification, truncate } from '../text/mrkdwn.ts'

/** Native blocks that Slack has but its types lack yet (`data_visualization`) are let through as they are. */
export type Block = AnyBlock | ({ type: string; block_id?: string } & Record<string, unknown>)

export interface Message {
  /** The whole message in words: all that a phone's notification shows. */
  text: string
  blocks?: Block[]
  /** What its charts show, a line each: for a Slack that will not draw them. */
  charts?: readonly string[]
}

/** A message of text alone. */
export interface TextMessage {
  text: string
  blocks: KnownBlock[]
}

/** Paragraphs of lines as sections; a paragraph longer than a section may be (3000) goes into several. */
export function textMessage(paragraphs: readonly (readonly string[])[]): TextMessage {
  const shown = paragraphs.filter(lines => lines.length > 0)
  const blocks = shown.flatMap(lines => chunks(lines).map(section))
  return { text: notification(shown.map(lines => lines.join('\n')).join('\n\n')), blocks }
}

function chunks(lines: readonly string[], limit = 2900): string[] {
  const texts: string[] = []
  for (const line of lines.map(long => truncate(long, limit))) {
    const last = texts.at(-1)
    if (last !== undefined && last.length + line.length < limit) texts[texts.length - 1] = `${last}\n${line}`
    else texts.push(line)
  }
  return texts
}

const section = (text: string): SectionBlock => ({ type: 'section', text: { type: 'mrkdwn', text } })
