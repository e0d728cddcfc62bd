import type { Example } from '../lib/analysis.ts'
import { ADA, logLine, trailEvent } from '../lib/samples/sample-lines.ts'

const refused = (n: number, fields = {}) =>
  Array.from({ length: n }, (_, i) =>
    logLine({
      operation: 'REST.GET.OBJECT',
      key: `k${i}`,
      status: 403,
      errorCode: 'AccessDenied',
      requestId: `R${i}`,
      ...fields,
    }),
  )
const head = (fields = {}) =>
  logLine({ operation: 'REST.HEAD.BUCKET', requester: '-', status: 403, ...fields })

export const examples: readonly Example[] = [
  {
    title:
      'finds five refusals within an hour of one requester from one address, not four, nor five from two',
    log: 'access-log',
    lines: [
      ...refused(5, { remoteIp: '203.0.113.1' }),
      ...refused(4, { remoteIp: '203.0.113.2' }),
      ...refused(1, { remoteIp: '203.0.113.2', requester: 'arn:aws:iam::111122223333:user/bob' }),
      logLine({ operation: 'REST.GET.OBJECT', key: 'k', status: 404, remoteIp: '203.0.113.2' }),
    ],
    rows: [
      {
        sign: 'repeated refusals',
        remote_ip: '203.0.113.1',
        requester: ADA,
        refused: '5',
        hourly: '5',
        keys: '5',
      },
    ],
    headline:
      '1 requester tried what they may do in my-bucket; the most by user ada from 203.0.113.1: 5 refusals, 0 anonymous probes',
    severity: 'low',
  },
  {
    title: 'says that forty are many, and finds anonymous looks at the bucket, the answered ones above all',
    log: 'access-log',
    lines: [
      ...refused(40),
      head({ remoteIp: '203.0.113.3' }),
      logLine({ operation: 'REST.GET.BUCKET', requester: '-', remoteIp: '203.0.113.4' }),
      logLine({ operation: 'REST.GET.BUCKET' }),
      logLine({ operation: 'REST.GET.OBJECT', key: 'a', requester: '-', remoteIp: '203.0.113.5' }),
    ],
    rows: [
      { sign: 'many refusals', refused: '40', probes: '0' },
      { sign: 'anonymous probe', remote_ip: '203.0.113.3', refused: '1', probes: '1', probed: '0' },
      { sign: 'anonymous probe', remote_ip: '203.0.113.4', refused: '0', probed: '1' },
    ],
    headline: '3 requesters tried',
    severity: 'high',
  },
  {
    title: 'takes other numbers, and leaves probes out',
    log: 'access-log',
    lines: [...refused(3), head()],
    parameters: { refusals: 3, perHour: 9, probes: false },
    rows: [{ sign: 'many refusals', refused: '3' }],
    headline: '1 requester tried',
    severity: 'medium',
  },
  {
    title: 'counts by the hour where that is fewer',
    log: 'access-log',
    lines: refused(2),
    parameters: { perHour: 2 },
    rows: [{ sign: 'repeated refusals' }],
    headline: '1 requester',
  },
  {
    title: 'finds nothing where one is refused now and then',
    log: 'access-log',
    lines: refused(4),
    rows: [],
    headline: 'Nobody tried doors at my-bucket in this window',
  },
  {
    title: 'finds refusals in CloudTrail',
    log: 'cloudtrail',
    lines: Array.from({ length: 5 }, (_, i) =>
      trailEvent({ eventName: 'GetBucketAcl', errorCode: 'AccessDenied', requestId: `R${i}` }),
    ),
    rows: [{ sign: 'repeated refusals', refused: '5' }],
    headline: '5 refusals',
  },
  {
    title: 'does not take what succeeds for trying',
    log: 'cloudtrail',
    lines: Array.from({ length: 5 }, (_, i) => trailEvent({ eventName: 'GetBucketAcl', requestId: `R${i}` })),
    rows: [],
    headline: 'Nobody tried doors',
  },
]
