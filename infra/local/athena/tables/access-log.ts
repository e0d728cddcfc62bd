import {
  ACCESS_LOG_FIELDS,
  ACCESS_LOG_PATTERN,
  RE2_PATTERNS,
  type Table,
  UNPARSED,
} from '../../../../analyses/lib/evidence/tables.ts'
import { quoteName, quoteText } from '../dialect/quoting.ts'

/**
 * Reads S3 server access logs as Hive's RegexSerDe does with `ACCESS_LOG_PATTERN`, several times faster.
 *
 * A pattern with 29 groups costs some 4 us a line. So a line is cut at quotes and spaces; where the parts are
 * those of one of the two shapes that make up nearly all lines, they are its fields, and every other line goes
 * through the table's pattern itself. Empty lines are dropped, where the SerDe would make rows of them whose
 * `unparsed` is empty.
 */

/** The longest line DuckDB takes without being told; a larger setting makes its buffers larger, and slower. */
export const DEFAULT_LONGEST_LINE = 2_000_000
const LARGE_BUFFER = 2 * 1024 * 1024
/** Below this a buffer gets no quicker. */
const SHORT_LINE = 64 * 1024

/** Never in a text by accident: DuckDB wants a delimiter even for files of one column. */
export const DELIMITER = '\u0001\u0002\u0001\u0003'

const word = '[^ "]+'
const number = '(?:-|[0-9]+)'
/** Status, error code, bytes sent, object size, total time, turn-around time. */
const figures = ` ${number} ${word} ${number} ${number} ${number} ${number} `
const operation = '(?:REST|WEBSITE|SOAP|BATCH|S3)[.].+'

/**
 * No quote in the line: URI, referrer and user agent are `-`, as for lifecycle actions and batch deletes. Its
 * groups are what a line of the other shape has before, between and after the quoted texts.
 */
const BARE =
  String.raw`(${word} ${word} \[[^\] "]+ [^\] "]+\] (?:${word} ){3}${operation.replace('.+', word)} ${word} )-(${figures})- -` +
  `( ${word}(?: ${word}(?: (?:SigV[0-9]A?|-)(?: ${word}){0,7})?)?)`

/**
 * URI, referrer and user agent in quotes, and no other quote in the line. Told by counting the parts at quotes
 * and spaces, in a third of the time that a pattern over the whole line takes. Owner to key are each of one
 * word and the date of two (a requester of several words is for the pattern), no word is empty, and behind the
 * version id come a host id of one word, the signature version and up to seven words.
 */
const IS_QUOTED = [
  'len(cut) = 7',
  "cut[5] = ' '",
  'len(head) = 10',
  "list_position(head, '') = 10",
  "starts_with(head[3], '[')",
  "NOT contains(head[3], ']')",
  "strpos(head[4], ']') = length(head[4])",
  'length(head[3]) > 1',
  'length(head[4]) > 1',
  `(starts_with(head[8], 'REST.') AND length(head[8]) > 5 OR regexp_full_match(head[8], ${quoteText(operation)}))`,
  `regexp_full_match(middle, ${quoteText(figures)})`,
  "list_position(tail, '') = 1",
  "NOT contains(behind, '  ')",
  "NOT ends_with(behind, ' ')",
  'len(tail) BETWEEN 2 AND 11',
  "(len(tail) < 4 OR tail[4] = 'SigV4' OR tail[4] = '-' OR tail[4] = 'SigV2' OR tail[4] = 'SigV4A')",
].join('\n    AND ')

/** AWS writes UTC, so there is less to join. */
const DATE = `CASE WHEN head[4] = '+0000]' THEN system.main.substr(head[3], 2) || ' +0000'
    ELSE system.main.substr(head[3], 2) || ' ' || left(head[4], -1) END`

/** Which part of a line cut at quotes each text of the client's is. */
const QUOTED: Record<string, number> = { request_uri: 2, referrer: 4, useragent: 6 }

/** SQL for a field in a line of either shape; `cut` is the line cut at quotes, the others its parts at spaces. */
function placeOf(field: string, index: number): string {
  const quoted = QUOTED[field]
  if (quoted) return `CASE WHEN shape = 1 THEN cut[${quoted}] END`
  if (field === 'requestdatetime') return DATE
  if (field === 'extra') return 'NULL'
  // SQL counts from 1, and behind the date, which is two words, words are one ahead of fields.
  if (index < 8) return `head[${index < 2 ? index + 1 : index + 2}]`
  return index < 15 ? `figures[${index - 7}]` : `tail[${index - 15}]`
}

const group = (field: string): string => quoteName(`group ${field}`)

/** A group that took no part is '' in DuckDB and NULL in Java; only `extra` can match an empty text. */
function groupOf(field: string): string {
  const quoted = group(field)
  if (QUOTED[field])
    return `CASE WHEN starts_with(${quoted}, '"') THEN system.main.substr(${quoted}, 2, length(${quoted}) - 2) END`
  if (field !== 'extra') return `nullif(${group(field)}, '')`
  return `CASE WHEN ${group('extra')} <> '' OR ${group('sourceregion')} <> '' AND ends_with(line, ' ') THEN ${group('extra')} END`
}

