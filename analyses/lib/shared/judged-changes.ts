import * as z from 'zod'
import {
  type Analysis,
  type Context,
  defineAnalysis,
  followUp,
  type Preset,
  type ResultColumn,
  type Row,
  type Severity,
  type Verdict,
} from '../analysis.ts'
import { figures } from '../figures.ts'
import { columns } from '../columns.ts'
import type { Change } from '../policy/exposure.ts'
import { accountList, all, items, requesterFilter, requesterHas } from '../sql/fragments.ts'
import { isUnknownChange } from '../meaning/operation.ts'
import { LEVELS } from '../policy/judge.ts'
import { changeOf, UNJUDGED, unjudged } from '../policy/unjudged.ts'
import { timestamp } from '../evidence/normalise.ts'
import { whatElseChanged, whatElseDid } from './request-list.ts'
import { baselineDays, settingChanges } from '../policy/settings-history.ts'
import { sql, type Sql } from '../sql/sql.ts'
import { count, counted, instant, numberOf, requesterName } from '../words.ts'

const ANYTHING = 'anything'

/** Analyses that judge each change of a setting differ in what they look for. */
interface Sought extends Pick<Analysis, 'title' | 'answers' | 'words' | 'accountWide'> {
  /** What can be found: the first words of the headline name it. */
  findings: readonly string[]
  /** The events that can have such findings, and those that undo them. */
  operations: readonly string[]
  judgeChange: (change: Change, own: readonly string[], now: string) => Verdict[]
  /** What changes by such an event can be found to be; absent of events that are judged for all findings. */
  findingsOf: (operation: string) => readonly string[]
  /** What it finds none of: `Nothing opened` … */
  nothing: string
  notes: readonly string[]
  presets: Record<string, Preset>
}

const COLUMNS: readonly ResultColumn[] = columns(
  `event_time* finding* level* why* requester* changed_again* remote_ip operation key new_value
  previous_value user_agent request_id`,
  { operation: 'Change' },
)

/** An analysis of the changes that were judged to be of a kind: one row for each finding. */
export function judgedChanges({
  findings,
  operations,
  judgeChange,
  findingsOf,
  nothing,
  notes,
  ...rest
}: Sought): Analysis {
  const parameters = z.object({
    finding: z
      .enum([ANYTHING, ...findings, UNJUDGED])
      .default(ANYTHING)
      .describe('Only findings of this kind, and changes of the same setting that could not be judged.')
      .meta({ title: 'Finding' }),
    accounts: accountList,
    requester: requesterFilter,
    baselineDays: baselineDays(7),
  })
  type Asked = z.output<typeof parameters>

  const changes = ({ requester, baselineDays: days }: Asked): Sql => {
    const relations = [
      sql`events`,
      ...(days > 0 ? [sql`baseline`] : []),
      ...(rest.accountWide ? [sql`account_events`] : []),
    ]
    const history = settingChanges(relations, sql`operation IN ${operations}`)
    return sql`SELECT * FROM (${history}) AS history WHERE ${all(sql`TRUE`, requesterHas(requester))}`
  }
  const found = (asked: Asked, { window }: Context): Sql => {
    const kind = asked.finding === ANYTHING ? undefined : sql`finding IN ${[asked.finding, UNJUDGED]}`
    return sql`FROM (${changes(asked)}) AS changes JOIN verdicts ON verdicts.value_id = changes.value_id
      WHERE ${all(sql`event_time >= ${timestamp(window.from)}`, kind)}`
  }

  return defineAnalysis({
    ...rest,
    group: 'Configuration changes',
    reads: ['cloudtrail'],
    why: 'Only CloudTrail has the value that was set; access logs tell only that something was.',
    blind: {},
    parameters,
    columns: COLUMNS,
    figures: figures(
      `findings | unjudged: Could not be judged | standing: Not changed again since | requesters |
      refused: Failed attempts`,
    ),
    baselineHours: ({ baselineDays: days }) => days * 24,
    judges: {
      values: (asked, { window }) =>
        sql`SELECT value_id, min(operation) AS operation, min(new_value) AS new_value FROM (${changes(asked)}) AS changes
          WHERE event_time >= ${timestamp(window.from)} GROUP BY value_id`,
      verdictsOn(value, { settings, window }, { accounts, finding }) {
        const change = changeOf(value)
        const doubts = unjudged(change)
        const isSought =
          [ANYTHING, UNJUDGED].includes(finding) || findingsOf(change.operation).includes(finding)
        if (doubts.length > 0) return isSought ? doubts : []
        return judgeChange(change, accounts ? items(accounts) : settings.ownAccounts, window.to)
      },
    },
    statements(asked, context) {
      const names = { text: COLUMNS.map(({ name }) => name).join(', ') }
      return {
        rows: sql`SELECT ${names} ${found(asked, context)} AND is_done`,
        order: sql`event_time, finding, why, request_id, key`,
        aggregates: {
          totals: sql`SELECT count_if(is_done AND finding <> ${UNJUDGED}) AS findings, count_if(is_done AND finding = ${UNJUDGED}) AS unjudged, count_if(NOT is_done) AS refused, count(DISTINCT CASE WHEN is_done THEN requester END) AS requesters,
              count_if(is_done AND changed_again IS NULL) AS standing ${found(asked, context)}`,
          unknown: sql`SELECT count(*) AS requests, array_join(slice(array_sort(array_agg(DISTINCT operation)), 1, 5), ', ') AS operations
            FROM events WHERE ${isUnknownChange}`,
          kinds: sql`SELECT finding, level, count(*) AS findings, min(why) AS why, min(event_time) AS first, max(event_time) AS last,
              max_by(requester, event_time) AS requester, max_by(remote_ip, event_time) AS remote_ip, array_join(array_sort(array_agg(DISTINCT operation)), ', ') AS operations
            ${found(asked, context)} AND is_done GROUP BY finding, level ORDER BY findings DESC, finding, level`,
        },
      }
    },
    summarise({ aggregates }, { bucket, settings, reader }, { accounts }) {
      const totals = aggregates.totals?.[0]
      const kinds = (aggregates.kinds ?? []).toSorted((a, b) => rank(a) - rank(b))
      const [worst] = kinds
      const found = kinds.find(({ finding }) => finding !== UNJUDGED)
      const findings = numberOf(totals, 'findings')
      const refused = numberOf(totals, 'refused')
      const doubtful = numberOf(totals, 'unjudged')
      const unknown = aggregates.unknown?.[0]
      const unknowns = numberOf(unknown, 'requests')
      const unclear =
        unknowns > 0
          ? `; ${counted(unknowns, 'request has', 'requests have')} operations that s3audit does not know and that may change settings (${unknown?.operations})`
          : ''
      const attempts = refused > 0 ? `; ${counted(refused, 'attempt')} failed` : ''
      const own = accounts ? items(accounts) : settings.ownAccounts
      return {
        headline: found
          ? `${sentence(found, findings, kinds, { bucket, reader })}${doubtful > 0 ? `; ${doubts(kinds, doubtful, reader)}` : ''}${attempts}.`
          : doubtful > 0
            ? `${bucket}: ${doubts(kinds, doubtful, reader)}${attempts}. Among the other changes nothing was found.`
            : `${nothing} ${bucket} in this window${attempts}${unclear}.`,
        ...(worst && { severity: { level: levelOf(worst), why: worst.why ?? '' } }),

        notes: [
          ...notes,
          own.length > 0
            ? `Own accounts: ${own.join(', ')}.`
            : 'No account is known to be your own: name them in the settings or in the form.',
          doubtful > 0 &&
            'Changes that could not be judged may hide anything: look at the settings of the bucket itself.',
        ],
        figures: { unjudged: doubtful > 0 ? doubtful : undefined },
        next: worst
          ? [
              followUp('bucket-config-changes', 'What exactly was changed?'),
              ...whatElseChanged(worst.requester),
              ...whatElseDid(worst.requester),
            ]
          : [refused > 0 && followUp('bucket-config-changes', 'Which changes were tried?')],
      }
    },
  })
}

