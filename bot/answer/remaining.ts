import { Duration } from 'luxon'
import { counted } from '../../analyses/lib/words.ts'

/** Below this share there is too little to tell from. */
const LEAST_SHARE = 0.05
const LEAST_SECONDS = 5

/**
 * About how long the rest takes if it goes on as it went: `, about 2 minutes left`; nothing where little is done
 * yet, or little is left.
 * @param share of the work that is done, 0 to 1
 */
export function remaining(startedAt: string, at: string | undefined, share: number): string {
  if (!at || share < LEAST_SHARE || share >= 1) return ''
  const elapsed = (Date.parse(at) - Date.parse(startedAt)) / 1000
  const seconds = (elapsed * (1 - share)) / share
  return seconds < LEAST_SECONDS ? '' : `, about ${roughly(seconds)} left`
}

function roughly(seconds: number): string {
  if (seconds < 55) return `${Math.ceil(seconds / 5) * 5} seconds`
  const minutes = Math.ceil(Duration.fromObject({ seconds }).as('minutes'))
  return minutes < 100 ? counted(minutes, 'minute') : counted(Math.ceil(minutes / 60), 'hour')
}
