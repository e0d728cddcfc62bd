import { DateTime } from 'luxon'
import type { Source } from '../../model/stored/plan.ts'

/** A part of the raw logs that one query reads: some days, or the objects between two paths; else all. */
export interface Range {
  days?: { first: string; last: string } | undefined
  paths?: { from?: string | undefined; to?: string | undefined } | undefined
}

/** What a window holds. */
export interface Held {
  bytes: number
  window: { from: string; to: string }
  /** Where a copy job put the log objects under their keys, `s3://…/`; absent where it did not. */
  copies?: string | undefined
}

/** Items hold the SQL of every part: more parts than this would not fit into one. */
const MOST = 30
const DAY = 'yyyy/LL/dd'

/**
 * Splits what a window holds into ranges of about `queryBytes`, so that no query nears Athena's time limit.
 * Days where the logs lie by day, else the copies in the order of their keys, which is that of delivery.
 * What was gathered is small, and never split.
 */
export function rangesOf(
  held: Held,
  source: Pick<Source, 'days' | 'prefix' | 'slackHours'>,
  queryBytes: number,
): Range[] {
  const wanted = Math.min(MOST, Math.ceil(held.bytes / queryBytes))
  if (wanted <= 1) return [{ days: source.days }]
  if (source.days) return byDays(source.days, wanted)
  return held.copies ? byPaths(held.copies + source.prefix, held.window, source.slackHours, wanted) : [{}]
}

function byDays({ first, last }: NonNullable<Source['days']>, wanted: number): Range[] {
  const start = DateTime.fromFormat(first, DAY, { zone: 'utc' })
  const days = DateTime.fromFormat(last, DAY, { zone: 'utc' }).diff(start, 'days').days + 1
  const parts = Math.min(wanted, days)
  const border = (part: number) => start.plus({ days: Math.round((part * days) / parts) })
  return Array.from({ length: parts }, (_, part) => ({
    days: {
      first: border(part).toFormat(DAY),
      last: border(part + 1)
        .minus({ days: 1 })
        .toFormat(DAY),
    },
  }))
}

/** The outer borders are left open: what was copied is read, wherever its key sorts. */
function byPaths(
  place: string,
  window: { from: string; to: string },
  slackHours: number,
  parts: number,
): Range[] {
  const from = DateTime.fromISO(window.from, { zone: 'utc' })
  const seconds = DateTime.fromISO(window.to).plus({ hours: slackHours }).diff(from, 'seconds').seconds
  const border = (part: number) =>
    place + from.plus({ seconds: (part * seconds) / parts }).toFormat('yyyy-LL-dd-HH-mm-ss')
  return Array.from({ length: parts }, (_, part) => ({
    paths: {
      from: part === 0 ? undefined : border(part),
      to: part === parts - 1 ? undefined : border(part + 1),
    },
  }))
}
