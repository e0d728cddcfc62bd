import {
  CloudTrailClient,
  DescribeTrailsCommand,
  GetEventSelectorsCommand,
  GetTrailStatusCommand,
  ListTrailsCommand,
} from '@aws-sdk/client-cloudtrail'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startCloudTrail } from '../../../infra/local/cloudtrail/server.ts'
import { ACCOUNT, CREDENTIALS } from './s3-client.ts'

const selector = {
  ReadWriteType: 'WriteOnly',
  DataResources: [{ Type: 'AWS::S3::Object', Values: ['arn:aws:s3'] }],
}
const TRAILS = [
  { name: 'here', homeRegion: 'eu-west-1', multiRegion: false, bucket: 'trail', logging: true },
  {
    name: 'everywhere',
    homeRegion: 'us-east-1',
    multiRegion: true,
    bucket: 'trail',
    prefix: 'all',
    logging: false,
    deliveryError: 'NoSuchBucket',
    eventSelectors: [selector],
  },
]

let server: Awaited<ReturnType<typeof startCloudTrail>>
let fault: { status: number; code: string; message: string } | undefined
beforeAll(async () => {
  const faults = { before: () => fault }
  server = await startCloudTrail({ trails: TRAILS, account: ACCOUNT, credentials: CREDENTIALS, faults })
})
afterAll(() => server.close())

const clientIn = (region: string, credentials = CREDENTIALS) =>
  new CloudTrailClient({ endpoint: server.url, region, credentials, maxAttempts: 1 })
const arn = `arn:aws:cloudtrail:us-east-1:${ACCOUNT}:trail/everywhere`
const names = async (region: string, input = {}) =>
  ((await clientIn(region).send(new DescribeTrailsCommand(input))).trailList ?? []).map(({ Name }) => Name)

describe('trails', () => {
  it('are listed in their home Region and where they log', async () => {
    expect(await names('eu-west-1')).toEqual(['here', 'everywhere'])
    expect(await names('eu-west-1', { includeShadowTrails: false })).toEqual(['here'])
    expect(await names('us-east-1')).toEqual(['everywhere'])
    expect(await names('us-east-1', { trailNameList: ['here'] })).toEqual([])
  })

  it('return their status and selectors by ARN, and by name in their home Region', async () => {
    const status = await clientIn('us-east-1').send(new GetTrailStatusCommand({ Name: 'everywhere' }))
    expect(status).toMatchObject({ IsLogging: false, LatestDeliveryError: 'NoSuchBucket' })
    const { EventSelectors, TrailARN } = await clientIn('eu-west-1').send(
      new GetEventSelectorsCommand({ TrailName: arn }),
    )
    expect([TrailARN, EventSelectors]).toEqual([arn, [selector]])
    await expect(
      clientIn('eu-west-1').send(new GetTrailStatusCommand({ Name: 'everywhere' })),
    ).rejects.toMatchObject({ name: 'TrailNotFoundException' })
  })

  it('record management events by default', async () => {
    const { EventSelectors } = await clientIn('eu-west-1').send(
      new GetEventSelectorsCommand({ TrailName: 'here' }),
    )
    expect(EventSelectors).toMatchObject([{ IncludeManagementEvents: true, DataResources: [] }])
  })
})

describe('it refuses', () => {
  it('what it does not know, by name', async () => {
    await expect(clientIn('eu-west-1').send(new ListTrailsCommand({}))).rejects.toThrow(/ListTrails/)
  })

  it('other credentials', async () => {
    const stranger = clientIn('eu-west-1', { ...CREDENTIALS, secretAccessKey: 'forged' })
    await expect(stranger.send(new DescribeTrailsCommand({}))).rejects.toMatchObject({
      name: 'InvalidSignatureException',
    })
  })

  it('what a test has it refuse', async () => {
    fault = { status: 400, code: 'AccessDeniedException', message: 'no' }
    await expect(clientIn('eu-west-1').send(new DescribeTrailsCommand({}))).rejects.toMatchObject({
      name: 'AccessDeniedException',
    })
    fault = undefined
  })
})
