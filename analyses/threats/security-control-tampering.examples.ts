import type { Example } from '../lib/analysis.ts'
import { ADA, trailEvent } from '../lib/samples/sample-lines.ts'

const versioning = (at: string, fields = {}) =>
  trailEvent({
    eventName: 'PutBucketVersioning',
    parameters: { VersioningConfiguration: { Status: 'Suspended' } },
    at,
    ...fields,
  })
const logging = (at: string, fields = {}) =>
  trailEvent({ eventName: 'PutBucketLogging', parameters: { BucketLoggingStatus: {} }, at, ...fields })
const BOB = { identity: 'arn:aws:iam::111122223333:user/bob' }
const shared = (account: string) =>
  trailEvent({
    eventName: 'PutBucketPolicy',
    parameters: {
      bucketPolicy: { Statement: { Effect: 'Allow', Principal: { AWS: account }, Action: 's3:*' } },
    },
  })

export const examples: readonly Example[] = [
  {
    title: 'finds two different weakenings by one requester, not the same one twice, by two, or refused',
    log: 'cloudtrail',
    lines: [
      versioning('01:00'),
      logging('02:00'),
      versioning('01:00', BOB),
      versioning('02:00', BOB),
      logging('03:00', { ...BOB, errorCode: 'AccessDenied' }),
      logging('04:00', { identity: 'arn:aws:iam::111122223333:user/eve' }),
    ],
    rows: [
      { finding: 'versioning suspended', requester: ADA },
      { finding: 'logging disabled', requester: ADA },
    ],
    headline:
      'user ada from 203.0.113.7 weakened 2 protections of my-bucket between 2026-11-20 07:01:00 and 07:02:00 UTC: logging disabled, versioning suspended.',
    severity: 'high',
  },
  {
    title: 'finds none that lie a second further apart than told',
    log: 'cloudtrail',
    lines: [versioning('01:00'), logging('11:01')],
    parameters: { minutes: 10 },
    rows: [],
    headline: 'Nobody weakened 2 protections of my-bucket within 10 minutes.',
  },
  {
    title: 'finds a single one where told, and an opening to accounts that are not one’s own',
    log: 'cloudtrail',
    lines: [shared('999988887777'), shared('222233334444')],
    parameters: { controls: 1, accounts: '999988887777' },
    rows: [
      { finding: 'bucket policy open to other accounts', why: '“statement 1” lets 222233334444 do s3:*.' },
    ],
    headline: 'user ada',
  },
  {
    title: 'takes log delivery and a trail ended for two weakenings at most, and names what cannot be judged',
    log: 'cloudtrail',
    lines: [
      logging('01:00'),
      trailEvent({
        eventName: 'StopLogging',
        eventSource: 'cloudtrail.amazonaws.com',
        at: '02:00',
        fields: { requestParameters: { name: 'audit' } },
      }),
      trailEvent({ eventName: 'PutBucketPolicy', at: '03:00', parameters: { bucketPolicy: 'x' } }),
    ],
    rows: [{ finding: 'logging disabled' }, { finding: 'recording stopped' }],
    headline: '1 change could not be judged, the last by user ada',
    severity: 'high',
  },
  {
    title: 'does not call it nothing where a change could not be judged',
    log: 'cloudtrail',
    lines: [trailEvent({ eventName: 'PutBucketPolicy', parameters: { bucketPolicy: 'x' } })],
    rows: [],
    headline: 'Nobody weakened 2 protections of my-bucket within 90 minutes; 1 change could not be judged',
    severity: 'medium',
  },
]
