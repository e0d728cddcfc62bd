import { announcement } from '../../../../bot/answer/progress.ts'
import { damagedReply, problemReply } from '../../../../bot/answer/problem.ts'
import type { ProblemCode } from '../../../../bot/model/problem.ts'
import { HOSTILE } from './hostile.ts'
import * as some from './investigations.ts'
import { type State, statesOf } from './state.ts'

/** The message that shows how far it is, and all that can go wrong. */

const { asked, announced, withProblem } = some

/** The detail of each problem. */
const DETAILS: Record<ProblemCode, Record<string, string>> = {
  cancelled: {},
  'batch-cancelled': {},
  'query-cancelled': {},
  'scan-limit': {},
  'damaged-item': {},
  'unknown-bucket': { bucket: 'media-prod' },
  'logging-off': { bucket: 'media-prod' },
  'no-trail': { bucket: 'media-prod' },
  'no-source': { bucket: 'media-prod' },
  'no-log-objects': {
    place: 's3://my-logs/media-prod/',
    looked: 'deliveries from 2026-11-20 07:00 to 2026-11-22 07:00 UTC',
  },
  'log-bucket-gone': { bucket: 'media-prod', logs: 'my-logs' },
  archived: { place: 's3://my-logs/media-prod/', objects: '12,345' },
  'nothing-readable': { objects: '12,345' },
  'too-large': { bytes: '1.4 TB', objects: '1,204,567', limit: '500 GB' },
  'not-confirmed': { bytes: '1.4 TB' },
  permission: { action: 's3:ListBucket', resource: 'arn:aws:s3:::my-logs' },
  'not-in-channel': { channel: 'C0RANDOM' },
  'slack-refused': { error: 'msg_too_long' },
  'batch-failed': { status: 'Failed', reason: 'The manifest could not be read.' },
  'batch-no-keys': { place: 's3://my-logs/media-prod/' },
  'query-failed': { reason: 'HIVE_CURSOR_ERROR: Row is not a valid JSON Object' },
  deadline: { stage: 'evidence', limit: '2 hours' },
  unexpected: { reference: '1a2b3c4d' },
  'day-limit': { bytes: '600 GB', used: '700 GB', limit: '1 TB', whose: 'one person', owner: 'the operator' },
  'not-allowed': { refusal: 'Guests may not ask s3audit unless its settings say so.' },
  defect: { stage: 'query', reference: '1a2b3c4d' },
}

const hostileDetail = Object.fromEntries(
  [
    'bucket',
    'channel',
    'logs',
    'place',
    'looked',
    'objects',
    'bytes',
    'limit',
    'action',
    'resource',
    'stage',
    'reason',
    'refusal',
    'error',
    'status',
    'reference',
  ].map(name => [name, HOSTILE]),
)
const longDetail = Object.fromEntries(Object.keys(hostileDetail).map(name => [name, '<'.repeat(3000)]))

export const PROGRESS: State[] = [
  ...statesOf(announcement, {
    'progress, begun': [asked()],
    'progress, copying': [some.copying()],
    'progress, copying by S3 Batch Operations': [some.copying('batch-copy')],
    'progress, logs read in place': [some.copied([some.TRAIL])],
    'progress, planned': [some.planned()],
    'progress, waits to be confirmed': [some.asking()],
    'progress, reading the logs': [some.reading()],
    'progress, answering': [some.querying()],
    'progress, reporting': [some.answered()],
    'progress, answered': [some.closed(some.answered())],
    'progress, cancelled': [some.closed(withProblem('cancelled'))],
    'progress, failed while reading': [some.closed(withProblem('query-failed', DETAILS['query-failed']))],
    'progress, failed at once': [
      some.closed(withProblem('logging-off', DETAILS['logging-off'], announced())),
    ],
    'progress, hostile': [asked({ bucket: HOSTILE })],
    'progress, as long as can be': [
      some.planned(
        [some.LOG, some.TRAIL].map(log => ({ ...log, source: { ...log.source, prefix: 'p'.repeat(1024) } })),
        announced(asked({ bucket: 'b'.repeat(255) })),
      ),
    ],
    'progress, asker of an unknown zone': [asked({ asker: { user: 'U0ADA', timeZone: 'Mars/Olympus' } })],
  }),
  ...statesOf(
    (code: string, detail?: Record<string, string>) => {
      const investigation = withProblem(code, detail)
      return problemReply(investigation, investigation.problem!)
    },
    {
      ...Object.fromEntries(
        Object.entries(DETAILS).map(([code, detail]) => [`problem, ${code}`, [code, detail] as const]),
      ),
      ...Object.fromEntries(
        Object.entries(DETAILS)
          .filter(([, detail]) => Object.keys(detail).length > 0)
          .map(([code]) => [`problem, hostile, ${code}`, [code, hostileDetail] as const]),
      ),
      'problem, permission refused by a stage': [
        'permission',
        { stage: 'query', reason: 'User: arn:aws:sts::1:assumed-role/x is not authorized' },
      ],
      'problem, of a newer version': ['melted', {}],
      'problem, as long as can be': ['query-failed', longDetail],
    },
  ).map(state => ({ ...state, of: problemReply })),
  {
    name: 'problem, after the answer was there',
    of: problemReply,
    content: problemReply(some.answered(), {
      code: 'slack-refused',
      detail: { error: 'msg_too_long' },
      at: some.NOW.toISOString(),
    }),
  },
  { name: 'problem, damaged item', of: damagedReply, content: damagedReply.message('0123456789abcdef') },
]
