import { succeeded } from '../lib/meaning/outcome.ts'
import * as z from 'zod'
import { defineAnalysis, followUp, type Preset, type Row } from '../lib/analysis.ts'
import { figures } from '../lib/figures.ts'
import { columns } from '../lib/columns.ts'
import { all, principal, requesterFilter, requesterHas, who } from '../lib/sql/fragments.ts'
import { baselineDays, previousValue } from '../lib/policy/settings-history.ts'
import { SETTINGS } from '../lib/sql/settings-named.ts'
import { hash60, timestamp } from '../lib/evidence/normalise.ts'
import { unknownChanges, unknownChangesTold } from '../lib/shared/unknown-changes.ts'
import { changeInWords } from '../lib/policy/change-words.ts'
import { LEVELS } from '../lib/policy/judge.ts'
import { changeOf, UNJUDGED, unjudged } from '../lib/policy/unjudged.ts'
import { whatElseDid } from '../lib/shared/request-list.ts'
import { truncate } from '../lib/truncate.ts'
import { sql, type Sql } from '../lib/sql/sql.ts'
import { overTime, period } from '../lib/shared/time-chart.ts'
import { counted, instant, numberOf, requesterName } from '../lib/words.ts'

const preset = (about: string, title: string, answers: string, words: readonly string[]): Preset => ({
  title,
  answers,
  words,
  parameters: { setting: about },
})

