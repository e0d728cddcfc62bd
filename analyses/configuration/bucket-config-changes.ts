import * as z from 'zod'
import { defineAnalysis, type Preset } from '../lib/analysis.ts'
import { figures } from '../lib/figures.ts'
import { columns } from '../lib/columns.ts'
import { all, principal, requesterFilter, requesterHas, succeeded, who } from '../lib/sql/fragments.ts'
import { baselineDays, previousValue } from '../lib/policy/settings-history.ts'
import { SETTINGS } from '../lib/sql/settings-named.ts'
import { timestamp } from '../lib/evidence/normalise.ts'
import { sql } from '../lib/sql/sql.ts'
import { overTime, period } from '../lib/shared/time-chart.ts'
import { counted, instant, numberOf, requesterName } from '../lib/words.ts'

const preset = (about: string, title: string, answers: string, words: readonly string[]): Preset => ({
  title,
  answers,
  words,
  parameters: { setting: about },
})

export default defineAnalysis({
  title: 'Bucket configuration changes',
  answers: 'What changed in this bucket’s configuration, and who changed it?',
  group: 'Configuration changes',
  words: [
    'config',
    'configuration',
    'policy',
    'changed',
    'versioning',
    'lifecycle',
    'encryption',
    'settings',
    'public access',
  ],
  reads: ['cloudtrail', 'access-log'],
  why: 'CloudTrail has the new value; access logs tell only who changed which setting, and when.',
  blind: { 'access-log': 'Access logs never hold the new value; ask CloudTrail for it (logs:cloudtrail).' },
  presets: {
    'bucket-policy-changed': preset(
      'policy',
      'Bucket policy changed',
      'Who set or removed the bucket policy, and to what?',
      ['policy changed', 'bucket policy', 'permissions changed'],
    ),
    'encryption-changed': preset(
      'encryption',
      'Encryption changed',
      'Who changed the default encryption, and to which key?',
      ['encryption', 'kms key', 'sse'],
    ),
    'replication-changed': preset(
      'replication',
      'Replication changed',
      'Who changed or removed the replication?',
      ['replication', 'replica', 'crr'],
    ),
    'object-lock-changed': preset(
      'object lock',
      'Object Lock changed',
      'Who changed retention or legal holds, or stepped over them?',
      ['object lock', 'retention', 'legal hold', 'governance', 'worm'],
    ),
    'ownership-controls-changed': preset(
      'ownership controls',
      'Object ownership changed',
      'Who changed whether ACLs count in the bucket?',
      ['ownership', 'acls enabled', 'bucket owner enforced'],
    ),
    'website-enabled': preset(
      'website hosting',
      'Website hosting enabled',
      'Who turned the bucket into a website?',
      ['website', 'static site', 'hosting'],
    ),
    'cors-policy-deletion': preset(
      'removed settings',
      'Settings removed',
      'Who removed the policy, CORS, lifecycle, replication or encryption?',
      ['removed configuration', 'cors removed', 'policy removed'],
    ),
  },
  parameters: z.object({
    setting: z
      .enum(['configuration', ...Object.keys(SETTINGS).slice(1)])
      .default('configuration')
      .describe('Only changes of this; “configuration” means all settings.')
      .meta({ title: 'Setting' }),
    requester: requesterFilter,
    baselineDays: baselineDays(0),
  }),
  baselineHours: ({ baselineDays: days }) => days * 24,
  columns: columns(
    `event_time* operation* requester* result* remote_ip* new_value previous_value key error_message
    user_agent request_id`,
    { operation: 'Change' },
  ),
  figures: figures('changes | refused: Failed attempts | settings | requesters'),
  statements({ setting: about, requester, baselineDays: days }, { window }) {
    const asked = all(SETTINGS[about], requesterHas(requester))
    const changes = sql`FROM events WHERE ${asked}`
    const every =
      days > 0 ? sql`(SELECT * FROM events UNION ALL SELECT * FROM baseline) AS read` : sql`events`
    // What a setting was may have been set by anyone.
    const history = sql`SELECT *, ${previousValue} AS previous_value FROM ${every} WHERE ${SETTINGS[about] ?? sql`TRUE`}`
    return {
      rows: sql`SELECT event_time, operation, ${who} AS requester,
          CASE WHEN ${succeeded} THEN 'changed' ELSE coalesce(error_code, 'failed') END AS result,
          remote_ip, request_parameters AS new_value, previous_value, key, error_message, user_agent, request_id
        FROM (${history}) AS history WHERE ${all(sql`event_time >= ${timestamp(window.from)}`, requesterHas(requester))}`,
      order: sql`event_time, operation, request_id, key`,
      aggregates: {
        totals: sql`SELECT count_if(${succeeded}) AS changes, count_if(NOT ${succeeded}) AS refused, count(DISTINCT ${principal}) AS requesters, count(DISTINCT operation) AS settings ${changes}`,
        last: sql`SELECT event_time, operation, ${who} AS requester ${changes} AND ${succeeded} ORDER BY event_time DESC, operation LIMIT 1`,
        times: sql`SELECT ${period(window)} AS period, count_if(${succeeded}) AS changed, count_if(NOT ${succeeded}) AS refused ${changes} GROUP BY 1 ORDER BY 1`,
      },
    }
  },
  summarise({ aggregates, rowCount }, { bucket, window, reader }, { setting: about }) {
    const totals = aggregates.totals?.[0]
    const last = aggregates.last?.[0]
    const changes = numberOf(totals, 'changes')
    const refused = numberOf(totals, 'refused')
    return {
      headline:
        changes === 0
          ? `The ${about} of ${bucket} ${about.endsWith('s') ? 'were' : 'was'} not changed in this window${refused > 0 ? `; ${counted(refused, 'attempt')} failed` : ''}.`
          : `${counted(changes, 'change')} ${about === 'removed settings' ? 'removed settings' : `to the ${about}`} of ${bucket}; the last was ${last?.operation} by ${requesterName(last?.requester ?? '')} at ${instant(last?.event_time, reader)}.`,

      charts: [
        rowCount > 0 &&
          overTime('Changes over time', aggregates.times ?? [], window, {
            changed: 'changed',
            failed: 'refused',
          }),
      ],
      notes: [],
    }
  },
})
