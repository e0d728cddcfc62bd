import { reads, writes } from '../lib/meaning/operation.ts'
import { succeeded } from '../lib/meaning/outcome.ts'
import * as z from 'zod'
import { type Context, defineAnalysis } from '../lib/analysis.ts'
import { figures } from '../lib/figures.ts'
import { columns } from '../lib/columns.ts'
import { all, items, keyBegins, keyPrefix, principal, typedLine } from '../lib/sql/fragments.ts'
import { accessLogsFirst } from '../lib/evidence/logs.ts'
import { ranking, rankingCharts } from '../lib/shared/ranking.ts'
import { totalOf, whatElseDid } from '../lib/shared/request-list.ts'
import { join, likePrefix, sql, type Sql } from '../lib/sql/sql.ts'
import { matches } from '../lib/sql/wildcard.ts'
import { count, counted, numberOf, requesterName, span } from '../lib/words.ts'

const KINDS = { reads, writes, everything: undefined }

/** `*` stands for any text. */
const isLike = (value: Sql, pattern: string): Sql =>
  sql`${value} LIKE ${pattern
    .split('*')
    .map(part => likePrefix(part).slice(0, -1))
    .join('%')} ESCAPE '\'`

/** The patterns that were typed; else those of the settings for this bucket. */
const approvedBy = (typed: string | undefined, { settings, bucket }: Context): string[] =>
  typed
    ? items(typed)
    : settings.allowedRequesters
        .filter(allowed => matches(bucket, allowed.bucket))
        .flatMap(({ requesters }) => requesters)

export default defineAnalysis({
  title: 'Unapproved requesters',
  answers: 'Did anybody use this bucket who is not on its list of allowed requesters?',
  group: 'Who accesses',
  words: ['allow list', 'whitelist', 'unknown requester', 'unapproved', 'not allowed', 'unexpected role'],
  ...accessLogsFirst('every request', {
    'access-log': 'Access logs name some requesters of other accounts by a canonical id only.',
  }),
  parameters: z.object({
    allowed: typedLine
      .optional()
      .describe(
        'Who may use the bucket: ARNs with spaces between them, * stands for any text; empty means the settings’.',
      )
      .meta({ title: 'Allowed requesters', placeholder: 'arn:aws:sts::111122223333:assumed-role/etl/*' }),
    kind: z
      .enum(['reads', 'writes', 'everything'])
      .default('reads')
      .describe('Which successful requests count.')
      .meta({ title: 'Which requests' }),
    prefix: keyPrefix,
  }),
  columns: [
    ...columns('requester*'),
    ...columns('requests* bytes_sent* addresses keys* first_seen last_seen*'),
    ...columns('example_address* example_operation example_key', { example_key: 'A key' }),
  ],
  figures: figures(`requests | requesters | addresses | distinctKeys | bytesSent #bytes |
    patterns: Patterns on the list`),
  statements({ allowed, kind, prefix }, context) {
    const approved = approvedBy(allowed, context).map(pattern => isLike(sql`requester`, pattern))
    const unapproved = approved.length > 0 ? sql`NOT coalesce(${join(approved, ' OR ')}, FALSE)` : undefined
    const from = sql`FROM events WHERE ${all(succeeded, KINDS[kind], unapproved, keyBegins(prefix))}`
    return ranking(
      'requester',
      principal,
      from,
      sql`, min(remote_ip) AS example_address, min(operation) AS example_operation, min(key) AS example_key`,
    )
  },
  summarise(results, context, { allowed }) {
    const { bucket, reader } = context
    const requests = totalOf(results, 'requests')
    const [totals, top] = [results.aggregates.totals?.[0], results.aggregates.top?.[0]]
    const patterns = approvedBy(allowed, context).length
    const requesters = counted(numberOf(totals, 'groups'), 'requester')
    const most = `the most, ${count(numberOf(top, 'requests'))}, by ${requesterName(top?.name ?? '')}${span(top?.first_seen, top?.last_seen, reader)}`
    return {
      headline:
        patterns === 0
          ? `No list of allowed requesters is known for ${bucket}, so nobody can be called unapproved; ${requests === 0 ? 'nobody used it' : `${requesters} used it, ${most}`}.`
          : requests === 0
            ? `Nobody but the allowed requesters used ${bucket} in this window.`
            : `${counted(requests, 'request')} to ${bucket} succeeded for ${requesters} not on the list; ${most}.`,
      severity:
        patterns > 0 && requests > 0
          ? {
              level: 'low',
              why: 'The bucket’s policy lets in somebody who is not on your list: one of the two is wrong.',
            }
          : undefined,
      figures: {
        requesters: numberOf(totals, 'groups'),
        addresses: numberOf(totals, 'addresses'),
        distinctKeys: numberOf(totals, 'keys'),
        bytesSent: numberOf(totals, 'bytes_sent'),
        patterns,
      },
      charts: rankingCharts('Requests by requester', results, requesterName),
      notes: [
        patterns === 0 && 'Name who may use the bucket in the form, or in the settings as allowedRequesters.',
        'Requests that failed are left out. A role’s ARN ends with the name of the session: end its pattern with /*.',
      ],
      next: whatElseDid(top?.name),
    }
  },
})
