import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { accessLogEvents } from '../../../analyses/lib/evidence/access-log-events.ts'
import { sql } from '../../../analyses/lib/sql/sql.ts'
import { type AthenaClient, athenaFrom } from '../../../bot/aws/athena.ts'
import { newInvestigation } from '../../../bot/model/investigation.ts'
import { type LogPlan } from '../../../bot/model/stored/plan.ts'
import { type Run } from '../../../bot/model/stored/run.ts'
import { detailOf } from '../../../bot/answer/stage-details.ts'
import { requestSchema } from '../../../bot/time/request.ts'
import { advance, newRun } from '../../../bot/investigate/stage.ts'
import { logObjects } from '../../bench/objects.ts'
import { BENCH_BUCKET } from '../../bench/lines.ts'
import { openDeps, type Deps, WORKSPACE } from '../../infra/athena/athena-deps.ts'

const now = () => new Date('2026-11-21T12:00:00Z')
const WINDOW = { from: '2000-01-01T00:00:00Z', to: '2100-01-01T00:00:00Z' }

let deps: Deps
beforeAll(async () => {
  deps = await openDeps()
  const directory = fs.mkdtempSync(path.join(os.tmpdir(), 'progress-'))
  logObjects(directory, 'access-log', { lines: 100, objects: 2 })
  for (const name of fs.readdirSync(directory))
    deps.put(WORKSPACE, `logs/many/${name}`, fs.readFileSync(path.join(directory, name)))
  fs.rmSync(directory, { recursive: true })
})
afterAll(() => deps.close())

const request = requestSchema.parse({
  analysis: 'object-deletion',
  bucket: BENCH_BUCKET,
  window: WINDOW,
  logs: 'access-log',
  parameters: {},
  channel: 'C1',
  asker: { user: 'U1', timeZone: 'UTC' },
})

const planned: LogPlan = {
  source: {
    log: 'access-log',
    bucket: 'logs',
    prefix: '',
    table: 'access_logs_copied',
    partitions: {},
    inPlace: false,
    stamped: true,
    ranges: [],
    slackHours: 24,
  },
  objects: 36,
  bytes: 16e9,
  archived: 0,
  manifests: [],
  strategy: 'gather',
}

/** What is stored of a query from step to step, until it has ended. */
async function steps(name: string, athena: AthenaClient, shownAt?: string): Promise<Run[]> {
  const investigation = { ...newInvestigation(request, name, now()), ...(shownAt && { shownAt }) }
  const seen: Run[] = []
  let at = unload(name)
  while (!at.done) {
    const next = await advance(at, investigation, 'evidence-0', { athena, now })
    if (next !== at) seen.push(next)
    at = next
    await sleep(1)
  }
  return seen
}

const refuse = () => Promise.reject(new Error('A scan is only started and looked at'))

/** Reports a scan at each look as it goes on; nothing but starting and looking is asked of it. */
function slowScan(...reports: number[]): AthenaClient {
  return {
    start: () => Promise.resolve('slow'),
    execution() {
      const scannedBytes = reports.shift() ?? 0
      const state = reports.length > 0 ? 'running' : 'succeeded'
      return Promise.resolve({ state, reason: '', retryable: false, scannedBytes, outputLocation: '' })
    },
    rows: refuse,
    stop: refuse,
    investigationOf: refuse,
  }
}

const embedded = () => athenaFrom(deps.client, { database: 's3audit', workgroup: 's3audit' })

const unload = (place: string): Run => {
  const { text } = accessLogEvents(
    { table: 'access_logs_copied', where: sql`investigation = 'many'` },
    BENCH_BUCKET,
    WINDOW,
  )
  return newRun(`UNLOAD (${text}) TO 's3://${WORKSPACE}/evidence/${place}/' WITH (format = 'PARQUET')`)
}

it('stores how much a query has read while it runs, whenever that has grown', async () => {
  const read = (await steps('told', slowScan(0, 100, 100, 250, 400))).map(({ scannedBytes }) => scannedBytes)
  expect(read).toEqual([undefined, 100, 250, 400])
})

it('stores nothing of a running query that was shown a moment ago', async () => {
  const scan = slowScan(0, 100, 100, 250, 400)
  const read = (await steps('shown', scan, '2026-11-21T11:59:58Z')).map(({ scannedBytes }) => scannedBytes)
  expect(read).toEqual([undefined, 400])
})

it('stores what a query has read in the end, as Athena says it', async () => {
  const [started, ended, ...more] = await steps('ended', embedded(), '2026-11-21T11:59:58Z')
  expect([started?.executionId !== undefined, ended?.done, more]).toEqual([true, true, []])
  expect(ended?.scannedBytes).toBeGreaterThan(0)
})

it('says so in the message, with about what is left', () => {
  const startedAt = '2026-11-21T12:00:00.000Z'
  const run = { ...newRun('SELECT 1'), executionId: 'one', scannedBytes: 250_000_000 }
  const copied = { gathered: 1, objects: 9, bytes: 4e9, compressed: 1e9, skipped: { count: 0, samples: [] } }
  const reading = {
    ...newInvestigation(request, 'one', now()),
    shownAt: '2026-11-21T12:00:10.000Z',
    copy: { startedAt, logs: [copied], doneAt: startedAt },
    evidence: {
      startedAt,
      parts: { 0: { log: 'access-log' as const, range: {}, excluded: [], unload: run } },
    },
  }
  expect(detailOf('evidence', reading)).toBe('250 MB of 1.0 GB read, about 30 seconds left')
  const gathering = {
    ...reading,
    plan: { startedAt, missing: [], logs: [planned] },
    copy: { startedAt, logs: [copied] },
  }
  expect(detailOf('copy', gathering)).toBe('9 of 36 objects gathered, about 30 seconds left')
})
