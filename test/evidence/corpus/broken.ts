import { bare, type Case, record } from './case.ts'

/** Lines that are not a record, or more than one: each is kept as unparsed. */

const unparsed = (title: string, line: string): Case => ({ title, line, expected: 'unparsed' })

const COUNTS = [18, 19, 22, 23, 24, 25, 26, 27]
/** Two records without a line's end between them, the second glued to the first or behind a space. */
const merged = COUNTS.flatMap(count =>
  [
    { name: 'quoted and quoted', first: record({}, count), second: record() },
    { name: 'quoted and bare', first: record({}, count), second: bare() },
    { name: 'bare and quoted', first: bare({}, count), second: record() },
    { name: 'bare and bare', first: bare({}, count), second: bare() },
    { name: 'quoted and bare of 18 fields', first: record({}, count), second: bare({}, 18) },
  ].flatMap(({ name, first, second }) => [
    unparsed(`${name} run together, the first of ${count} fields`, `${first}${second}`),
    unparsed(`${name} on one line, the first of ${count} fields`, `${first} ${second}`),
  ]),
)

const WORDS = record().split(' ')
/** A record cut off behind each of its words that come before the last field a record must have. */
const cut = [1, 2, 3, 4, 5, 6, 7, 8, 9, 11, 12, 13, 16, 18].map(words =>
  unparsed(`a record cut off after ${words} words`, WORDS.slice(0, words).join(' ')),
)
/** A record cut off and another behind it. */
const cutThenWhole = [6, 8, 9, 10, 12, 17, 19].map(words =>
  unparsed(
    `a record cut off after ${words} words and a whole one`,
    `${WORDS.slice(0, words).join(' ')}${record()}`,
  ),
)

const strange = [
  unparsed('a word', 'hello'),
  unparsed('a space', ' '),
  unparsed('a quote', '"'),
  unparsed('a dash', '-'),
  unparsed('JSON', '{"Records":[]}'),
  unparsed('a header', '#Version: 1.0'),
  unparsed('CloudFront', '2026-11-20\t07:15:00\tFRA2\t113\t203.0.113.7\tGET\tx.cloudfront.net\t/a\t200'),
  unparsed('a tab for spaces', record().replaceAll(' ', '\t')),
  unparsed('an operation that is none', record({ operation: 'FTP.GET.OBJECT' })),
  unparsed('an operation in lower case', record({ operation: 'rest.get.object' })),
  unparsed('a status that is a word', record({ httpstatus: 'OK' })),
  unparsed('bytes that are negative', record({ bytessent: '-1' })),
  unparsed('a user agent that never ends', record({ useragent: '"open' })),
  unparsed('a space before', ` ${record()}`),
  unparsed('no key', record().replace(' a.txt ', '  ')),
  unparsed('no time', record({ requestdatetime: '-' })),
  unparsed('text of ten thousand characters', 'x'.repeat(10_000)),
  unparsed('many quotes', '"'.repeat(1000)),
  unparsed('many anchors', 'a b REST.GET.OBJECT '.repeat(300)),
]

export const brokenCases: Case[] = [...merged, ...cut, ...cutThenWhole, ...strange]
