import { IANAZone } from 'luxon'
import * as z from 'zod'
import { type Context, defineAnalysis } from './lib/analysis.ts'
import {
  all,
  items,
  keyBegins,
  keyPrefix,
  requesterFilter,
  requesterHas,
  succeeded,
  typedLine,
} from './lib/fragments.ts'
import {
  mostlyBy,
  requestAggregates,
  requestCharts,
  requestColumns,
  requestFigures,
  requestOrder,
  requestRows,
  topOf,
  totalOf,
  whatElseDid,
} from './lib/request-list.ts'
import { reads, writes } from './lib/requests.ts'
import { join, sql, type Sql } from './lib/sql.ts'
import { counted } from './lib/words.ts'

const DAYS = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun']
const KINDS = { everything: undefined, reads, writes }
const HOURS = /^([01]?[0-9]|2[0-3])\s*-\s*([1-9]|1[0-9]|2[0-4])$/

interface Typed {
  timeZone?: string | undefined
  hours?: string | undefined
  days?: string | undefined
}

const dayNumbers = (typed: string): number[] =>
  items(typed).map(day => DAYS.findIndex(name => day.toLowerCase().startsWith(name.toLowerCase())) + 1)

/** What was typed; what was not, from the settings. From 20 to 6 is a night shift. */
function workingHours({ timeZone, hours, days }: Typed, { settings }: Pick<Context, 'settings'>) {
  const told = settings.workingHours
  const [, from, to] = HOURS.exec(hours ?? '') ?? []
  return {
    timeZone: timeZone ?? told.timeZone,
    from: from === undefined ? told.from : Number(from),
    to: to === undefined ? told.to : Number(to),
    days: days ? dayNumbers(days) : told.days,
  }
}

/** When it was where people work, with the changes of summer time. */
const localTime = (timeZone: string): Sql =>
  sql`CAST(with_timezone(event_time, 'UTC') AT TIME ZONE ${timeZone} AS timestamp)`

function isWorking({ timeZone, from, to, days }: ReturnType<typeof workingHours>): Sql {
  const hour = sql`hour(${localTime(timeZone)})`
  const inHours =
    from < to ? sql`${hour} >= ${from} AND ${hour} < ${to}` : sql`(${hour} >= ${from} OR ${hour} < ${to})`
  if (days.length === 0) return sql`FALSE`
  const onDay = sql`day_of_week(${localTime(timeZone)}) IN (${join(
    days.map(day => sql`${day}`),
    ', ',
  )})`
  return sql`(${onDay} AND ${inHours})`
}

export default defineAnalysis({
  title: 'Outside working hours',
  answers: 'Who used this bucket at night or on a weekend?',
  group: 'Who accesses',
  words: ['night', 'weekend', 'business hours', 'working hours', 'after hours', 'off hours'],
  reads: ['access-log', 'cloudtrail'],
  why: 'Access logs have every request; CloudTrail has object requests only where data events are on.',
  blind: {
    'access-log': 'Access logs are delivered on a best-effort basis: a record may come late or never.',
    cloudtrail: 'CloudTrail has object requests only where the trail records data events for this bucket.',
  },
  parameters: z.object({
    timeZone: typedLine
      .refine(zone => IANAZone.isValidZone(zone), 'Type the name of a time zone, like Europe/Berlin or UTC.')
      .optional()
      .describe('Where people work; summer time is reckoned with. Empty means the settings’ zone.')
      .meta({ title: 'Time zone', placeholder: 'Europe/Berlin' }),
    hours: typedLine
      .regex(HOURS, 'Type whole hours like 8-18.')
      .optional()
      .describe('Working hours, the second excluded: 8-18 ends at 18:00. Empty means the settings’ hours.')
      .meta({ title: 'Working hours', placeholder: '8-18' }),
    days: typedLine
      .refine(typed => !dayNumbers(typed).includes(0), 'Type days like Mon Tue Wed Thu Fri.')
      .optional()
      .describe('Working days; empty means the settings’ days.')
      .meta({ title: 'Working days', placeholder: 'Mon Tue Wed Thu Fri' }),
    kind: z
      .enum(['everything', 'reads', 'writes'])
      .default('everything')
      .describe('Which requests; deletions and settings are in everything only.')
      .meta({ title: 'Which requests' }),
    prefix: keyPrefix,
    requester: requesterFilter,
  }),
  columns: requestColumns(
    ['local_time', 'requester', 'operation', 'key', 'remote_ip', 'status'],
    [
      { name: 'local_time', title: 'Local time', kind: 'time' },
      { name: 'local_day', title: 'Day', kind: 'text' },
    ],
  ),
  statements({ kind, prefix, requester, ...typed }, context) {
    const hours = workingHours(typed, context)
    const filter = all(
      KINDS[kind],
      succeeded,
      sql`requester_type <> 'service'`,
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
    const { bucket, window } = context
    const requests = totalOf(results, 'requests')
    const { timeZone, from, to, days } = workingHours(parameters, context)
    const time = `${DAYS.filter((_, i) => days.includes(i + 1)).join(', ')} ${from}–${to} h ${timeZone}`
    return {
      headline:
        requests === 0
          ? `No request to ${bucket} succeeded outside working hours (${time}) in this window.`
          : `${counted(requests, 'request')} to ${bucket} outside working hours (${time})${mostlyBy(results)}.`,
      figures: requestFigures(results).filter(({ label }) => label !== 'Refused' && label !== 'Succeeded'),
      charts: requestCharts('Requests outside working hours (UTC)', results, window),
      notes: [
        'Jobs run at night, too: look for people. Failed requests and what AWS services do are left out.',
        `Local times are those of ${timeZone}; holidays are not known.`,
      ],
      next: whatElseDid(topOf(results)?.name),
    }
  },
})
