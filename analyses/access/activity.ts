import * as z from 'zod'
import { defineAnalysis } from '../lib/analysis.ts'
import { figures } from '../lib/figures.ts'
import {
  all,
  items,
  keyBegins,
  keyPrefix,
  networkList,
  requesterFilter,
  principal,
  requesterHas,
  typedLine,
} from '../lib/sql/fragments.ts'
import { inNetworks } from '../lib/sql/networks.ts'
import {
  mostlyBy,
  requestAggregates,
  requestCharts,
  requestColumns,
  REQUEST_FIGURES,
  requestOrder,
  requestRows,
  totalOf,
} from '../lib/shared/request-list.ts'
import { sql } from '../lib/sql/sql.ts'
import { count, counted, numberOf } from '../lib/words.ts'

const BY = {
  requester: principal,
  address: sql`coalesce(remote_ip, '(no address)')`,
  'access key': sql`coalesce(access_key_id, '(no access key logged)')`,
}

export default defineAnalysis({
  title: 'Activity of one requester, address or key',
  answers: 'What did this principal, this address or this access key do?',
  group: 'Who accesses',
  words: ['activity', 'everything by', 'what did', 'actions', 'operations of'],
  reads: ['access-log', 'cloudtrail'],
  why: 'Access logs have every request; CloudTrail names the access key of each, but has object requests only where data events are on.',
  blind: {
    'access-log':
      'Access logs show an access key only in presigned URLs; ask CloudTrail for the others (logs:cloudtrail).',
    cloudtrail: 'CloudTrail has object requests only where the trail records data events for this bucket.',
  },
  presets: {
    'requester-activity': {
      title: 'Activity of a requester',
      answers: 'What did this user or role do?',
      words: ['principal', 'iam user', 'iam role', 'arn', 'what did user'],
      parameters: { by: 'requester' },
    },
    'ip-activity': {
      title: 'Activity from an address',
      answers: 'What was done from this address or network?',
      words: ['ip', 'cidr', 'source ip', 'address', 'network'],
      parameters: { by: 'address' },
    },
    'access-key-activity': {
      title: 'Activity of an access key',
      answers: 'What did this access key do?',
      words: ['access key', 'akia', 'leaked key', 'credential'],
      parameters: { by: 'access key' },
    },
  },
  parameters: z.object({
    by: z
      .enum(['requester', 'address', 'access key'])
      .default('requester')
      .describe('Whom the answer names as the most active.')
      .meta({ title: 'Name the most active' }),
    requester: requesterFilter,
    networks: networkList.meta({ title: 'Addresses or networks', placeholder: '203.0.113.7, 2001:db8::/32' }),
    accessKey: typedLine
      .optional()
      .describe('Only what this access key id signed; empty means all.')
      .meta({ title: 'Access key id', placeholder: 'AKIAIOSFODNN7EXAMPLE' }),
    prefix: keyPrefix,
  }),
  columns: ({ by }) =>
    requestColumns(
      `event_time operation key status error_code ${by === 'requester' ? 'remote_ip' : 'requester'}`,
    ),
  figures: { ...REQUEST_FIGURES, ...figures('mostly #text') },
  statements({ by, requester, networks, accessKey, prefix }, { window }) {
    const addresses = networks ? inNetworks(sql`remote_ip`, items(networks)) : undefined
    const signed = accessKey ? sql`access_key_id = ${accessKey}` : undefined
    const asked = all(sql`TRUE`, requesterHas(requester), addresses, signed, keyBegins(prefix))
    const from = sql`FROM events WHERE ${asked}`
    return {
      rows: requestRows(from),
      order: requestOrder,
      aggregates: {
        ...requestAggregates(from, window, BY[by]),
        operations: sql`SELECT operation, count(*) AS requests ${from} GROUP BY 1 ORDER BY requests DESC, operation LIMIT 3`,
      },
    }
  },
  summarise(results, { bucket, window, reader }, { requester, networks, accessKey }) {
    const requests = totalOf(results, 'requests')
    const operations = (results.aggregates.operations ?? []).map(
      row => `${count(numberOf(row, 'requests'))} ${row.operation}`,
    )
    const asked = [requester, networks, accessKey].some(value => value !== undefined && value !== '')
    return {
      headline:
        requests === 0
          ? `No such request to ${bucket} in this window.`
          : `${counted(requests, 'request')} to ${bucket}${mostlyBy(results, reader)}.`,
      figures: { mostly: operations.join(', ') },
      charts: requestCharts('Requests over time', results, window),
      notes: asked
        ? ['A role has a name for each of its sessions; a part of the name finds them all.']
        : [
            'Nobody was named, so this is everything that was done. Name a requester, an address or an access key.',
          ],
    }
  },
})
