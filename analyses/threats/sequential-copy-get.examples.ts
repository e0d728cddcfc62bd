import type { Example } from '../lib/analysis.ts'
import { logLine } from '../lib/samples/sample-lines.ts'

const EVE = 'arn:aws:iam::999999999999:user/eve'
const copy = (key: string, at: string, fields = {}) =>
  logLine({ operation: 'REST.COPY.OBJECT_GET', key, at, status: '-', requester: EVE, ...fields })
const asked = { keys: 3, minutes: 10 }
const three = [copy('p/1', '05:00'), copy('p/2', '10:00'), copy('p/3', '15:00')]

export const examples: readonly Example[] = [
  {
    title: 'finds three copied keys within ten minutes, and whose account they went to',
    log: 'access-log',
    parameters: asked,
    settings: { ownAccounts: ['111122223333'] },
    lines: three,
    rows: [{ requester: EVE, keys: '3', remote_ip: '203.0.113.7', requester_account: '999999999999' }],
    headline:
      '3 objects under p/ of my-bucket were copied by user eve of account 999999999999 from 203.0.113.7 between',
    severity: 'high',
  },
  {
    title: 'is less alarmed by one’s own account',
    log: 'access-log',
    parameters: asked,
    settings: { ownAccounts: ['999999999999'] },
    lines: three,
    rows: [{ keys: '3' }],
    headline: 'were copied by user eve from 203.0.113.7',
    severity: 'medium',
  },
  {
    title:
      'finds none a second later, from two addresses, of what was read without a copy, or copied into the bucket',
    log: 'access-log',
    parameters: asked,
    lines: [
      ...three.slice(0, 2),
      copy('p/3', '15:01'),
      copy('p/4', '15:00', { remoteIp: '198.51.100.9' }),
      logLine({ operation: 'REST.GET.OBJECT', key: 'p/5', at: '11:00', requester: EVE }),
      logLine({ operation: 'REST.COPY.OBJECT', key: 'p/6', at: '11:00', requester: EVE }),
      copy('p/7', '11:00', { errorCode: 'AccessDenied' }),
    ],
    rows: [],
    headline: 'Nobody copied 3 or more objects of my-bucket within 10 minutes; 4 copies read from it in all.',
  },
  {
    title: 'looks at one prefix and one requester',
    log: 'access-log',
    parameters: { keys: 2, minutes: 60, prefix: 'p/', requester: 'eve' },
    lines: [
      copy('p/1', '01:00'),
      copy('p/2', '02:00'),
      copy('q', '03:00'),
      ...['p/3', 'p/4'].map(key => copy(key, '05:00', { requester: EVE.replace('eve', 'bob') })),
    ],
    rows: [{ requester: EVE, keys: '2' }],
    headline: '2 objects under p/',
  },
]
