import type { AnyBlock } from '@slack/web-api'

/** Native blocks that Slack has but its types lack yet (`data_visualization`) are let through as they are. */
export type Block = AnyBlock | ({ type: string; block_id?: string } & Record<string, unknown>)

export interface Message {
  /** The whole message in words: all that a phone's notification shows. */
  text: string
  blocks?: Block[]
  /** What its charts show, a line each: for a Slack that will not draw them. */
  charts?: readonly string[]
}
