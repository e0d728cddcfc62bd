import type { Example } from '../lib/analysis.ts'
import { ADA, logLine, trailEvent } from '../lib/samples/sample-lines.ts'

const get = { operation: 'REST.GET.OBJECT', key: 'a' }
const BOB = 'arn:aws:iam::111122223333:user/bob'

export const examples: readonly Example[] = [
  {
    title: 'finds the requests that an ACL allowed, and no others',
    log: 'access-log',
    lines: [
      logLine({ ...get, aclRequired: 'Yes' }),
      logLine(get),
      logLine({ operation: 'REST.PUT.ACL', key: 'a' }),
    ],
    rows: [{ key: 'a', operation: 'REST.GET.OBJECT', requester: ADA }],
    headline:
      '1 request to my-bucket by user ada from 203.0.113.7 at 2026-11-20 07:15:00 UTC needed an ACL; without ACLs it would be refused.',
  },
  {
    title: 'looks at one requester below one prefix',
    log: 'access-log',
    lines: [
      logLine({ ...get, key: 'x/1', aclRequired: 'Yes' }),
      logLine({ ...get, key: 'x/1', aclRequired: 'Yes', requester: BOB }),
      logLine({ ...get, aclRequired: 'Yes', requester: BOB }),
    ],
    parameters: { prefix: 'x/', requester: 'bob' },
    rows: [{ key: 'x/1', requester: BOB }],
    headline: '1 request',
  },
  {
    title: 'finds none where no request needed one',
    log: 'access-log',
    lines: [logLine(get)],
    rows: [],
    headline: 'No request to my-bucket in this window needed an ACL.',
  },
  {
    title: 'finds those that CloudTrail marks',
    log: 'cloudtrail',
    lines: [
      trailEvent({ eventName: 'GetObject', key: 'a', additional: { aclRequired: 'Yes' } }),
      trailEvent({ eventName: 'GetObject', key: 'b' }),
    ],
    rows: [{ key: 'a' }],
    headline: '1 request',
  },
  {
    title: 'takes a change of an ACL for none that needed one',
    log: 'cloudtrail',
    lines: [trailEvent({ eventName: 'PutObjectAcl', key: 'b' })],
    rows: [],
    headline: 'No request',
  },
]
