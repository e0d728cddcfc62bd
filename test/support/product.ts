import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { DynamoDBClient } from '@aws-sdk/client-dynamodb'
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb'
import { vi } from 'vitest'
import { investigationsFrom } from '../../bot/items/investigations.ts'
import { watchesFrom } from '../../bot/items/watches.ts'
import type { Investigation } from '../../bot/model/investigation.ts'
import type { Settings, SettingsInput } from '../../bot/model/settings.ts'
import type { Faults } from '../../infra/local/http/faults.ts'
import type { LogDeps } from '../../infra/local/services/log-deps.ts'
import { startProduct } from '../../infra/local/services/product.ts'
import { loggingDocument } from '../../infra/local/s3/logging.ts'
import type { ClientEvent, Message } from '../../infra/local/slack/model/protocol.ts'
import { messageText } from '../../infra/local/terminal/text.ts'

export const ADA = 'U0ADA'
export const INCIDENTS = 'C0INCIDENTS'

export interface ProductOptions {
  logs: LogDeps
  settings?: Partial<SettingsInput>
  faults?: Faults
  /** A folder to go on in; by default a new one, removed at the end. */
  directory?: string
  passSeconds?: number
  callSeconds?: number
  scanCutoffBytes?: number
  sweepMs?: number
  /** How long an answer is waited for; 25 seconds by default. */
  patienceMs?: number
  /** How the services and the handlers are started; by default as `npm start` does. */
  start?: typeof startProduct
}

const now = () => new Date()

/**
 * The whole product in this process, as `npm start` runs it: embedded services and the shipped handlers.
 * One at a time in a process: the handlers read the process's environment as they load.
 */
export async function startTestProduct(options: ProductOptions) {
  vi.resetModules()
  const directory = options.directory ?? fs.mkdtempSync(path.join(os.tmpdir(), 's3audit-test-'))
  const { start = startProduct, ...rest } = options
  const services = await start({ sweepMs: 200, passSeconds: 2, now, ...rest, directory }, process.env)
  const events: ClientEvent[] = []
  services.slack.client.on(event => events.push(event))
  const db = new DynamoDBClient({ endpoint: services.env.AWS_ENDPOINT_URL_DYNAMODB })
  const documents = DynamoDBDocumentClient.from(db)
  const investigations = investigationsFrom(documents, services.env.TABLE_NAME, now)
  const watches = watchesFrom(documents, services.env.TABLE_NAME, now)
  const { client } = services.slack

  const ephemeralMessages = (channel = INCIDENTS, user = ADA) =>
    client.messages(channel, undefined, user).filter(message => message.ephemeral_to === user)
  const thread = ({ announcement: { channel = INCIDENTS, ts } }: Investigation): Message[] =>
    ts ? client.messages(channel, ts).filter(message => !message.ephemeral_to) : []

  /** The ids of all investigations, the closed ones included. */
  const stored = async () => (await investigations.recent({ days: 1, most: 10_000 })).map(({ id }) => id)

  return {
    services,
    client,
    events,
    /** The table as the bot's own client sees it, and the plain document client beside it. */
    investigations,
    watches,
    documents,
    directory,
    ephemeralMessages,
    /** The messages of an investigation's thread, the first one included. */
    thread,
    /** The same as text for people. */
    threadText: (investigation: Investigation) => thread(investigation).map(messageText).join('\n\n'),
    /** Types `/s3audit <text>` and waits for Slack's answer to it. */
    type: (text: string, channel = INCIDENTS, user = ADA) =>
      client.command({ user, channel, command: '/s3audit', text }),
    /** Types it with `now`, and waits for the investigation to close. */
    async ask(text: string, channel = INCIDENTS, user = ADA): Promise<Investigation> {
      const before = new Set(await stored())
      await client.command({ user, channel, command: '/s3audit', text: `${text} now` })
      // Among the closed ones too: a short investigation may have ended before we look.
      const id = (await stored()).find(one => !before.has(one))
      if (!id)
        throw new Error(`Nothing was started: ${ephemeralMessages(channel).map(messageText).join(' ')}`)
      return this.closed(id)
    },
    async closed(id: string): Promise<Investigation> {
      return vi.waitFor(
        async () => {
          const investigation = await investigations.load(id)
          if (!investigation?.closedAt)
            throw new Error(`${id} is still open: ${JSON.stringify(investigation)?.slice(0, 2000)}`)
          return investigation
        },
        // Polling more often would slow the product down.
        { timeout: options.patienceMs ?? 60_000, interval: 150 },
      )
    },
    async stop(): Promise<void> {
      db.destroy()
      await services.close()
      if (!options.directory) fs.rmSync(directory, { recursive: true, force: true })
    },
  }
}

