import type { Example } from '../lib/analysis.ts'
import { ADA, trailEvent } from '../lib/samples/sample-lines.ts'

const trail = (eventName: string, fields = {}) =>
  trailEvent({
    eventName,
    eventSource: 'cloudtrail.amazonaws.com',
    fields: { requestParameters: { name: 'org-trail' } },
    ...fields,
  })
const job = (eventName: string, eventSource: string, requestParameters: object) =>
  trailEvent({ eventName, eventSource, fields: { requestParameters } })

export const examples: readonly Example[] = [
  {
    title: 'finds a trail stopped, tried or changed, not looked at',
    log: 'cloudtrail',
    preset: 'trail-tampering',
    lines: [
      trail('StopLogging'),
      trail('DeleteTrail', { at: '16:00', errorCode: 'AccessDenied' }),
      trail('PutEventSelectors', { at: '17:00' }),
      trail('GetTrailStatus'),
      trail('StartLogging'),
      job('CreateJob', 's3.amazonaws.com', {}),
    ],
    rows: [
      { operation: 'StopLogging', requester: ADA },
      { operation: 'DeleteTrail', error_code: 'AccessDenied' },
      { operation: 'PutEventSelectors' },
    ],
    headline: '3 events of changes of trails in the account, all by user ada from 203.0.113.7',
    severity: 'high',
  },
  {
    title: 'finds batch jobs and transfers, and thinks them less bad',
    log: 'cloudtrail',
    preset: 'batch-or-datasync-exfil',
    lines: [
      job('CreateJob', 's3.amazonaws.com', { manifest: 'arn:aws:s3:::my-bucket/manifest.csv' }),
      job('CreateTask', 'datasync.amazonaws.com', { name: 't' }),
      job('ListTasks', 'datasync.amazonaws.com', {}),
      trail('StopLogging'),
    ],
    rows: [{ operation: 'CreateJob' }, { operation: 'CreateTask' }],
    headline: '2 events of batch jobs and transfers in the account',
    severity: 'medium',
  },
  {
    title: 'does not take an ordinary event of the bucket for one',
    log: 'cloudtrail',
    lines: [trailEvent({ eventName: 'PutBucketPolicy' }), trailEvent({ eventName: 'ListBuckets' })],
    rows: [],
    headline: 'No event of trails and transfers of the account is in the logs of this window.',
  },
  {
    title: 'finds what one person did, of one kind',
    log: 'cloudtrail',
    lines: [
      trail('StopLogging'),
      trail('StopLogging', { identity: 'arn:aws:iam::111122223333:user/bob' }),
      job('CreateTask', 'datasync.amazonaws.com', {}),
    ],
    parameters: { kind: 'changes of trails', requester: 'ada' },
    rows: [{ operation: 'StopLogging', requester: ADA }],
    headline: '1 event of changes of trails',
  },
]
