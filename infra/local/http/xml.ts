/** The content of an element: text, child elements by name, or nothing (the element is left out). */
export type Xml = string | number | boolean | Date | undefined | { [name: string]: Xml | Xml[] }

/** A whole document with one root element. An array becomes one element for each of its items. */
export function xmlDocument(root: string, content: Xml, namespace?: string): string {
  const opening = namespace ? `${root} xmlns="${namespace}"` : root
  return `<?xml version="1.0" encoding="UTF-8"?>\n<${opening}>${contentOf(content)}</${root}>`
}

function element(name: string, content: Xml | Xml[]): string {
  if (Array.isArray(content)) return content.map(item => element(name, item)).join('')
  return content === undefined ? '' : `<${name}>${contentOf(content)}</${name}>`
}

function contentOf(content: Xml): string {
  if (content === undefined) return ''
  if (content instanceof Date) return content.toISOString()
  if (typeof content !== 'object') return escape(String(content))
  return Object.entries(content)
    .map(([name, child]) => element(name, child))
    .join('')
}

/** Control characters go as references: a bare carriage return would be read back as a line feed. */
// oxlint-disable-next-line no-control-regex -- object keys may hold control characters, and S3 sends them so.
const ESCAPED = /[&<>"'\u0000-\u001f\u007f-\u009f\u2028]/g

function escape(text: string): string {
  return text.replace(ESCAPED, character => `&#x${character.charCodeAt(0).toString(16)};`)
}
