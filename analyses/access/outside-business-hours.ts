import { reads, writes } from '../lib/meaning/operation.ts'
import { succeeded } from '../lib/meaning/outcome.ts'
import * as z from 'zod'
import { defineAnalysis } from '../lib/analysis.ts'
import { columns } from '../lib/columns.ts'
import { all, keyBegins, keyPrefix, requesterFilter, requesterHas } from '../lib/sql/fragments.ts'
import { accessLogsFirst } from '../lib/evidence/logs.ts'
import {
  mostlyBy,
  requestAggregates,
  requestCharts,
  requestColumns,
  REQUEST_FIGURES,
  requestOrder,
  requestRows,
  topOf,
  totalOf,
  whatElseDid,
} from '../lib/shared/request-list.ts'
import { isService } from '../lib/meaning/requester.ts'
import { join, sql } from '../lib/sql/sql.ts'
import { counted } from '../lib/words.ts'
import {
  DAYS,
  isWorking,
  localTime,
  workingHours,
  workingHoursParameters,
} from '../lib/shared/working-hours.ts'

const KINDS = { everything: undefined, reads, writes }

const { refused: _, succeeded: __, ...FIGURES } = REQUEST_FIGURES

export default defineAnalysis({
  title: 'Outside working hours',
  answers: 'Who used this bucket at night or on a weekend?',
  group: 'Who accesses',
  words: ['night', 'weekend', 'business hours', 'working hours', 'after hours', 'off hours'],
  ...accessLogsFirst('every request'),
  parameters: z.object({
    ...workingHoursParameters,
    kind: z
      .enum(['everything', 'reads', 'writes'])
      .default('everything')
      .describe('Which requests; deletions and settings are in everything only.')
      .meta({ title: 'Which requests' }),
    prefix: keyPrefix,
    requester: requesterFilter,
  }),
  columns: requestColumns(
    'local_time requester operation key remote_ip status',
    columns('local_time local_day'),
  ),
  figures: FIGURES,
  statements({ kind, prefix, requester, ...typed }, context) {
    const hours = workingHours(typed, context)
    const filter = all(
      KINDS[kind],
      succeeded,
      sql`NOT ${isService}`,
      keyBegins(prefix),
      requesterHas(requester),
    )
    const from = sql`FROM events WHERE ${filter} AND NOT ${isWorking(hours)}`
    const local = localTime(hours.timeZone)
    const names = join(
      DAYS.map((name, i) => sql`WHEN ${i + 1} THEN ${name}`),
      ' ',
    )
    return {
      rows: requestRows(from, [
        sql`${local} AS local_time`,
        sql`CASE day_of_week(${local}) ${names} END AS local_day`,
      ]),
      order: requestOrder,
      aggregates: requestAggregates(from, context.window),
    }
  },
  summarise(results, context, parameters) {
    const { bucket, window, reader } = context
    const requests = totalOf(results, 'requests')
    const { timeZone, from, to, days } = workingHours(parameters, context)
    const time = `${DAYS.filter((_, i) => days.includes(i + 1)).join(', ')} ${from}–${to} h ${timeZone}`
    return {
      headline:
        requests === 0
          ? `No request to ${bucket} succeeded outside working hours (${time}) in this window.`
          : `${counted(requests, 'request')} to ${bucket} outside working hours (${time})${mostlyBy(results, reader)}.`,

      charts: requestCharts('Requests outside working hours (UTC)', results, window),
      notes: [
        'Jobs run at night, too: look for people. Failed requests and what AWS services do are left out.',
        `Local times are those of ${timeZone}; holidays are not known.`,
      ],
      next: whatElseDid(topOf(results)?.name),
    }
  },
})
