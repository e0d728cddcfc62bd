const HOUR = 3_600_000

/**
 * A bar chart over a window: the shortest of the usual steps that needs at most 20 bars, each bar a whole
 * step of the day in UTC, the first the one that the window starts in.
 */
export function barsOverTime(title, { from, to }, series) {
  const [start, end] = [from, to].map(time => new Date(time).getTime())
  const step = [1, 2, 3, 4, 6, 8, 12, 24].map(hours => hours * HOUR).find(one => bars(one) <= 20)
  if (step === undefined) throw new Error('no test asks for so long a window')
  // A step that divides the day starts at multiples of itself since 1970, which began at midnight.
  function bars(one) {
    return Math.ceil(end / one) - Math.floor(start / one)
  }
  const first = Math.floor(start / step)
  const places = Array.from({ length: bars(step) }, (_, place) => first + place)
  return {
    title,
    categories: places.map(place =>
      new Date(place * step)
        .toISOString()
        .slice(5, step < 24 * HOUR ? 16 : 10)
        .replace('T', ' '),
    ),
    series: series.map(([name, facts]) => ({
      name,
      values: places.map(place => facts.filter(fact => Math.floor(fact.time / step) === place).length),
    })),
  }
}
