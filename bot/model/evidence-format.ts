import { createHash } from 'node:crypto'
import { accessLogEvents } from '../../analyses/lib/evidence/access-log-events.ts'
import { cloudTrailEvents } from '../../analyses/lib/evidence/cloudtrail-events.ts'
import { sql } from '../../analyses/lib/sql/sql.ts'

const WINDOW = { from: '2006-03-01T00:00:00Z', to: '2006-03-02T00:00:00Z' }

/**
 * Changes whenever the evidence of the same log lines would be another: stored evidence of another format lacks
 * columns, or means something else by them, and is not read.
 */
export const EVIDENCE_FORMAT = createHash('sha256')
  .update(
    [accessLogEvents, cloudTrailEvents]
      .map(events => events({ table: 'logs', where: sql`TRUE` }, 'bucket', WINDOW).text)
      .join('\n'),
  )
  .digest('hex')
  .slice(0, 16)
