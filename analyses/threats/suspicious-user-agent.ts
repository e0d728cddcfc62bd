import { isRequest } from '../lib/meaning/operation.ts'
import { succeeded } from '../lib/meaning/outcome.ts'
import * as z from 'zod'
import { defineAnalysis, type Severity } from '../lib/analysis.ts'
import { figures } from '../lib/figures.ts'
import { columns, showing } from '../lib/columns.ts'
import {
  all,
  items,
  keyBegins,
  keyPrefix,
  principal,
  requesterFilter,
  requesterHas,
  typedLine,
} from '../lib/sql/fragments.ts'
import { accessLogsFirst } from '../lib/evidence/logs.ts'
import { ranking, RANKING_COLUMNS } from '../lib/shared/ranking.ts'
import { totalOf, whatElseCameFrom, whatElseDid } from '../lib/shared/request-list.ts'
import { join, likePrefix, sql } from '../lib/sql/sql.ts'
import { suspiciousKind } from '../lib/sql/user-agents.ts'
import { count, counted, numberOf, requesterName, span } from '../lib/words.ts'

const severityOf = (tools: number, requests: number): Severity | undefined =>
  tools > 0
    ? {
        level: 'medium',
        why: 'A scanner, an attack tool or a system made for attacks calls itself by its name here.',
      }
    : requests > 0
      ? { level: 'low', why: 'Somebody browses the bucket by hand, or hides what they use.' }
      : undefined

export default defineAnalysis({
  title: 'Suspicious clients',
  answers: 'Did scanners, attack tools or file browsers use this bucket?',
  group: 'Threats',
  words: ['user agent', 'scanner', 'kali', 'pacu', 's3 browser', 'cyberduck', 'hacking', 'pentest'],
  ...accessLogsFirst('the user agent of every request', {
    'access-log': 'A user agent is what a client writes of itself: whoever wants to hide writes another.',
    cloudtrail:
      'CloudTrail has object requests only where data events are on; whoever wants to hide writes another user agent.',
  }),
  parameters: z.object({
    also: typedLine
      .optional()
      .describe('Further words to look for in user agents, with spaces between them.')
      .meta({ title: 'Also', placeholder: 'masscan evil-tool/1.0' }),
    unnamed: z
      .boolean()
      .default(true)
      .describe('Also requests whose client names itself not at all.')
      .meta({ title: 'Without user agent, too' }),
    prefix: keyPrefix,
    requester: requesterFilter,
  }),
  columns: [
    ...columns('user_agent* kind*'),
    ...showing('requests errors keys', RANKING_COLUMNS),
    ...columns('example_requester* example_address example_operation'),
  ],
  figures: figures(
    `requests | byScannersAndAttackTools | userAgents | requesters | addresses | bytesSent #bytes`,
  ),
  statements({ also, unnamed, prefix, requester }) {
    const words = items(also).map(
      word => sql`lower(user_agent) LIKE ${`%${likePrefix(word.toLowerCase())}`} ESCAPE '\'`,
    )
    const typed = words.length > 0 ? sql`WHEN ${join(words, ' OR ')} THEN 'as typed'` : sql``
    // The reading side of a copy, and what S3 does by itself, have no user agent.
    const isUnnamed = sql`user_agent IS NULL AND ${isRequest} AND requester_type <> 'service' AND operation NOT IN ('REST.COPY.OBJECT_GET', 'REST.COPY.PART_GET')`
    const kind = sql`coalesce(${suspiciousKind}, CASE ${typed} WHEN ${unnamed} AND ${isUnnamed} THEN 'names itself not at all' END)`
    const from = sql`FROM events WHERE ${all(sql`${kind} IS NOT NULL`, keyBegins(prefix), requesterHas(requester))}`
    const besides = sql`, min(${kind}) AS kind, min(${principal}) AS example_requester, min(remote_ip) AS example_address, min(operation) AS example_operation`
    const { rows, order, aggregates } = ranking(
      'user_agent',
      sql`coalesce(user_agent, '(none)')`,
      from,
      besides,
    )
    return {
      rows,
      order,
      aggregates: {
        ...aggregates,
        tools: sql`SELECT count_if(${kind} IN ('attack tool', 'hacking distribution', 'scanner')) AS tools, count_if(${succeeded}) AS succeeded ${from}`,
        most: sql`SELECT ${principal} AS requester, remote_ip, ${kind} AS kind, count(*) AS requests ${from} GROUP BY 1, 2, 3 ORDER BY requests DESC, requester, remote_ip, kind LIMIT 1`,
      },
    }
  },
  summarise(results, { bucket, reader }) {
    const requests = totalOf(results, 'requests')
    const [totals, most] = [results.aggregates.totals?.[0], results.aggregates.most?.[0]]
    const tools = results.aggregates.tools?.[0]
    const by = `${requesterName(most?.requester ?? '')} from ${most?.remote_ip ?? 'no address'} (${most?.kind})`
    return {
      headline:
        requests === 0
          ? `No client of ${bucket} called itself by a suspicious name in this window.`
          : `${counted(requests, 'request')} to ${bucket} by clients with suspicious names${span(totals?.first_seen, totals?.last_seen, reader)}, ${count(numberOf(tools, 'succeeded'))} of them succeeded; most by ${by}.`,
      severity: severityOf(numberOf(tools, 'tools'), requests),
      figures: {
        byScannersAndAttackTools: numberOf(tools, 'tools'),
        userAgents: numberOf(totals, 'groups'),
        requesters: numberOf(totals, 'requesters'),
        addresses: numberOf(totals, 'addresses'),
        bytesSent: numberOf(totals, 'bytes_sent'),
      },
      notes: [
        'Clients write their names themselves: this finds who does not hide. The AWS CLI and SDKs are not suspicious by themselves.',
      ],
      next: requests === 0 ? [] : [...whatElseDid(most?.requester), ...whatElseCameFrom(most?.remote_ip)],
    }
  },
})
