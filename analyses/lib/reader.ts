import { IANAZone } from 'luxon'

/** Whose numbers and dates a text has; its sentences are English for everybody. */
export interface Reader {
  /** BCP 47, as Slack tells it: `de-DE`. */
  locale?: string | undefined
  /** IANA. */
  timeZone?: string | undefined
}

const ANYBODY = { locale: 'en-US', timeZone: 'UTC' }
let current = ANYBODY

/**
 * Makes a text for a reader: while `write` runs, `count`, `bytes`, `time` and the like write as they are used to. It
 * must end before it returns, so that no other text comes in between; what is unknown of the reader is as for anybody.
 */
export function writtenFor<Text>(
  reader: Reader,
  write: () => Text extends Promise<unknown> ? never : Text,
): Text {
  const before = current
  current = { locale: localeOf(reader.locale), timeZone: zoneOf(reader.timeZone) }
  try {
    return write()
  } finally {
    current = before
  }
}

/** Who reads the text that is being made. */
export const readerNow = (): Readonly<typeof ANYBODY> => current

const zoneOf = (zone: string | undefined): string =>
  // Unlike `isValidZone`, `create` keeps what it found out.
  zone !== undefined && IANAZone.create(zone).isValid ? zone : ANYBODY.timeZone

/** Whether its clocks show UTC all year. */
export const isUtc = (timeZone: string): boolean =>
  [Date.UTC(2026, 0), Date.UTC(2026, 6)].every(at => IANAZone.create(timeZone).offset(at) === 0)

/** In the digits and years of all: what one person asked for, many read. */
function localeOf(tag = ANYBODY.locale): string {
  try {
    return new Intl.Locale(tag, { numberingSystem: 'latn', calendar: 'gregory' }).toString()
  } catch {
    return ANYBODY.locale
  }
}
