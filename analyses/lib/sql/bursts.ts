import * as z from 'zod'
import { join, sql, type Sql } from './sql.ts'

/** Intervals in which one actor touched many keys: the shape of mass deletions, bulk copies and probing. */

export interface BurstSize {
  /** The number of different keys. */
  keys: number
  /** Within this many minutes, wherever they begin. */
  minutes: number
}

export const burstKeys = (n: number, done: string): z.ZodDefault<z.ZodInt> =>
  z
    .int()
    .min(2)
    .max(1_000_000)
    .default(n)
    .describe(`Only requesters who ${done} at least this many different keys in the time below.`)
    .meta({ title: 'Minimum number of keys', placeholder: String(n) })

export const burstMinutes = (n: number): z.ZodDefault<z.ZodInt> =>
  z
    .int()
    .min(1)
    .max(10_080)
    .default(n)
    .describe('Within this many minutes, wherever they begin.')
    .meta({ title: 'Within minutes', placeholder: String(n) })

/**
 * The rows that belong to a burst, with `burst`, a number for each burst of an actor. A key counts once within the
 * time, so that one object asked for again and again is not a burst. Two bursts of an actor are separated by at least
 * the time in which nothing of a burst happened.
 * @param rows a SELECT with `event_time`, `key` and the actor's columns
 * @param actor the columns that identify an actor
 */
export function bursts(rows: Sql, actor: readonly Sql[], { keys, minutes }: BurstSize): Sql {
  const by = sql`PARTITION BY ${join(actor, ', ')} ORDER BY event_time, key`
  const seconds = 60 * minutes
  return sql`SELECT *, sum(CASE WHEN since_burst <= ${seconds} THEN 0 ELSE 1 END) OVER (${by}) AS burst FROM (
  SELECT *, ${since(sql`lag(event_time) OVER (${by})`)} AS since_burst FROM (
    SELECT *, max(completes) OVER (${by} ROWS BETWEEN CURRENT ROW AND ${keys - 1} FOLLOWING) AS in_burst FROM (
      SELECT *, CASE WHEN ${since(sql`lag(event_time, ${keys - 1}) OVER (${by})`)} <= ${seconds} THEN 1 ELSE 0 END AS completes FROM (
        SELECT *, ${since(sql`lag(event_time) OVER (PARTITION BY ${join([...actor, sql`key`], ', ')} ORDER BY event_time)`)} AS since_key FROM (${rows}) AS asked
      ) AS timed WHERE coalesce(since_key > ${seconds}, TRUE)
    ) AS counted
  ) AS members WHERE in_burst = 1
) AS numbered`
}

const since = (earlier: Sql): Sql => sql`date_diff('second', ${earlier}, event_time)`

/**
 * One row for each burst: `actor`, `keys`, `bytes`, `first`, `last`, and `reached`, when there had been as many keys
 * as make a burst.
 * @param rows a SELECT with `actor`, `event_time`, `key`, `bytes_sent` and `remote_ip`
 */
export const burstSpans = (
  rows: Sql,
  size: BurstSize,
): Sql => sql`SELECT actor, burst, count(DISTINCT key) AS keys,
    coalesce(sum(bytes_sent), 0) AS bytes, min(event_time) AS first, max(event_time) AS last,
    min(CASE WHEN completes = 1 THEN event_time END) AS reached, max(remote_ip) AS remote_ip, count(DISTINCT remote_ip) AS addresses
  FROM (${bursts(rows, [sql`actor`], size)}) AS bursts GROUP BY actor, burst`

/** What happened `after` a burst by the same actor, until some minutes behind its end. */
export const followsBurst = (after: Sql, burst: Sql, minutes: number): Sql =>
  sql`${after}.actor = ${burst}.actor AND ${after}.event_time BETWEEN ${burst}.reached AND date_add('minute', ${minutes}, ${burst}.last)`
