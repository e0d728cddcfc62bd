import type { Example } from '../lib/analysis.ts'
import { logLine, trailEvent } from '../lib/samples/sample-lines.ts'

const batchKey = (key: string) => logLine({ operation: 'BATCH.DELETE.OBJECT', key, status: 204 })
const put = trailEvent({ eventName: 'PutObject', key: 'a' })

export const examples: readonly Example[] = [
  {
    title: 'finds what stands in the log twice and thrice',
    log: 'access-log',
    lines: [batchKey('a'), batchKey('a'), batchKey('b'), batchKey('b'), batchKey('b'), batchKey('c')],
    rows: [
      { key: 'b', deliveries: '3' },
      { key: 'a', deliveries: '2' },
    ],
    headline: '2 of 3 records were delivered more than once, 3 times too many (50.0 % of what was read).',
  },
  {
    title: 'takes neither the keys of a batch nor another bucket’s lines for duplicates',
    log: 'access-log',
    lines: [
      batchKey('a'),
      batchKey('b'),
      ...[1, 2].map(() => logLine({ operation: 'REST.GET.OBJECT', key: 'a', bucket: 'other' })),
    ],
    rows: [],
    headline: 'No record was delivered twice; 2 records were read.',
  },
  {
    title: 'looks at one prefix',
    log: 'access-log',
    lines: ['a', 'a', 'b', 'b'].map(batchKey),
    parameters: { prefix: 'b' },
    rows: [{ key: 'b' }],
    headline: '1 of 1 record',
  },
  {
    title: 'knows an event by its own id',
    log: 'cloudtrail',
    lines: [put, put, trailEvent({ eventName: 'PutObject', key: 'b' })],
    rows: [{ key: 'a', deliveries: '2' }],
    headline: '1 of 2 records',
  },
  {
    title: 'finds none among different events of one request',
    log: 'cloudtrail',
    lines: ['a', 'b'].map(key => trailEvent({ eventName: 'DeleteObject', key })),
    rows: [],
    headline: 'No record was delivered twice',
  },
]
