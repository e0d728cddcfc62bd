import { defined } from '../../../analyses/lib/defined.ts'
import fs from 'node:fs'
import path from 'node:path'
import { DynamoDBClient } from '@aws-sdk/client-dynamodb'
import { evidenceTable } from '../../../analyses/lib/evidence/evidence.ts'
import {
  accessLogsByDate,
  accessLogsCopied,
  addressLists,
  cloudTrail,
  type Table,
} from '../../../analyses/lib/evidence/tables.ts'
import { settingsSchema, type Settings, type SettingsInput } from '../../../bot/model/settings.ts'
import { startAthena } from '../athena/server.ts'
import { startCloudTrail } from '../cloudtrail/server.ts'
import { startDelivery, type Delivery } from './delivery.ts'
import { startDynamoDb } from '../dynamodb/server.ts'
import { awsEnvironment, DATABASE, TABLE, WORKSPACE } from './environment.ts'
import type { Faults } from '../http/faults.ts'
import type { LogDeps } from './log-deps.ts'
import { resolveLocalhostNames } from './loopback.ts'
import { startS3 } from '../s3/server.ts'
import { type ObjectStore, openStore } from '../s3/storage/store.ts'
import { startS3Control } from '../s3-control/server.ts'
import { keptSecrets } from './secrets.ts'
import { openSessions } from '../http/sessions.ts'
import { startSts } from './sts.ts'
import { enableTimeToLive, ensureTable, investigationsTable } from './tables.ts'
import { privateFolder } from '../disk/unusable.ts'

/** The bot's entry point behind AWS's triggers, as AWS would call it. */
export type Reconcile = (event: unknown) => Promise<unknown>

export interface AwsOptions {
  /** Where everything is kept; what was there goes on. */
  directory: string
  logs: LogDeps
  /** A folder of address lists as `npm run lists` writes them; none unless it is there. */
  lists?: string
  /** Who may ask, and whatever else is to differ from what follows from the logs. */
  settings: Pick<SettingsInput, 'channels'> & Partial<SettingsInput>
  /** How often the schedule sweeps the open investigations. */
  sweepMs?: number
  /** How long a claim on a Slack post holds after a crash, about. */
  passSeconds?: number
  /** How long the reconciler lets a service leave a call unanswered; by default as on AWS. */
  callSeconds?: number
  /** The workgroup's limit on what one query may read; none by default. */
  scanCutoffBytes?: number
  faults?: Faults
  /** Where what is made of log files is kept for later processes, and how many bytes of it. */
  kept?: { directory: string; bytes: number }
  now: () => Date
}

/**
 * Starts the embedded AWS on loopback, and says in `env` where its services are. `connect` gives the reconciler
 * what they have to tell: until then that waits.
 */
export async function startAws(options: AwsOptions) {
  const { directory, logs } = options
  // Answers, messages and evidence of somebody's logs are for nobody else on this machine.
  privateFolder(directory)
  fs.chmodSync(directory, 0o700)
  resolveLocalhostNames()
  const secrets = keptSecrets(path.join(directory, 'secrets.json'))
  const settings = settingsSchema.parse({ ...logs.settings, ...options.settings })
  const bot = Promise.withResolvers<Delivery>()
  const services = await startEach(options, { credentials: secrets.aws, settings, delivery: bot.promise })
  const { urls, store } = services
  return {
    env: awsEnvironment({
      logs,
      secrets,
      settings,
      urls,
      passSeconds: options.passSeconds ?? 8,
      callSeconds: options.callSeconds,
    }),
    secrets,
    settings,
    store,
    /** Starts handing events to the bot. */
    connect: (reconcile: Reconcile): void => bot.resolve(startDelivery(reconcile, options.sweepMs ?? 2000)),
    /** Stops everything, after what is under way. */
    async close(): Promise<void> {
      await (await bot.promise).stop()
      await services.close()
    },
  }
}

/** One store under S3, S3 Control and Athena, and DynamoDB with the bot's table. */
async function startEach(
  { directory, logs, lists, faults, scanCutoffBytes, kept, now }: AwsOptions,
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
  const shared = { now, credentials, region: logs.region, ...defined({ faults }) }
  const deliver = (use: (to: Delivery) => void) => void delivery.then(use)
  // First of all: its lock keeps a second process away from all the rest, queries under way among it.
  const dynamoDb = await startDynamoDb({
    ...shared,
    directory: folder(directory, 'dynamodb'),
    // Slack starts after the tables are there, and its messages are about what they hold.
    expectTables: fs.existsSync(path.join(directory, 'slack', 'slack.sqlite')),
    onStream: records => deliver(to => to.stream(records)),
  })
  const store = await orClose(dynamoDb, () => openStore(folder(directory, 's3'), { now, state: directory }))
  store.createBucket(WORKSPACE, { region: logs.region })
  logs.layInto(store)
  if (lists) mountLists(store, lists)
  const sessions = openSessions(now)
  const sts = await startSts({
    credentials,
    sessions,
    roles: memberRoles(settings),
    ...defined({ faults }),
  })
  const s3 = await startS3({ ...shared, store, account: logs.account, sessions })
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
    ...defined({ scanCutoffBytes, kept }),
    onStateChange: event => deliver(to => to.queryChanged(event)),
  })
  const cloudTrail = await startCloudTrail({
    trails: logs.trails ?? [],
    account: logs.account,
    credentials,
    ...defined({ faults }),
  })
  const db = new DynamoDBClient({ endpoint: dynamoDb.url, region: logs.region, credentials })
  await ensureTable(db, investigationsTable(TABLE))
  await enableTimeToLive(db, TABLE)
  db.destroy()
  return {
    store,
    urls: {
      s3: s3.url,
      s3Control: s3Control.url,
      athena: athena.url,
      cloudTrail: cloudTrail.url,
      dynamoDb: dynamoDb.url,
      sts: sts.url,
    },
    async close() {
      await Promise.all([athena.close(), s3Control.close()])
      await Promise.all([s3.close(), cloudTrail.close(), sts.close(), dynamoDb.close()])
      store.close()
    },
  }
}

/** Lets go of the tables where what needs them cannot start. */
async function orClose<T>(tables: { close(): Promise<void> }, open: () => T): Promise<T> {
  try {
    return open()
  } catch (error) {
    await tables.close()
    throw error
  }
}

/** In every other account of the settings there is the role that they name. */
const memberRoles = ({ otherAccounts, memberRole }: Settings): string[] =>
  memberRole === undefined
    ? []
    : Object.keys(otherAccounts).map(account => `arn:aws:iam::${account}:role/${memberRole}`)

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

export function folder(directory: string, name: string): string {
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
