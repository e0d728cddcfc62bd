import * as z from 'zod'
import { defineAnalysis } from '../lib/analysis.ts'
import { all, keyBegins, keyPrefix, requesterFilter, requesterHas } from '../lib/sql/fragments.ts'
import { accessLogsFirst } from '../lib/evidence/logs.ts'
import {
  mostlyBy,
  requestAggregates,
  requestCharts,
  requestColumns,
  REQUEST_FIGURES,
  requestOrder,
  requestRows,
  topOf,
  totalOf,
  whatElseDid,
} from '../lib/shared/request-list.ts'
import { sql } from '../lib/sql/sql.ts'
import { counted } from '../lib/words.ts'

export default defineAnalysis({
  title: 'Requests that need ACLs',
  answers: 'Which requests still depend on ACLs, and would fail if ACLs were disabled?',
  group: 'Who accesses',
  words: ['acl', 'aclrequired', 'disable acls', 'object ownership', 'bucket owner enforced'],
  ...accessLogsFirst('every request'),
  parameters: z.object({ prefix: keyPrefix, requester: requesterFilter }),
  columns: requestColumns('event_time requester operation key remote_ip status'),
  figures: REQUEST_FIGURES,
  statements({ prefix, requester }, { window }) {
    const needsAcl = sql`lower(acl_required) = 'yes'`
    const from = sql`FROM events WHERE ${all(needsAcl, keyBegins(prefix), requesterHas(requester))}`
    return { rows: requestRows(from), order: requestOrder, aggregates: requestAggregates(from, window) }
  },
  summarise(results, { bucket, window, reader }) {
    const requests = totalOf(results, 'requests')
    return {
      headline:
        requests === 0
          ? `No request to ${bucket} in this window needed an ACL.`
          : `${counted(requests, 'request')} to ${bucket}${mostlyBy(results, reader)}${requests === 1 ? '' : ','} needed an ACL; without ACLs ${requests === 1 ? 'it' : 'they'} would be refused.`,

      charts: requestCharts('Requests that needed an ACL', results, window),
      notes: [
        'Before ACLs are disabled, let a bucket policy allow what these requests do; look at a longer window, too: monthly jobs do not show in a day.',
      ],
      next: whatElseDid(topOf(results)?.name),
    }
  },
})
