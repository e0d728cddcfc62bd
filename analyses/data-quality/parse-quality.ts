import * as z from 'zod'
import { defineAnalysis } from '../lib/analysis.ts'
import { figures } from '../lib/figures.ts'
import { columns } from '../lib/columns.ts'
import { unknownChanges, unknownChangesTold } from '../lib/shared/unknown-changes.ts'
import { sql } from '../lib/sql/sql.ts'
import { count, counted, numberOf, share } from '../lib/words.ts'

/** A second time stamp tells that two records stand on one line. */
const problem = sql`CASE
    WHEN source = 'cloudtrail' THEN 'an event without time or name'
    WHEN regexp_like(unparsed_line, ${String.raw`\[[0-9]{2}/[A-Z][a-z]{2}/[0-9]{4}:.*\[[0-9]{2}/[A-Z][a-z]{2}/[0-9]{4}:`}) THEN 'two records on one line'
    WHEN NOT regexp_like(unparsed_line, ${String.raw`\[[0-9]{2}/[A-Z][a-z]{2}/[0-9]{4}:`}) THEN 'no time stamp'
    ELSE 'not the form of a record'
  END`

/** Fields behind the version id, which old records do not have; what S3 does by itself leaves them out, too. */
const isShort = sql`(source = 'access-log' AND starts_with(operation, 'REST.') AND request_uri IS NOT NULL AND host_header IS NULL)`
const isUndecoded = sql`(source = 'access-log' AND strpos(key_logged, '%') > 0 AND key = key_logged)`

export default defineAnalysis({
  title: 'Lines that could not be read',
  answers: 'How many lines of the logs could not be read, and which?',
  group: 'Data quality',
  words: ['unparsed', 'parse errors', 'malformed', 'broken lines', 'quality', 'regex'],
  reads: ['access-log', 'cloudtrail'],
  why: 'Access logs are plain text, in which clients put what they like; CloudTrail is JSON.',
  blind: {},
  everyLine: true,
  parameters: z.object({}),
  columns: columns('source* problem* lines* unparsed_line*'),
  figures: figures(`lines | unparsed: Could not be read | records: Records of this bucket and window |
    outside: Of another bucket or time | short: Records without the later fields |
    undecoded: Keys shown as logged`),
  statements: () => ({
    rows: sql`SELECT source, ${problem} AS problem, count(*) AS lines, unparsed_line FROM lines WHERE kind = 'unparsed' GROUP BY 1, 2, 4`,
    order: sql`lines DESC, source, unparsed_line`,
    aggregates: {
      totals: sql`SELECT count(*) AS lines, count_if(kind = 'unparsed') AS unparsed, count_if(kind = 'event') AS records,
          count_if(kind IN ('outside', 'account')) AS outside, count_if(${isShort}) AS short, count_if(${isUndecoded}) AS undecoded
        FROM lines`,
      ...unknownChanges,
      problems: sql`SELECT ${problem} AS problem, count(*) AS lines FROM lines WHERE kind = 'unparsed' GROUP BY 1 ORDER BY lines DESC, problem`,
    },
  }),
  summarise({ aggregates }) {
    const totals = aggregates.totals?.[0]
    const [lines, unparsed] = [numberOf(totals, 'lines'), numberOf(totals, 'unparsed')]
    const [short, undecoded] = [numberOf(totals, 'short'), numberOf(totals, 'undecoded')]
    const most = aggregates.problems?.[0]
    return {
      headline:
        unparsed === 0
          ? `Every line could be read: ${counted(lines, 'line')}, none of them unparsed.${unknownChangesTold({ aggregates })}`
          : `${count(unparsed)} of ${counted(lines, 'line')} could not be read (${share(unparsed, lines)}); the commonest problem: ${most?.problem}.${unknownChangesTold({ aggregates })}`,
      figures: { lines, unparsed, short, undecoded },
      notes: [
        'What could not be read is in no answer: a line may have been of this bucket and window, or not.',
        short > 0 &&
          'Records without the later fields are of an older form: no TLS version, cipher, host or signature version is known of them.',
        undecoded > 0 && 'Keys shown as logged have an encoding that does not decode.',
      ],
    }
  },
})
