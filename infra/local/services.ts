import fs from 'node:fs'
import path from 'node:path'
import { DynamoDBClient } from '@aws-sdk/client-dynamodb'
import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from 'aws-lambda'
import { evidenceTable } from '../../analyses/lib/evidence.ts'
import {
  accessLogsByDate,
  accessLogsCopied,
  addressLists,
  cloudTrail,
  type Table,
} from '../../analyses/lib/tables.ts'
import { settingsSchema, type Settings, type SettingsInput } from '../../bot/settings.ts'
import { startAthena } from './athena/server.ts'
import { startCloudTrail } from './cloudtrail.ts'
import { startDelivery, type Delivery } from './delivery.ts'
import { startDynamoDb } from './dynamodb/server.ts'
import { DATABASE, environmentFor, TABLE, WORKSPACE } from './environment.ts'
import type { Faults } from './faults.ts'
import type { LogWorld } from './log-world.ts'
import { resolveLocalhostNames } from './loopback.ts'
import { startS3 } from './s3/server.ts'
import { type ObjectStore, openStore } from './s3/store.ts'
import { startS3Control } from './s3-control/server.ts'
import { keptSecrets } from './secrets.ts'
import { startSlack } from './slack/server.ts'
import type { WorkspaceSeed } from './slack/workspace.ts'
import { ensureTable, investigationsTable } from './tables.ts'

/** The bot's two entry points, as AWS would call them. */
export interface Handlers {
  slack: (event: APIGatewayProxyEventV2) => Promise<APIGatewayProxyStructuredResultV2>
  reconcile: (event: unknown) => Promise<unknown>
}

export interface ServiceOptions {
  /** Where everything is kept; what was there goes on. */
  directory: string
  logs: LogWorld
  /** A folder of address lists as `npm run lists` writes them; none unless it is there. */
  lists?: string
  /** The page's port; any free one unless told. */
  port?: number
  /** Settings to differ from the local ones. */
  settings?: Partial<SettingsInput>
  /** How often the schedule sweeps the open investigations. */
  sweepMs?: number
  /** How long a claim on a Slack post holds after a crash, about. */
  passSeconds?: number
  /** The workgroup's limit on what one query may read; none unless told. */
  scanCutoffBytes?: number
  faults?: Faults
  /** Who is in the embedded Slack; a company of three unless told. */
  workspace?: WorkspaceSeed
  now: () => Date
}

/** Where the embedded workspace lets s3audit answer; #random is there to see what happens elsewhere. */
const CHANNELS = ['C0INCIDENTS', 'C0DATAPLATFORM', 'C0RANDOM']

/**
 * Starts every service that the bot calls, on loopback, and says in `env` where they are. `connect` gives
 * the bot's handlers what the services have to tell: until then requests wait.
 */
export async function startServices(options: ServiceOptions) {
  const { directory, logs, now } = options
  fs.mkdirSync(directory, { recursive: true })
  resolveLocalhostNames()
  const secrets = keptSecrets(path.join(directory, 'secrets.json'))
  const settings = settingsSchema.parse({
    channels: CHANNELS,
    owner: '<@U0ADA>',
    ...logs.settings,
    ...options.settings,
  })
  const bot = Promise.withResolvers<{ handlers: Handlers; delivery: Delivery }>()
  const aws = await startAws(options, {
    credentials: secrets.aws,
    settings,
    delivery: bot.promise.then(({ delivery }) => delivery),
  })
  const slack = await startSlack({
    directory: folder(directory, 'slack'),
    ...(options.port !== undefined && { port: options.port }),
    signingSecret: secrets.signingSecret,
    botToken: secrets.botToken,
    deliver: async event => (await bot.promise).handlers.slack(event),
    pageDirectory: new URL('slack/page/', import.meta.url).pathname,
    now,
    ...(options.faults && { faults: options.faults }),
    ...(options.workspace && { workspace: options.workspace }),
  })
  return {
    env: environmentFor({
      logs,
      secrets,
      settings,
      urls: aws.urls,
      slack,
      passSeconds: options.passSeconds ?? 8,
    }),
    settings,
    store: aws.store,
    slack,
    /** Starts handing events to the bot. */
    connect(handlers: Handlers): void {
      bot.resolve({ handlers, delivery: startDelivery(handlers.reconcile, options.sweepMs ?? 2000) })
    },
    /** Stops everything, after what is under way. */
    async close(): Promise<void> {
      await slack.close()
      await (await bot.promise).delivery.stop()
      await aws.close()
    },
  }
}

