import { GetBucketLocationCommand, S3Client } from '@aws-sdk/client-s3'
import { fromTemporaryCredentials } from '@aws-sdk/credential-providers'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openSessions } from '../../../infra/local/http/sessions.ts'
import { startSts } from '../../../infra/local/services/sts.ts'
import { CREDENTIALS, type EmbeddedS3, REGION, startEmbeddedS3 } from './s3-client.ts'

const ROLE = 'arn:aws:iam::444455556666:role/reader'

let now = new Date()
const sessions = openSessions(() => now)
let s3: EmbeddedS3
let sts: Awaited<ReturnType<typeof startSts>>
beforeAll(async () => {
  s3 = await startEmbeddedS3({ now: () => now, sessions })
  s3.store.createBucket('theirs', { region: REGION })
  sts = await startSts({ roles: [ROLE], sessions, credentials: CREDENTIALS })
})
afterAll(() => Promise.all([s3.stop(), sts.close()]))

/** S3 as the SDK calls it with a role's rights. */
const clientAs = (RoleArn: string, RoleSessionName = 's3audit') =>
  new S3Client({
    endpoint: s3.url,
    region: REGION,
    forcePathStyle: true,
    maxAttempts: 1,
    credentials: fromTemporaryCredentials({
      masterCredentials: CREDENTIALS,
      params: { RoleArn, RoleSessionName, DurationSeconds: 900 },
      clientConfig: { endpoint: sts.url, region: REGION, maxAttempts: 1 },
    }),
  })
const located = (client: S3Client) => client.send(new GetBucketLocationCommand({ Bucket: 'theirs' }))

describe('a role of another account', () => {
  it('is assumed, and S3 takes its session', async () => {
    await expect(located(clientAs(ROLE))).resolves.toMatchObject({ LocationConstraint: REGION })
  })

  it('is refused if it does not trust the caller', async () => {
    const stranger = clientAs('arn:aws:iam::777788889999:role/reader')
    await expect(located(stranger)).rejects.toMatchObject({ name: 'AccessDenied' })
  })

  it('ends with its session', async () => {
    const { accessKeyId, secretAccessKey, sessionToken } = sessions.issue('444455556666', 900)
    const client = (token: string) =>
      new S3Client({
        endpoint: s3.url,
        region: REGION,
        forcePathStyle: true,
        maxAttempts: 1,
        credentials: { accessKeyId, secretAccessKey, sessionToken: token },
      })
    await expect(located(client(sessionToken))).resolves.toBeDefined()
    await expect(located(client('another'))).rejects.toMatchObject({ name: 'InvalidToken' })
    const before = now
    now = new Date(now.getTime() + 901_000)
    await expect(located(client(sessionToken))).rejects.toBeDefined()
    now = before
  })
})
