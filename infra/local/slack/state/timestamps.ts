/**
 * Gives out Slack's message ids: Unix seconds and six more digits, unique in the workspace and always increasing,
 * also when the clock stands still or steps back.
 *
 * @param last the newest one that was given out before a restart
 */
export function timestampSource(now: () => Date, last = '0.000000'): () => string {
  let previous = micros(last)
  return () => {
    previous = Math.max(now().getTime() * 1000, previous + 1)
    return format(previous)
  }
}

function micros(ts: string): number {
  return Number(ts.replace('.', ''))
}

function format(value: number): string {
  const digits = String(value).padStart(7, '0')
  return `${digits.slice(0, -6)}.${digits.slice(-6)}`
}
