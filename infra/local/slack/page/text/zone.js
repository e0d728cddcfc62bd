// @ts-check
/** Instants and wall clocks: conversions in the person's own time zone, which need not be the browser's. */

/** @type {Map<string, Intl.DateTimeFormat>} */
const formats = new Map()

/**
 * @param {string} tz IANA zone
 * @param {Intl.DateTimeFormatOptions} options
 */
function formatIn(tz, options) {
  const key = tz + JSON.stringify(options)
  const format = formats.get(key) ?? new Intl.DateTimeFormat('en-US', { ...options, timeZone: tz })
  formats.set(key, format)
  return format
}

/**
 * @param {number} unix seconds
 * @param {string} tz
 * @param {Intl.DateTimeFormatOptions} options
 */
export function formatInstant(unix, tz, options) {
  return formatIn(tz, options).format(new Date(unix * 1000))
}

/**
 * The wall clock of a zone at an instant, as `YYYY-MM-DDTHH:mm:ss`.
 * @param {number} unix seconds
 * @param {string} tz
 */
export function wallClock(unix, tz) {
  const digits = /** @type {const} */ ('2-digit')
  const options = {
    year: /** @type {const} */ ('numeric'),
    month: digits,
    day: digits,
    hour: digits,
    minute: digits,
    second: digits,
  }
  const parts = formatIn(tz, { ...options, hourCycle: 'h23' }).formatToParts(new Date(unix * 1000))
  const part = /** @param {string} type */ type => parts.find(each => each.type === type)?.value ?? ''
  return `${part('year')}-${part('month')}-${part('day')}T${part('hour')}:${part('minute')}:${part('second')}`
}

/**
 * Seconds that a zone is ahead of UTC at an instant.
 * @param {number} unix
 * @param {string} tz
 */
export function offsetAt(unix, tz) {
  return Date.parse(`${wallClock(unix, tz)}Z`) / 1000 - Math.floor(unix)
}

/**
 * The instant at which a zone's clock shows a wall time. A time that a change of clocks skips is read with the
 * offset before the change, as calendars do; of a time that comes twice, the first is taken.
 * @param {string} wall `YYYY-MM-DDTHH:mm` or with seconds
 * @param {string} tz
 * @returns {number} unix seconds
 */
export function instantOf(wall, tz) {
  const asUtc = Date.parse(`${wall}Z`) / 1000
  const before = asUtc - offsetAt(asUtc - 86_400, tz)
  const after = asUtc - offsetAt(asUtc + 86_400, tz)
  const exact = [before, after].filter(unix => unix + offsetAt(unix, tz) === asUtc)
  return exact.length > 0 ? Math.min(...exact) : before
}

/** @param {number} n */
const two = n => String(Math.floor(n)).padStart(2, '0')

/**
 * A zone as people read it: `Europe/Berlin, UTC+01:00`.
 * @param {number} unix the offset is the one at this instant
 * @param {string} tz
 */
export function zoneName(unix, tz) {
  const offset = offsetAt(unix, tz)
  const minutes = Math.abs(offset) / 60
  const clock = `UTC${offset < 0 ? '−' : '+'}${two(minutes / 60)}:${two(minutes % 60)}`
  return tz === 'UTC' ? 'UTC' : `${tz}, ${clock}`
}

/** @param {number} unix @returns {string} for titles: `2026-11-20 14:03:11 UTC` */
export function utcText(unix) {
  return `${new Date(unix * 1000).toISOString().slice(0, 19).replace('T', ' ')} UTC`
}
