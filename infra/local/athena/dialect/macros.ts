import { V4_ADDRESS, V4_MAPPED } from './addresses.ts'
import { OTHER_THAN_ASCII, UTF8_ESCAPES } from './url.ts'

/**
 * Trino's functions in DuckDB's terms: name -> one definition for each number of arguments. They live in a
 * schema that stands before DuckDB's own, so a body that means DuckDB's function of the same name says
 * `system.main.`, and a macro stands behind those it uses. Names that begin with `__` are for other macros and for the rewriting only.
 */
export const MACROS: Record<string, readonly string[]> = {
  // An error that TRY catches; DuckDB's error() is volatile and may not stand inside TRY.
  __fail: ['(message) AS CAST(message AS TINYINT)'],
  __json_path: [String.raw`(p) AS system.main.regexp_replace(p, '\["([^"]+)"\]', '."\1"', 'g')`],
  __any: [
    `(l) AS CASE WHEN list_contains(l, true) THEN true
      WHEN len(list_filter(l, x -> x IS NULL)) > 0 THEN NULL WHEN l IS NULL THEN NULL ELSE false END`,
  ],
  __all: [
    `(l) AS CASE WHEN list_contains(l, false) THEN false
      WHEN len(list_filter(l, x -> x IS NULL)) > 0 THEN NULL WHEN l IS NULL THEN NULL ELSE true END`,
  ],
  __none: ['(l) AS NOT __any(l)'],
  // Java's Double.toString from DuckDB's text: digits and exponent outside 0.001 <= |x| < 10,000,000.
  __mantissa: [
    `(digits) AS left(replace(digits, '.', ''), 1) || '.'
      || coalesce(nullif(rtrim(replace(digits, '.', '')[2:], '0'), ''), '0')`,
  ],
  __scientific: [
    `(t) AS CASE WHEN starts_with(t, '-') THEN '-' ELSE '' END || CASE
      WHEN contains(t, 'e') THEN __mantissa(split_part(ltrim(t, '-'), 'e', 1)) || 'E' || split_part(t, 'e', 2)::INTEGER
      WHEN abs(t::DOUBLE) < 1 THEN __mantissa(ltrim(replace(ltrim(t, '-'), '.', ''), '0'))
        || 'E' || (length(ltrim(replace(ltrim(t, '-'), '.', ''), '0')) - length(split_part(t, '.', 2)) - 1)
      ELSE __mantissa(replace(ltrim(t, '-'), '.', '')) || 'E' || (length(split_part(ltrim(t, '-'), '.', 1)) - 1) END`,
  ],
  __double_text: [
    `(t) AS CASE t WHEN 'nan' THEN 'NaN' WHEN 'inf' THEN 'Infinity' WHEN '-inf' THEN '-Infinity'
      ELSE CASE WHEN abs(t::DOUBLE) >= 0.001 AND abs(t::DOUBLE) < 1e7 OR t::DOUBLE = 0 THEN t ELSE __scientific(t) END END`,
  ],

  // CAST to ipaddress. An address is its 16 bytes, v4 mapped into v6: their order is Trino's, CAST to varbinary too.
  __try_ipaddress: [
    `(s) AS unhex(CASE WHEN regexp_full_match(s, '${V4_ADDRESS}') THEN '${V4_MAPPED}' || ${octets()}
      WHEN contains(s, ':') THEN __v6_digits(s) END)`,
  ],
  __ipaddress: [
    `(s) AS CASE WHEN s IS NULL OR __try_ipaddress(s) IS NOT NULL THEN __try_ipaddress(s)
      ELSE unhex(__fail('Cannot cast value to IPADDRESS: ' || s)::VARCHAR) END`,
  ],
  // CAST(try_cast(x AS ipaddress) AS varchar), where `a` is the inner cast.
  __address_text: ['(a) AS __address_text_of(hex(a))'],

  // CAST to varchar(n) cuts; DuckDB takes no notice of the length.
  __left: ['(s, n) AS left(s, n)'],

  // Text
  concat: argumentsUpTo(12, names => names.join(' || ')),
  codepoint: ['(s) AS unicode(s)'],
  format: ['(f, a) AS printf(f, a)'],
  levenshtein_distance: ['(a, b) AS levenshtein(a, b)'],
  regexp_count: ['(s, p) AS len(regexp_extract_all(s, p))'],
  regexp_extract: [
    "(s, p) AS coalesce(nullif(system.main.regexp_extract(s, p), ''), CASE WHEN regexp_matches(s, p) THEN '' END)",
    "(s, p, g) AS coalesce(nullif(system.main.regexp_extract(s, p, g), ''), CASE WHEN regexp_matches(s, p) THEN '' END)",
  ],
  regexp_like: ['(s, p) AS regexp_matches(s, p)'],
  regexp_replace: [
    "(s, p) AS system.main.regexp_replace(s, p, '', 'g')",
    String.raw`(s, p, r) AS system.main.regexp_replace(s, p, system.main.regexp_replace(r, '\$(\d)', '\\\1', 'g'), 'g')`,
  ],
  regexp_split: ['(s, p) AS regexp_split_to_array(s, p)'],
  split_part: ['(s, d, i) AS string_split(s, d)[i]'],
  substr: substring(),
  substring: substring(),

  // URLs. Decoding is Java's, which url.ts has; where that is sure to be DuckDB's, DuckDB does it faster. ASCII alone
  // is told in a third of the time that any UTF-8 is.
  url_decode: [
    `(s) AS CASE WHEN NOT contains(s, '%') AND NOT contains(s, '+') THEN s
      WHEN NOT contains(s, '+') AND NOT regexp_matches(s, '${OTHER_THAN_ASCII}') THEN system.main.url_decode(s)
      WHEN NOT regexp_full_match(s, '${UTF8_ESCAPES}') THEN __url_decode(s)
      ELSE system.main.url_decode(CASE WHEN contains(s, '+') THEN replace(s, '+', ' ') ELSE s END) END`,
  ],
  url_encode: [
    "(s) AS replace(replace(replace(system.main.url_encode(s), '%20', '+'), '~', '%7E'), '%2A', '*')",
  ],
  url_extract_host: ["(u) AS system.main.regexp_extract(u, '^[a-zA-Z][a-zA-Z0-9+.-]*://([^/:?#]*)', 1)"],
  url_extract_path: ["(u) AS system.main.regexp_extract(u, '^[a-zA-Z][a-zA-Z0-9+.-]*://[^/?#]*([^?#]*)', 1)"],
  url_extract_parameter: [
    "(u, n) AS nullif(system.main.url_decode(system.main.regexp_extract(u, '[?&]'||regexp_escape(n)||'=([^&#]*)', 1)), '')",
  ],

  // JSON
  json_extract: ['(j, p) AS system.main.json_extract(j, __json_path(p))'],
  json_extract_scalar: [
    "(j, p) AS json_extract_string(json_value(CASE WHEN json_valid(j) THEN j END, __json_path(p)), '$')",
  ],
  json_format: ['(j) AS j::VARCHAR'],
  json_parse: ['(s) AS s::JSON'],
  json_size: [
    '(j, p) AS coalesce(json_array_length(j, __json_path(p)), len(json_keys(j, __json_path(p))), 0)',
  ],

  // Time
  at_timezone: ['(t, z) AS timezone(z, t::TIMESTAMPTZ)'],
  date_add: [
    `(u, n, t) AS CASE lower(u) ${cases(unit => `t + to_${unit}s(n)`)} ELSE t + __fail('unknown unit ' || u) * INTERVAL 1 DAY END`,
  ],
  date_diff: ['(u, a, b) AS datesub(u, a, b)'],
  day_of_month: ['(d) AS day(d)'],
  day_of_week: ['(d) AS isodow(d)'],
  day_of_year: ['(d) AS dayofyear(d)'],
  from_iso8601_date: ['(s) AS s::DATE'],
  from_iso8601_timestamp: ['(s) AS s::TIMESTAMPTZ'],
  from_unixtime: ['(x) AS to_timestamp(x)'],
  last_day_of_month: ['(d) AS last_day(d)'],
  to_iso8601: [
    `(t) AS CASE system.main.typeof(t) WHEN 'DATE' THEN strftime(t::TIMESTAMP, '%Y-%m-%d')
      WHEN 'TIMESTAMP WITH TIME ZONE' THEN strftime(timezone('UTC', t::TIMESTAMPTZ), '%Y-%m-%dT%H:%M:%S.%gZ')
      ELSE strftime(t::TIMESTAMP, '%Y-%m-%dT%H:%M:%S.%g') END`,
  ],
  to_unixtime: ['(t) AS epoch(t)'],
  with_timezone: ['(t, z) AS timezone(z, t::TIMESTAMP)'],

  // Aggregates
  approx_distinct: ['(x) AS approx_count_distinct(x)'],
  // Of up to some 60 values Trino's sketch holds each: it takes the one at floor(p * n), counting from 0, where
  // quantile_disc takes that at ceil(p * n) - 1.
  approx_percentile: ['(x, p) AS quantile_disc(x, least(p + 1e-10, 1))'],
  arbitrary: ['(x) AS any_value(x)'],
  every: ['(x) AS bool_and(x)'],
  map_agg: ['(k, v) AS map(list(k), list(v))'],

  // Arrays and maps
  array_except: ['(a, b) AS list_filter(list_distinct(a), x -> NOT list_contains(b, x))'],
  array_intersect: ['(a, b) AS list_intersect(a, b)'],
  array_join: ['(a, d) AS array_to_string(a, d)'],
  array_max: ['(a) AS list_max(a)'],
  array_min: ['(a) AS list_min(a)'],
  array_union: ['(a, b) AS list_distinct(list_concat(a, b))'],
  arrays_overlap: ['(a, b) AS list_has_any(a, b)'],
  cardinality: ['(x) AS coalesce(nullif(json_array_length(to_json(x)), 0), len(json_keys(to_json(x))), 0)'],
  element_at: ['(x, i) AS x[i]'],
  sequence: ['(a, b) AS generate_series(a, b)', '(a, b, step) AS generate_series(a, b, step)'],
  slice: ['(a, start, n) AS list_slice(a, start, start + n - 1)'],

  // Numbers and bytes
  bitwise_and: ['(a, b) AS a & b'],
  bitwise_or: ['(a, b) AS a | b'],
  bitwise_xor: ['(a, b) AS xor(a, b)'],
  from_base: [
    `(s, radix) AS CASE radix WHEN 16 THEN CAST('0x' || s AS BIGINT) WHEN 10 THEN CAST(s AS BIGINT)
      WHEN 2 THEN CAST('0b' || s AS BIGINT) ELSE __fail('from_base: radix is not supported here: ' || radix) END`,
  ],
  from_hex: ['(s) AS unhex(s)'],
  from_utf8: ['(b) AS decode(b)'],
  greatest: argumentsUpTo(6, names => unlessNull(names, 'greatest')),
  least: argumentsUpTo(6, names => unlessNull(names, 'least')),
  __md5_hex: ['(b) AS upper(system.main.md5(b))'],
  md5: ['(b) AS unhex(system.main.md5(b))'],
  sha1: ['(b) AS unhex(system.main.sha1(b))'],
  sha256: ['(b) AS unhex(system.main.sha256(b))'],
  to_hex: ['(b) AS hex(b)'],
  to_utf8: ['(s) AS encode(s)'],
  truncate: ['(x) AS trunc(x)'],
  typeof: ['(x) AS lower(system.main.typeof(x))'],
}

