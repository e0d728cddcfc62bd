import { XMLParser } from 'fast-xml-parser'
import * as z from 'zod'
import { notImplemented, S3Error } from './errors.ts'

/** The content of an element: text, child elements by name, or nothing (the element is left out). */
export type Xml = string | number | boolean | Date | undefined | { [name: string]: Xml | Xml[] }

/** The namespace of S3's own documents. */
export const S3_NAMESPACE = 'http://s3.amazonaws.com/doc/2006-03-01/'

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

/**
 * Reads a request document into the shape of `schema`.
 *
 * @param lists names of the elements that repeat; each is read as an array even when there is one
 * @throws S3Error MalformedXML for what is not XML or not as the schema says, NotImplemented for elements that
 *   the schema does not know
 */
export function parseXml<Schema extends z.ZodType>(
  text: string,
  schema: Schema,
  lists: readonly string[] = [],
): z.output<Schema> {
  const parser = new XMLParser({
    parseTagValue: false,
    trimValues: false,
    ignoreDeclaration: true,
    // Clients write control characters in keys as numeric references; this option is what decodes them.
    htmlEntities: true,
    isArray: name => lists.includes(name),
  })
  const result = schema.safeParse(documentOf(parser, text))
  if (result.success) return result.data
  const unknown = result.error.issues.find(issue => issue.code === 'unrecognized_keys')
  if (unknown) throw notImplemented([...unknown.path, unknown.keys.join(', ')].join('.'))
  throw new S3Error(
    'MalformedXML',
    'The XML you provided was not well-formed or did not validate against our published schema: ' +
      z.prettifyError(result.error),
  )
}

function documentOf(parser: XMLParser, text: string): unknown {
  try {
    return withoutIndentation(parser.parse(text, true))
  } catch (cause) {
    throw new S3Error('MalformedXML', `The XML you provided was not well-formed: ${String(cause)}`)
  }
}

/** Drops the blank text between child elements, which untrimmed parsing keeps as `#text`. */
function withoutIndentation(node: unknown): unknown {
  if (Array.isArray(node)) return node.map(withoutIndentation)
  if (typeof node !== 'object' || node === null) return node
  const children = Object.entries(node).filter(
    ([name, value]) => name !== '#text' || (typeof value === 'string' && value.trim() !== ''),
  )
  return Object.fromEntries(children.map(([name, value]) => [name, withoutIndentation(value)]))
}
