import type { Example } from '../lib/analysis.ts'
import { logLine, trailEvent } from '../lib/samples/sample-lines.ts'

const get = (at: string) => logLine({ operation: 'REST.GET.OBJECT', key: 'a', at })

export const examples: readonly Example[] = [
  {
    title: 'finds no gap where every hour has a record',
    log: 'access-log',
    lines: [get('00:00'), 'no record', logLine({ operation: 'REST.GET.OBJECT', key: 'a', bucket: 'other' })],
    rows: [],
    headline: 'Access logs: records of my-bucket in all 1 hour.',
  },
  {
    title: 'counts another bucket’s records, and lines that are none, for no record',
    log: 'access-log',
    lines: ['no record', logLine({ operation: 'REST.GET.OBJECT', key: 'a', bucket: 'other' })],
    rows: [
      {
        source: 'access-log',
        hours: '1',
        gap_from: '2026-11-20 07:00:00.000',
        gap_to: '2026-11-20 08:00:00.000',
      },
    ],
    headline: 'Access logs have no record of my-bucket in this window; the longest stretch without is 1 hour',
  },
  {
    title: 'leaves short stretches out where one asks for long ones',
    log: 'access-log',
    lines: ['no record'],
    parameters: { minHours: 2 },
    rows: [],
    headline: 'no record of my-bucket',
  },
  {
    title: 'says of CloudTrail when it has no event',
    log: 'cloudtrail',
    lines: ['{"eventID":"x"}'],
    rows: [{ source: 'cloudtrail', hours: '1' }],
    headline: 'CloudTrail has no record of my-bucket in this window',
  },
  {
    title: 'says of CloudTrail when it has events in every hour',
    log: 'cloudtrail',
    lines: [trailEvent({ eventName: 'GetObject', key: 'a' })],
    rows: [],
    headline: 'CloudTrail: records of my-bucket in all 1 hour.',
  },
]