const parameters = z.object({
  setting: z
    .enum(['configuration', ...Object.keys(SETTINGS).slice(1)])
    .default('configuration')
    .describe('Only changes of this; “configuration” means all settings.')
    .meta({ title: 'Setting' }),
  requester: requesterFilter,
  baselineDays: baselineDays(0),
})
type Asked = z.output<typeof parameters>

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
  parameters,
  baselineHours: ({ baselineDays: days }) => days * 24,
  columns: columns(
    `event_time* what* requester* result* remote_ip* operation new_value previous_value key error_message
    user_agent request_id`,
    { what: 'Change' },
  ),
  figures: figures('changes | refused: Failed attempts | settings | requesters'),
  judges: {
    values: (asked, { window }) =>
      sql`SELECT value_id, min(operation) AS operation, min(new_value) AS new_value, min(previous_value) AS previous_value
        FROM (${changesOf(asked)}) AS changes WHERE event_time >= ${timestamp(window.from)} GROUP BY value_id`,
    verdictsOn(value) {
      const [doubt] = unjudged(changeOf(value))
      const hidden = value.new_value === null ? undefined : doubt
      return [
        { finding: hidden ? UNJUDGED : 'change', level: hidden?.level ?? 'low', why: changeInWords(value) },
      ]
    },
  },
  statements(wanted, { window }) {
    const { setting: about, requester } = wanted
    const asked = all(SETTINGS[about], requesterHas(requester))
    const changes = sql`FROM events WHERE ${asked}`
    return {
      rows: sql`SELECT event_time, coalesce(why, operation) AS what, ${who} AS requester,
          CASE WHEN ${succeeded} THEN 'changed' ELSE coalesce(error_code, 'failed') END AS result,
          remote_ip, operation, new_value, previous_value, key, error_message, user_agent, request_id
        FROM (${changesOf(wanted)}) AS changes LEFT JOIN verdicts ON verdicts.value_id = changes.value_id
        WHERE event_time >= ${timestamp(window.from)}`,
      order: sql`event_time, operation, request_id, key`,
      aggregates: {
        totals: sql`SELECT count_if(${succeeded}) AS changes, count_if(NOT ${succeeded}) AS refused, count(DISTINCT ${principal}) AS requesters, count(DISTINCT operation) AS settings ${changes}`,
        last: sql`SELECT event_time, coalesce(why, operation) AS what, operation, ${principal} AS requester
          FROM (${changesOf(wanted)}) AS changes LEFT JOIN verdicts ON verdicts.value_id = changes.value_id
          WHERE event_time >= ${timestamp(window.from)} AND ${succeeded} ORDER BY event_time DESC, operation LIMIT 1`,
        doubts: sql`SELECT count(*) AS changes, min(level) AS level, array_join(array_sort(array_agg(DISTINCT operation)), ', ') AS operations
          FROM (${changesOf(wanted)}) AS changes JOIN verdicts ON verdicts.value_id = changes.value_id
          WHERE event_time >= ${timestamp(window.from)} AND ${succeeded} AND finding = ${UNJUDGED}`,
        ...unknownChanges,
        times: sql`SELECT ${period(window)} AS period, count_if(${succeeded}) AS changed, count_if(NOT ${succeeded}) AS refused ${changes} GROUP BY 1 ORDER BY 1`,
      },
    }
  },
  summarise({ aggregates, rowCount }, { bucket, window, reader }, { setting: about }) {
    const totals = aggregates.totals?.[0]
    const last = aggregates.last?.[0]
    const changes = numberOf(totals, 'changes')
    const refused = numberOf(totals, 'refused')
    const doubts = aggregates.doubts?.[0]
    const doubtful = numberOf(doubts, 'changes')
    const unknown = unknownChangesTold({ aggregates })
    const attempts = refused > 0 ? `; ${counted(refused, 'attempt')} failed` : ''
    const hidden =
      doubtful > 0 ? ` ${counted(doubtful, 'change')} could not be judged: ${doubts?.operations}.` : ''
    return {
      headline:
        changes === 0
          ? `${unknown ? 'No known change of the' : 'The'} ${about} of ${bucket} ${unknown ? 'is recorded' : about.endsWith('s') ? 'were not changed' : 'was not changed'} in this window${attempts}.${unknown}`
          : `${counted(changes, 'change')} ${about === 'removed settings' ? 'removed settings' : `to the ${about}`} of ${bucket}; the last was ${lastWords(last)} by ${requesterName(last?.requester ?? '')} at ${instant(last?.event_time, reader)}${attempts}.${hidden}${unknown}`,
      ...(doubtful > 0 && {
        severity: {
          level: LEVELS.find(level => level === doubts?.level) ?? 'medium',
          why: 'A change whose value is not in the log may hide anything: look at the bucket itself.',
        },
      }),
      charts: [
        rowCount > 0 &&
          overTime('Changes over time', aggregates.times ?? [], window, {
            changed: 'changed',
            failed: 'refused',
          }),
      ],
      notes: [],
      next:
        changes > 0
          ? [
              followUp('access-denied', 'Who was refused afterwards, and why?'),
              ...whatElseDid(last?.requester),
              about !== 'configuration' && followUp('bucket-config-changes', 'What else was changed?'),
            ]
          : [refused > 0 && followUp('access-denied', 'Why were the attempts refused?')],
    }
  },
})

/** The changes of the setting with what it was before, anyone may have set that; by the requester who is asked for. */
function changesOf({ setting: about, requester, baselineDays: days }: Asked): Sql {
  const every = days > 0 ? sql`(SELECT * FROM events UNION ALL SELECT * FROM baseline) AS read` : sql`events`
  const history = sql`SELECT *, request_parameters AS new_value, ${previousValue} AS previous_value FROM ${every} WHERE ${SETTINGS[about] ?? sql`TRUE`}`
  return sql`SELECT *, ${hash60(sql`concat_ws(' ', operation, coalesce(new_value, '-'), coalesce(previous_value, '-'))`)} AS value_id
    FROM (${history}) AS history WHERE ${all(sql`TRUE`, requesterHas(requester))}`
}

const HEADLINE = 160

/** `PutBucketPolicy (Allow s3:GetObject for role reporting removed)`. */
const lastWords = (last: Row | undefined): string =>
  `${last?.operation} (${truncate(last?.what ?? '', HEADLINE)})`
