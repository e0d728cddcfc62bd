import type { ContextBlock } from '@slack/web-api'
import { DateTime, IANAZone } from 'luxon'
import { notationOf, shared } from '../../analyses/lib/reader.ts'
import type { Request } from '../time/request.ts'
import { mrkdwn } from './blocks.ts'

/** An instant, shown by Slack to each reader by the reader's own clock, else as `fallback` has it; mrkdwn. */
export const shownDate = (iso: string, fallback: string, format = '{date_short_pretty} at {time}'): string =>
  `<!date^${Math.floor(Date.parse(iso) / 1000)}^${format}|${fallback}>`

/** `2026-11-20 07:00 UTC`. */
export const minuteUtc = (iso: string): string => `${iso.slice(0, 16).replace('T', ' ')} UTC`

/** The window in the reader's own time, in mrkdwn, beside UTC; the asker's time is the fallback. */
export function inYourTime({ window, asker }: Pick<Request, 'window' | 'asker'>): string {
  const zone = IANAZone.create(asker.timeZone).isValid ? asker.timeZone : 'UTC'
  const end = (iso: string) => {
    const at = DateTime.fromISO(iso, { zone }).setLocale(notationOf(shared(asker)))
    return shownDate(iso, `${at.toLocaleString(DateTime.DATETIME_MED)} ${zone}`)
  }
  return `Your time: ${end(window.from)} to ${end(window.to)}`
}

/** The same below a message that many read. */
export const yourTime = (request: Pick<Request, 'window' | 'asker'>): ContextBlock => ({
  type: 'context',
  elements: [mrkdwn(inYourTime(request), 2000)],
})
