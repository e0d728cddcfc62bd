import { succeeded } from '../lib/meaning/outcome.ts'
import * as z from 'zod'
import { all, requesterFilter, requesterHas } from '../lib/sql/fragments.ts'
import { sql, type Sql } from '../lib/sql/sql.ts'
import { suspectRequests } from '../lib/shared/suspect-requests.ts'
import { counted, numberOf } from '../lib/words.ts'

/** Events that end recording, and those that change what is recorded. */
const ENDING = [
  'StopLogging',
  'DeleteTrail',
  'DeleteEventDataStore',
  'StopEventDataStoreIngestion',
  'DeleteDelivery',
  'DeleteDeliverySource',
  'DeleteDeliveryDestination',
  'DeleteTable',
  'DeleteTableBucket',
]
const TRAILS = [
  ...ENDING,
  'UpdateTrail',
  'PutEventSelectors',
  'PutEventConfiguration',
  'PutInsightSelectors',
  'UpdateEventDataStore',
  'UpdateDeliveryConfiguration',
  'DeleteDeliveryDestinationPolicy',
]
/** S3 Batch Operations and DataSync. */
const TRANSFERS = [
  'CreateJob',
  'JobCreated',
  'CreateTask',
  'UpdateTask',
  'StartTaskExecution',
  'CreateLocationS3',
]

const KINDS: Record<string, readonly string[]> = {
  'trails and transfers': [...TRAILS, ...TRANSFERS],
  'changes of trails': TRAILS,
  'batch jobs and transfers': TRANSFERS,
}

const isOf = (kind: string): Sql => sql`operation IN ${KINDS[kind] ?? TRAILS}`

export default suspectRequests({
  title: 'Trails and transfers of the account',
  answers: 'Was recording switched off, or a transfer of many objects set up?',
  words: ['trail', 'stop logging', 'cloudtrail tampering', 'batch job', 'datasync', 'bulk transfer'],
  reads: ['cloudtrail'],
  why: 'These are events of CloudTrail, DataSync and S3 Batch Operations, which access logs do not have.',
  blind: {},
  accountWide: true,
  presets: {
    'trail-tampering': {
      title: 'Tampering with trails',
      answers: 'Was CloudTrail stopped, or what it records changed?',
      words: ['stop logging', 'delete trail', 'event selectors', 'defence evasion', 'stealth'],
      parameters: { kind: 'changes of trails' },
    },
    'batch-or-datasync-exfil': {
      title: 'Batch jobs and DataSync transfers',
      answers: 'Was a batch job or a DataSync transfer set up that could carry the bucket away?',
      words: ['s3 batch', 'batch operations', 'datasync', 'exfiltration', 'bulk copy'],
      parameters: { kind: 'batch jobs and transfers' },
    },
  },
  parameters: z.object({
    kind: z
      .enum(['trails and transfers', 'changes of trails', 'batch jobs and transfers'])
      .default('trails and transfers')
      .describe('What to look for.')
      .meta({ title: 'Look for' }),
    requester: requesterFilter,
  }),
  own: { request: sql`request_parameters AS request` },
  shown: 'event_time operation requester remote_ip error_code request',
  from: ({ kind, requester }) => sql`FROM account_events WHERE ${all(isOf(kind), requesterHas(requester))}`,
  further: ({ kind }, { bucket }) => ({
    telling: sql`SELECT count_if(${succeeded} AND operation IN ${ENDING}) AS ending,
        count_if(regexp_like(request_parameters, ${`[":/]${bucket.replaceAll('.', '[.]')}["/]`})) AS naming FROM account_events WHERE ${isOf(kind)}`,
  }),
  found: (requests, _, { kind }) => `${counted(requests, 'event')} of ${kind} in the account`,
  nothing: (_, { kind }) => `No event of ${kind} of the account is in the logs of this window.`,
  severity: ({ aggregates }) =>
    numberOf(aggregates.telling?.[0], 'ending') > 0
      ? { level: 'high', why: 'Recording was ended: what was done afterwards may be in no log.' }
      : { level: 'medium', why: 'Changes like these are rare and planned: ask whoever made them.' },
  notes: ({ aggregates }, { bucket }) => [
    `${counted(numberOf(aggregates.telling?.[0], 'naming'), 'event names', 'events name')} ${bucket}; the others may concern any bucket of the account.`,
    'Only the Region of these logs was read. For changes to the bucket that holds the logs, ask about that bucket.',
  ],
})
