import { IANAZone } from 'luxon'

/** The reader of a text: the time zone shown next to UTC and, in private texts, the number format. */
export interface Reader {
  /** BCP 47, as Slack tells it: `de-DE`. English where many read the text. */
  locale?: string | undefined
  /** IANA. */
  timeZone?: string | undefined
}

/** How a text that many read is written: in English, as its sentences are, by the asker's clock. */
export const shared = ({ timeZone }: Reader): Reader => ({ timeZone })

const ENGLISH = 'en-US'

/** The reader's zone; UTC where it is unknown. */
export const zoneOf = ({ timeZone }: Reader): string =>
  // Unlike `isValidZone`, `create` keeps what it found out.
  timeZone !== undefined && IANAZone.create(timeZone).isValid ? timeZone : 'UTC'

/** Whether its clocks show UTC all year. */
export const isUtc = (timeZone: string): boolean =>
  [Date.UTC(2026, 0), Date.UTC(2026, 6)].every(at => IANAZone.create(timeZone).offset(at) === 0)

/** The reader's locale, with the digits and years that everybody reads; English where it is unknown. */
export function notationOf({ locale = ENGLISH }: Reader): string {
  try {
    return new Intl.Locale(locale, { numberingSystem: 'latn', calendar: 'gregory' }).toString()
  } catch {
    return ENGLISH
  }
}
