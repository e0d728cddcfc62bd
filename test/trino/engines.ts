import fs from 'node:fs'
import path from 'node:path'
import { AthenaClient } from '@aws-sdk/client-athena'
import { PutObjectCommand, S3Client } from '@aws-sdk/client-s3'
import { envSchema } from '../../bot/services/env.ts'
import type { Settings } from '../../bot/model/settings.ts'
import { type WorkingDeps, workingDepsFrom } from '../../bot/services/working-deps.ts'
import { sampleLogs } from '../../infra/local/services/log-deps.ts'
import { pointTo } from '../../infra/local/services/product.ts'
import { startServices } from '../../infra/local/services/services.ts'
import { TRAIL_BUCKET } from '../../infra/local/sample/buckets.ts'
import { LOCAL_NAMES, type Names } from '../infra/stack/support/cloudformation.ts'
import { templateOf } from '../infra/stack/support/deployment.ts'
import { type TableInput, tableInputsOf } from '../infra/stack/support/glue.ts'
import { askTrino } from './client.ts'
import { type Answer, asAthena } from './compare.ts'
import { resultOf } from './embedded.ts'
import { NOON_AFTER } from './grounds.ts'
import { allLogs, TRAIL_LINES, TRINO_WORKSPACE } from './logs.ts'
import { launchTrino, openCatalog } from './engine/server.ts'
import { createTable } from './tables.ts'

/** The embedded services and a Trino over the same S3, each asked in its own way. */
export interface Engines {
  /** What the product's stages need, calling the embedded services. */
  deps: WorkingDeps
  /** What an execution of the embedded Athena returned. */
  result(execution: string): Promise<Answer>
  trino(sql: string): Promise<Answer>
  stop(): Promise<void>
}

export interface EngineOptions {
  /** The jars of Trino. */
  jars: string
  /** This process's: the SDK clients find in it where the services are. */
  environment: NodeJS.ProcessEnv
  /** Where everything is kept, and Trino's own log. */
  folder: string
}

/** Starts both engines over the same logs, with the product's tables in each. */
export async function startEngines({ jars, environment, folder }: EngineOptions): Promise<Engines> {
  // Its process starts while the logs are made.
  const java = launchTrino({ jars, folder })
  const services = await startServices({
    directory: path.join(folder, 'services'),
    logs: allLogs(sampleLogs(path.join(folder, 'sample'), NOON_AFTER)),
    now: () => new Date(),
  })
  // Nobody asks in Slack here, and passes are made by hand.
  services.connect({ slack: async () => ({ statusCode: 200 }), reconcile: async () => ({}) })
  pointTo(services.env, environment)
  const trino = await openCatalog(java, catalogOver(services.env, folder), folder)
  const run = async (sql: string) => {
    const { columns, rows } = asAthena(await askTrino(trino.url, sql))
    return { columns, rows: rows.map(row => row.map(inItsBucket)) }
  }
  const s3 = new S3Client({ forcePathStyle: true })
  for (const table of tablesOf(services.settings)) {
    await makeFolder(table.StorageDescriptor.Location, s3)
    await run(createTable(table))
  }
  const client = new AthenaClient({})
  return {
    deps: workingDepsFrom(envSchema.parse(services.env), () => new Date()),
    result: execution => resultOf(client, execution),
    trino: run,
    async stop() {
      await trino.stop()
      await services.close()
    },
  }
}

/** The trail's objects lie elsewhere for Trino; where they are named, they are named as they are. */
const inItsBucket = (value: string | null): string | null =>
  value?.replaceAll(`s3://${TRAIL_LINES}/`, `s3://${TRAIL_BUCKET}/`) ?? null

/** The Hive catalog: tables defined by files, objects in the embedded S3, signed as any client signs. */
function catalogOver(env: Record<string, string>, folder: string): Record<string, string> {
  fs.mkdirSync(path.join(folder, 'metastore'))
  return {
    'hive.metastore': 'file',
    'hive.metastore.catalog.dir': `file://${folder}/metastore`,
    'hive.partition-projection-enabled': 'true',
    // There are none to read of partitions that are projected.
    'hive.table-statistics-enabled': 'false',
    'hive.metastore-cache-ttl': '1h',
    'hive.file-status-cache-tables': '*',
    'hive.non-managed-table-writes-enabled': 'true',
    'hive.s3.endpoint': env.AWS_ENDPOINT_URL_S3 ?? '',
    'hive.s3.region': env.AWS_REGION ?? '',
    // Trino always names one, and this one is allowed where ACLs are disabled.
    'hive.s3.upload-acl-type': 'BUCKET_OWNER_FULL_CONTROL',
    'hive.s3.path-style-access': 'true',
    'hive.s3.aws-access-key': env.AWS_ACCESS_KEY_ID ?? '',
    'hive.s3.aws-secret-key': env.AWS_SECRET_ACCESS_KEY ?? '',
  }
}

/** Makes a location exist, as Trino wants it to before a table is made there, by an object that Hive takes for hidden. */
async function makeFolder(location: string, s3: S3Client): Promise<void> {
  const { hostname: Bucket, pathname } = new URL(location)
  const Key = `${decodeURIComponent(pathname.slice(1))}_exists`
  await s3.send(new PutObjectCommand({ Bucket, Key, Body: new Uint8Array() }))
}

/**
 * Every table of the stack's template, as it would be deployed over these sources. But trails lie in the bucket that
 * has an event in each line, and the workspace of the evidence is the bucket that Trino itself writes to.
 */
function tablesOf({ sources }: Settings): TableInput[] {
  const template = templateOf({
    bot: {
      sources: sources.map(source =>
        source.kind === 'cloudtrail' ? { ...source, bucket: TRAIL_LINES } : source,
      ),
    },
  })
  return [
    ...tableInputsOf(template, LOCAL_NAMES).filter(({ Name }) => Name !== EVIDENCE),
    ...tableInputsOf(template, TRINO_NAMES).filter(({ Name }) => Name === EVIDENCE),
  ]
}

const EVIDENCE = 'evidence'

/** Names where the workspace is what Trino writes to. */
const TRINO_NAMES: Names = (id, resource) =>
  resource.Type === 'AWS::S3::Bucket' ? TRINO_WORKSPACE : LOCAL_NAMES(id, resource)
