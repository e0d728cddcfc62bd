import { DateTime } from 'luxon'
import * as z from 'zod'
import { defineAnalysis, type Context, type Row, type Window } from '../lib/analysis.ts'
import { figures } from '../lib/figures.ts'
import { columns } from '../lib/columns.ts'
import { timestamp } from '../lib/evidence/normalise.ts'
import { join, sql, type Sql } from '../lib/sql/sql.ts'
import type { LogKind } from '../lib/evidence/tables.ts'
import { overTime, period } from '../lib/shared/time-chart.ts'
import { bothTimes, count, counted, numberOf, span } from '../lib/words.ts'

const NAMES: Record<LogKind, string> = { 'access-log': 'Access logs', cloudtrail: 'CloudTrail' }

const utc = (iso: string): DateTime => DateTime.fromISO(iso, { zone: 'utc' })

/** The whole hours that the window touches. */
function hoursOf({ from, to }: Window): { first: DateTime; end: DateTime; hours: number } {
  const first = utc(from).startOf('hour')
  const hours = Math.ceil(utc(to).diff(first, 'hours').hours)
  return { first, end: first.plus({ hours }), hours }
}

const at = (instant: DateTime): Sql => timestamp(instant.toISO() ?? '')

/** Hours with records, and one before and one behind the window, so that stretches at its ends show, too. */
function hours({ window, logs }: Context): Sql {
  const { first, end } = hoursOf(window)
  const borders = logs.flatMap(log =>
    [first.minus({ hours: 1 }), end].map(hour => sql`SELECT ${log} AS source, ${at(hour)} AS hour`),
  )
  const seen = sql`SELECT DISTINCT source, date_trunc('hour', event_time) AS hour FROM lines WHERE kind = 'event'`
  return join([seen, ...borders], ' UNION ALL ')
}

export default defineAnalysis({
  title: 'Coverage of the window',
  answers: 'Is the window complete, or are there hours without records?',
  group: 'Data quality',
  words: ['complete', 'gaps', 'missing hours', 'delivery', 'late', 'holes'],
  reads: ['access-log', 'cloudtrail'],
  why: 'Access logs come late and on a best-effort basis; CloudTrail within minutes.',
  blind: {
    cloudtrail:
      'CloudTrail has an object’s requests only where data events are on: an hour without events may have had many.',
  },
  everyLine: true,
  parameters: z.object({
    minHours: z
      .int()
      .min(1)
      .max(720)
      .default(1)
      .describe('Only stretches without records of at least so many whole hours.')
      .meta({ title: 'At least so many hours', placeholder: '1' }),
  }),
  columns: columns('source* gap_from* gap_to* hours*'),
  figures: figures(`hours: Hours in the window | accessLog: Hours with records, access log |
    cloudTrail: Hours with records, CloudTrail | gaps: Stretches without records |
    newest: Newest record (UTC) #text | unread: Log objects that could not be read`),
  statements({ minHours }, context) {
    return {
      rows: sql`SELECT source, gap_from, gap_to, date_diff('hour', gap_from, gap_to) AS hours FROM (
          SELECT source, lag(hour) OVER (PARTITION BY source ORDER BY hour) + INTERVAL '1' HOUR AS gap_from, hour AS gap_to
          FROM (${hours(context)}) AS hours
        ) AS gaps WHERE date_diff('hour', gap_from, gap_to) >= ${minHours}`,
      order: sql`hours DESC, gap_from, source`,
      aggregates: {
        totals: sql`SELECT source, count_if(kind = 'event') AS records, min(event_time) AS first, max(event_time) AS last,
            count(DISTINCT CASE WHEN kind = 'event' THEN date_trunc('hour', event_time) END) AS hours
          FROM lines GROUP BY 1 ORDER BY 1`,
        times: sql`SELECT ${period(context.window)} AS period, count(*) AS records FROM lines WHERE kind = 'event' GROUP BY 1 ORDER BY 1`,
      },
    }
  },
  summarise({ aggregates, rows, rowCount }, { logs, window, reading, bucket, reader }) {
    const totals = aggregates.totals ?? []
    const whole = hoursOf(window).hours
    const of = (log: LogKind) => totals.find(({ source }) => source === log)
    const hoursOfLog = (log: LogKind) => (logs.includes(log) ? numberOf(of(log), 'hours') : undefined)
    const longest = rows[0]
    const left = reading.logs.reduce((sum, { archived, skipped }) => sum + archived + skipped, 0)
    const newest = logs.map(log => of(log)?.last).find(last => last !== undefined && last !== null)
    return {
      headline: `${logs.map(log => sentence(log, of(log), whole, bucket)).join('; ')}${
        longest
          ? `; the longest stretch without is ${counted(numberOf(longest, 'hours'), 'hour')}${span(longest.gap_from, longest.gap_to, reader)}`
          : ''
      }.`,
      figures: {
        hours: whole,
        accessLog: hoursOfLog('access-log'),
        cloudTrail: hoursOfLog('cloudtrail'),
        gaps: rowCount,
        newest: bothTimes(newest, reader),
        unread: left,
      },
      charts: [overTime('Records over time', aggregates.times ?? [], window, { records: 'records' })],
      notes: [
        'No log says that it is complete: an hour without records had no requests, or they were not delivered, or not yet.',
        left > 0 && 'Log objects were left out (archived, damaged or refused): ask “copy-report” which.',
      ],
    }
  },
})

function sentence(log: LogKind, totals: Row | undefined, whole: number, bucket: string): string {
  const seen = numberOf(totals, 'hours')
  if (seen === 0)
    return `${NAMES[log]} have no record of ${bucket} in this window`.replace(/^(CloudTrail) have/, '$1 has')
  return `${NAMES[log]}: records of ${bucket} in ${seen === whole ? 'all' : `${count(seen)} of`} ${counted(whole, 'hour')}`
}
