// @ts-check
/** Those of Slack's date tokens that the app and this page use, `{date_short_pretty} at {time}`, in the reader's zone. */
import { formatInstant, wallClock } from './zone.js'

/** @param {number} day */
function ordinal(day) {
  const tens = Math.floor((day % 100) / 10)
  return `${day}${tens === 1 ? 'th' : (['th', 'st', 'nd', 'rd'][day % 10] ?? 'th')}`
}

/** @param {number} unix @param {string} tz @param {'long' | 'short'} month @param {boolean} weekday */
function dateText(unix, tz, month, weekday) {
  const day = Number(wallClock(unix, tz).slice(8, 10))
  const name = formatInstant(unix, tz, { month })
  const year = formatInstant(unix, tz, { year: 'numeric' })
  const week = weekday ? `${formatInstant(unix, tz, { weekday: 'long' })}, ` : ''
  return `${week}${name} ${month === 'long' ? ordinal(day) : day}, ${year}`
}

/**
 * `today`, `yesterday` or `tomorrow` where that is what the date is, for the `_pretty` tokens.
 * @param {number} unix @param {string} tz @param {number} now
 */
export function relativeDay(unix, tz, now) {
  const midnight = /** @param {number} at */ at => Date.parse(wallClock(at, tz).slice(0, 10))
  const days = Math.round((midnight(unix) - midnight(now)) / 86_400_000)
  return { '-1': 'yesterday', 0: 'today', 1: 'tomorrow' }[days]
}

/** @param {string} token @param {number} unix @param {string} tz @param {number} now */
function tokenText(token, unix, tz, now) {
  const pretty = token.endsWith('_pretty') ? relativeDay(unix, tz, now) : undefined
  if (pretty) return pretty
  switch (token.replace('_pretty', '')) {
    case 'date':
      return dateText(unix, tz, 'long', false)
    case 'date_short':
      return dateText(unix, tz, 'short', false)
    case 'date_long':
      return dateText(unix, tz, 'long', true)
    case 'time':
      return formatInstant(unix, tz, { hour: 'numeric', minute: '2-digit' })
    case 'time_secs':
      return formatInstant(unix, tz, { hour: 'numeric', minute: '2-digit', second: '2-digit' })
    default:
      return undefined
  }
}

/**
 * @param {number} unix seconds
 * @param {string} format text with tokens in braces
 * @param {{ tz: string, now?: number, fallback?: string }} options
 * @returns {string} the fallback where the time or a token makes no sense
 */
export function formatDate(unix, format, { tz, now = Date.now() / 1000, fallback = '' }) {
  if (!Number.isFinite(unix)) return fallback
  let known = true
  const text = format.replace(/\{(\w+)\}/g, (_, token) => {
    const value = tokenText(token, unix, tz, now)
    if (value === undefined) known = false
    return value ?? ''
  })
  return known && text ? text.charAt(0).toUpperCase() + text.slice(1) : fallback
}
