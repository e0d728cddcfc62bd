/** Time zones by their IANA names, spelled as the tz database has them: Athena takes no other spelling. */

/** Names of three letters that Intl knows, and that Athena refuses or people mean otherwise. */
const BARE = /^[a-z]{3,4}(?:\d[a-z]{3})?$/i

/** As the tz database writes names. */
const WRITTEN = /^[A-Z][A-Za-z_]+(?:\/[A-Z][A-Za-z_-]+)+$/

const canonical = new Map<string, string | undefined>()

/**
 * The IANA name of a zone whatever its case, most aliases replaced (`us/pacific` is `America/Los_Angeles`); undefined
 * for what is none. Abbreviations such as `EST` and `BST`, and offsets, are none: they mean different zones to different people,
 * or one that does not follow clock changes.
 */
export function zoneNamed(text: string): string | undefined {
  const name = text.trim()
  if (!canonical.has(name)) canonical.set(name, lookUp(name))
  return canonical.get(name)
}

function lookUp(name: string): string | undefined {
  if (/^(?:etc\/)?(?:utc|gmt)$/i.test(name)) return 'UTC'
  if (BARE.test(name) || !/^[a-z]/i.test(name) || /^systemv/i.test(name)) return undefined
  try {
    const { timeZone } = new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions()
    if (!/^[A-Z]/.test(timeZone)) return undefined
    // Intl has old names for some, so a name that is written in full is kept.
    return WRITTEN.test(name) ? name : timeZone
  } catch {
    return undefined
  }
}

/** The zone whose place is this (`london`, `new york`); undefined for what is none. */
export function zoneOfPlace(text: string): string | undefined {
  const place = text.trim().toLowerCase().replaceAll(' ', '_')
  return Intl.supportedValuesOf('timeZone').find(name => name.toLowerCase().endsWith(`/${place}`))
}

/** What to type for a zone that cannot be taken, as a sentence. */
export const zoneHint = (text: string): string => {
  const meant = ABBREVIATED[text.trim().toUpperCase()]
  const [first, ...others] = meant ?? []
  if (others.length > 0) return `“${text.trim()}” can be several time zones. Type ${meant?.join(' or ')}.`
  return first
    ? `“${text.trim()}” is not the name of a time zone. Type ${first}.`
    : 'Type the name of a time zone, like Europe/Berlin or UTC.'
}

/** What people mean by abbreviations: zones that follow the clock changes of a place. */
const ABBREVIATED: Record<string, string[]> = {
  BST: ['Europe/London', 'Asia/Dhaka'],
  IST: ['Asia/Kolkata', 'Europe/Dublin', 'Asia/Jerusalem'],
  CST: ['America/Chicago', 'Asia/Shanghai'],
  AST: ['America/Halifax', 'Asia/Riyadh'],
  SST: ['Asia/Singapore', 'Pacific/Pago_Pago'],
  ECT: ['America/Guayaquil', 'Europe/Paris'],
  EST: ['America/New_York'],
  EDT: ['America/New_York'],
  CDT: ['America/Chicago'],
  MST: ['America/Denver'],
  MDT: ['America/Denver'],
  PST: ['America/Los_Angeles'],
  PDT: ['America/Los_Angeles'],
  HST: ['Pacific/Honolulu'],
  CET: ['Europe/Berlin'],
  CEST: ['Europe/Berlin'],
  WET: ['Europe/Lisbon'],
  WEST: ['Europe/Lisbon'],
  EET: ['Europe/Athens'],
  EEST: ['Europe/Athens'],
  JST: ['Asia/Tokyo'],
  AEST: ['Australia/Sydney'],
  AEDT: ['Australia/Sydney'],
}

/** The zones that an abbreviation can mean; empty for what is none. */
export const zonesAbbreviated = (text: string): readonly string[] => ABBREVIATED[text.toUpperCase()] ?? []
