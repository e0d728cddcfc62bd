import { gzipSync } from 'node:zlib'
import type { Settings } from '../../bot/model/settings.ts'

/** The trail of the small set-ups: account 111122223333, Region eu-west-1, bucket `my-trail`. */
export const TRAIL: Settings['sources'][number] = {
  kind: 'cloudtrail',
  id: 'trail',
  bucket: 'my-trail',
  prefix: '',
  layout: 'account',
  accounts: ['111122223333'],
  regions: ['eu-west-1'],
}

/** The key of a trail's file that was published at this time. */
export function trailKey(published: Date, unique = 'AAAAAAAAAAAAAAAA', ending = '.json.gz'): string {
  const iso = published.toISOString()
  const stamp = `${iso.slice(0, 16).replaceAll(/[-:]/g, '')}Z`
  const day = iso.slice(0, 10).replaceAll('-', '/')
  return `AWSLogs/111122223333/CloudTrail/eu-west-1/${day}/111122223333_CloudTrail_eu-west-1_${stamp}_${unique}${ending}`
}

/** A successful DeleteObject as CloudTrail records it. */
export function trailDeletion(fields: {
  bucket: string
  time: Date
  key: string
  requestId: string
  userAgent?: string
}) {
  const { bucket, time, key, requestId, userAgent = '[aws-cli/2.0]' } = fields
  return {
    eventVersion: '1.11',
    userIdentity: {
      type: 'IAMUser',
      arn: 'arn:aws:iam::111122223333:user/ada',
      accountId: '111122223333',
    },
    eventTime: `${time.toISOString().slice(0, 19)}Z`,
    eventSource: 's3.amazonaws.com',
    eventName: 'DeleteObject',
    awsRegion: 'eu-west-1',
    sourceIPAddress: '203.0.113.7',
    userAgent,
    requestParameters: { bucketName: bucket, key },
    requestID: requestId,
    eventID: `event-${requestId}`,
    readOnly: false,
    eventType: 'AwsApiCall',
    recipientAccountId: '111122223333',
    eventCategory: 'Data',
  }
}

/** A trail's file as CloudTrail writes it. */
export const trailFile = (...events: object[]): Buffer => gzipSync(JSON.stringify({ Records: events }))