const column = (field: string, index: number): string =>
  `CASE WHEN shape > 0 THEN ${placeOf(field, index)} ELSE ${groupOf(field)} END AS ${quoteName(field)}`

const extracted = (pattern: string, groups: readonly string[]): string =>
  `system.main.regexp_extract(line, ${quoteText(`^(?:${pattern})$`)}, [${groups.map(quoteText).join(', ')}], 's')`

const groupsBy = (pattern: string): string => extracted(pattern, [...ACCESS_LOG_FIELDS, UNPARSED])

const fewQuotes = (field: string): string =>
  `length(unbounded.${field}) - length(replace(unbounded.${field}, '"', '')) <= 34`

/** What the table's pattern asks beyond the unbounded one: 8 words of a requester, 32 quotes inside a text. */
const WITHIN_BOUNDS = `regexp_full_match(unbounded.requester, '(?:${word}(?: ${word}){0,7})?')
    AND ${fewQuotes('request_uri')} AND ${fewQuotes('referrer')}`

const BARE_PARTS = ['before', 'middle', 'behind']

/** The part of a line that is on one side of the quoted text. */
const part = (name: string, place: number): string =>
  `CASE WHEN len(cut) = 1 THEN bare.${name} ELSE cut[${place}] END AS ${name}`

const words = (text: string): string => `system.main.string_split(${text}, ' ')`

const shape = `CASE WHEN ${IS_QUOTED} THEN 1 WHEN len(cut) = 1 AND before <> '' THEN 2 ELSE 0 END`

/**
 * The select lists from a line to its fields, each over the one before. What costs something is computed in a
 * list of its own, so that it is computed once. A struct's members become columns before a CASE takes them for
 * the few lines that need them: DuckDB would copy the whole struct for each.
 */
const STEPS = [
  `*, system.main.string_split(line, '"') AS cut`,
  `*, CASE WHEN len(cut) = 1 THEN ${extracted(BARE, BARE_PARTS)} END AS bare`,
  `* EXCLUDE (bare), ${[1, 3, 7].map((place, index) => part(BARE_PARTS[index]!, place)).join(', ')}`,
  `*, ${words('before')} AS head, ${words('middle')} AS figures, ${words('behind')} AS tail`,
  `*, ${evaluatedOnce(shape)} AS shape`,
  `*, CASE WHEN shape = 0 THEN ${groupsBy(RE2_PATTERNS.unbounded)} END AS unbounded`,
  `* EXCLUDE (unbounded), CASE WHEN ${WITHIN_BOUNDS} THEN unbounded WHEN shape = 0 THEN ${groupsBy(RE2_PATTERNS.bounded)} END AS record`,
  `* EXCLUDE (record), ${ACCESS_LOG_FIELDS.map(field => `record.${quoteName(field)} AS ${group(field)}`).join(', ')}`,
  `${ACCESS_LOG_FIELDS.map(column).join(',\n  ')},
  CASE WHEN shape = 0 AND ${group('operation')} = '' THEN line END AS ${UNPARSED}, filename`,
]

/**
 * The relation's SQL: the table's columns and `filename`, over the files of the SQL list `files`, in which no line
 * has more bytes than `longestLine`; fails on a longer one.
 * Throws for a table with another pattern, because only this one has been proven equal to the two shapes.
 */
export function accessLogRelation(table: Table, files: string, longestLine: number): string {
  if (table.pattern !== ACCESS_LOG_PATTERN)
    throw new Error(
      `the embedded Athena reads access logs by ACCESS_LOG_PATTERN only; ${table.name} has another`,
    )
  const nonEmpty = `SELECT filename, line FROM ${lines(files, longestLine)} WHERE line <> ''`
  return STEPS.reduce((from, list) => `SELECT ${list}\nFROM (${from})`, nonEmpty)
}

/**
 * DuckDB moves a filter on a column below the SELECT that computes it, and so computes it twice. It leaves
 * filters on what is volatile where they are.
 */
function evaluatedOnce(expression: string): string {
  return `CASE WHEN random() < 2 THEN ${expression} END`
}

/**
 * One column, a whole line. DuckDB takes a buffer for each file: small ones are what makes thousands of small
 * files quick; measured.
 */
function lines(files: string, longestLine: number): string {
  const usual = longestLine > LARGE_BUFFER / 2 && longestLine <= DEFAULT_LONGEST_LINE
  const line = Math.max(longestLine, SHORT_LINE)
  const buffers = usual ? `buffer_size=${LARGE_BUFFER}` : `max_line_size=${line}, buffer_size=${line * 2}`
  return `read_csv(${files}, columns={'line': 'VARCHAR'}, auto_detect=false, header=false, ${buffers},
      delim=${quoteText(DELIMITER)}, quote='', escape='', filename=true)`
}
