import { expect, it } from 'vitest'
import { analysisNamed } from '../../analyses/lib/catalogue/named.ts'
import { analysisSettingsSchema } from '../../analyses/lib/settings.ts'

/** What is said of a bucket that was last used then, of a window of 60 days. */
function said(lastUse: string | null): string {
  const analysis = analysisNamed('unused-buckets')
  const totals = {
    last_use: lastUse,
    last_requester: 'arn:aws:iam::111122223333:user/ada',
    reads: '1',
    writes: '0',
    requests: '1',
  }
  const context = {
    bucket: 'b',
    reader: {},
    reading: { logs: [], scannedBytes: 0 },
    logs: ['access-log' as const],
    window: { from: '2026-09-01T00:00:00Z', to: '2026-10-31T00:00:00Z' },
    settings: analysisSettingsSchema.parse({}),
  }
  const results = { rows: [], rowCount: 0, aggregates: { totals: [totals] } }
  return analysis.summarise(results, context, analysis.parameters.parse({})).headline
}

it.each([
  [
    '2026-10-02 00:00:00.000',
    'b is in use: it was last read or written at 2026-10-02 00:00:00 UTC by user ada.',
  ],
  [
    '2026-10-01 00:00:00.000',
    'b was unused for 30 days: it was last read or written at 2026-10-01 00:00:00 UTC by user ada.',
  ],
  [null, 'b was unused for 60 days: nobody read or wrote an object in this window.'],
])('calls a bucket unused that was not used for 30 days: last use %s', (lastUse, headline) => {
  expect(said(lastUse)).toBe(headline)
})
