import type { Row } from '../../../../analyses/lib/analysis.ts'
import type { Listed } from '../../../../bot/items/investigations.ts'
import { type Investigation, newInvestigation } from '../../../../bot/model/investigation.ts'
import { type Coverage } from '../../../../bot/model/stored/coverage.ts'
import { type LogPlan } from '../../../../bot/model/stored/plan.ts'
import { type Answer } from '../../../../bot/model/stored/query.ts'
import { requestSchema } from '../../../../bot/time/request.ts'
import { analysisOf } from '../../../../bot/model/analysis-asked.ts'
import { settingsSchema } from '../../../../bot/model/settings.ts'

/** Investigations at every point of their way, on a clock that stands. */

export const NOW = new Date('2026-11-21T12:00:00Z')
const at = (minutes: number) => new Date(NOW.getTime() - minutes * 60_000).toISOString()

export const REQUEST = requestSchema.parse({
  analysis: 'object-deletion',
  bucket: 'media-prod',
  window: { from: '2026-11-20T07:00:00Z', to: '2026-11-21T07:00:00Z' },
  parameters: { prefix: '', requester: '', markersOnly: false },
  logs: 'auto',
  channel: 'C0INCIDENTS',
  asker: { user: 'U0ADA', team: 'T0EXAMPLE', timeZone: 'Europe/Vienna' },
})

export const asked = (request: Partial<Investigation['request']> = {}): Investigation => ({
  ...newInvestigation({ ...REQUEST, ...request }, 'golden', new Date(at(6))),
  id: '0123456789abcdef',
})

export const LOG: LogPlan = {
  source: {
    log: 'access-log',
    bucket: 'my-logs',
    prefix: 'media-prod/',
    table: 'access_logs_copied',
    partitions: {},
    inPlace: false,
    stamped: true,
    ranges: [],
    slackHours: 24,
  },
  objects: 12_345,
  bytes: 16.5e9,
  archived: 0,
  manifests: [],
  strategy: 'gather',
}

export const TRAIL: LogPlan = {
  ...LOG,
  source: { ...LOG.source, log: 'cloudtrail', prefix: 'AWSLogs/', table: 'cloudtrail', slackHours: 1 },
  objects: 96,
  bytes: 1.25e6,
  strategy: 'in-place',
}

export const announced = (investigation = asked()): Investigation => ({
  ...investigation,
  announcement: { channel: 'C0INCIDENTS', ts: '1763726400.000100' },
})

export const planned = (logs = [LOG], investigation = announced()): Investigation => ({
  ...investigation,
  plan: { startedAt: at(6), logs, missing: [], region: 'eu-west-1', dollars: 0.0825, doneAt: at(5) },
})

export const asking = (): Investigation => {
  const { plan, ...rest } = planned([{ ...LOG, objects: 1_204_567, bytes: 1.4e12, strategy: 'batch-copy' }])
  const { doneAt: _, ...open } = plan!
  return { ...rest, plan: { ...open, dollars: 7, ask: { since: at(5), told: true } } }
}

export const copying = (strategy: LogPlan['strategy'] = 'gather'): Investigation => ({
  ...planned([{ ...LOG, strategy }]),
  shownAt: at(3),
  copy: {
    startedAt: at(5),
    logs: [{ gathered: 3, objects: 4321, bytes: 5e9, skipped: { count: 2, samples: [] } }],
  },
})

export const copied = (logs = [LOG]): Investigation => ({
  ...planned(logs),
  copy: {
    startedAt: at(5),
    doneAt: at(4),
    logs: logs.map(({ objects, bytes }) => ({
      gathered: 3,
      objects: objects - 2,
      bytes,
      skipped: {
        count: 2,
        samples: [
          { key: 's3://my-logs/media-prod/2026-11-20-07-15-00-AB', reason: 'is larger than 250.0 MB' },
        ],
      },
      doneAt: at(4),
    })),
  },
})

const SQL = "SELECT event_time, key FROM evidence WHERE investigation = '0123456789abcdef'"
const run = {
  sql: SQL,
  attempt: 0,
  executionId: 'q1',
  done: true,
  scannedBytes: 16.5e9,
  outputLocation: 's3://s3audit-workspace/results/q1.csv',
}

export const reading = (): Investigation => {
  const { done: _, ...running } = { ...run, scannedBytes: 4e9 }
  const part = (unload: typeof running & { done?: boolean }) => ({
    log: 'access-log' as const,
    range: {},
    unload,
    excluded: [],
  })
  return {
    ...copied(),
    shownAt: at(2),
    evidence: { startedAt: at(4), parts: { 0: part(run), 1: part(running) } },
  }
}

