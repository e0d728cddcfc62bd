import { randomBytes } from 'node:crypto'
import fs from 'node:fs'
import path from 'node:path'
import { DynamoDBClient } from '@aws-sdk/client-dynamodb'
import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from 'aws-lambda'
import { accessLogsByDate, accessLogsCopied, cloudTrail, type Table } from '../../analyses/lib/tables.ts'
import { evidenceTable } from '../../analyses/lib/evidence.ts'
import { settingsSchema, type Settings } from '../../bot/settings.ts'
import { startAthena } from './athena/server.ts'
import { startDelivery, type Delivery } from './delivery.ts'
import { startDynamoDb } from './dynamodb/server.ts'
import type { Faults } from './faults.ts'
import type { LogWorld } from './log-world.ts'
import { resolveLocalhostNames } from './loopback.ts'
import { startS3 } from './s3/server.ts'
import { openStore } from './s3/store.ts'
import { startS3Control } from './s3-control/server.ts'
import { startSlack } from './slack/server.ts'
import { ensureTable, investigationsTable } from './tables.ts'

export const WORKSPACE = 's3audit-workspace'
const TABLE = 's3audit-investigations'
const DATABASE = 's3audit'

/** The bot's two entry points, as AWS would call them. */
export interface Handlers {
  slack(event: APIGatewayProxyEventV2): Promise<APIGatewayProxyStructuredResultV2>
  reconcile(event: unknown): Promise<unknown>
}

export interface ServiceOptions {
  /** Where everything is kept; what was there goes on. */
  directory: string
  logs: LogWorld
  /** The page's port; any free one unless told. */
  port?: number
  /** Settings to differ from the local ones. */
  settings?: Partial<Settings>
  /** How often the schedule sweeps the open investigations. */
  sweepMs?: number
  passSeconds?: number
  faults?: Faults
  now: () => Date
}

/**
 * Starts every service that the bot calls, on loopback, and says in `env` where they are. `connect` gives
 * the bot's handlers what the services have to tell: until then requests wait.
 */
