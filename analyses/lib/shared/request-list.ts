import { denied, succeeded, failed } from '../meaning/outcome.ts'
import type { Chart, FigureList, FollowUp, ResultColumn, Results, Row, Window } from '../analysis.ts'
import { columns, type ColumnNames, showing } from '../columns.ts'
import { principal, sessions, who } from '../sql/fragments.ts'
import { isNetwork } from '../sql/networks.ts'
import type { Reader } from '../reader.ts'
import { join, sql, type Sql } from '../sql/sql.ts'
import { overTime, period } from './time-chart.ts'
import { truncate } from '../truncate.ts'
import { count, numberOf, requesterName, span, withSessions } from '../words.ts'

/** What those analyses have in common whose rows are single requests. */

const COLUMNS = columns(`event_time requester remote_ip operation key status error_code bytes_sent object_size
  version_id tool tool_version tool_command sdk user_agent referrer auth_type tls_version network access_key_id
  on_behalf_of source_identity request_uri request_id`)

const SELECTED = sql`event_time, ${who} AS requester, remote_ip, operation, key, status, error_code, bytes_sent, object_size,
  version_id, tool, tool_version, tool_command, sdk, user_agent, referrer, auth_type, tls_version, network, access_key_id,
  on_behalf_of, source_identity, request_uri, request_id`

/**
 * The columns of a list of requests.
 * @param shown the names of those in the thread's table
 * @param own what the analysis says of each request besides, first
 */
export const requestColumns = <const Text extends string>(
  shown: ColumnNames<Text>,
  own: readonly ResultColumn[] = [],
): ResultColumn[] => showing(shown, [...own, ...COLUMNS])

/**
 * The rows of {@link requestColumns}.
 * @param from `FROM events WHERE …`
 * @param own an expression with its name for each column of the analysis' own
 */
export const requestRows = (from: Sql, own: readonly Sql[] = []): Sql =>
  sql`SELECT ${join([...own, SELECTED], ', ')} ${from}`

export const requestOrder = sql`event_time, request_id, operation, key, version_id, remote_ip, requester, status`

/**
 * How many requests, by how many, over time, and who made the most of them.
 * @param by whom to name: the requester, by default a role for all its sessions
 */
export const requestAggregates = (from: Sql, window: Window, by: Sql = principal): Record<string, Sql> => ({
  totals: sql`SELECT count(*) AS requests, count_if(${succeeded}) AS succeeded, count_if(${denied}) AS refused, count(DISTINCT ${principal}) AS requesters,
      count(DISTINCT remote_ip) AS addresses, count(DISTINCT key) AS keys, coalesce(sum(bytes_sent), 0) AS bytes_sent ${from}`,
  top: sql`SELECT ${by} AS name, count(*) AS requests, count(DISTINCT remote_ip) AS addresses, max(remote_ip) AS remote_ip,
      min(event_time) AS first, max(event_time) AS last, ${sessions} AS sessions ${from} GROUP BY 1 ORDER BY requests DESC, name LIMIT 1`,
  times: sql`SELECT ${period(window)} AS period, count_if(${succeeded}) AS succeeded, count_if(${failed}) AS failed ${from} GROUP BY 1 ORDER BY 1`,
})

/** The totals of {@link requestAggregates}, by name. */
export const totalOf = ({ aggregates }: Results, name: string): number =>
  numberOf(aggregates.totals?.[0], name)

/** `, all by user ada from 203.0.113.7 between 07:00:00 and 07:05:00 UTC`: who made the requests, from where and when. */
export function mostlyBy(results: Results, reader: Reader): string {
  const top = results.aggregates.top?.[0]
  const requests = totalOf(results, 'requests')
  const most = numberOf(top, 'requests')
  const name = requesterName(top?.name ?? '')
  const named = withSessions(top?.name ?? '', numberOf(top, 'sessions'))
  const from = numberOf(top, 'addresses') === 1 && top?.remote_ip !== name ? ` from ${top?.remote_ip}` : ''
  const part = most < requests ? `, the most, ${count(most)},` : requests === 1 ? '' : ', all'
  const preposition = isNetwork(name) ? 'from' : 'by'
  return `${part} ${preposition} ${named}${from}${span(top?.first, top?.last, reader)}`
}

/** The figures that the totals of {@link requestAggregates} hold. */
export const REQUEST_FIGURES = {
  requests: 'Requests',
  succeeded: 'Succeeded',
  refused: 'Refused',
  requesters: 'Requesters',
  addresses: 'Addresses',
  keys: 'Distinct keys',
  bytesSent: ['Bytes sent', 'bytes'],
} as const satisfies FigureList

/** Succeeded and failed requests over the window; none where there are no requests. */
export const requestCharts = (title: string, results: Results, window: Window): Chart[] =>
  totalOf(results, 'requests') === 0
    ? []
    : [overTime(title, results.aggregates.times ?? [], window, { succeeded: 'succeeded', failed: 'failed' })]

/** `What else did user ada do?`, where somebody is known by an ARN. */
export const whatElseDid = (requester: string | null | undefined): FollowUp[] =>
  askAbout('requester-activity', 'do', requester)

/** The same of the bucket's settings. */
export const whatElseChanged = (requester: string | null | undefined): FollowUp[] =>
  askAbout('bucket-config-changes', 'change', requester)

const askAbout = (analysis: string, verb: string, requester: string | null | undefined): FollowUp[] =>
  requester?.startsWith('arn:') && requester.length <= 1024
    ? [
        {
          analysis,
          parameters: { requester },
          label: label(`What else did ${requesterName(requester)} ${verb}?`),
        },
      ]
    : []

/** `What else came from 203.0.113.7?`, where it is an address and no service. */
export const whatElseCameFrom = (address: string | null | undefined): FollowUp[] =>
  address && isNetwork(address)
    ? [
        {
          analysis: 'ip-activity',
          parameters: { networks: address },
          label: label(`What else came from ${address}?`),
        },
      ]
    : []

/** A button's text, which holds 75 characters. */
const label = (text: string): string => (text.length > 75 ? `${truncate(text, 74)}?` : text)

/** Who made the most, as {@link requestAggregates} has it. */
export const topOf = ({ aggregates }: Results): Row | undefined => aggregates.top?.[0]
