const INVALID_ESCAPE = /%(?![0-9A-Fa-f]{2})/

/** Java's URLDecoder: `+` is a space, a malformed escape an error, bytes that are not UTF-8 become U+FFFD. */
export function urlDecode(text: string): string {
  if (INVALID_ESCAPE.test(text))
    throw new Error(`URLDecoder: Illegal hex characters in escape (%) pattern: ${text}`)
  return text
    .replaceAll('+', ' ')
    .replaceAll(/(?:%[0-9A-Fa-f]{2})+/g, escapes =>
      Buffer.from(escapes.replaceAll('%', ''), 'hex').toString('utf8'),
    )
}

const byte = (high: string, low: string): string => `%${high}[${low}]`
const next = byte('[89ABab]', '0-9A-Fa-f')
const any = '0-9A-Fa-f'
const characters = [
  byte('[0-7]', any),
  `(?:${byte('[Cc]', '2-9A-Fa-f')}|${byte('[Dd]', any)})${next}`,
  `${byte('[Ee]', '0')}${byte('[ABab]', any)}${next}`,
  `${byte('[Ee]', '1-9A-Ca-cEFef')}${next}${next}`,
  `${byte('[Ee]', 'Dd')}${byte('[89]', any)}${next}`,
  `${byte('[Ff]', '0')}${byte('[9ABab]', any)}${next}${next}`,
  `${byte('[Ff]', '1-3')}${next}${next}${next}`,
  `${byte('[Ff]', '4')}${byte('8', any)}${next}${next}`,
]

/** A pattern for texts whose escapes are well-formed UTF-8 (RFC 3629, section 4), byte by byte. */
export const UTF8_ESCAPES = `(?:[^%]|${characters.join('|')})*`

/** Found in texts with an escape that is malformed or not ASCII. */
export const OTHER_THAN_ASCII = '%(?:[^0-7]|[0-7][^0-9A-Fa-f]|[0-7]?$)'
