import type { View } from '@slack/web-api'
import { section } from './blocks.ts'
import { truncate } from './mrkdwn.ts'

/**
 * A window with something to read, for those who pressed where a message may not be posted: anyone may use a
 * shortcut anywhere, also where the bot is not.
 */
export const noticeView = (title: string, mrkdwn: string): View => ({
  type: 'modal',
  title: { type: 'plain_text', text: truncate(title, 24) },
  close: { type: 'plain_text', text: 'Close' },
  blocks: [section(mrkdwn)],
})
