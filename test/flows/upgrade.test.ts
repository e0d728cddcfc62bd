import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { DynamoDBClient } from '@aws-sdk/client-dynamodb'
import { DynamoDBDocumentClient, PutCommand } from '@aws-sdk/lib-dynamodb'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import * as z from 'zod'
import { envSchema } from '../../bot/services/env.ts'
import { isOpen, type Investigation } from '../../bot/model/investigation.ts'
import { takeStep } from '../../bot/app/work.ts'
import { workingDepsFrom, type WorkingDeps } from '../../bot/services/working-deps.ts'
import { startServices } from '../../infra/local/services/services.ts'
import { asJson } from '../../infra/local/terminal/json.ts'
import { datedKey, record, smallLogs } from '../support/product.ts'

/**
 * Investigations that ran when a new version was deployed. `upgrade/` holds the stored items as a version wrote
 * them in the middle of their work, named `<version>-<stage>.json`: once that version is
 * released they are never changed, only added to. Where
 * one no longer goes on, make the new field optional, or read the old form. (They have no message in Slack yet,
 * as the one they had was in another.)
 */

const ITEMS = new URL('../upgrade/', import.meta.url)
const NOW = new Date('2026-11-21T12:00:00Z')
const at = (hours: number) => new Date(NOW.getTime() - hours * 3_600_000)
const itemSchema = z.looseObject({ id: z.string() })

const directory = fs.mkdtempSync(path.join(os.tmpdir(), 's3audit-upgrade-'))
let services: Awaited<ReturnType<typeof startServices>>
let deps: WorkingDeps
beforeAll(async () => {
  const line = { bucket: 'daily-bucket', time: at(3), operation: 'REST.DELETE.OBJECT', status: 204 }
  services = await startServices({
    directory,
    now: () => new Date(),
    sweepMs: 3_600_000,
    settings: { buckets: ['daily-bucket', 'shop-invoices'] },
    logs: smallLogs({
      buckets: {
        'daily-bucket': {
          logging: { targetBucket: 'logs', targetPrefix: 'a/', partitionDateSource: 'EventTime' },
        },
      },
      sources: [{ kind: 'access-log', id: 'daily', bucket: 'logs', prefix: 'a/', dateSource: 'EventTime' }],
      objects: [
        {
          bucket: 'logs',
          key: `a/111122223333/eu-west-1/daily-bucket/2026/11/21/${datedKey('', at(2))}`,
          body: `${record({ ...line, key: 'gone.txt' })}\n`,
        },
      ],
    }),
  })
  for (const [name, value] of Object.entries(services.env)) vi.stubEnv(name, value)
  services.connect({
    slack: () => Promise.reject(new Error('Nobody types here')),
    reconcile: () => Promise.resolve(),
  })
  deps = workingDepsFrom(envSchema.parse(services.env), () => NOW)
})
afterAll(async () => {
  vi.unstubAllEnvs()
  await services?.close()
  fs.rmSync(directory, { recursive: true, force: true })
})

const filesIn = (folder: string): string[] =>
  fs
    .readdirSync(new URL(`${folder}/`, ITEMS))
    .filter(name => name.endsWith('.json'))
    .map(name => path.join(folder, name))

/** Stores an item as it is, but for what the test changes. @returns its id */
async function put(file: string, changes: object = {}): Promise<string> {
  const item = itemSchema.parse(JSON.parse(fs.readFileSync(new URL(file, ITEMS), 'utf8')))
  const documents = DynamoDBDocumentClient.from(new DynamoDBClient({}))
  const Item = { ...item, ...changes }
  await documents.send(new PutCommand({ TableName: services.env.TABLE_NAME, Item }))
  return item.id
}

async function closed(id: string): Promise<Investigation> {
  for (;;) {
    await takeStep(id, deps)
    const investigation = await deps.investigations.load(id)
    if (investigation && !isOpen(investigation)) return investigation
    await sleep(20)
  }
}

