import type { Example } from '../lib/analysis.ts'
import { logLine } from '../lib/samples/sample-lines.ts'

const done = (operation: string, key: string, at = '15:00') =>
  logLine({ operation, key, status: '-', requester: 'AmazonS3', remoteIp: '-', objectSize: 1000, at })
const lines = [
  done('S3.EXPIRE.OBJECT', 'logs/a', '01:00'),
  done('S3.CREATE.DELETEMARKER', 'logs/b', '02:00'),
  done('S3.DELETE.UPLOAD', 'logs/c', '03:00'),
  done('S3.TRANSITION_SIA.OBJECT', 'logs/d', '04:00'),
  done('S3.TRANSITION.OBJECT', 'logs/e', '05:00'),
  done('S3.TRANSITION_GDA.OBJECT', 'logs/f', '06:00'),
]
/** Much like it, and none of it. */
const others = [
  logLine({ operation: 'REST.DELETE.OBJECT', key: 'a', status: 204 }),
  logLine({ operation: 'REST.DELETE.UPLOAD', key: 'a', status: 204 }),
  logLine({ operation: 'REST.PUT.LIFECYCLE' }),
  done('S3.COMPUTE.OBJECT.CHECKSUM', 'a'),
]

export const examples: readonly Example[] = [
  {
    title: 'lists all that rules did, and nothing that anybody asked for',
    log: 'access-log',
    lines: [...lines, ...others],
    rows: [
      { done: 'object deleted', key: 'logs/a', object_size: '1000' },
      { done: 'delete marker created' },
      { done: 'unfinished upload removed' },
      { done: 'moved to STANDARD_IA' },
      { done: 'moved to GLACIER', operation: 'S3.TRANSITION.OBJECT' },
      { done: 'moved to DEEP_ARCHIVE' },
    ],
    headline: '6 lifecycle actions in my-bucket under logs/ between 2026-11-20 07:01:00 and 07:06:00 UTC',
  },
  {
    title: 'finds nothing where no rule did anything',
    log: 'access-log',
    lines: others,
    rows: [],
    headline: 'No lifecycle action in my-bucket in this window.',
  },
  {
    title: 'lists expirations, delete markers among them',
    log: 'access-log',
    preset: 'lifecycle-expiration',
    lines,
    rows: [{ key: 'logs/a' }, { key: 'logs/b' }, { key: 'logs/c' }],
    headline: '3 lifecycle expirations in my-bucket',
  },
  {
    title: 'lists transitions with the class they lead to',
    log: 'access-log',
    preset: 'lifecycle-transition',
    lines,
    rows: [{ key: 'logs/d' }, { key: 'logs/e' }, { key: 'logs/f' }],
    headline: '3 lifecycle transitions in my-bucket',
  },
  {
    title: 'lists what was moved to one class, of one prefix',
    log: 'access-log',
    parameters: { which: 'transitions', storageClass: 'GLACIER', prefix: 'logs/' },
    lines: [...lines, done('S3.TRANSITION.OBJECT', 'other')],
    rows: [{ key: 'logs/e' }],
    headline: '1 lifecycle transition in my-bucket under logs/ at 2026-11-20 07:05:00 UTC: moved to GLACIER.',
  },
]
