import type { Example } from '../lib/analysis.ts'
import { ADA, logLine, trailEvent } from '../lib/samples/sample-lines.ts'

const get = { operation: 'REST.GET.OBJECT', key: 'a' }
const put = { operation: 'REST.PUT.OBJECT', key: 'a' }
const BOB = 'arn:aws:iam::111122223333:user/bob'
const BERLIN = { workingHours: { timeZone: 'Europe/Berlin', from: 9, to: 17 } }

export const examples: readonly Example[] = [
  {
    title: 'finds what succeeded before the working day begins, to the second, where people work',
    log: 'access-log',
    // 07:00 to 08:00 UTC on a Friday in November is 08:00 to 09:00 in Berlin.
    lines: [
      logLine({ ...get, at: '59:59' }),
      logLine({ ...get, at: '59:58', status: 403, errorCode: 'AccessDenied' }),
      logLine({ operation: 'S3.EXPIRE.OBJECT', key: 'a', requester: 'AmazonS3', remoteIp: '-', status: '-' }),
    ],
    settings: BERLIN,
    rows: [{ local_time: '2026-11-20 08:59:59.000', local_day: 'Fri', requester: ADA }],
    headline:
      '1 request to my-bucket outside working hours (Mon, Tue, Wed, Thu, Fri 9–17 h Europe/Berlin) by user ada from 203.0.113.7 at 2026-11-20 07:59:59 UTC.',
  },
  {
    title: 'finds nothing within working hours',
    log: 'access-log',
    lines: [logLine({ ...get, at: '00:00' }), logLine({ ...get, at: '59:59' })],
    settings: { workingHours: { timeZone: 'Europe/Berlin', from: 8, to: 9 } },
    rows: [],
    headline: 'No request to my-bucket succeeded outside working hours',
  },
  {
    title: 'ends the day where it is told: one minute before and after',
    log: 'access-log',
    lines: [logLine({ ...get, key: 'before', at: '29:59' }), logLine({ ...get, key: 'after', at: '30:00' })],
    // India is 5:30 ahead of UTC.
    parameters: { timeZone: 'Asia/Kolkata', hours: '8-13' },
    rows: [{ key: 'after', local_time: '2026-11-20 13:00:00.000' }],
    headline: '8–13 h Asia/Kolkata',
  },
  {
    title: 'knows a night shift, and other working days',
    log: 'access-log',
    lines: [logLine({ ...get, key: 'a' })],
    parameters: { hours: '20-6', days: 'Thursday, fri' },
    rows: [{ key: 'a' }],
    headline: '(Thu, Fri 20–6 h UTC)',
  },
  {
    title: 'counts a day that is no working day from morning to night',
    log: 'access-log',
    lines: [logLine({ ...get, key: 'a' })],
    parameters: { hours: '0-24', days: 'Mon Tue Wed Thu' },
    rows: [{ local_day: 'Fri' }],
    headline: '1 request',
  },
  {
    title: 'looks at the writes of one person below one prefix',
    log: 'access-log',
    lines: [
      logLine({ ...put, key: 'x/1', requester: BOB }),
      logLine({ ...put, key: 'x/2' }),
      logLine({ ...get, key: 'x/3', requester: BOB }),
      logLine({ ...put, key: 'y/4', requester: BOB }),
    ],
    parameters: { kind: 'writes', prefix: 'x/', requester: 'bob' },
    rows: [{ key: 'x/1' }],
    headline: '1 request',
  },
  {
    title: 'judges CloudTrail’s events alike, but not what a service does',
    log: 'cloudtrail',
    lines: [
      trailEvent({ eventName: 'GetObject', key: 'a' }),
      trailEvent({
        eventName: 'GetObject',
        key: 'b',
        identity: { type: 'AWSService', invokedBy: 'athena.amazonaws.com' },
      }),
    ],
    rows: [{ key: 'a', local_time: '2026-11-20 07:15:00.000' }],
    headline: '1 request to my-bucket outside working hours (Mon, Tue, Wed, Thu, Fri 8–18 h UTC)',
  },
  {
    title: 'finds nothing in CloudTrail within working hours',
    log: 'cloudtrail',
    lines: [trailEvent({ eventName: 'GetObject', key: 'a' })],
    settings: { workingHours: { timeZone: 'Europe/Berlin' } },
    rows: [],
    headline: 'No request',
  },
]
