import type { Example } from '../lib/analysis.ts'
import { ADA, logLine } from '../lib/samples/sample-lines.ts'

const times = (n: number, fields: Parameters<typeof logLine>[0]) =>
  Array.from({ length: n }, (_, i) => logLine({ ...fields, requestId: `R${i}` }))
const BOB = 'arn:aws:iam::111122223333:user/bob'
const prices = { prices: { writesPerThousand: 5, readsPerThousand: 0.4 } }
const lines = [
  ...times(2, { operation: 'REST.PUT.OBJECT', key: 'x/y/1' }),
  logLine({ operation: 'REST.COPY.OBJECT', key: 'x/z/2' }),
  logLine({ operation: 'REST.COPY.OBJECT_GET', key: 'x/y/1' }),
  logLine({ operation: 'REST.GET.BUCKET', requester: BOB }),
  ...times(10, { operation: 'REST.GET.OBJECT', key: 'x/y/1', requester: BOB }),
]
/** None of these is charged for by the request. */
const free = [
  logLine({ operation: 'REST.DELETE.OBJECT', key: 'a', status: 204 }),
  logLine({ operation: 'REST.DELETE.UPLOAD', key: 'a', status: 204 }),
  logLine({ operation: 'REST.POST.MULTI_OBJECT_DELETE' }),
  logLine({ operation: 'BATCH.DELETE.OBJECT', key: 'a', status: 204 }),
  logLine({ operation: 'S3.EXPIRE.OBJECT', key: 'a', status: '-' }),
  logLine({ operation: 'REST.PUT.OBJECT', key: 'a', status: 503, errorCode: 'SlowDown' }),
  logLine({ operation: 'REST.GET.OBJECT', key: 'a', status: 301, errorCode: 'PermanentRedirect' }),
  logLine({ operation: 'REST.PUT.OBJECT', key: 'a', status: 400, errorCode: 'InvalidArgument' }),
  logLine({ operation: 'REST.PUT.OBJECT', key: 'a', status: 403, errorCode: 'SignatureDoesNotMatch' }),
  logLine({ operation: 'REST.GET.OBJECT', key: 'a', status: 403, errorCode: 'AccessDenied', requester: '-' }),
]

export const examples: readonly Example[] = [
  {
    title: 'prices listings and copies as writes, once, and tells whose they are',
    log: 'access-log',
    settings: prices,
    lines: [
      ...lines,
      logLine({ operation: 'REST.HEAD.OBJECT', key: 'a', status: 404, errorCode: 'NoSuchKey' }),
    ],
    rows: [
      {
        name: ADA,
        writes: '3',
        reads: '1',
        free: '1',
        cost: '0.0154',
        share: '63.1',
        main_operation: 'REST.PUT.OBJECT',
      },
      { name: BOB, writes: '1', reads: '10', free: '0', cost: '0.009' },
    ],
    headline: '15 requests to my-bucket cost about $0.02; user ada made 63.1 % of that.',
  },
  {
    title: 'prices nothing that is free, and does not hide what it cannot price',
    log: 'access-log',
    lines: [
      ...free,
      logLine({ operation: 'S3.TRANSITION_GDA.OBJECT', key: 'a', status: '-', requester: 'AmazonS3' }),
    ],
    rows: [
      { name: 'AmazonS3', transitions: '1', cost: '0.0' },
      { name: ADA, free: '9', writes: '0', cost: '0.0' },
      { name: '(anonymous)' },
    ],
    headline: 'No request to my-bucket that is charged for in this window.',
  },
  {
    title: 'adds up by folders, of one prefix',
    log: 'access-log',
    settings: prices,
    parameters: { group: 'prefix', depth: 2, prefix: 'x/' },
    lines: [...lines, logLine({ operation: 'REST.PUT.OBJECT', key: 'y' })],
    rows: [
      { name: 'x/y/', writes: '2', reads: '10', cost: '0.014' },
      { name: 'x/z/', writes: '1' },
    ],
    headline: '13 requests to my-bucket cost about $0.02; x/y/ made',
  },
  {
    title: 'has nothing to price without records',
    log: 'access-log',
    lines: [],
    rows: [],
    headline: 'No request to my-bucket that is charged for',
  },
]
