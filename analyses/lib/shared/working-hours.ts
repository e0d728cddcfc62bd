import { zoneHint, zoneNamed } from '../time/zones.ts'
import type { Context } from '../analysis.ts'
import { items, typedLine } from '../sql/fragments.ts'
import { join, sql, type Sql } from '../sql/sql.ts'

export const DAYS = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun']
const HOURS = /^([01]?[0-9]|2[0-3])\s*-\s*([1-9]|1[0-9]|2[0-4])$/

interface Typed {
  timeZone?: string | undefined
  hours?: string | undefined
  days?: string | undefined
}

const dayNumbers = (typed: string): number[] =>
  items(typed).map(day => DAYS.findIndex(name => day.toLowerCase().startsWith(name.toLowerCase())) + 1)

/** What people can type of them; what they leave out is as the operator set it. */
export const workingHoursParameters = {
  timeZone: typedLine
    .refine(zone => zoneNamed(zone) !== undefined, { error: ({ input }) => zoneHint(String(input)) })
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
}

/** What was typed; what was not, from the settings. From 20 to 6 is a night shift. */
export function workingHours({ timeZone, hours, days }: Typed, { settings }: Pick<Context, 'settings'>) {
  const told = settings.workingHours
  const [, from, to] = HOURS.exec(hours ?? '') ?? []
  return {
    timeZone: zoneNamed(timeZone ?? told.timeZone) ?? told.timeZone,
    from: from === undefined ? told.from : Number(from),
    to: to === undefined ? told.to : Number(to),
    days: days ? dayNumbers(days) : told.days,
  }
}

/** When it was where people work, with the changes of summer time. */
export const localTime = (timeZone: string): Sql =>
  sql`CAST(with_timezone(event_time, 'UTC') AT TIME ZONE ${timeZone} AS timestamp)`

export function isWorking({ timeZone, from, to, days }: ReturnType<typeof workingHours>): Sql {
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
