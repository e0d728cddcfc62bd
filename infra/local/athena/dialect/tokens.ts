export interface Token {
  /** `gap` is white space and comments; `text` a '…' literal, `name` a "…" identifier, both with their quotes. */
  kind: 'gap' | 'text' | 'name' | 'word' | 'number' | 'symbol'
  text: string
}

const KINDS: [Token['kind'], RegExp][] = [
  ['gap', /\s+|--[^\n]*|\/\*[^]*?\*\//y],
  ['text', /'(?:[^']|'')*'/y],
  ['name', /"(?:[^"]|"")*"/y],
  ['word', /[A-Za-z_][A-Za-z0-9_]*/y],
  ['number', /[0-9]+(?:\.[0-9]*)?(?:[eE][+-]?[0-9]+)?|\.[0-9]+/y],
  ['symbol', /->|\|\||<>|!=|<=|>=|::|[^]/y],
]

/** Cuts Trino SQL into tokens; joined again they are the text as it was. */
export function tokenize(sql: string): Token[] {
  const tokens: Token[] = []
  for (let at = 0; at < sql.length; ) {
    const token = tokenAt(sql, at)
    tokens.push(token)
    at += token.text.length
  }
  return tokens
}

function tokenAt(sql: string, at: number): Token {
  for (const [kind, pattern] of KINDS) {
    pattern.lastIndex = at
    const [text] = pattern.exec(sql) ?? []
    if (text) return { kind, text }
  }
  throw new Error('unreachable: the last pattern matches any character')
}

/** The index of the next token that is not whitespace, from `index` on. */
export function nextOf(tokens: readonly Token[], index: number): number {
  let next = index
  while (tokens[next]?.kind === 'gap') next++
  return next
}

/** The index of the parenthesis that closes the one at `open`, or -1. */
export function closingOf(tokens: readonly Token[], open: number): number {
  let depth = 0
  for (let index = open; index < tokens.length; index++) {
    const { kind, text } = tokens[index]!
    if (kind !== 'symbol') continue
    if (text === '(') depth++
    if (text === ')' && --depth === 0) return index
  }
  return -1
}

export const isWord = (token: Token | undefined, word: string): boolean =>
  token?.kind === 'word' && token.text.toLowerCase() === word

export const isSymbol = (token: Token | undefined, symbol: string): boolean =>
  token?.kind === 'symbol' && token.text === symbol

/** A query may begin with this token. */
export const beginsQuery = (token: Token | undefined): boolean =>
  isWord(token, 'select') || isWord(token, 'with') || isSymbol(token, '(')