export async function startServices(options: ServiceOptions) {
  const { directory, logs, now, faults } = options
  const at = (name: string) => path.join(directory, name)
  for (const name of ['s3', 's3-control', 'athena', 'dynamodb', 'slack'])
    fs.mkdirSync(at(name), { recursive: true })
  resolveLocalhostNames()
  const secrets = keptSecrets(at('secrets.json'))
  const settings = settingsSchema.parse({
    channels: CHANNELS,
    owner: '<@U0ADA>',
    ...logs.settings,
    ...options.settings,
  })
  const connected = Promise.withResolvers<{ handlers: Handlers; delivery: Delivery }>()
  const deliver = (use: (delivery: Delivery) => void) =>
    void connected.promise.then(({ delivery }) => use(delivery))

  const store = openStore(at('s3'), { now })
  store.createBucket(WORKSPACE, { region: logs.region })
  logs.layInto(store)
  const shared = { now, ...(faults && { faults }), credentials: secrets.aws }
  const s3 = await startS3({ ...shared, store, region: logs.region })
  const s3Control = await startS3Control({
    ...shared,
    store,
    directory: at('s3-control'),
    account: logs.account,
    region: logs.region,
    onReport: object => deliver(delivery => delivery.reported(object)),
  })
  const athena = await startAthena({
    ...shared,
    store,
    directory: at('athena'),
    tables: rawTables(settings),
    workgroup: DATABASE,
    database: DATABASE,
    outputLocation: `s3://${WORKSPACE}/results/`,
    onStateChange: event => deliver(delivery => delivery.queryChanged(event)),
  })
  const dynamoDb = await startDynamoDb({
    ...shared,
    directory: at('dynamodb'),
    onStream: records => deliver(delivery => delivery.stream(records)),
  })
  const slack = await startSlack({
    directory: at('slack'),
    ...(options.port !== undefined && { port: options.port }),
    signingSecret: secrets.signingSecret,
    botToken: secrets.botToken,
    deliver: async event => (await connected.promise).handlers.slack(event),
    pageDirectory: new URL('slack/page/', import.meta.url).pathname,
    now,
    ...(faults && { faults }),
  })
  const env = {
    AWS_REGION: logs.region,
    AWS_ACCESS_KEY_ID: secrets.aws.accessKeyId,
    AWS_SECRET_ACCESS_KEY: secrets.aws.secretAccessKey,
    AWS_EC2_METADATA_DISABLED: 'true',
    AWS_CONFIG_FILE: '/dev/null',
    AWS_SHARED_CREDENTIALS_FILE: '/dev/null',
    AWS_ENDPOINT_URL_S3: s3.url,
    AWS_ENDPOINT_URL_S3_CONTROL: s3Control.url,
    AWS_ENDPOINT_URL_ATHENA: athena.url,
    AWS_ENDPOINT_URL_DYNAMODB: dynamoDb.url,
    // Any other AWS service: refused at once, so nothing local can ever reach AWS.
    AWS_ENDPOINT_URL: 'http://127.0.0.1:9',
    ACCOUNT_ID: logs.account,
    TABLE_NAME: TABLE,
    WORKSPACE_BUCKET: WORKSPACE,
    DATABASE,
    WORKGROUP: DATABASE,
    COPY_ROLE_ARN: `arn:aws:iam::${logs.account}:role/s3audit-copy`,
    PASS_SECONDS: String(options.passSeconds ?? 8),
    SLACK_BOT_TOKEN: secrets.botToken,
    SLACK_SIGNING_SECRET: secrets.signingSecret,
    SLACK_BOT_ID: slack.botId,
    SLACK_BOT_USER_ID: slack.botUserId,
    SLACK_API_URL: slack.apiUrl,
    SETTINGS: JSON.stringify(settings),
  }
  const db = new DynamoDBClient({ endpoint: dynamoDb.url, region: logs.region, credentials: secrets.aws })
  await ensureTable(db, investigationsTable(TABLE))
  db.destroy()
  return {
    env,
    settings,
    store,
    slack,
    /** Starts handing events to the bot. */
    connect(handlers: Handlers): void {
      connected.resolve({ handlers, delivery: startDelivery(handlers.reconcile, options.sweepMs ?? 2000) })
    },
    /** Stops everything, after what is under way. */
    async close(): Promise<void> {
      await slack.close()
      await (await connected.promise).delivery.stop()
      await Promise.all([athena.close(), s3Control.close()])
      await Promise.all([s3.close(), dynamoDb.close()])
      store.close()
    },
  }
}

export type Services = Awaited<ReturnType<typeof startServices>>

/** Where the embedded workspace lets s3audit answer; #random is there to see what happens elsewhere. */
const CHANNELS = ['C0INCIDENTS', 'C0DATAPLATFORM', 'C0RANDOM']

/** Every table of the Glue database: the copies, each configured source, and the evidence. */
const rawTables = ({ sources }: Settings): Table[] => [
  accessLogsCopied(WORKSPACE),
  evidenceTable(WORKSPACE),
  ...sources.map(source => (source.kind === 'access-log' ? accessLogsByDate(source) : cloudTrail(source))),
]

/** Credentials of this installation alone: made at the first start, the same afterwards. */
function keptSecrets(file: string) {
  if (!fs.existsSync(file)) fs.writeFileSync(file, JSON.stringify(newSecrets()), { mode: 0o600 })
  return JSON.parse(fs.readFileSync(file, 'utf8')) as ReturnType<typeof newSecrets>
}

const newSecrets = () => ({
  aws: {
    accessKeyId: `LOCAL${randomBytes(7).toString('hex').toUpperCase()}`,
    secretAccessKey: randomBytes(20).toString('hex'),
  },
  signingSecret: randomBytes(16).toString('hex'),
  botToken: `xoxb-${randomBytes(16).toString('hex')}`,
})
