import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Investigation } from '../../bot/model/investigation.ts'
import { TRAIL, trailFile, trailKey } from '../support/cloudtrail.ts'
import { downloadCsv } from '../support/csv.ts'
import { smallLogs, startTestProduct, type TestProduct } from '../support/product.ts'

/** What is judged and what concerns the whole account, from the logs to the thread. */

const BUCKET = 'my-bucket'
const hourAgo = (hours: number) => new Date(Date.now() - hours * 3_600_000)

const event = (
  eventName: string,
  requestParameters: object,
  hours: number,
  eventSource = 's3.amazonaws.com',
) => ({
  eventVersion: '1.11',
  userIdentity: { type: 'IAMUser', arn: 'arn:aws:iam::111122223333:user/ada', accountId: '111122223333' },
  eventTime: `${hourAgo(hours).toISOString().slice(0, 19)}Z`,
  eventSource,
  eventName,
  awsRegion: 'eu-west-1',
  sourceIPAddress: '203.0.113.7',
  requestParameters,
  requestID: `${eventName}-${hours}`,
  eventID: `${eventName}-${hours}`,
  recipientAccountId: '111122223333',
})
const policy = (Principal: unknown, hours: number) =>
  event(
    'PutBucketPolicy',
    {
      bucketName: BUCKET,
      bucketPolicy: { Statement: [{ Sid: 'Read', Effect: 'Allow', Principal, Action: 's3:GetObject' }] },
    },
    hours,
  )
const OWN = { AWS: 'arn:aws:iam::111122223333:root' }
const stopped = event('StopLogging', { name: 'trail' }, 5, 'cloudtrail.amazonaws.com')

let product: TestProduct
let answered: Investigation
beforeAll(async () => {
  const opened = policy('*', 3)
  product = await startTestProduct({
    logs: smallLogs({
      buckets: { [BUCKET]: {} },
      // What stopped the trail is delivered twice.
      objects: [
        { hours: 30, events: [policy(OWN, 31)] },
        { hours: 2, events: [opened, policy(OWN, 4), stopped] },
        { hours: 1, events: [stopped] },
      ].map(({ hours, events }, i) => ({
        bucket: TRAIL.bucket,
        key: trailKey(hourAgo(hours), `AAAAAAAAAAAAAAA${i}`),
        body: trailFile(...events),
      })),
      sources: [TRAIL],
    }),
  })
  answered = await product.ask(`bucket-policy-public ${BUCKET} 24h`)
}, 120_000)
afterAll(() => product?.stop())

describe('a question that is judged', () => {
  it('says in the thread who opened what', () => {
    expect(answered.problem).toBeUndefined()
    expect(product.threadText(answered)).toContain('my-bucket: bucket policy open to anyone by user ada')
    expect(answered.query?.answer?.severity).toEqual({
      level: 'high',
      why: '“Read” lets anyone do s3:GetObject.',
    })
  })

  it('has the verdict in the CSV, beside the value before', async () => {
    const rows = await downloadCsv(product, answered)
    expect(rows).toHaveLength(1)
    expect(rows[0]).toMatchObject({
      finding: 'bucket policy open to anyone',
      why: '“Read” lets anyone do s3:GetObject.',
      new_value: expect.stringContaining('"*"'),
      previous_value: expect.stringContaining('111122223333:root'),
    })
  })

  it('does not count the account’s events as the bucket’s', () => {
    expect(answered.evidence?.coverage).toMatchObject([{ events: 3, outside: 2, duplicates: 0 }])
  })
})

it('finds an event of the whole account, once, though it was delivered twice', async () => {
  const tampering = await product.ask(`trail-tampering ${BUCKET} 24h`)
  expect(tampering.query?.answer).toMatchObject({ rowCount: 1, severity: { level: 'high' } })
  expect(tampering.query?.answer?.rows[0]).toMatchObject({ operation: 'StopLogging' })
})
