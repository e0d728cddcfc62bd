import * as z from 'zod'
import { defineAnalysis } from '../lib/analysis.ts'
import { figures } from '../lib/figures.ts'
import { columns } from '../lib/columns.ts'
import { all, keyBegins, keyPrefix } from '../lib/sql/fragments.ts'
import { ONLY_ACCESS_LOGS } from '../lib/evidence/logs.ts'
import { atLeast, percent } from '../lib/shared/requests.ts'
import { heads, isCopySource, reads } from '../lib/meaning/operation.ts'
import { notModified, succeeded } from '../lib/meaning/outcome.ts'
import { sql } from '../lib/sql/sql.ts'
import { bytes, count, counted, numberOf, share, ratio } from '../lib/words.ts'

/** Readers' requests that found the object: it was sent, or was still the one they had. */
const answered = sql`((${reads} OR ${heads}) AND NOT ${isCopySource} AND (${succeeded} OR ${notModified}))`

export default defineAnalysis({
  title: 'Not modified (304)',
  answers:
    'What share of the reads finds the reader’s own copy still good, and which keys are read again each time?',
  group: 'Volume and cost',
  words: ['304', 'cache', 'cache efficiency', 'conditional requests', 'etag', 'if-none-match'],
  ...ONLY_ACCESS_LOGS,
  why: 'Only access logs have the status of a request.',
  parameters: z.object({ reads: atLeast(10, 'reads'), prefix: keyPrefix }),
  columns: columns('key* reads* not_modified* rate* bytes_sent* addresses* object_size requesters', {
    rate: '304 %',
  }),
  figures: figures(`reads | notModified | share: Share of reads not modified #share | bytesSent #bytes |
    keys: Keys read`),
  statements({ reads: least, prefix }) {
    const read = sql`FROM events WHERE ${all(answered, keyBegins(prefix))}`
    const counts = sql`count(*) AS reads, count_if(${notModified}) AS not_modified, coalesce(sum(bytes_sent), 0) AS bytes_sent`
    const rows = sql`SELECT key, ${counts}, ${percent(sql`count_if(${notModified})`, sql`count(*)`)} AS rate, count(DISTINCT remote_ip) AS addresses, max(object_size) AS object_size,
        count(DISTINCT requester) AS requesters ${read} GROUP BY key HAVING count(*) >= ${least}`
    return {
      rows,
      order: sql`bytes_sent DESC, reads DESC, key`,
      aggregates: {
        totals: sql`SELECT ${counts}, count(DISTINCT key) AS keys ${read}`,
        never: sql`SELECT count(*) AS keys, coalesce(sum(bytes_sent), 0) AS bytes_sent FROM (${rows}) AS k WHERE not_modified = 0`,
      },
    }
  },
  summarise({ aggregates }, { bucket }, { reads: least }) {
    const totals = aggregates.totals?.[0]
    const never = aggregates.never?.[0]
    const reads = numberOf(totals, 'reads')
    const same = numberOf(totals, 'not_modified')
    const keys = numberOf(never, 'keys')
    return {
      headline:
        reads === 0
          ? `No object of ${bucket} was read in this window.`
          : `${count(same)} of ${counted(reads, 'read')} in ${bucket} (${share(same, reads)}) found the reader’s copy still good (304)${keys > 0 ? `; ${counted(keys, 'key')} with at least ${counted(least, 'read')} never did, for ${bytes(numberOf(never, 'bytes_sent'))}` : ''}.`,
      figures: { share: ratio(same, reads) },
      notes: [
        'Reads are successful GET and HEAD requests for objects. What a cache in front of S3 answers by itself never reaches S3 and is in no log.',
      ],
    }
  },
})
