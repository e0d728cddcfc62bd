import type { Example } from '../lib/analysis.ts'
import { logLine } from '../lib/samples/sample-lines.ts'

const done = (operation: string, key: string, at = '15:00') =>
  logLine({ operation, key, status: '-', requester: 'AmazonS3', remoteIp: '-', objectSize: 1000, at })
const lines = [
  ...['logs/a', 'b', 'b'].map(key => done('S3.EXPIRE.OBJECT', key)),
  done('S3.CREATE.DELETEMARKER', 'logs/c'),
  done('S3.TRANSITION_INT.OBJECT', 'd'),
]

export const examples: readonly Example[] = [
  {
    title: 'counts by kind of action, objects once',
    log: 'access-log',
    lines,
    rows: [
      { done: 'object deleted', actions: '3', keys: '2', bytes: '3000' },
      { done: 'delete marker created', actions: '1' },
      { done: 'moved to INTELLIGENT_TIERING', actions: '1' },
    ],
    headline: '5 lifecycle actions in my-bucket at 2026-11-20 07:15:00 UTC; the most, 3: object deleted.',
  },
  {
    title: 'counts by day, of one prefix',
    log: 'access-log',
    parameters: { byDay: true, prefix: 'logs/' },
    lines,
    rows: [
      { day: '2026-11-20 00:00:00.000', done: 'delete marker created', actions: '1' },
      { done: 'object deleted', actions: '1' },
    ],
    headline: '2 lifecycle actions',
  },
  {
    title: 'counts nothing that anybody asked for',
    log: 'access-log',
    lines: [
      logLine({ operation: 'REST.DELETE.OBJECT', key: 'a', status: 204 }),
      logLine({ operation: 'REST.PUT.LIFECYCLE' }),
    ],
    rows: [],
    headline: 'Lifecycle rules did nothing in my-bucket in this window.',
  },
]
