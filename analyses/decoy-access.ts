import { z } from 'zod'
import type { Context, Example } from './lib/analysis.ts'
import { all, items, keyBegins, requesterFilter, requesterHas, typedLine } from './lib/fragments.ts'
import { totalOf } from './lib/request-list.ts'
import { ADA, logLine, trailEvent } from './lib/sample-lines.ts'
import { join, sql, type Sql } from './lib/sql.ts'
import { suspectRequests } from './lib/suspect-requests.ts'
import { counted } from './lib/words.ts'

/** The key prefixes in this bucket that are decoys; an empty one is the whole bucket. */
function decoysIn(typed: string | undefined, { bucket, settings }: Context): string[] {
  if (typed) return items(typed)
  return settings.decoys.flatMap(decoy => {
    const [name = '', ...key] = decoy.split('/')
    return name === bucket ? [key.join('/')] : []
  })
}

/** Which keys are decoys; none where no decoy is known. */
function isDecoy(prefixes: readonly string[]): Sql {
  if (prefixes.includes('')) return sql`TRUE`
  const under = prefixes.flatMap(prefix => keyBegins(prefix) ?? [])
  return under.length > 0 ? sql`(${join(under, ' OR ')})` : sql`FALSE`
}

export default suspectRequests({
  title: 'Access to decoys',
  answers: 'Did anyone touch what nobody has a reason to touch?',
  words: ['honeypot', 'canary', 'honey bucket', 'trap', 'bait'],
  reads: ['access-log', 'cloudtrail'],
  why: 'Access logs have requests that failed to authenticate, too; CloudTrail has object requests only where data events are on.',
  blind: {
    cloudtrail:
      'CloudTrail has object requests only where data events are on, and none that failed to authenticate.',
  },
  parameters: z.object({
    keys: typedLine
      .optional()
      .describe('Key prefixes that are decoys; empty means those of the settings.')
      .meta({ title: 'Decoys', placeholder: 'passwords/, payroll-2026.xlsx' }),
    requester: requesterFilter,
  }),
  own: [],
  shown: ['event_time', 'requester', 'remote_ip', 'operation', 'key', 'status'],
  from({ keys, requester }, context) {
    // What the bucket's own rules and AWS's log delivery do is nobody's access.
    const byPeople = sql`requester_type <> 'service'`
    return sql`FROM events WHERE ${all(byPeople, isDecoy(decoysIn(keys, context)), requesterHas(requester))}`
  },
  found: (requests, { bucket }) => `${counted(requests, 'request')} touched decoys in ${bucket}`,
  nothing: (context, { keys }) =>
    decoysIn(keys, context).length > 0
      ? `No request to the decoys in ${context.bucket} is in the logs of this window.`
      : `No decoy in ${context.bucket} is known, so nothing was looked for.`,
  severity: results => ({
    level: 'high',
    why:
      totalOf(results, 'succeeded') > 0
        ? 'Nobody has a reason to be there: somebody explores the bucket, and was let in.'
        : 'Nobody has a reason to be there: somebody explores the bucket. All of it was refused.',
  }),
  notes: (_, context, { keys }) => [
    decoysIn(keys, context).length > 0
      ? 'What AWS services and the bucket’s own rules do there is left out.'
      : 'Name decoys in the form, or in the settings as decoys: a bucket, or a bucket with a key prefix.',
  ],
})

const SETTINGS = { decoys: ['my-bucket/passwords/', 'other-bucket'] }
const get = (key: string, fields = {}) => logLine({ operation: 'REST.GET.OBJECT', key, ...fields })

export const examples: readonly Example[] = [
  {
    title: 'finds whatever is done to the decoys of the settings, not beside them',
    log: 'access-log',
    settings: SETTINGS,
    lines: [
      get('passwords/all.xlsx'),
      logLine({ operation: 'REST.PUT.OBJECT', key: 'passwords/x', status: 403, at: '16:00', requester: '-' }),
      get('passwords'),
      get('invoices/passwords/a'),
      logLine({ operation: 'S3.EXPIRE.OBJECT', key: 'passwords/old', requester: 'AmazonS3', status: '-' }),
    ],
    rows: [
      { key: 'passwords/all.xlsx', requester: ADA },
      { key: 'passwords/x', requester: '(anonymous)' },
    ],
    headline: '2 requests touched decoys in my-bucket',
    severity: 'high',
  },
  {
    title: 'takes the whole bucket for a decoy where the settings say so, listing it, too',
    log: 'access-log',
    settings: { decoys: ['my-bucket'] },
    lines: [logLine({ operation: 'REST.GET.BUCKET' })],
    rows: [{ operation: 'REST.GET.BUCKET' }],
    headline: '1 request touched decoys in my-bucket by user ada',
  },
  {
    title: 'says that it was told of no decoy',
    log: 'access-log',
    lines: [get('passwords/all.xlsx')],
    rows: [],
    headline: 'No decoy in my-bucket is known, so nothing was looked for.',
  },
  {
    title: 'finds those of one person, in decoys named in the question',
    log: 'cloudtrail',
    lines: [ADA, 'arn:aws:iam::111122223333:user/bob'].flatMap(identity =>
      ['bait/1', 'fish/1'].map(key => trailEvent({ eventName: 'GetObject', key, identity })),
    ),
    parameters: { keys: 'bait/, trap/', requester: 'bob' },
    rows: [{ key: 'bait/1' }],
    headline: 'by user bob',
  },
  {
    title: 'finds none in CloudTrail where only other keys were touched',
    log: 'cloudtrail',
    settings: SETTINGS,
    lines: [trailEvent({ eventName: 'GetObject', key: 'invoices/1' })],
    rows: [],
    headline: 'No request to the decoys in my-bucket',
  },
]
