import { syntaxFailure } from './failure.ts'
import { beginsQuery, closingOf, isSymbol, isWord, nextOf, type Token, tokenize } from './tokens.ts'

/** Trino's quantifiers over arrays, and the macro that judges the list of each element's answer. */
const QUANTIFIERS: Record<string, string> = { any_match: '__any', all_match: '__all', none_match: '__none' }

/** DuckDB's own pass over rows whose value is NULL; in Trino such a row may be the one. */
const BY: Record<string, string> = { max_by: 'arg_max_null', min_by: 'arg_min_null' }

/** A time zone behind a timestamp literal's time: `UTC`, `+02:00`, `Europe/Berlin`. */
const ZONED = /\d (?:[A-Za-z]|[+-]\d)|\d[+-]\d\d:\d\d'$/

/**
 * The few things of Trino's grammar that DuckDB's parser or binder does not take, changed token by token, so
 * that literals and quoted names stay untouched. All else is done by macros.
 */
export function toDuckDb(sql: string, database = ''): string {
  const tokens = tokenize(sql)
  for (let index = 0; index < tokens.length; index++) {
    rewriteAt(tokens, index, sql)
    dropDatabase(tokens, index, database)
  }
  return tokens.map(token => token.text).join('')
}

function rewriteAt(tokens: Token[], index: number, sql: string): void {
  const token = tokens[index]!
  const next = nextOf(tokens, index + 1)
  if (isSymbol(token, '::')) throw syntaxFailure("mismatched input '::'", sql)
  // DuckDB reads `%-` as one operator.
  if (isSymbol(token, '%')) token.text = '% '
  if (isWord(token, 'timestamp') && tokens[next]?.kind === 'text' && ZONED.test(tokens[next].text))
    token.text = 'TIMESTAMPTZ'
  if (isWord(token, 'ipaddress') && tokens[next]?.kind === 'text') {
    token.text = '__ipaddress('
    tokens[next].text += ')'
  }
  // Trino inlines a common table expression wherever it is named; DuckDB would compute all its columns first.
  if (isWord(token, 'as') && isSymbol(tokens[next], '(') && beginsQuery(tokens[nextOf(tokens, next + 1)]))
    token.text = 'AS NOT MATERIALIZED'
  if (token.kind === 'word' && isSymbol(tokens[next], '(')) rewriteCall(tokens, index, next)
}

/** `token(`: an array type, or a function that takes a lambda, which a macro cannot hand on. */
function rewriteCall(tokens: Token[], index: number, open: number): void {
  const token = tokens[index]!
  const close = closingOf(tokens, open)
  if (close < 0) return
  const name = token.text.toLowerCase()
  if (name === 'array' && !isWord(tokens[nextOf(tokens, open + 1)], 'select')) {
    token.text = ''
    tokens[open]!.text = ''
    tokens[close]!.text = '[]'
  }
  if (name === 'cast' || name === 'try_cast') {
    cutToLength(tokens, index, close)
    castToAddress(tokens, index, close)
    if (name === 'cast') addressToText(tokens, index, close)
  }
  if (name === 'transform') token.text = 'list_transform'
  if (Object.hasOwn(BY, name)) token.text = BY[name] ?? name
  if (name === 'count_if') countTrue(tokens, index, close)
  if (name === 'to_hex') hexadecimalMd5(tokens, index, close)
  if (Object.hasOwn(QUANTIFIERS, name)) {
    token.text = `${QUANTIFIERS[name]}(list_transform`
    tokens[close]!.text = '))'
  }
}

/** Over no rows Trino's count_if is 0, DuckDB's NULL; a macro could take no FILTER behind it. */
function countTrue(tokens: Token[], index: number, close: number): void {
  tokens[index]!.text = 'count'
  tokens[nextOf(tokens, index + 1)]!.text = '(CASE WHEN '
  tokens[close]!.text = ' THEN true END)'
}

/** `to_hex(md5(x))`: DuckDB's MD5 is in hexadecimal already, and costs twice as much made bytes and digits again. */
function hexadecimalMd5(tokens: Token[], index: number, close: number): void {
  const md5 = nextOf(tokens, nextOf(tokens, index + 1) + 1)
  const open = nextOf(tokens, md5 + 1)
  const isArgument = isWord(tokens[md5], 'md5') && isSymbol(tokens[open], '(')
  if (!isArgument || nextOf(tokens, closingOf(tokens, open) + 1) !== close) return
  tokens[index]!.text = '__md5_hex'
  tokens[md5]!.text = ''
}

/** `FROM database.table` and `JOIN database.table`: tables have no database here. */
function dropDatabase(tokens: Token[], index: number, database: string): void {
  if (!isWord(tokens[index], 'from') && !isWord(tokens[index], 'join')) return
  const name = nextOf(tokens, index + 1)
  const dot = nextOf(tokens, name + 1)
  const named = tokens[name]?.text.replaceAll('"', '').toLowerCase()
  const isDatabase = named === database || named === 'awsdatacatalog'
  if (!isDatabase || !isSymbol(tokens[dot], '.')) return
  for (let dropped = name; dropped <= dot; dropped++) tokens[dropped]!.text = ''
  if (named === 'awsdatacatalog') dropDatabase([tokens[index]!, ...tokens.slice(dot + 1)], 0, database)
}

/** `CAST(x AS varchar(n))` cuts the text after n characters. */
function cutToLength(tokens: Token[], index: number, close: number): void {
  const ending = tokens
    .slice(index, close)
    .filter(token => token.kind !== 'gap')
    .slice(-5)
  const [as, type, open, length, end] = ending
  if (!isWord(as, 'as') || !isWord(type, 'varchar') || length?.kind !== 'number') return
  tokens[index]!.text = `__left(${tokens[index]!.text}`
  tokens[close]!.text = `), ${length.text})`
  for (const token of [open!, length, end!]) token.text = ''
}

/** `CAST(x AS ipaddress)`: a type that DuckDB has only in an extension. */
function castToAddress(tokens: Token[], index: number, close: number): void {
  const [as, type] = tokens
    .slice(index, close)
    .filter(token => token.kind !== 'gap')
    .slice(-2)
  if (!isWord(as, 'as') || !isWord(type, 'ipaddress')) return
  tokens[index]!.text = isWord(tokens[index], 'cast') ? '__ipaddress' : '__try_ipaddress'
  as!.text = ''
  type!.text = ''
}

/** `CAST(TRY_CAST(x AS ipaddress) AS varchar)`: the bytes of an address, shown as Trino shows it. */
function addressToText(tokens: Token[], index: number, close: number): void {
  const inner = nextOf(tokens, nextOf(tokens, index + 1) + 1)
  const open = nextOf(tokens, inner + 1)
  if (!isWord(tokens[inner], 'try_cast') || !isSymbol(tokens[open], '(')) return
  const innerClose = closingOf(tokens, open)
  const type = tokens.slice(inner, innerClose).findLast(token => token.kind !== 'gap')
  const as = nextOf(tokens, innerClose + 1)
  const varchar = nextOf(tokens, as + 1)
  const isText = isWord(tokens[as], 'as') && isWord(tokens[varchar], 'varchar')
  if (!isWord(type, 'ipaddress') || !isText || nextOf(tokens, varchar + 1) !== close) return
  tokens[index]!.text = '__address_text'
  tokens[as]!.text = ''
  tokens[varchar]!.text = ''
}
