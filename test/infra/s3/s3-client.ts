import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { S3Client, type S3ClientConfig } from '@aws-sdk/client-s3'
import { type S3Options, startS3 } from '../../../infra/local/s3/server.ts'
import { type ObjectStore, openStore } from '../../../infra/local/s3/storage/store.ts'

export const CREDENTIALS = { accessKeyId: 'AKIDLOCAL', secretAccessKey: 'secret' }
export const REGION = 'eu-west-1'
export const ACCOUNT = '123456789012'

/** A store in a temporary directory, served by the embedded S3, and a real client for it. */
export interface EmbeddedS3 {
  directory: string
  store: ObjectStore
  url: string
  client: S3Client
  stop: () => Promise<void>
}

/** Starts the embedded S3 with one bucket, `data`. */
export async function startEmbeddedS3(
  options: Pick<Partial<S3Options>, 'now' | 'faults' | 'sessions'> = {},
): Promise<EmbeddedS3> {
  const now = options.now ?? (() => new Date())
  const directory = fs.mkdtempSync(path.join(os.tmpdir(), 's3-'))
  const store = openStore(directory, { now })
  store.createBucket('data', { region: REGION })
  const server = await startS3({
    store,
    credentials: CREDENTIALS,
    region: REGION,
    account: ACCOUNT,
    ...options,
    now,
  })
  const client = clientFor(server.url)
  const stop = async () => {
    client.destroy()
    await server.close()
    store.close()
    fs.rmSync(directory, { recursive: true, force: true })
  }
  return { directory, store, url: server.url, client, stop }
}

/** A client that tries once, so that each test sees the first answer. */
export function clientFor(endpoint: string, credentials = CREDENTIALS, more: S3ClientConfig = {}): S3Client {
  return new S3Client({ endpoint, region: REGION, credentials, maxAttempts: 1, ...more })
}
