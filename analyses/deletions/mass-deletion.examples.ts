import type { Example } from '../lib/analysis.ts'
import { ADA, logLine, trailEvent } from '../lib/samples/sample-lines.ts'

const gone = (key: string, at: string, requester = 'arn:aws:iam::111122223333:user/eve') =>
  logLine({ operation: 'BATCH.DELETE.OBJECT', key, status: 204, at, requester, objectSize: 10 })
const CANONICAL = '79a59df900b949e55d96a1e698fbacedfd6e09d98eacf8f8d5218e7cd47ef2be'
const asked = { keys: 3, minutes: 10 }

export const examples: readonly Example[] = [
  {
    title: 'finds three keys within ten minutes, wherever the ten minutes begin',
    log: 'access-log',
    parameters: asked,
    lines: [gone('a/1', '05:00'), gone('a/2', '14:59'), gone('a/b/3', '15:00'), gone('z', '40:00')],
    rows: [
      { keys: '3', first: '2026-11-20 07:05:00.000', last: '2026-11-20 07:15:00.000', object_size: '30' },
    ],
    headline:
      '3 objects under a/ in my-bucket were deleted by user eve from 203.0.113.7 between 2026-11-20 07:05:00 and 07:15:00 UTC.',
    severity: 'high',
  },
  {
    title:
      'finds none of three keys in ten minutes and a second, of two, of one key thrice, or of two people',
    log: 'access-log',
    parameters: asked,
    lines: [
      gone('1', '05:00'),
      gone('2', '10:00'),
      gone('3', '15:01'),
      ...['30:00', '31:00', '32:00'].map(at => gone('same', at)),
      gone('4', '50:00'),
      gone('5', '51:00'),
      gone('6', '52:00', 'arn:aws:iam::111122223333:user/bob'),
    ],
    rows: [],
    headline: 'Nobody deleted 3 or more objects of my-bucket within 10 minutes; 9 deletions were requested',
  },
  {
    title: 'tells two mass deletions of one requester apart',
    log: 'access-log',
    parameters: { keys: 2, minutes: 5 },
    lines: [
      gone('a', '01:00'),
      gone('b', '02:00'),
      gone('c', '30:00'),
      gone('d', '31:00'),
      gone('e', '32:00'),
    ],
    rows: [
      { keys: '3', first_key: 'c', last_key: 'e' },
      { keys: '2', first_key: 'a', last_key: 'b' },
    ],
    headline: '3 objects in my-bucket were deleted by user eve from 203.0.113.7 between',
  },
  {
    title: 'needs fifty keys within an hour, unless told, and takes no lifecycle rule for a person',
    log: 'access-log',
    lines: [
      ...Array.from({ length: 49 }, (_, i) => gone(`k${i}`, '15:00')),
      ...Array.from({ length: 60 }, (_, i) =>
        logLine({ operation: 'S3.EXPIRE.OBJECT', key: `e${i}`, status: '-', requester: 'AmazonS3' }),
      ),
    ],
    rows: [],
    headline: 'Nobody deleted 50 or more objects',
  },
  {
    title: 'finds those of one prefix and one requester',
    log: 'access-log',
    parameters: { keys: 2, minutes: 60, prefix: 'p/', requester: 'user/eve' },
    lines: [
      gone('p/1', '01:00'),
      gone('p/2', '02:00'),
      gone('q/3', '03:00'),
      ...['p/4', 'p/5'].map(key => gone(key, '05:00', 'arn:aws:iam::111122223333:user/bob')),
    ],
    rows: [{ keys: '2', last_key: 'p/2' }],
    headline: '2 objects under p/',
  },
  {
    title: 'counts each key of a batch in CloudTrail, and not the batch besides',
    log: 'cloudtrail',
    parameters: { keys: 2, minutes: 60 },
    lines: [
      trailEvent({ eventName: 'DeleteObjects' }),
      ...['a', 'b'].map(key =>
        trailEvent({ eventName: 'DeleteObject', key, parameters: { versionId: 'v' } }),
      ),
    ],
    rows: [{ keys: '2', permanent: '2' }],
    headline: '2 objects in my-bucket were deleted by user ada',
  },
  {
    title: 'tells a batch whose keys the trail does not name: it may have been a mass deletion',
    log: 'cloudtrail',
    lines: [
      trailEvent({ eventName: 'DeleteObjects', requestId: 'B1' }),
      trailEvent({ eventName: 'DeleteObject', key: 'a', requestId: 'R1' }),
    ],
    rows: [],
    headline:
      '1 batch deletion in my-bucket by user ada at 2026-11-20 07:15:00 UTC of up to 1,000 keys, which this log does not name; 1 more deletion was requested.',
    severity: 'high',
  },
  {
    title: 'does not count refused deletions',
    log: 'cloudtrail',
    parameters: { keys: 2, minutes: 60 },
    lines: ['a', 'b'].map(key => trailEvent({ eventName: 'DeleteObject', key, errorCode: 'AccessDenied' })),
    rows: [],
    headline: 'Nobody deleted 2 or more objects',
  },
  {
    title: 'of both logs, sees one person behind keys of batches of which CloudTrail names the batch alone',
    log: 'access-log',
    parameters: asked,
    lines: ['B1', 'B2'].flatMap((requestId, i) => [
      logLine({ operation: 'REST.POST.MULTI_OBJECT_DELETE', requester: CANONICAL, requestId }),
      ...['x', 'y'].map(name =>
        logLine({
          operation: 'BATCH.DELETE.OBJECT',
          key: `${name}/${i}`,
          status: 204,
          objectSize: 10,
          requester: CANONICAL,
          requestId,
        }),
      ),
    ]),
    otherLines: [
      trailEvent({ eventName: 'DeleteObjects', requestId: 'B1' }),
      trailEvent({ eventName: 'DeleteObjects', requestId: 'B2' }),
    ],
    rows: [{ requester: ADA, keys: '4', object_size: '40' }],
    headline: '4 objects in my-bucket were deleted by user ada',
    severity: 'high',
  },
]
