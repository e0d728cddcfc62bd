import * as z from 'zod'
import { defineAnalysis, followUp } from '../lib/analysis.ts'
import { figures } from '../lib/figures.ts'
import { columns } from '../lib/columns.ts'
import { WEAKENING, weakeningBy } from '../lib/policy/controls.ts'
import { EXPOSING, exposureBy } from '../lib/policy/exposure.ts'
import { changeOf, UNJUDGED, unjudged } from '../lib/policy/unjudged.ts'
import { ownAccounts } from '../lib/shared/foreign.ts'
import { accountList } from '../lib/sql/fragments.ts'
import { whatElseDid } from '../lib/shared/request-list.ts'
import { LEVELS } from '../lib/policy/judge.ts'
import { settingChanges } from '../lib/policy/settings-history.ts'
import { sql } from '../lib/sql/sql.ts'
import { counted, numberOf, requesterName, span } from '../lib/words.ts'

const OPERATIONS = [...WEAKENING, ...EXPOSING.policies, ...EXPOSING.bucketAcls, ...EXPOSING.blocks]
const CHANGES = settingChanges([sql`events`, sql`account_events`], sql`operation IN ${OPERATIONS}`)

export default defineAnalysis({
  title: 'Several protections weakened at once',
  answers: 'Did one requester weaken several protections in a short time?',
  group: 'Threats',
  words: [
    'tampering',
    'security controls',
    'defence evasion',
    'disabled protections',
    'ransomware preparation',
  ],
  reads: ['cloudtrail'],
  why: 'Only CloudTrail has the value that was set, which tells a weakening from any other change.',
  blind: {},
  accountWide: true,
  parameters: z.object({
    controls: z
      .int()
      .min(1)
      .max(10)
      .default(2)
      .describe('From how many different weakenings on it is shown.')
      .meta({ title: 'Different weakenings' }),
    minutes: z
      .int()
      .min(1)
      .max(1440)
      .default(90)
      .describe('Within how many minutes.')
      .meta({ title: 'Within minutes' }),
    accounts: accountList,
  }),
  columns: columns(
    `event_time* requester* finding* level* why* remote_ip* operation new_value previous_value user_agent
    request_id`,
    { finding: 'Weakening', operation: 'Change' },
  ),
  figures: figures('requesters | rowCount: Weakenings | unjudged: Could not be judged'),
  judges: {
    values: () =>
      sql`SELECT value_id, min(operation) AS operation, min(new_value) AS new_value FROM (${CHANGES}) AS changes WHERE is_done GROUP BY value_id`,
    verdictsOn(value, context, { accounts }) {
      const own = ownAccounts(context, accounts)
      const change = changeOf(value)
      const doubts = unjudged(change)
      if (doubts.length > 0) return doubts
      return [...exposureBy(change, own), ...weakeningBy(change, own, context.window.to)]
    },
  },
  statements({ controls, minutes }) {
    const judged = sql`SELECT changes.*, finding, level, why FROM (${CHANGES}) AS changes JOIN verdicts ON verdicts.value_id = changes.value_id WHERE is_done`
    const found = sql`SELECT * FROM (${judged}) AS judged WHERE finding <> ${UNJUDGED}`
    const near = sql`INTERVAL ${String(minutes)} MINUTE`
    const byTime = sql`PARTITION BY requester ORDER BY event_time RANGE BETWEEN`
    // Whoever weakens enough within so many minutes from a change on has begun there; what follows in time belongs to it.
    const starts = sql`SELECT *, cardinality(array_distinct(array_agg(finding) OVER (${byTime} CURRENT ROW AND ${near} FOLLOWING))) >= ${controls} AS begins FROM (${found}) AS found`
    const marked = sql`SELECT *, max(CASE WHEN begins THEN 1 ELSE 0 END) OVER (${byTime} ${near} PRECEDING AND CURRENT ROW) AS belongs FROM (${starts}) AS started`
    const members = sql`SELECT DISTINCT event_time, requester, finding, level, why, remote_ip, operation, new_value, previous_value, user_agent, request_id
      FROM (${marked}) AS marked WHERE belongs = 1 AND requester IS NOT NULL`
    return {
      rows: members,
      order: sql`requester, event_time, finding, why, request_id`,
      aggregates: {
        actors: sql`SELECT requester, count(*) AS weakenings, count(DISTINCT finding) AS findings, min(event_time) AS first, max(event_time) AS last, max(remote_ip) AS remote_ip, count(DISTINCT remote_ip) AS addresses
          FROM (${members}) AS members GROUP BY 1 ORDER BY findings DESC, requester`,
        kinds: sql`SELECT finding, count(*) AS changes FROM (${members}) AS members GROUP BY 1 ORDER BY changes DESC, finding LIMIT 10`,
        doubts: sql`SELECT count(*) AS changes, max_by(requester, event_time) AS requester, max_by(why, event_time) AS why, max_by(level, event_time) AS level
          FROM (${judged}) AS judged WHERE finding = ${UNJUDGED}`,
      },
    }
  },
  summarise({ aggregates, rowCount }, { bucket, reader }, { controls, minutes }) {
    const actors = aggregates.actors ?? []
    const [top] = actors
    const kinds = (aggregates.kinds ?? []).map(row => row.finding)
    const from = numberOf(top, 'addresses') === 1 && top?.remote_ip ? ` from ${top.remote_ip}` : ''
    const doubt = aggregates.doubts?.[0]
    const doubtful = numberOf(doubt, 'changes')
    const doubts =
      doubtful > 0
        ? `; ${counted(doubtful, 'change')} could not be judged, the last by ${requesterName(doubt?.requester ?? '')} (${(doubt?.why ?? '').split(/[;.] /)[0]})`
        : ''
    return {
      headline: top
        ? `${requesterName(top.requester ?? '')}${from} weakened ${counted(numberOf(top, 'findings'), 'protection')} of ${bucket}${span(top.first, top.last, reader)}: ${kinds.join(', ')}${actors.length > 1 ? `; ${counted(actors.length - 1, 'other')} did alike` : ''}${doubts}.`
        : `Nobody weakened ${counted(controls, 'protection')} of ${bucket} within ${counted(minutes, 'minute')}${doubts}.`,
      ...(top && {
        severity: {
          level: 'high',
          why: 'Whoever means to take or destroy data first removes what would show it or bring it back.',
        },
      }),
      ...(!top &&
        doubtful > 0 && {
          severity: {
            level: LEVELS.find(level => level === doubt?.level) ?? 'medium',
            why: 'A change whose value is not in the log may hide a weakening.',
          },
        }),
      figures: { requesters: actors.length, rowCount, unjudged: doubtful > 0 ? doubtful : undefined },
      notes: ['Weakenings by one requester that lie further apart are under weakened-controls and exposure.'],
      next: [
        doubtful > 0 && followUp('bucket-config-changes', 'Which changes could not be judged?'),
        ...whatElseDid(top?.requester ?? doubt?.requester),
      ],
    }
  },
})
