import type { Partition, Table } from '../../../../analyses/lib/evidence/tables.ts'
import { QueryFailure } from '../dialect/failure.ts'
import { admits, type Bounds, boundsOf, type Known, staticValues } from './predicates.ts'
import type { Reference } from './references.ts'

/** A partition that a reference may read: its columns' values and where its objects lie. */
export interface Location {
  values: Known
  bucket: string
  /** Ends with `/`. */
  prefix: string
}

const DAY = 86_400_000

/**
 * The partitions that meet a reference's conditions, computed as Athena's partition projection does: no
 * listing, only the values that the conditions name and the days of the projection's range.
 */
export function locationsOf(table: Table, reference: Reference, now: Date): Location[] {
  let partitions: Known[] = [{}]
  for (const column of table.partitions) {
    const values = valuesOf(column, reference, now)
    partitions = partitions
      .flatMap(known => values.map(value => ({ ...known, [column.name]: value })))
      .filter(known => admits(reference, known))
  }
  return partitions.map(values => ({ values, ...locate(table.template, values) }))
}

function valuesOf(column: Partition, reference: Reference, now: Date): string[] {
  if (column.projection === 'date') return daysOf(column.range, boundsOf(reference, column.name), now)
  const values = staticValues(reference, column.name)
  if (values) return values
  throw new QueryFailure(
    `CONSTRAINT_VIOLATION: For the injected projected partition column ${column.name}, the WHERE clause must ` +
      'contain only static equality conditions, and at least one such condition must be present.',
  )
}

function locate(template: string, values: Known): { bucket: string; prefix: string } {
  const location = template.replaceAll(/\$\{(\w+)\}/g, (_, name: string) => values[name] ?? '')
  const [, bucket = '', prefix = ''] = /^s3:\/\/([^/]+)\/(.*)$/s.exec(location) ?? []
  return { bucket, prefix }
}

/** Every day of a range such as `2006/03/01,NOW+1DAYS` within the bounds, as yyyy/MM/dd in UTC. */
function daysOf(range: string, { least, greatest }: Bounds, now: Date): string[] {
  const [first = '', last = ''] = range.split(',')
  const from = Math.max(dayOf(first, now), boundingDay(least) ?? -Infinity)
  const to = Math.min(dayOf(last, now), boundingDay(greatest) ?? Infinity)
  const days: string[] = []
  for (let day = from; day <= to; day += DAY)
    days.push(new Date(day).toISOString().slice(0, 10).replaceAll('-', '/'))
  return days
}

/** A text that is not a day bounds nothing here: texts order as days do only where they are written as days. */
function boundingDay(text: string | undefined): number | undefined {
  const day = text !== undefined && /^\d{4}\/\d{2}\/\d{2}$/.test(text) ? parseDay(text) : NaN
  return Number.isNaN(day) ? undefined : day
}

const parseDay = (text: string): number => Date.parse(`${text.replaceAll('/', '-')}T00:00:00Z`)

function dayOf(bound: string, now: Date): number {
  const [, sign, amount] = /^NOW(?:([+-])(\d+)DAYS?)?$/.exec(bound) ?? []
  if (bound.startsWith('NOW'))
    return Math.floor(now.getTime() / DAY) * DAY + Number(`${sign ?? ''}${amount ?? 0}`) * DAY
  return parseDay(bound)
}
