/** What is in a message or a view, for the tests of their states. */

export interface Content {
  type?: 'modal' | 'home'
  text?: string
  blocks?: { type: string }[]
  callback_id?: string
}

// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- what it is of is what the test checks
export const contentOf = (content: unknown): Content => content as Content

export const surfaceOf = ({ type }: Content): 'message' | 'modal' | 'home' => type ?? 'message'

/** What is handed back as it was, and read by nobody but in a field to change it. */
const HANDED_BACK = new Set(['value', 'initial_value', 'private_metadata'])

/** Every text of a value that people read, wherever it stands. */
export function textsIn(value: unknown): string[] {
  if (typeof value === 'string') return [value]
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([name, one]) => (HANDED_BACK.has(name) ? [] : textsIn(one)))
}

/** What Slack would take for markup: in the text and in mrkdwn. Escaped, a stranger's is none. */
export function markupIn(value: Content): string[] {
  const { text = '', blocks = [] } = value
  return [...(surfaceOf(value) === 'message' ? [text] : []), ...mrkdwnIn(blocks)].flatMap(
    one => one.match(/<[^>]*>?/g) ?? [],
  )
}

function mrkdwnIn(value: unknown): string[] {
  if (typeof value !== 'object' || value === null) return []
  if ('type' in value && value.type === 'mrkdwn' && 'text' in value) return [String(value.text)]
  return Object.values(value).flatMap(mrkdwnIn)
}

/** As a golden file: what cannot be seen by its number, signatures of links left out. */
export const written = (content: Content): string =>
  `${JSON.stringify(content, null, 2)}\n`
    .replaceAll(
      /[\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/g,
      character => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
    )
    .replaceAll(/\?[^"]*X-Amz-Signature=[^" ]*/g, '?(signature)')