const rank = (row: Row): number => LEVELS.indexOf(levelOf(row))
const levelOf = ({ level }: Row): Severity['level'] => LEVELS.find(known => known === level) ?? 'low'

/** `my-bucket: bucket policy open to anyone (critical) …; 2 more findings`. */
function sentence(
  worst: Row,
  findings: number,
  kinds: readonly Row[],
  { bucket, reader }: Pick<Context, 'bucket' | 'reader'>,
): string {
  const times = numberOf(worst, 'findings')
  const when = `${times > 1 ? 'last ' : ''}at ${instant(worst.last, reader)}`
  const from = worst.remote_ip ? ` from ${worst.remote_ip}` : ''
  const others = kinds
    .filter(row => row !== worst && row.finding !== UNJUDGED)
    .slice(0, 3)
    .map(
      row => `${row.finding}${numberOf(row, 'findings') > 1 ? ` (${numberOf(row, 'findings')} times)` : ''}`,
    )
  return (
    `${bucket}: ${worst.finding}${times > 1 ? ` (${count(times)} times)` : ''} by ${requesterName(worst.requester ?? '')}${from}, ${when}` +
    (findings > times ? `; also ${others.join(', ')}` : '')
  )
}

/** `2 changes could not be judged: PutBucketLifecycle, PutBucketPolicy, the last by user eve at …, as CloudTrail left …` */
function doubts(kinds: readonly Row[], changes: number, reader: Context['reader']): string {
  const of = kinds.filter(({ finding }) => finding === UNJUDGED)
  const names = [...new Set(of.flatMap(({ operations }) => (operations ?? '').split(', ')))].toSorted()
  const last = of.toSorted((a, b) => ((a.last ?? '') < (b.last ?? '') ? 1 : -1))[0]
  const by = `${changes > 1 ? 'last ' : ''}by ${requesterName(last?.requester ?? '')} at ${instant(last?.last, reader)}`
  const reason = (of[0]?.why ?? '').replace(/^\w+: /, '').split(/[;.] /)[0]
  return `${counted(changes, 'change')} could not be judged: ${names.join(', ')}, ${by} (${reason})`
}
