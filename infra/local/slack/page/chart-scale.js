// @ts-check
/** The arithmetic of axes. */

/** @param {number} span @param {number} parts a round step that cuts a span into about that many parts */
function roundStep(span, parts) {
  const raw = span / parts
  const size = 10 ** Math.floor(Math.log10(raw))
  const factor = [1, 2, 5, 10].find(each => each * size >= raw) ?? 10
  return factor * size
}

/**
 * Round values for a value axis that holds all the data and zero.
 * @param {number[]} values
 * @returns {number[]} ascending, at least two
 */
export function axisTicks(values) {
  const low = Math.min(0, ...values)
  const high = Math.max(0, ...values)
  if (low === high) return [0, 1]
  const whole = values.every(Number.isInteger)
  const step = Math.max(roundStep(high - low, 4), whole ? 1 : 0)
  const first = Math.floor(low / step)
  const last = Math.ceil(high / step)
  return Array.from({ length: last - first + 1 }, (_, index) => (first + index) * step)
}

const compact = new Intl.NumberFormat('en-US', { notation: 'compact', maximumFractionDigits: 2 })
const exact = new Intl.NumberFormat('en-US', { maximumFractionDigits: 6 })

/** @param {number} value short, for an axis: `1.2K` */
export const shortNumber = value => compact.format(value)

/** @param {number} value in full: `1,234` */
export const fullNumber = value => exact.format(value)

/** Width of a text at the charts' 11 px, near enough to lay labels out. @param {string} text */
export const textWidth = text => text.length * 6.2

/**
 * How the labels under an axis fit: flat, or slanted and, where they are too many, only every n-th.
 * @param {string[]} labels
 * @param {number} band width that each has
 * @returns {{ slanted: boolean, every: number, height: number }}
 */
export function labelLayout(labels, band) {
  const widest = Math.max(0, ...labels.map(textWidth))
  if (widest <= band - 6) return { slanted: false, every: 1, height: 18 }
  const every = Math.max(1, Math.ceil(16 / band))
  return { slanted: true, every, height: Math.min(widest * 0.64 + 14, 100) }
}
