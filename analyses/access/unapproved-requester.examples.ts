import type { Example } from '../lib/analysis.ts'
import { ADA, logLine, trailEvent } from '../lib/samples/sample-lines.ts'

const session = (name: string) => `arn:aws:sts::111122223333:assumed-role/${name}`
const get = { operation: 'REST.GET.OBJECT', key: 'a' }
const ALLOWED = {
  allowedRequesters: [
    { bucket: 'my-*', requesters: [session('etl/*')] },
    { bucket: 'my-bucket', requesters: [ADA] },
    { bucket: 'your-*t', requesters: ['*'] },
  ],
}

export const examples: readonly Example[] = [
  {
    title: 'finds who is on none of the bucket’s lists, names that only look alike included',
    log: 'access-log',
    lines: [
      logLine(get),
      logLine({ ...get, requester: session('etl/i-1') }),
      logLine({ ...get, requester: session('etlx/i-1') }),
      logLine({ ...get, requester: `${ADA}2` }),
      logLine({ ...get, requester: '-' }),
      logLine({ ...get, requester: session('other/1'), status: 403, errorCode: 'AccessDenied' }),
      logLine({ operation: 'REST.PUT.OBJECT', key: 'a', requester: session('other/1') }),
    ],
    settings: ALLOWED,
    rows: [
      { requester: '(anonymous)', requests: '1' },
      { requester: `${ADA}2` },
      { requester: session('etlx'), example_address: '203.0.113.7', example_key: 'a' },
    ],
    headline:
      '3 requests to my-bucket succeeded for 3 requesters not on the list; the most, 1, by (anonymous) at',
    severity: 'low',
  },
  {
    title: 'takes the list that is typed, and looks at writes below one prefix',
    log: 'access-log',
    lines: [
      logLine({ operation: 'REST.PUT.OBJECT', key: 'x/1' }),
      logLine({ operation: 'REST.PUT.OBJECT', key: 'x/1', requester: session('a_b/1') }),
      logLine({ operation: 'REST.PUT.OBJECT', key: 'x/1', requester: session('axb/1') }),
      logLine({ ...get, key: 'x/1', requester: session('axb/1') }),
      logLine({ operation: 'REST.PUT.OBJECT', key: 'y/1', requester: session('axb/1') }),
    ],
    settings: ALLOWED,
    parameters: { allowed: `${ADA} *role/a_b/*`, kind: 'writes', prefix: 'x/' },
    rows: [{ requester: session('axb'), requests: '1' }],
    headline: '1 request',
  },
  {
    title: 'calls nobody unapproved where it knows no list',
    log: 'access-log',
    lines: [logLine(get)],
    rows: [{ requester: ADA }],
    headline:
      'No list of allowed requesters is known for my-bucket, so nobody can be called unapproved; 1 requester used it',
  },
  {
    title: 'finds nobody where all are on the list',
    log: 'access-log',
    lines: [logLine(get)],
    settings: ALLOWED,
    rows: [],
    headline: 'Nobody but the allowed requesters used my-bucket in this window.',
  },
  {
    title: 'judges CloudTrail’s requesters alike',
    log: 'cloudtrail',
    lines: [
      trailEvent({ eventName: 'GetObject', key: 'a' }),
      trailEvent({ eventName: 'GetObject', key: 'a', identity: 'arn:aws:iam::111122223333:user/bob' }),
    ],
    settings: ALLOWED,
    rows: [{ requester: 'arn:aws:iam::111122223333:user/bob' }],
    headline: '1 request to my-bucket succeeded for 1 requester not on the list; the most, 1, by user bob',
  },
  {
    title: 'does not count what CloudTrail says failed',
    log: 'cloudtrail',
    lines: [
      trailEvent({ eventName: 'GetObject', key: 'a', identity: session('x/1'), errorCode: 'AccessDenied' }),
    ],
    settings: ALLOWED,
    rows: [],
    headline: 'Nobody but the allowed requesters',
  },
]
