import { QueryFailure, syntaxFailure } from './failure.ts'
import { beginsQuery, closingOf, isSymbol, isWord, nextOf, type Token, tokenize } from './tokens.ts'

export type Statement =
  | { type: 'select'; sql: string }
  | { type: 'unload'; sql: string; target: { bucket: string; prefix: string }; compression: string }

/** Codecs of Athena's UNLOAD to Parquet; GZIP is what it takes when none is named. */
const COMPRESSIONS = new Set(['GZIP', 'SNAPPY', 'ZSTD', 'LZ4', 'NONE'])

/**
 * Tells a SELECT from an UNLOAD and takes the latter apart. Everything else Athena runs (DDL, INSERT, CTAS …)
 * is refused with a message that names it.
 */
export function parseStatement(sql: string): Statement {
  const tokens = tokenize(sql.trim().replace(/;$/, ''))
  const first = nextOf(tokens, 0)
  if (isWord(tokens[first], 'unload')) return parseUnload(tokens, first)
  if (beginsQuery(tokens[first])) return { type: 'select', sql: join(tokens) }
  throw syntaxFailure(
    `mismatched input '${tokens[first]?.text ?? '<EOF>'}'. Expecting: 'SELECT', 'UNLOAD', 'WITH'`,
    sql,
  )
}

function parseUnload(tokens: Token[], start: number): Statement {
  const open = nextOf(tokens, start + 1)
  const close = closingOf(tokens, open)
  const rest = tokens.slice(close + 1).filter(token => token.kind !== 'gap')
  if (!isSymbol(tokens[open], '(') || close < 0 || !isWord(rest[0], 'to') || rest[1]?.kind !== 'text')
    throw syntaxFailure(
      "mismatched input. Expecting: UNLOAD (SELECT ...) TO 's3://...' WITH (...)",
      join(tokens),
    )
  const options = parseOptions(rest.slice(2))
  return {
    type: 'unload',
    sql: join(tokens.slice(open + 1, close)),
    target: parseLocation(unquote(rest[1].text)),
    compression: options.get('compression') ?? 'GZIP',
  }
}

/** `WITH (name = 'value', …)`; a property that is not supported here fails by its name. */
function parseOptions(tokens: Token[]): Map<string, string> {
  const options = new Map<string, string>()
  const inner = isWord(tokens[0], 'with') && isSymbol(tokens.at(-1), ')') ? tokens.slice(2, -1) : []
  for (let index = 0; index < inner.length; index += 4) {
    const [name, equals, value, comma] = inner.slice(index, index + 4)
    if (!isSymbol(equals, '=') || value?.kind !== 'text' || (comma && !isSymbol(comma, ',')))
      throw new QueryFailure(`SYNTAX_ERROR: UNLOAD property '${name?.text}' needs a text here`)
    options.set(name!.text.toLowerCase(), unquote(value.text).toUpperCase())
  }
  for (const name of options.keys())
    if (name !== 'format' && name !== 'compression')
      throw new QueryFailure(
        `NOT_SUPPORTED: UNLOAD property '${name}' is not supported by the embedded Athena`,
      )
  if (options.get('format') !== 'PARQUET')
    throw new QueryFailure("NOT_SUPPORTED: the embedded Athena unloads with format = 'PARQUET' only")
  if (!COMPRESSIONS.has(options.get('compression') ?? 'GZIP'))
    throw new QueryFailure(`NOT_SUPPORTED: Parquet compression ${options.get('compression')}`)
  return options
}

/** An S3 location that ends with `/`; the prefix is without it in neither case. */
export function parseLocation(location: string): { bucket: string; prefix: string } {
  const [, bucket, prefix] = /^s3:\/\/([^/]+)\/(.*)$/s.exec(location) ?? []
  if (!bucket || !prefix) throw new QueryFailure(`INVALID_FUNCTION_ARGUMENT: not an S3 location: ${location}`)
  return { bucket, prefix: prefix.endsWith('/') ? prefix : `${prefix}/` }
}

const unquote = (literal: string): string => literal.slice(1, -1).replaceAll("''", "'")
const join = (tokens: readonly Token[]): string => tokens.map(token => token.text).join('')
