import * as z from 'zod'
import { all } from '../lib/sql/fragments.ts'
import { sql } from '../lib/sql/sql.ts'
import { suspectRequests } from '../lib/shared/suspect-requests.ts'
import { counted, numberOf } from '../lib/words.ts'

const CHANGES = sql`action NOT IN ('read', 'head', 'list', 'bucket-config-read') AND operation NOT LIKE 'Get%' AND operation NOT LIKE 'REST.GET.%' AND operation NOT LIKE 'List%'`

export default suspectRequests({
  title: 'Activity of the root user',
  answers: 'Did the account’s root user do anything here?',
  words: ['root', 'root account', 'root user', 'account owner'],
  reads: ['cloudtrail', 'access-log'],
  why: 'CloudTrail says of each event whether the root user did it; access logs show it by the ARN alone.',
  blind: {
    'access-log': 'Access logs show the root user only where it signed the request itself.',
    cloudtrail: 'CloudTrail has object requests only where the trail records data events for this bucket.',
  },
  parameters: z.object({
    onlyChanges: z
      .boolean()
      .default(false)
      .describe('Leaves out what only reads or lists.')
      .meta({ title: 'Only changes' }),
  }),
  own: {},
  shown: 'event_time operation key requester remote_ip error_code',
  // What a service does on behalf of the root user comes from the service.
  from: ({ onlyChanges }) =>
    sql`FROM events WHERE ${all(sql`requester_type = 'root'`, sql`network <> 'aws-service'`, onlyChanges ? CHANGES : undefined)}`,
  further: () => ({
    changes: sql`SELECT count(*) AS changes FROM events WHERE requester_type = 'root' AND network <> 'aws-service' AND ${CHANGES}`,
  }),
  found: (requests, { bucket }) =>
    `${counted(requests, 'request')} to ${bucket} were made as the root user`.replace(
      /^(1 .*) were/,
      '$1 was',
    ),
  nothing: ({ bucket }) => `The root user did nothing in ${bucket} that is in the logs of this window.`,
  severity: ({ aggregates }) =>
    numberOf(aggregates.changes?.[0], 'changes') > 0
      ? { level: 'high', why: 'The root user changed something; no policy limits what it may do.' }
      : {
          level: 'medium',
          why: 'The root user is for a handful of tasks, and looking into buckets is none of them.',
        },
  notes: () => [
    'The root user of another account shows here, too, if it was let in: look at the account in its ARN.',
  ],
})
