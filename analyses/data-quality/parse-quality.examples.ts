import type { Example } from '../lib/analysis.ts'
import { logLine, trailEvent } from '../lib/samples/sample-lines.ts'

const get = logLine({ operation: 'REST.GET.OBJECT', key: 'a' })
/** A record as S3 wrote it before there was a host header: nothing behind the version id. */
const old = get.split(' hostid=')[0] ?? ''

export const examples: readonly Example[] = [
  {
    title: 'mentions operations that it does not know',
    log: 'access-log',
    lines: [logLine({ operation: 'REST.DELETE.NEW_THING' })],
    rows: [],
    headline:
      '1 request has an operation that s3audit does not know (REST.DELETE.NEW_THING), which may have changed something.',
  },
  {
    title: 'counts what is no record, and says what is wrong with it',
    log: 'access-log',
    lines: [get, old, 'no record', 'no record', `${get} ${get}`, logLine({ operation: 'WRONG', key: 'a' })],
    rows: [
      { problem: 'no time stamp', lines: '2', unparsed_line: 'no record' },
      { problem: 'two records on one line', lines: '1' },
      { problem: 'not the form of a record', lines: '1' },
    ],
    headline: '4 of 6 lines could not be read (66.7 %); the commonest problem: no time stamp.',
  },
  {
    title: 'takes neither another bucket’s record, nor quotes, nor a key that does not decode for unreadable',
    log: 'access-log',
    lines: [
      logLine({ operation: 'REST.GET.OBJECT', key: 'a', bucket: 'other' }),
      logLine({ operation: 'REST.GET.OBJECT', key: '%25ZZ', userAgent: 'a "quoted" word' }),
    ],
    rows: [],
    headline: 'Every line could be read: 2 lines, none of them unparsed.',
  },
  {
    title: 'counts events without a name or a time',
    log: 'cloudtrail',
    lines: [trailEvent({ eventName: 'GetObject', key: 'a' }), '{"eventID":"x"}'],
    rows: [{ source: 'cloudtrail', problem: 'an event without time or name', lines: '1' }],
    headline: '1 of 2 lines could not be read',
  },
  {
    title: 'says of events that all could be read',
    log: 'cloudtrail',
    lines: [trailEvent({ eventName: 'GetObject', key: 'a' })],
    rows: [],
    headline: 'Every line could be read: 1 line',
  },
]
