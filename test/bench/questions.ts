import { catalogue } from '../../analyses/lib/catalogue/catalogue.ts'
import { relations } from '../../analyses/lib/shared/relations.ts'
import { analysisSettingsSchema } from '../../analyses/lib/settings.ts'
import { sql } from '../../analyses/lib/sql/sql.ts'
import type { LogKind } from '../../analyses/lib/evidence/tables.ts'
import { BENCH_BUCKET, BENCH_DAY } from './lines.ts'

/** Holds nothing, where an analysis compares with the time before. */
const DAY_BEFORE = { from: '2026-11-19T00:00:00Z', to: BENCH_DAY.from }
const settings = analysisSettingsSchema.parse({})
const written = sql`SELECT * FROM evidence WHERE investigation = 'i-1' AND part = 'all-0'`

/** The rows of each analysis that reads the log, by its id, as SQL over the bench's evidence; what judges is left out. */
export function questionsOf(log: LogKind): [id: string, statement: string][] {
  return Object.entries(catalogue).flatMap(([id, analysis]) => {
    if (!analysis.reads.includes(log) || analysis.judges) return []
    const parameters = analysis.parameters.parse({})
    const baseline = DAY_BEFORE
    const reading = { logs: [], scannedBytes: 0 }
    const about = { bucket: BENCH_BUCKET, window: BENCH_DAY, logs: [log], reader: {} }
    const context = { ...about, settings, reading, baseline }
    const { rows, order } = analysis.statements(parameters, context)
    const from = relations(sql`${written} AND kind = 'event'`, BENCH_DAY, {
      baseline: analysis.baselineHours && baseline,
      account: sql`${written} AND kind = 'account'`,
      lines: written,
    })
    return [[id, sql`${from} SELECT * FROM (${rows}) AS answer ORDER BY ${order}`.text]]
  })
}
