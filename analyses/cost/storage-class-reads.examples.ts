import type { Example } from '../lib/analysis.ts'
import { ADA, logLine } from '../lib/samples/sample-lines.ts'

const moved = {
  operation: 'S3.TRANSITION_SIA.OBJECT',
  key: 'a',
  status: '-' as const,
  requester: 'AmazonS3',
  remoteIp: '-',
  at: '2026-11-18T00:00:00',
}
const get = { operation: 'REST.GET.OBJECT', key: 'a', bytesSent: 100 }

export const examples: readonly Example[] = [
  {
    title: 'finds reads of what was moved before, with the class it was moved to last',
    log: 'access-log',
    lines: [
      logLine(moved),
      logLine(get),
      logLine({ ...get, at: '16:00' }),
      logLine({ ...moved, key: 'b' }),
      logLine({ ...moved, key: 'b', operation: 'S3.TRANSITION_GIR.OBJECT', at: '10:00' }),
      logLine({ ...get, key: 'b', bytesSent: 900, requester: '-' }),
    ],
    rows: [
      {
        key: 'b',
        storage_class: 'Glacier Instant Retrieval',
        reads: '1',
        bytes_sent: '900',
        moved_at: '2026-11-20 07:10:00',
      },
      {
        key: 'a',
        storage_class: 'Standard-IA',
        reads: '2',
        bytes_sent: '200',
        main_requester: ADA,
        moved_at: '2026-11-18 00:00:00',
      },
    ],
    headline:
      '2 objects of my-bucket were read 3 times (1.1 kB) after lifecycle rules had moved them to a colder class; the most, 900 B, by (anonymous).',
  },
  {
    title: 'takes no read before the transition, none after a new write, and none that got nothing',
    log: 'access-log',
    lines: [
      logLine({ ...moved, at: '20:00' }),
      logLine({ ...get, at: '19:00' }),
      logLine({ ...moved, key: 'b' }),
      logLine({ operation: 'REST.PUT.OBJECT', key: 'b', at: '2026-11-19T00:00:00' }),
      logLine({ ...get, key: 'b' }),
      logLine({ ...get, status: 403, at: '21:00' }),
    ],
    rows: [],
    headline:
      'None of the objects that lifecycle rules moved in the window and the 30 days before (2 transitions in my-bucket) was read afterwards.',
  },
  {
    title: 'looks no further back than asked for, and under one prefix',
    log: 'access-log',
    parameters: { days: 2, prefix: 'a' },
    lines: [
      logLine(moved),
      logLine({ ...moved, key: 'b', at: '2026-11-19T00:00:00' }),
      logLine(get),
      logLine({ ...get, key: 'b' }),
    ],
    rows: [],
    headline:
      'Lifecycle rules moved no object of my-bucket in the window and the 2 days before: which class objects are in is not known.',
  },
  {
    title: 'prices what was read out of the classes that charge for it, by each class’ price',
    log: 'access-log',
    settings: {
      prices: { retrievalPerGigabyte: { standardIa: 0.01, oneZoneIa: 0.02, glacierInstant: 0.03 } },
    },
    lines: ['SIA', 'ZIA', 'GIR', 'GDA', 'INT'].flatMap(name => [
      logLine({ ...moved, key: name, operation: `S3.TRANSITION_${name}.OBJECT` }),
      logLine({ ...get, key: name, bytesSent: 5_000_000_000 }),
    ]),
    rows: [
      { key: 'GDA', cost: '0.0' },
      { key: 'GIR', cost: '0.15' },
      { key: 'INT', cost: '0.0' },
      { key: 'SIA', cost: '0.05' },
      { key: 'ZIA', cost: '0.1' },
    ],
    headline: '5 objects of my-bucket were read 5 times (25.0 GB, about $0.30 of retrieval)',
  },
]
