import * as z from 'zod'
import type { Context } from '../lib/analysis.ts'
import { all, items, keyBegins, requesterFilter, requesterHas, typedLine } from '../lib/sql/fragments.ts'
import { totalOf } from '../lib/shared/request-list.ts'
import { join, sql, type Sql } from '../lib/sql/sql.ts'
import { suspectRequests } from '../lib/shared/suspect-requests.ts'
import { counted } from '../lib/words.ts'

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
  own: {},
  shown: 'event_time requester remote_ip operation key status',
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