/** CREATE MACRO statements for all of them, into `schema`, which is on the search path by then. */
export const createMacros = (schema: string): string[] =>
  Object.entries(MACROS).map(
    ([name, definitions]) => `CREATE MACRO ${schema}.${name}${definitions.join(', ')}`,
  )

/** Definitions for 2 to `most` arguments: a macro takes no variable number of them. */
function argumentsUpTo(most: number, body: (names: string[]) => string): string[] {
  const names = Array.from({ length: most }, (_, index) => `a${index}`)
  return names.slice(1).map((_, index) => {
    const taken = names.slice(0, index + 2)
    return `(${taken.join(', ')}) AS (${body(taken)})`
  })
}

/** DuckDB's greatest and least skip NULLs; Trino's are NULL when one argument is. */
function unlessNull(names: string[], native: string): string {
  const missing = names.map(name => `${name} IS NULL`).join(' OR ')
  return `CASE WHEN ${missing} THEN NULL ELSE system.main.${native}(${names.join(', ')}) END`
}

/** The parts of a v4 address as hexadecimal digits. */
function octets(): string {
  const parts = [1, 2, 3, 4].map(part => `system.main.string_split(s, '.')[${part}]::INTEGER`)
  return `printf('%02x%02x%02x%02x', ${parts.join(', ')})`
}

/** In Trino position 0, and one before the text's beginning, give an empty text. */
function substring(): string[] {
  const outside = "WHEN i = 0 OR i < -length(s) THEN ''"
  return [
    `(s, i) AS CASE WHEN i > 0 THEN system.main.substr(s, i) ${outside} ELSE system.main.substr(s, i) END`,
    `(s, i, n) AS CASE WHEN i > 0 THEN system.main.substr(s, i, n) ${outside} ELSE system.main.substr(s, i, n) END`,
  ]
}

function cases(sql: (unit: string) => string): string {
  const units = ['millisecond', 'second', 'minute', 'hour', 'day', 'week', 'month', 'year']
  return units.map(unit => `WHEN '${unit}' THEN ${sql(unit)}`).join(' ')
}
