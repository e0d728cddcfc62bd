import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { DynamoDBClient } from '@aws-sdk/client-dynamodb'
import { DynamoDBDocumentClient, PutCommand } from '@aws-sdk/lib-dynamodb'
import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import * as z from 'zod'
import { envSchema } from '../../bot/services/env.ts'
import { isOpen, type Investigation } from '../../bot/model/investigation.ts'
import { reconcile } from '../../bot/investigate/reconcile.ts'
import { workingWorldFrom, type WorkingWorld } from '../../bot/services/working-world.ts'
import { startServices } from '../../infra/local/services/services.ts'
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
let world: WorkingWorld
beforeAll(async () => {
  const line = { bucket: 'daily-bucket', time: at(3), operation: 'REST.DELETE.OBJECT', status: 204 }
  services = await startServices({
    directory,
    now: () => new Date(),
    sweepMs: 3_600_000,
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
  world = workingWorldFrom(envSchema.parse(services.env), () => NOW)
})
afterAll(async () => {
  vi.unstubAllEnvs()
  await services?.close()
  fs.rmSync(directory, { recursive: true, force: true })
})

async function closed(id: string): Promise<Investigation> {
  for (;;) {
    await reconcile(id, world)
    const investigation = await world.investigations.load(id)
    if (investigation && !isOpen(investigation)) return investigation
    await sleep(20)
  }
}

it.each(fs.readdirSync(ITEMS))('%s goes on to its answer', async file => {
  const item = itemSchema.parse(JSON.parse(fs.readFileSync(new URL(file, ITEMS), 'utf8')))
  const documents = DynamoDBDocumentClient.from(new DynamoDBClient({}))
  await documents.send(new PutCommand({ TableName: services.env.TABLE_NAME, Item: item }))
  const investigation = await closed(item.id)
  expect(investigation.problem).toBeUndefined()
  expect(investigation.query?.answer?.headline).toMatch(/^1 deletion in daily-bucket/)
})
