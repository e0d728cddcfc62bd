import type { Example } from '../lib/analysis.ts'
import { ADA, logLine, trailEvent } from '../lib/samples/sample-lines.ts'

const SETTINGS = { decoys: ['my-bucket/passwords/', 'other-bucket'] }
const get = (key: string, fields = {}) => logLine({ operation: 'REST.GET.OBJECT', key, ...fields })

export const examples: readonly Example[] = [
  {
    title: 'finds whatever is done to the decoys of the settings, not beside them',
    log: 'access-log',
    settings: SETTINGS,
    lines: [
      get('passwords/all.xlsx'),
      logLine({ operation: 'REST.PUT.OBJECT', key: 'passwords/x', status: 403, at: '16:00', requester: '-' }),
      get('passwords'),
      get('invoices/passwords/a'),
      logLine({ operation: 'S3.EXPIRE.OBJECT', key: 'passwords/old', requester: 'AmazonS3', status: '-' }),
    ],
    rows: [
      { key: 'passwords/all.xlsx', requester: ADA },
      { key: 'passwords/x', requester: '(anonymous)' },
    ],
    headline: '2 requests touched decoys in my-bucket',
    severity: 'high',
  },
  {
    title: 'takes the whole bucket for a decoy where the settings say so, listing it, too',
    log: 'access-log',
    settings: { decoys: ['my-bucket'] },
    lines: [logLine({ operation: 'REST.GET.BUCKET' })],
    rows: [{ operation: 'REST.GET.BUCKET' }],
    headline: '1 request touched decoys in my-bucket by user ada',
  },
  {
    title: 'says that it was told of no decoy',
    log: 'access-log',
    lines: [get('passwords/all.xlsx')],
    rows: [],
    headline: 'No decoy in my-bucket is known, so nothing was looked for.',
  },
  {
    title: 'finds those of one person, in decoys named in the question',
    log: 'cloudtrail',
    lines: [ADA, 'arn:aws:iam::111122223333:user/bob'].flatMap(identity =>
      ['bait/1', 'fish/1'].map(key => trailEvent({ eventName: 'GetObject', key, identity })),
    ),
    parameters: { keys: 'bait/, trap/', requester: 'bob' },
    rows: [{ key: 'bait/1' }],
    headline: 'by user bob',
  },
  {
    title: 'finds none in CloudTrail where only other keys were touched',
    log: 'cloudtrail',
    settings: SETTINGS,
    lines: [trailEvent({ eventName: 'GetObject', key: 'invoices/1' })],
    rows: [],
    headline: 'No request to the decoys in my-bucket',
  },
]
