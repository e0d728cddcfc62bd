import type { Example } from '../lib/analysis.ts'
import { ADA, logLine } from '../lib/samples/sample-lines.ts'

const list = (prefix: string, fields: Partial<Parameters<typeof logLine>[0]> = {}) =>
  logLine({
    operation: 'REST.GET.BUCKET',
    uri: `GET /?list-type=2&prefix=${prefix}&delimiter=%2F HTTP/1.1`,
    ...fields,
  })

export const examples: readonly Example[] = [
  {
    title: 'tells who lists what, versions too, and what else they do',
    log: 'access-log',
    lines: [
      list('logs%2F'),
      list('logs%2F', { at: '16:00' }),
      list('x'),
      logLine({ operation: 'REST.GET.BUCKETVERSIONS', requester: '-', status: 403 }),
      logLine({ operation: 'REST.GET.OBJECT', key: 'a' }),
    ],
    rows: [
      {
        lists: '3',
        share: '75.0',
        requester: ADA,
        prefixes: '2',
        main_prefix: 'logs/',
        failures: '0',
        other_requests: '1',
      },
      { lists: '1', requester: '(anonymous)', prefixes: '1', main_prefix: '', failures: '1' },
    ],
    headline: 'my-bucket was listed 4 times; 3 times by user ada, 2 prefixes.',
  },
  {
    title: 'names clients with three listings, not with two, of one requester',
    log: 'access-log',
    parameters: { lists: 3, requester: 'user/' },
    lines: [
      list(''),
      list('', { at: '16:00' }),
      ...[1, 2, 3].map(i => list('a', { at: `1${i}:00`, remoteIp: '203.0.113.8' })),
      list('', { requester: '-' }),
    ],
    rows: [{ lists: '3', remote_ip: '203.0.113.8' }],
    headline: 'my-bucket was listed 5 times; always by user ada, 2 prefixes.',
  },
  {
    title: 'takes no reading of settings or objects for a listing',
    log: 'access-log',
    lines: [
      logLine({ operation: 'REST.GET.OBJECT', key: 'a', uri: 'GET /a?prefix=x HTTP/1.1' }),
      logLine({ operation: 'REST.GET.BUCKETPOLICY' }),
    ],
    rows: [],
    headline: 'Nobody listed my-bucket in this window.',
  },
]
