import type { Example } from '../lib/analysis.ts'
import { ADA, logLine, trailEvent } from '../lib/samples/sample-lines.ts'

const get = {
  operation: 'REST.GET.OBJECT',
  key: 'a',
  requestId: 'ID1',
  status: 403,
  errorCode: 'AccessDenied',
}
const BATCH = { requestId: 'ID2' }

export const examples: readonly Example[] = [
  {
    title: 'finds one request among others, however its id is typed',
    log: 'access-log',
    lines: [logLine(get), logLine({ ...get, requestId: 'ID12' })],
    parameters: { id: ' id1 ' },
    rows: [
      {
        request_id: 'ID1',
        key: 'a',
        source: 'access-log',
        requester: ADA,
        total_ms: '12',
        turnaround_ms: '7',
      },
    ],
    headline:
      'Request id1: REST.GET.OBJECT of a by user ada from 203.0.113.7 at 2026-11-20 07:15:00 UTC, failed with AccessDenied.',
  },
  {
    title: 'has of one request what both logs know',
    log: 'access-log',
    lines: [logLine(get)],
    otherLines: [
      trailEvent({
        eventName: 'GetObject',
        key: 'a',
        requestId: 'ID1',
        errorCode: 'AccessDenied',
        errorMessage: 'because of a policy',
      }),
    ],
    parameters: { id: 'ID1' },
    rows: [{ source: 'both', status: '403', error_message: 'because of a policy' }],
    headline: 'failed with AccessDenied (because of a policy)',
  },
  {
    title: 'finds all records of a batch, and several requests at once',
    log: 'access-log',
    lines: [
      logLine({ operation: 'REST.POST.MULTI_OBJECT_DELETE', ...BATCH }),
      logLine({ operation: 'BATCH.DELETE.OBJECT', key: 'x', status: 204, ...BATCH }),
      logLine({ operation: 'BATCH.DELETE.OBJECT', key: 'y', status: 204, ...BATCH }),
      logLine(get),
    ],
    parameters: { id: 'ID2 ID1' },
    rows: [{ request_id: 'ID1' }, { key: 'x' }, { key: 'y' }, { operation: 'REST.POST.MULTI_OBJECT_DELETE' }],
    headline: '2 requests, the first: REST.GET.OBJECT of a',
  },
  {
    title: 'finds none where no id is given, and says what to do',
    log: 'access-log',
    lines: [logLine(get)],
    rows: [],
    headline: 'No request id was given.',
  },
  {
    title: 'finds a request in CloudTrail',
    log: 'cloudtrail',
    lines: [trailEvent({ eventName: 'GetObject', key: 'a', requestId: 'ID1' })],
    parameters: { id: 'ID1' },
    rows: [{ operation: 'GetObject', source: 'cloudtrail' }],
    headline:
      'Request ID1: GetObject of a by user ada from 203.0.113.7 at 2026-11-20 07:15:00 UTC, answered.',
  },
  {
    title: 'says so where there is no such request',
    log: 'cloudtrail',
    lines: [trailEvent({ eventName: 'GetObject', key: 'a', requestId: 'ID1' })],
    parameters: { id: 'ID' },
    rows: [],
    headline: 'No such request to my-bucket is in the logs of this window.',
  },
]