export type Services = Awaited<ReturnType<typeof startServices>>

/** The embedded AWS: one store under S3, S3 Control and Athena, and DynamoDB with the bot's table. */
async function startAws(
  { directory, logs, lists, faults, scanCutoffBytes, now }: ServiceOptions,
  {
    credentials,
    settings,
    delivery,
  }: {
    credentials: { accessKeyId: string; secretAccessKey: string }
    settings: Settings
    delivery: Promise<Delivery>
  },
) {
  const shared = { now, credentials, region: logs.region, ...(faults && { faults }) }
  const deliver = (use: (to: Delivery) => void) => void delivery.then(use)
  // First of all: its lock keeps a second process away from all the rest, queries under way among it.
  const dynamoDb = await startDynamoDb({
    ...shared,
    directory: folder(directory, 'dynamodb'),
    onStream: records => deliver(to => to.stream(records)),
  })
  const store = openStore(folder(directory, 's3'), { now })
  store.createBucket(WORKSPACE, { region: logs.region })
  logs.layInto(store)
  if (lists) mountLists(store, lists)
  const s3 = await startS3({ ...shared, store, account: logs.account })
  const s3Control = await startS3Control({
    ...shared,
    store,
    directory: folder(directory, 's3-control'),
    account: logs.account,
    onReport: object => deliver(to => to.reported(object)),
  })
  const athena = await startAthena({
    ...shared,
    store,
    directory: folder(directory, 'athena'),
    tables: tablesOf(settings),
    workgroup: DATABASE,
    database: DATABASE,
    outputLocation: `s3://${WORKSPACE}/results/`,
    ...(scanCutoffBytes !== undefined && { scanCutoffBytes }),
    onStateChange: event => deliver(to => to.queryChanged(event)),
  })
  const cloudTrail = await startCloudTrail({
    trails: logs.trails ?? [],
    account: logs.account,
    credentials,
    ...(faults && { faults }),
  })
  const db = new DynamoDBClient({ endpoint: dynamoDb.url, region: logs.region, credentials })
  await ensureTable(db, investigationsTable(TABLE))
  db.destroy()
  return {
    store,
    urls: {
      s3: s3.url,
      s3Control: s3Control.url,
      athena: athena.url,
      cloudTrail: cloudTrail.url,
      dynamoDb: dynamoDb.url,
    },
    async close() {
      await Promise.all([athena.close(), s3Control.close()])
      await Promise.all([s3.close(), cloudTrail.close(), dynamoDb.close()])
      store.close()
    },
  }
}

/** The lists are read where they are, and as they are at this start. */
function mountLists(store: ObjectStore, directory: string): void {
  store.unmount(WORKSPACE)
  const files = fs.existsSync(directory) ? fs.globSync('*/*.parquet', { cwd: directory }) : []
  const entries = files.map(name => ({
    key: `lists/${name}`,
    path: path.join(directory, name),
    lastModified: fs.statSync(path.join(directory, name)).mtime,
  }))
  store.mount(WORKSPACE, entries)
}

function folder(directory: string, name: string): string {
  const place = path.join(directory, name)
  fs.mkdirSync(place, { recursive: true })
  return place
}

/** Every table of the Glue database: the copies, each configured source, the evidence and the address lists. */
const tablesOf = ({ sources }: Settings): Table[] => [
  accessLogsCopied(WORKSPACE),
  evidenceTable(WORKSPACE),
  addressLists(WORKSPACE),
  ...sources.map(source => (source.kind === 'access-log' ? accessLogsByDate(source) : cloudTrail(source))),
]
