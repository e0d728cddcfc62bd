/** A time as people type it, made plainer before it is read. */

const COUNTS: Record<string, number> = {
  one: 1,
  two: 2,
  three: 3,
  four: 4,
  five: 5,
  six: 6,
  seven: 7,
  eight: 8,
  nine: 9,
  ten: 10,
  eleven: 11,
  twelve: 12,
}
const UNITS = '(?:seconds?|minutes?|mins?|hours?|hrs?|days?|weeks?|fortnights?|months?)'
const COUNT = new RegExp(`\\b(${Object.keys(COUNTS).join('|')})(?= ${UNITS}\\b)`, 'g')
const TIME_OF_DAY = String.raw`\d{1,2}(?::\d{2}){0,2} ?(?:am|pm)?`
const CLOCKS = new RegExp(`(^|[ ,])(${TIME_OF_DAY}) ?[-–—] ?(${TIME_OF_DAY})(?= |$)`, 'g')
const DAYS_OF: Record<string, number> = { fortnight: 14, month: 30 }

/**
 * Lower case, single spaces, numbers as digits, without introductory words and without the remark of
 * `describeWindow`: `In the past two hours` is `past 2 hours`, `2-4pm` is `2pm to 4pm`.
 */
export function plainTime(text: string): string {
  return withRanges(
    withCounts(
      text
        .toLowerCase()
        .trim()
        .replaceAll(/\s+/g, ' ')
        .replace(/ ?\([^()]*\)$/, '')
        // The date says it.
        .replaceAll(
          /\b(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*,? (?=\d{1,2}(?:st|nd|rd|th)? ?(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)|\d{1,2}\/\d)/g,
          '',
        )
        .replaceAll(/\b([ap])\.m\.?/g, '$1m')
        .replaceAll(/\bo'clock\b/g, ':00')
        .replaceAll(/(\d) :00/g, '$1:00'),
    ),
  )
}

const withCounts = (text: string): string =>
  text
    .replace(COUNT, word => String(COUNTS[word]))
    .replace(/\b(\d+) (hours?|days?|weeks?) and a half\b/, '$1.5 $2')
    .replace(/\bhalf an hour\b/, '30 minutes')
    .replaceAll(/\b(\d{1,2})h(?= ?[-–—] ?\d{1,2}h)/g, '$1:00')
    .replaceAll(/(?<=:00 ?[-–—] ?)(\d{1,2})h\b/g, '$1:00')
    .replace(/\ban? couple(?: of)? /, '2 ')
    .replace(/\b(?:a |the )?(?:few|several)(?: of)? (?=(?:seconds|minutes|hours|days|weeks)\b)/, '3 ')
    .replaceAll(COUNT, word => String(COUNTS[word]))
    .replace(new RegExp(`\\ban? (?=${UNITS}\\b)`), '1 ')
    .replaceAll(
      /\b(\d+) (fortnight|month)s?\b/g,
      (_, count: string, unit: string) => `${Number(count) * (DAYS_OF[unit] ?? 1)} days`,
    )
    .replace(/\b(last|past|previous) fortnight\b/, '$1 14 days')
    .replace(/\b(past|the last) month\b/, '$1 30 days')

const withRanges = (text: string): string =>
  text
    .replace(/^(?:in|during|over|within|for|on|throughout) (?=(?:the )?(?:last|past|previous|week|\d))/, '')
    .replace(/^(?:(?:on|during|over|at) )?(?:the )?(?=weekend|today|yesterday|this )/, '')
    .replace(/^(?:all of|the whole of|all day|earlier|so far|sometime) (?=[a-z0-9])/, '')
    .replace(/^(?:in|during) (?=the (?:morning|afternoon|evening|night))/, '')
    .replace(/^since (?=\d+(?:\.\d+)? ?(?![ap]m$)[a-z]+$)/, 'last ')
    .replace(/^(?:since|after) (.+)$/, '$1 to now')
    .replace(/^before (\d.*)$/, 'today 00:00 to $1')
    .replace(/^(?:from|between) /, '')
    .replace(/ (?:between|from) (?=\d)/, ' ')
    .replaceAll(CLOCKS, clockRange)

/** Only what has minutes or a half of the day is a time of day; `2-4pm` has the half at its end. */
function clockRange(all: string, before: string, first: string, second: string): string {
  const half = /[ap]m$/.exec(second)?.[0] ?? ''
  const isClock = /:|[ap]m$/
  if (!isClock.test(first) && half === '') return all
  if (!isClock.test(second) && !isClock.test(first)) return all
  const start = isClock.test(first) ? first : `${first}${half}`
  return `${before}${start.trim()} to ${second.trim()}`
}
