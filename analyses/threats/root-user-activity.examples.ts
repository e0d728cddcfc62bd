import type { Example } from '../lib/analysis.ts'
import { ADA, logLine, trailEvent } from '../lib/samples/sample-lines.ts'

const ROOT_ARN = 'arn:aws:iam::111122223333:root'
const ROOT = { type: 'Root', arn: ROOT_ARN, accountId: '111122223333' }

export const examples: readonly Example[] = [
  {
    title: 'finds what the root user did, not what a service did on its behalf, nor users',
    log: 'cloudtrail',
    lines: [
      trailEvent({ eventName: 'PutBucketPolicy', identity: ROOT }),
      trailEvent({ eventName: 'GetBucketAcl', identity: ROOT, sourceIp: 'config.amazonaws.com' }),
      trailEvent({ eventName: 'PutBucketPolicy', identity: 'arn:aws:iam::111122223333:user/root' }),
    ],
    rows: [{ operation: 'PutBucketPolicy', requester: ROOT_ARN }],
    headline:
      '1 request to my-bucket was made as the root user by arn:aws:iam::111122223333:root from 203.0.113.7',
    severity: 'high',
  },
  {
    title: 'finds nothing where only users acted',
    log: 'cloudtrail',
    lines: [trailEvent({ eventName: 'PutBucketPolicy', identity: ADA })],
    rows: [],
    headline: 'The root user did nothing in my-bucket',
  },
  {
    title: 'finds the root user by its ARN in access logs, and thinks less of looking',
    log: 'access-log',
    lines: ['111122223333:root', '111122223333:user/root'].map(name =>
      logLine({ operation: 'REST.GET.BUCKET', requester: `arn:aws:iam::${name}` }),
    ),
    rows: [{ operation: 'REST.GET.BUCKET', requester: ROOT_ARN }],
    headline: '1 request to my-bucket was',
    severity: 'medium',
  },
  {
    title: 'leaves out what only reads, where told',
    log: 'access-log',
    lines: [logLine({ operation: 'REST.GET.OBJECT', key: 'a', requester: ROOT_ARN })],
    parameters: { onlyChanges: true },
    rows: [],
    headline: 'The root user did nothing',
  },
]
