// What a report says beside its counts: where nothing was logged, and how late the records came.

const MINUTE = 60_000
const HOUR = 60 * MINUTE
const NAMED = 3
/** In minutes, as the product's reports count them. */
const BOUNDS = [5, 15, 30, 60, 120, 180, 360, 720, 1440, 2880]

const instant = time => new Date(time).toISOString().replace('.000Z', 'Z')

/**
 * The stretches of [from, to) without a record of at least a whole hour: how many, and the three longest, in order of
 * time. Of equal ones those between records come before the window's ends, and earlier before later.
 * @param {number[]} times of the records, in milliseconds
 */
export function gapsIn(times, { from, to }) {
  const hours = [...new Set(times.map(time => Math.floor(time / HOUR)))].toSorted((a, b) => a - b)
  if (hours.length === 0) return { count: 1, longest: [{ from, to }] }
  const ends = [
    [Date.parse(from), hours[0] * HOUR],
    [(hours.at(-1) + 1) * HOUR, Date.parse(to)],
  ]
  const between = hours.slice(1).map((hour, i) => [(hours[i] + 1) * HOUR, hour * HOUR])
  const gaps = [...between, ...ends].filter(([start, end]) => end - start >= HOUR)
  const longest = gaps.toSorted(([a, b], [c, d]) => d - c - (b - a)).slice(0, NAMED)
  return {
    count: gaps.length,
    longest: longest
      .toSorted(([a], [b]) => a - b)
      .map(([start, end]) => ({ from: instant(start), to: instant(end) })),
  }
}

/**
 * How many of some records came within each bound after they happened, by the time in the name of the log object
 * that holds them.
 * @param {Iterable<{ key: string, time: number }>} records
 */
export function lagOf(records) {
  const lags = []
  for (const { key, time } of records) lags.push(deliveryOf(key) - time)
  return {
    records: lags.length,
    within: BOUNDS.map(bound => lags.filter(lag => lag <= bound * MINUTE).length),
  }
}

/** `yyyy-mm-dd-hh-mm-ss-<id>` of access logs, `<account>_CloudTrail_<region>_yyyymmddThhmmZ_<id>.json.gz`. */
function deliveryOf(key) {
  const name = key.slice(key.lastIndexOf('/') + 1)
  const [, digits] = name.match(/^([\d-]{19})-/) ?? name.match(/_(\d{8}T\d{4})Z_/) ?? []
  const [year, month, day, hour, minute, second = 0] = digits
    .replaceAll(/\D/g, '')
    .match(/^\d{4}|\d{2}/g)
    .map(Number)
  return Date.UTC(year, month - 1, day, hour, minute, second)
}
