import * as z from 'zod'
import { defineAnalysis, followUp } from '../lib/analysis.ts'
import { bars } from '../lib/shared/time-chart.ts'
import { figures } from '../lib/figures.ts'
import { columns } from '../lib/columns.ts'
import { all, keyBegins, keyPrefix } from '../lib/sql/fragments.ts'
import { isExpiration, isTransition, lifecycleAction, ONLY_LIFECYCLE } from '../lib/shared/lifecycle.ts'
import { sql } from '../lib/sql/sql.ts'
import { count, counted, numberOf, span } from '../lib/words.ts'

export default defineAnalysis({
  title: 'Lifecycle statistics',
  answers: 'How many objects did lifecycle rules delete and move, by kind of action?',
  group: 'Deletions and lifecycle',
  words: ['lifecycle counts', 'lifecycle per day', 'lifecycle summary'],
  ...ONLY_LIFECYCLE,
  parameters: z.object({
    byDay: z
      .boolean()
      .default(false)
      .describe('A row for each day and kind of action.')
      .meta({ title: 'By day' }),
    prefix: keyPrefix,
  }),
  columns: ({ byDay }) => [
    ...(byDay ? columns('day*') : []),
    ...columns('done* actions* keys* bytes* first* last*', { keys: 'Objects' }),
  ],
  figures: figures('actions | keys: Objects | bytes: Bytes, where known #bytes'),
  statements({ byDay, prefix }) {
    const counts = sql`count(*) AS actions, count(DISTINCT key) AS keys, sum(object_size) AS bytes, min(event_time) AS first, max(event_time) AS last`
    const actions = sql`FROM events WHERE ${all(sql`(${isExpiration} OR ${isTransition})`, keyBegins(prefix))}`
    const kinds = sql`SELECT ${lifecycleAction} AS done, ${counts} ${actions} GROUP BY 1`
    return {
      rows: byDay
        ? sql`SELECT date_trunc('day', event_time) AS day, ${lifecycleAction} AS done, ${counts} ${actions} GROUP BY 1, 2`
        : kinds,
      order: byDay ? sql`day, done` : sql`actions DESC, done`,
      aggregates: {
        totals: sql`SELECT ${counts} ${actions}`,
        kinds: sql`${kinds} ORDER BY actions DESC, done LIMIT 12`,
      },
    }
  },
  summarise({ aggregates }, { bucket, reader }) {
    const totals = aggregates.totals?.[0]
    const kinds = aggregates.kinds ?? []
    const actions = numberOf(totals, 'actions')
    const most = kinds[0]
    return {
      headline:
        actions === 0
          ? `Lifecycle rules did nothing in ${bucket} in this window.`
          : `${counted(actions, 'lifecycle action')} in ${bucket}${span(totals?.first, totals?.last, reader)}; ${kinds.length === 1 ? 'all' : `the most, ${count(numberOf(most, 'actions'))}`}: ${most?.done}.`,

      charts: [
        actions > 0 &&
          bars('Lifecycle actions by kind', kinds, ({ done }) => done ?? '', { actions: 'actions' }),
      ],
      notes: [],
      next: [actions > 0 && followUp('lifecycle-actions', 'Which objects were they?')],
    }
  },
})
