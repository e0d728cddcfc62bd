import * as z from 'zod'
import { defineAnalysis } from '../lib/analysis.ts'
import { figures } from '../lib/figures.ts'
import { columns } from '../lib/columns.ts'
import { all, keyBegins, keyPrefix } from '../lib/sql/fragments.ts'
import {
  ACTION_FIGURES,
  actionFigures,
  isExpiration,
  isTransition,
  lifecycleAction,
  ONLY_LIFECYCLE,
  STORAGE_CLASSES,
  storageClass,
} from '../lib/shared/lifecycle.ts'
import { sql } from '../lib/sql/sql.ts'
import { overTime, period } from '../lib/shared/time-chart.ts'
import { commonFolder, count, counted, numberOf, span } from '../lib/words.ts'

const WHICH = {
  all: sql`(${isExpiration} OR ${isTransition})`,
  expirations: isExpiration,
  transitions: isTransition,
}

export default defineAnalysis({
  title: 'Lifecycle actions',
  answers: 'Which objects did lifecycle rules delete or move?',
  group: 'Deletions and lifecycle',
  words: ['lifecycle', 'rules', 'retention'],
  ...ONLY_LIFECYCLE,
  presets: {
    'lifecycle-expiration': {
      title: 'Expired by lifecycle',
      answers: 'Which objects did lifecycle rules expire?',
      words: ['expiration', 'expired objects', 'expiry', 'deleted by lifecycle'],
      parameters: { which: 'expirations' },
    },
    'lifecycle-transition': {
      title: 'Moved to another storage class',
      answers: 'Which objects did lifecycle rules move to another storage class?',
      words: ['transition', 'storage class', 'glacier', 'moved'],
      parameters: { which: 'transitions' },
    },
  },
  parameters: z.object({
    which: z
      .enum(['all', 'expirations', 'transitions'])
      .default('all')
      .describe('Expirations delete, mark as deleted, or remove unfinished uploads; transitions move.')
      .meta({ title: 'Which actions' }),
    storageClass: z
      .enum(STORAGE_CLASSES)
      .optional()
      .describe('Only what was moved to this storage class; empty means all.')
      .meta({ title: 'Storage class' }),
    prefix: keyPrefix,
  }),
  columns: columns('event_time* done* key* object_size* version_id operation request_id'),
  figures: { ...figures('keys: Objects | bytes: Bytes, where known #bytes'), ...ACTION_FIGURES },
  statements({ which, storageClass: to, prefix }, { window }) {
    const moved = to ? sql`${storageClass} = ${to}` : undefined
    const actions = sql`FROM events WHERE ${all(WHICH[which], moved, keyBegins(prefix))}`
    return {
      rows: sql`SELECT event_time, ${lifecycleAction} AS done, key, object_size, version_id, operation, request_id ${actions}`,
      order: sql`event_time, key, version_id, operation, request_id`,
      aggregates: {
        totals: sql`SELECT count(*) AS actions, count(DISTINCT key) AS keys, sum(object_size) AS bytes, min(event_time) AS first, max(event_time) AS last, min(key) AS first_key, max(key) AS last_key ${actions}`,
        kinds: sql`SELECT ${lifecycleAction} AS done, count(*) AS actions ${actions} GROUP BY 1 ORDER BY actions DESC, done LIMIT 12`,
        times: sql`SELECT ${period(window)} AS period, count_if(${isExpiration}) AS expired, count_if(${isTransition}) AS moved ${actions} GROUP BY 1 ORDER BY 1`,
      },
    }
  },
  summarise({ aggregates }, { bucket, window, reader }, { which }) {
    const totals = aggregates.totals?.[0]
    const kinds = aggregates.kinds ?? []
    const actions = numberOf(totals, 'actions')
    const folder = commonFolder(totals?.first_key, totals?.last_key)
    const noun = which === 'all' ? 'action' : which === 'expirations' ? 'expiration' : 'transition'
    const most = kinds.length > 1 ? `; the most, ${count(numberOf(kinds[0], 'actions'))}: ` : ': '
    return {
      headline:
        actions === 0
          ? `No lifecycle ${noun} in ${bucket} in this window.`
          : `${counted(actions, `lifecycle ${noun}`)} in ${bucket}${folder ? ` under ${folder}` : ''}${span(totals?.first, totals?.last, reader)}${most}${kinds[0]?.done}.`,
      figures: actionFigures(kinds),
      charts: [
        actions > 0 &&
          overTime('Lifecycle actions over time', aggregates.times ?? [], window, {
            expired: 'expired',
            moved: 'moved',
          }),
      ],

      notes: ['A delete marker by a lifecycle rule hides the object; its versions stay until they expire.'],
    }
  },
})
