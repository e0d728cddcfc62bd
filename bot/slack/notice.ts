import type { View } from '@slack/web-api'
import { section } from './blocks.ts'
import { truncate } from '../text/mrkdwn.ts'

/** Said beside times that were read in UTC for want of the person's own zone. */
export const ZONE_UNKNOWN =
  'Slack did not provide your time zone, so times are in UTC. If you meant local time, cancel this and ask again in a few minutes.'

/** Said of a question that was stored while Slack did not answer. */
export const NOT_CHECKED_YET =
  'Slack is not answering, so s3audit could not check that you may ask this. The question is stored: it is checked, and answered, when Slack is back.'

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
