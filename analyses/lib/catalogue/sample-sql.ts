import { DateTime } from 'luxon'
import type { Analysis, Window } from '../analysis.ts'
import { analysisSettingsSchema } from '../settings.ts'

/** A day to show SQL with. */
const DAY: Window = { from: '2026-11-20T00:00:00Z', to: '2026-11-21T00:00:00Z' }

/**
 * The SQL of an analysis' rows with its defaults, as a person reads it: of one day and the log that it prefers. What
 * `events` and the other relations are is in `relations.ts`; each answer offers the whole statements.
 */
export function sampleSql(analysis: Analysis, bucket: string): string {
  const parameters = analysis.parameters.parse({})
  const hours = analysis.baselineHours?.(parameters, DAY) ?? 0
  const before = DateTime.fromISO(DAY.from, { zone: 'utc' }).minus({ hours })
  const { rows, order } = analysis.statements(parameters, {
    bucket,
    region: 'eu-west-1',
    logs: analysis.reads.slice(0, 1),
    window: DAY,
    reader: {},
    reading: { logs: [], scannedBytes: 0 },
    settings: analysisSettingsSchema.parse({}),
    ...(hours > 0 && {
      baseline: { from: before.toISO({ suppressMilliseconds: true }) ?? '', to: DAY.from },
    }),
  })
  return `${rows.text}\nORDER BY ${order.text}`
}
