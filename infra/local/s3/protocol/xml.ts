import { XMLParser } from 'fast-xml-parser'
import * as z from 'zod'
import { notImplemented, S3Error } from './errors.ts'

/** The namespace of S3's own documents. */
export const S3_NAMESPACE = 'http://s3.amazonaws.com/doc/2006-03-01/'

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