export type TestProduct = Awaited<ReturnType<typeof startTestProduct>>

/** How a bucket of a small set-up logs; none where it does not. */
export interface SmallBucket {
  logging?: { targetBucket: string; targetPrefix: string; partitionDateSource?: 'EventTime' | 'DeliveryTime' }
}

/** A log object of a small set-up. */
export interface SmallObject {
  bucket: string
  key: string
  body: string | Uint8Array
  storageClass?: 'GLACIER' | 'DEEP_ARCHIVE'
  /** When it was delivered; now by default. */
  lastModified?: Date
}

/** A few log objects written by the test itself. Account 111122223333, Region eu-west-1. */
export function smallLogs(deps: {
  buckets: Record<string, SmallBucket>
  objects: readonly SmallObject[]
  sources?: Settings['sources']
}): LogDeps {
  const region = 'eu-west-1'
  return {
    about: 'a test',
    settings: { buckets: Object.keys(deps.buckets), sources: deps.sources ?? [] },
    account: '111122223333',
    region,
    layInto(store) {
      for (const [name, { logging }] of Object.entries(deps.buckets)) {
        store.createBucket(name, { region })
        if (logging) store.setConfiguration(name, 'logging', loggingDocument(logging))
      }
      for (const [bucket, objects] of Map.groupBy(deps.objects, object => object.bucket)) {
        store.createBucket(bucket, { region })
        store.putMany(
          bucket,
          objects.map(({ key, body, storageClass, lastModified }) => ({
            key,
            bytes: Buffer.from(body),
            options: { ...(storageClass && { storageClass }), ...(lastModified && { lastModified }) },
          })),
        )
      }
    },
  }
}

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']

/** A record of 26 fields as S3 writes it; name what matters. */
export function record(fields: {
  bucket: string
  time: Date
  operation?: string
  key?: string
  status?: number | '-'
  requester?: string
  ip?: string
  requestId?: string
  errorCode?: string
  userAgent?: string
  versionId?: string
  uri?: string
}): string {
  const { bucket, time, operation = 'REST.GET.OBJECT', key = 'a.txt', status = 200 } = fields
  const { requester = 'arn:aws:iam::111122223333:user/ada', ip = '203.0.113.7', errorCode = '-' } = fields
  const {
    requestId = `R${time.getTime().toString(36).toUpperCase()}`,
    userAgent = 'aws-cli/2.0',
    versionId = '-',
  } = fields
  const iso = time.toISOString()
  const stamp = `${iso.slice(8, 10)}/${MONTHS[time.getUTCMonth()]}/${iso.slice(0, 4)}:${iso.slice(11, 19)} +0000`
  const uri = fields.uri ?? `"GET /${key} HTTP/1.1"`
  return `0123abcd ${bucket} [${stamp}] ${ip} ${requester} ${requestId} ${operation} ${key} ${uri} ${status} ${errorCode} 100 100 12 7 "-" "${userAgent}" ${versionId} hostid= SigV4 TLS_AES_128_GCM_SHA256 AuthHeader ${bucket}.s3.eu-west-1.amazonaws.com TLSv1.3 - -`
}

/** The key of a dated log object that S3 delivered at this time. */
export const datedKey = (prefix: string, delivered: Date, unique = 'ABCDEF0123456789'): string =>
  `${prefix}${delivered.toISOString().slice(0, 19).replaceAll(/[T:]/g, '-')}-${unique}`
