import type { Example, LogReading } from '../lib/analysis.ts'
import { logLine, trailEvent } from '../lib/samples/sample-lines.ts'

const gathered: LogReading = {
  log: 'access-log',
  strategy: 'gather',
  found: 4,
  foundBytes: 4000,
  objects: 2,
  bytes: 2000,
  archived: 1,
  skipped: 1,
  samples: [{ key: 'logs/broken.gz', reason: 'damaged' }],
}
const inPlace: LogReading = {
  log: 'cloudtrail',
  strategy: 'in-place',
  found: 3,
  foundBytes: 300,
  objects: 3,
  bytes: 300,
  archived: 0,
  skipped: 0,
  samples: [],
}
const get = logLine({ operation: 'REST.GET.OBJECT', key: 'a' })

export const examples: readonly Example[] = [
  {
    title: 'tells how the log came, what was left out, and what it held',
    log: 'access-log',
    lines: [get, 'no record', logLine({ operation: 'REST.GET.OBJECT', key: 'a', bucket: 'other' })],
    reading: { logs: [gathered], scannedBytes: 5000, dollars: 0.014 },
    rows: [
      {
        way: 'gathered into larger parts',
        objects: '2',
        skipped: '1',
        lines: '3',
        records: '1',
        unparsed: '1',
      },
    ],
    headline: '2 log objects (2.0 kB) were read, 2 left out; Athena scanned 5.0 kB for it.',
  },
  {
    title: 'has nothing to tell where nothing was read',
    log: 'access-log',
    lines: [get],
    rows: [],
    headline: 'No log object was read.',
  },
  {
    title: 'tells of a log that is read where it lies',
    log: 'cloudtrail',
    lines: [trailEvent({ eventName: 'GetObject', key: 'a' })],
    reading: { logs: [inPlace], scannedBytes: 300 },
    rows: [{ source: 'cloudtrail', way: 'read in place', objects: '3', archived: '0' }],
    headline: '3 log objects (300 B) were read, none left out',
  },
  {
    title: 'has nothing to tell of CloudTrail where nothing was read',
    log: 'cloudtrail',
    lines: [trailEvent({ eventName: 'GetObject', key: 'a' })],
    rows: [],
    headline: 'No log object was read.',
  },
]