export const COVERAGE: Coverage = {
  log: 'access-log',
  lines: 1_234_567,
  events: 45_678,
  duplicates: 3,
  outside: 1_188_886,
  unparsed: 0,
  samples: [],
  firstEvent: '2026-11-20 07:00:03.000',
  lastEvent: '2026-11-21 06:59:58.000',
  hoursWithEvents: 21,
  gaps: { count: 1, longest: [{ from: '2026-11-20T22:00:00Z', to: '2026-11-21T01:00:00Z' }] },
  lag: { records: 45_678, within: [40_000, 42_000, 44_000, 45_000, 45_678, 45_678, 45_678, 45_678] },
}

export const readOut = (logs = [LOG], coverage = [COVERAGE]): Investigation => ({
  ...copied(logs),
  evidence: {
    startedAt: at(4),
    parts: { 0: { log: 'access-log', range: {}, unload: run, excluded: [] } },
    coverage,
    doneAt: at(2),
  },
})

const CLEANUP = 'arn:aws:sts::111122223333:assumed-role/nightly-cleanup/i-0abc'

export const deletion = (n: number, rest: Row = {}): Row => ({
  event_time: `2026-11-20 22:${String(n % 60).padStart(2, '0')}:07.000`,
  key: `exports/2026/11/report-${n}.parquet`,
  kind: 'deleted',
  requester: CLEANUP,
  remote_ip: '10.20.30.40',
  version_id: null,
  object_size: '1048576',
  operation: 'REST.DELETE.OBJECT',
  status: '204',
  user_agent: 'aws-cli/2.31',
  request_id: `R${n}`,
  ...rest,
})

/** As the query stage makes it of what the statements gave. */
export function answerOf(
  investigation: Investigation,
  rows: readonly Row[],
  aggregates: Record<string, readonly Row[]>,
  rowCount = rows.length,
): Answer {
  const { request } = investigation
  const {
    headline,
    figures,
    charts = [],
    notes,
    severity,
    next = [],
  } = analysisOf(investigation).summarise(
    { rows, rowCount, aggregates },
    {
      bucket: request.bucket,
      window: request.window,
      reader: { timeZone: request.asker.timeZone },
      logs: ['access-log'],
      settings: settingsSchema.parse({ sources: [] }).analysis,
      reading: { logs: [], scannedBytes: 0 },
    },
    request.parameters,
  )
  return {
    headline,
    figures: [...figures],
    charts: charts.map(chart => ({
      ...chart,
      categories: [...chart.categories],
      series: chart.series.map(one => ({ ...one, values: [...one.values] })),
    })),
    notes: [...notes],
    rowCount,
    rows: rows.slice(0, 10).map(row => ({ ...row })),
    next: next.map(one => ({ ...one, parameters: { ...one.parameters } })),
    ...(severity && { severity }),
  }
}

/** What the aggregates of the deletions say where everything was deleted at night by one role. */
export const deletions = (n: number, rest: Row = {}): Record<string, Row[]> => ({
  totals: [
    {
      deletions: String(n),
      refused: '3',
      keys: String(n),
      requesters: '1',
      versions: '0',
      markers: String(n),
      first_key: 'exports/2026/11/report-0.parquet',
      last_key: 'exports/2026/11/report-9.parquet',
      lifecycle: '0',
      ...rest,
    },
  ],
  recoverable: [{ keys: String(n) }],
  top: [
    {
      requester: CLEANUP,
      remote_ip: '10.20.30.40',
      deletions: String(n),
      addresses: '1',
      first: '2026-11-20 22:00:07.000',
      last: '2026-11-20 23:12:09.000',
      ...rest,
    },
  ],
  times: [
    { period: '2026-11-20 22:00', requests: String(n - 12), lifecycle: '0' },
    { period: '2026-11-20 23:00', requests: '12', lifecycle: '0' },
  ],
})

export const withAnswer = (answer: Answer, investigation = readOut()): Investigation => ({
  ...investigation,
  query: { startedAt: at(2), runs: { rows: run, count: run, totals: run }, answer, doneAt: at(1) },
})

export const closed = (investigation: Investigation): Investigation => ({
  ...investigation,
  reply: { channel: 'C0INCIDENTS', ts: '1763726460.000100' },
  closedAt: at(0),
})

export const querying = (): Investigation => ({
  ...readOut(),
  query: { startedAt: at(2), runs: { rows: { sql: SQL, attempt: 0, executionId: 'q1' } } },
})

/** Ten of 10,000 rows, with what Slack draws of them. */
export const answered = (investigation = readOut()): Investigation =>
  withAnswer(
    answerOf(
      investigation,
      Array.from({ length: 10 }, (_, n) => deletion(n)),
      deletions(10_000),
      10_000,
    ),
    investigation,
  )

export const withProblem = (
  code: string,
  detail: Record<string, string> = {},
  investigation = copied(),
): Investigation => ({ ...investigation, problem: { code, detail, at: at(0) } })

export const listed = ({ query, ...rest }: Investigation): Listed => ({
  ...rest,
  ...(query?.answer && { headline: query.answer.headline }),
})
