import { succeeded } from '../lib/meaning/outcome.ts'
import * as z from 'zod'
import { defineAnalysis } from '../lib/analysis.ts'
import { figures } from '../lib/figures.ts'
import { columns } from '../lib/columns.ts'
import { burstKeys, burstMinutes, bursts } from '../lib/sql/bursts.ts'
import { all, keyBegins, keyPrefix, principal, requesterFilter, requesterHas } from '../lib/sql/fragments.ts'
import { ONLY_ACCESS_LOGS } from '../lib/evidence/logs.ts'
import { whatElseDid } from '../lib/shared/request-list.ts'
import { copiesWithin } from '../lib/meaning/move.ts'
import { sql } from '../lib/sql/sql.ts'
import { commonFolder, count, counted, numberOf, requesterName, span } from '../lib/words.ts'

export default defineAnalysis({
  title: 'Objects copied in sequence',
  answers: 'Did somebody copy one object after the other out of this bucket?',
  group: 'Threats',
  words: ['copy get', 'bulk copy', 'exfiltration by copy', 'sync', 'stolen by copy'],
  ...ONLY_ACCESS_LOGS,
  why: 'Only access logs have a record of the reading side of each copy.',
  parameters: z.object({
    keys: burstKeys(100, 'copied'),
    minutes: burstMinutes(60),
    prefix: keyPrefix,
    requester: requesterFilter,
  }),
  columns: columns(
    'requester* remote_ip* keys* first* last* requester_account first_key last_key user_agent',
    { user_agent: 'A user agent' },
  ),
  figures: figures(
    `bursts: Sequences | requesters | keys: Objects copied in sequence | copies: Copies read in all`,
  ),
  statements({ keys, minutes, prefix, requester }) {
    // What is copied within the bucket leaves it not: programs rename so.
    const copies = sql`SELECT away.* FROM (SELECT ${principal} AS actor, coalesce(remote_ip, '-') AS address, requester_account, event_time, key, user_agent
          FROM events WHERE ${all(sql`operation IN ('REST.COPY.OBJECT_GET', 'REST.COPY.PART_GET')`, succeeded, keyBegins(prefix), requesterHas(requester))}) AS away
        LEFT JOIN (${copiesWithin}) AS inside ON inside.actor = away.actor AND inside.source_key = away.key AND inside.event_time = away.event_time WHERE inside.actor IS NULL`
    const rows = sql`SELECT actor AS requester, nullif(address, '-') AS remote_ip, count(DISTINCT key) AS keys, min(event_time) AS first, max(event_time) AS last,
          max(requester_account) AS requester_account, min(key) AS first_key, max(key) AS last_key, max(user_agent) AS user_agent
        FROM (${bursts(copies, [sql`actor`, sql`address`], { keys, minutes })}) AS bursts GROUP BY actor, address, burst`
    return {
      rows,
      order: sql`keys DESC, first, requester, remote_ip`,
      aggregates: {
        totals: sql`SELECT count(*) AS bursts, count(DISTINCT requester) AS requesters, sum(keys) AS keys FROM (${rows}) AS rows`,
        copies: sql`SELECT count(*) AS copies FROM (${copies}) AS copies`,
      },
    }
  },
  summarise({ aggregates, rows }, { bucket, settings, reader }, { keys, minutes }) {
    const totals = aggregates.totals?.[0]
    const top = rows[0]
    const account = top?.requester_account
    const foreign = account && !settings.ownAccounts.includes(account) ? ` of account ${account}` : ''
    const folder = commonFolder(top?.first_key, top?.last_key)
    const copies = numberOf(aggregates.copies?.[0], 'copies')
    const more = numberOf(totals, 'bursts') - 1
    return {
      headline: top
        ? `${counted(numberOf(top, 'keys'), 'object')}${folder ? ` under ${folder}` : ''} of ${bucket} were copied by ${requesterName(top.requester ?? '')}${foreign}${top.remote_ip ? ` from ${top.remote_ip}` : ''}${span(top.first, top.last, reader)}${more > 0 ? `; ${counted(more, 'more sequence')}` : ''}.`
        : `Nobody copied ${count(keys)} or more objects of ${bucket} within ${counted(minutes, 'minute')}; ${counted(copies, 'copy', 'copies')} read from it in all.`,
      ...(top && {
        severity: foreign
          ? ({
              level: 'high',
              why: 'Many objects were copied by an account that is not known as your own.',
            } as const)
          : ({
              level: 'medium',
              why: 'Copies move data without a download: backups do it, and so do those who steal.',
            } as const),
      }),
      figures: { copies },
      notes: [
        'Copies within the bucket are not counted. The record of a copy’s reading side names neither the destination nor the bytes; CloudTrail’s CopyObject event has the destination.',
      ],
      next: whatElseDid(top?.requester),
    }
  },
})
