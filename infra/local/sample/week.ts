export const SECOND = 1000
export const MINUTE = 60 * SECOND
export const HOUR = 60 * MINUTE
export const DAY = 24 * HOUR

/** S3 delivers one log object for each bucket and slot; a slot never crosses midnight. */
export const SLOT = 10 * MINUTE

/** The seven days of the sample, [start, end) in epoch milliseconds; both are midnights in UTC. */
export interface Week {
  start: number
  end: number
}

/** The week that ends at `end`, which must be a midnight in UTC. */
export function weekUntil(end: Date): Week {
  if (end.getTime() % DAY !== 0)
    throw new Error(`the sample week must end at midnight UTC, not ${end.toISOString()}`)
  return { start: end.getTime() - 7 * DAY, end: end.getTime() }
}

/** A moment of the week: day 0 is its first, 6 its last; the time of day is `hh:mm` or `hh:mm:ss`, UTC. */
export function moment(week: Week, day: number, time: string): number {
  const [hours = 0, minutes = 0, seconds = 0] = time.split(':').map(Number)
  return week.start + day * DAY + hours * HOUR + minutes * MINUTE + seconds * SECOND
}

/** The starts of the week's slots. */
export function slots(week: Week): number[] {
  return Array.from({ length: (week.end - week.start) / SLOT }, (_, slot) => week.start + slot * SLOT)
}

const SHOPPERS = [4, 2, 1, 1, 1, 2, 4, 7, 10, 12, 13, 14, 15, 14, 13, 13, 14, 16, 19, 22, 24, 21, 14, 8]
const OFFICE = [0, 0, 0, 0, 0, 1, 6, 16, 22, 24, 23, 20, 15, 21, 24, 22, 17, 9, 4, 2, 1, 1, 0, 0]
const JOBS = [6, 30, 8, 40, 35, 20, 8, 6, 6, 6, 6, 6, 10, 6, 6, 6, 6, 6, 6, 6, 6, 6, 6, 6]

/** How busy somebody is: by the hour (UTC) of a weekday, and how that changes at the weekend. */
const RHYTHMS = {
  shoppers: { hours: SHOPPERS, weekend: 1.3 },
  office: { hours: OFFICE, weekend: 0.1 },
  jobs: { hours: JOBS, weekend: 1 },
}

export type Rhythm = keyof typeof RHYTHMS

/** How busy a slot is, relative to the other slots of the same rhythm. */
export function busyness(rhythm: Rhythm, slotStart: number): number {
  const { hours, weekend } = RHYTHMS[rhythm]
  const start = new Date(slotStart)
  return (hours[start.getUTCHours()] ?? 0) * ([0, 6].includes(start.getUTCDay()) ? weekend : 1)
}
