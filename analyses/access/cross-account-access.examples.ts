import type { Example } from '../lib/analysis.ts'
import { logLine, trailEvent } from '../lib/samples/sample-lines.ts'

const of = (account: string, name = 'eve') => `arn:aws:iam::${account}:user/${name}`
const get = { operation: 'REST.GET.OBJECT', key: 'a' }
const put = { operation: 'REST.PUT.OBJECT', key: 'a' }
const OWN = { ownAccounts: ['111122223333', '444455556666'] }
const CANONICAL = '79a59df900b949e55d96a1e698fbacedfd6e09d98eacf8f8d5218e7cd47ef2be'

export const examples: readonly Example[] = [
  {
    title: 'finds who is of none of the own accounts, a role once for all its sessions',
    log: 'access-log',
    lines: [
      logLine(get),
      logLine({ ...get, requester: of('444455556666') }),
      logLine({ ...get, requester: of('999999999999') }),
      ...['1', '2'].map(session =>
        logLine({ ...put, requester: `arn:aws:sts::888888888888:assumed-role/etl/${session}` }),
      ),
      logLine({ ...get, requester: 'arn:aws:iam::cloudfront:user/CloudFront' }),
      logLine({ ...get, requester: CANONICAL }),
      logLine({ ...get, requester: '-' }),
    ],
    settings: OWN,
    rows: [
      {
        requester: 'arn:aws:sts::888888888888:assumed-role/etl',
        account: '888888888888',
        requests: '2',
        writes: '2',
      },
      { requester: of('999999999999'), account: '999999999999', requests: '1', writes: '0' },
    ],
    headline: '3 requests to my-bucket by 2 requesters of 2 other accounts; most by role etl',
    severity: 'high',
  },
  {
    title: 'takes the accounts that are typed for the own ones',
    log: 'access-log',
    lines: [
      logLine({ ...get, key: 'x/1' }),
      logLine({ ...get, key: 'x/1', requester: of('999999999999') }),
      logLine(get),
    ],
    settings: OWN,
    parameters: { accounts: '999999999999', prefix: 'x/' },
    rows: [{ account: '111122223333', requests: '1' }],
    headline: '1 request to my-bucket by 1 requester of 1 other account',
    severity: 'low',
  },
  {
    title: 'finds writes by unknown accounts, also by nobody known, but none that failed',
    log: 'access-log',
    lines: [
      logLine({ ...put, requester: of('999999999999') }),
      logLine({ ...put, requester: '-' }),
      logLine({ ...put, requester: of('999999999999'), status: 403, errorCode: 'AccessDenied' }),
      logLine(put),
      logLine({ ...get, requester: of('999999999999') }),
    ],
    settings: OWN,
    preset: 'unauthorised-write',
    rows: [
      { requester: '(anonymous)', account: null, writes: '1' },
      { requester: of('999999999999'), requests: '1' },
    ],
    headline: '2 writes to my-bucket by 2 requesters not known to be of your accounts',
    severity: 'high',
  },
  {
    title: 'shows writes only, where they are asked for',
    log: 'access-log',
    lines: [
      logLine({ ...get, requester: of('999999999999') }),
      logLine({ ...put, requester: of('888888888888') }),
    ],
    settings: OWN,
    parameters: { only: 'writes' },
    rows: [{ account: '888888888888' }],
    headline: '1 write',
  },
  {
    title: 'finds nobody where all are of the own accounts',
    log: 'access-log',
    lines: [logLine(get), logLine({ ...get, requester: of('444455556666') })],
    settings: OWN,
    rows: [],
    headline: 'No request to my-bucket in this window was by another account.',
  },
  {
    title: 'knows the bucket’s own account from CloudTrail, and says what it was not told',
    log: 'cloudtrail',
    lines: [
      trailEvent({ eventName: 'GetObject', key: 'a' }),
      trailEvent({
        eventName: 'GetObject',
        key: 'a',
        identity: { type: 'AWSAccount', principalId: 'AIDA', accountId: '999999999999' },
      }),
    ],
    rows: [{ requester: 'AIDA', account: '999999999999' }],
    headline: '1 request to my-bucket by 1 requester of 1 other account',
  },
  {
    title: 'finds nobody in CloudTrail but the own account',
    log: 'cloudtrail',
    lines: [trailEvent({ eventName: 'GetObject', key: 'a' })],
    rows: [],
    headline: 'No request to my-bucket',
  },
  {
    title: 'takes the canonical id of the bucket’s owner for no stranger',
    log: 'access-log',
    lines: [logLine({ operation: 'REST.PUT.OBJECT', key: 'own', requester: '36c1f05b76016b78' })],
    preset: 'unauthorised-write',
    rows: [],
    headline: 'No write to my-bucket in this window was by anybody but your own accounts.',
  },
]