it.each(filesIn('.'))('%s goes on to its answer', async file => {
  const investigation = await closed(await put(file))
  expect(investigation.problem).toBeUndefined()
  expect(investigation.query?.answer?.headline).toMatch(/^1 deletion in daily-bucket/)
})

/** The items were due by then. */
const later = (): WorkingDeps =>
  workingDepsFrom(envSchema.parse(services.env), () => new Date('2026-12-01T06:00:00Z'))
const posted = (watch: string) =>
  services.slack.client.messages('C0INCIDENTS').filter(message => JSON.stringify(message).includes(watch))

describe('a watch', () => {
  it.each([
    ['0.1.0-renamed-coverage', { id: 'accessLog', label: 'Hours with records, access log', than: 20 }],
    ['0.1.0-renamed-duplicates', { id: 'most', label: 'Deliveries of the most often delivered', than: 3 }],
    ['0.1.0-same-label', { id: 'errors', label: 'Failed', than: 5 }],
  ])('%s goes on with the figure as it is called now', async (name, condition) => {
    // Else they would wait for each other's evidence.
    const coveredTo = `2026-11-30T0${condition.than % 10}:00:00Z`
    const id = await put(`watches/${name}.json`, { coveredTo })
    const deps = later()
    await takeStep(id, deps)
    const watch = await deps.watches.load(id)
    expect(watch?.condition).toEqual({
      kind: 'figure',
      operator: expect.any(String),
      usual: false,
      unit: 'count',
      ...condition,
    })
    expect(watch?.run?.investigation).toBeDefined()
    expect(watch?.paused).toBeUndefined()
    const asked = await deps.investigations.load(watch?.run?.investigation ?? '')
    expect(asked?.request).toMatchObject({ watch: id, window: watch?.run?.window })
  })

  it('0.1.0-split-label, whose figure is two now, is paused, and its channel and owner are told', async () => {
    const id = await put('watches/0.1.0-split-label.json')
    const deps = later()
    await takeStep(id, deps)
    expect(await deps.watches.load(id)).toMatchObject({ paused: { at: expect.any(String) } })
    const [told] = posted(id)
    expect(told?.text).toContain('Its condition “median, p95 &gt; 100” can no longer be checked')
    expect(told?.text).toContain('Median, p95. Edit the condition, then press Resume.')
    expect(JSON.stringify(services.slack.client.messages('D0ADA', undefined, 'U0ADA'))).toContain(
      'can no longer be checked',
    )
  })

  it('whose run was answered by 0.1 asks again about the same window', async () => {
    const investigation = await put('answered/0.1.0-overview.json')
    const window = { from: '2026-11-30T01:03:13Z', to: '2026-12-01T01:03:13Z' }
    const run = {
      number: 1,
      scheduledAt: '2026-12-01T02:00:00Z',
      startedAt: '2026-12-01T02:00:00.000Z',
      window,
      investigation,
    }
    const id = await put('watches/0.1.0-same-label.json', {
      id: 'watch#0123456789ab',
      run,
      runs: 1,
      watch: 'running',
      coveredTo: window.from,
    })
    const deps = later()
    await takeStep('watch#0123456789ab', deps)
    const watch = await deps.watches.load('watch#0123456789ab')
    expect(id).not.toBe(watch?.id)
    expect(watch).toMatchObject({
      coveredTo: window.from,
      history: [],
      run: { number: 2, window: { from: window.from } },
    })
    expect(watch?.run?.investigation).not.toBe(investigation)
  })
})

it('answered/0.1.0-overview.json is still shown with its figures', async () => {
  const id = await put('answered/0.1.0-overview.json')
  const shown = await deps.investigations.load(id)
  expect(shown && asJson(shown, null).figures).toContainEqual({
    id: '',
    label: 'Requests',
    value: '6,800',
    unit: 'text',
  })
})
