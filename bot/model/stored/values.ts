import * as z from 'zod'

/** What is stored of an investigation is made of these. */

export const instant = z.iso.datetime()
export const countOf = z.int().nonnegative()
/** Which of the two logs. */
export const logKind = z.enum(['access-log', 'cloudtrail'])

/** The sum of a count over the logs. */
export const sumOf = <Item>(items: readonly Item[] | undefined, countIn: (item: Item) => number): number =>
  (items ?? []).reduce((sum, item) => sum + countIn(item), 0)
