import { hashOf } from '../text/hash.ts'
import type { ResultColumn, Row, Unit } from '../../analyses/lib/analysis.ts'
import { requesterName, time } from '../../analyses/lib/words.ts'
import type { Answer } from '../model/stored/query.ts'
import { holds, valueOf } from '../model/condition.ts'
import type { Mute, PastRun, Watch } from '../model/watch.ts'

/** What one run found: its answer, the first rows of it, and the time it covers. */
export interface Found {
  answer: Pick<Answer, 'rowCount' | 'figures' | 'severity'>
  rows: readonly Row[]
  columns: readonly ResultColumn[]
  hours: number
}

/** What is to be made of it. */
export interface Judged {
  matters: boolean
  /** It would matter, but all of it is muted. */
  muted: boolean
  value: number | undefined
  unit: Unit
  /** The rows to tell: those that nobody muted, and where only new ones matter, the new ones. */
  rows: readonly Row[]
  seen: string[] | undefined
}

/** How many row hashes are kept; the oldest go first. */
const MOST_SEEN = 2000
/** How many runs must be known before there is a usual value. */
export const LEAST_RUNS = 3

/** Judges a run's answer by the watch's condition, its mutes, and what earlier runs showed. */
export function judge(watch: Watch, { answer, rows, columns, hours }: Found, now: Date): Judged {
  const { condition } = watch
  const mutes = watch.mutes.filter(({ until }) => until === undefined || new Date(until) > now)
  const heard = rows.filter(row => !mutes.some(mute => isMuted(row, mute)))
  const identity = identityOf(columns)
  const known = new Set(watch.seen)
  // The same thing several times is told once.
  const fresh = heard.filter(row => !known.has(markOf(row, identity)) && known.add(markOf(row, identity)))
  const isFirst = watch.seen === undefined
  const measured = (one: Pick<Answer, 'rowCount'>) => ({
    ...valueOf(condition, { ...answer, ...one }),
    usual: usualOf(exactRuns(watch), hours),
    severity: answer.severity?.level,
    // What the first run sees is how things are: it is learnt, not told.
    newRows: isFirst ? 0 : fresh.length,
  })
  // Figures and severity are of all rows: they count for nothing where every row is muted.
  const left = answer.rowCount - (rows.length - heard.length)
  const isSilenced = mutes.some(({ kind }) => kind === 'all') || (answer.rowCount > 0 && left === 0)
  const isThere = holds(condition, measured({ rowCount: left }))
  return {
    matters: isThere && !isSilenced,
    muted: isSilenced && holds(condition, measured(answer)),
    ...valueOf(condition, { ...answer, rowCount: left }),
    rows: condition.kind === 'new' ? fresh : heard,
    seen:
      condition.kind === 'new'
        ? remembered(
            watch.seen,
            rows.map(row => markOf(row, identity)),
          )
        : undefined,
  }
}

const isMuted = (row: Row, { kind, value }: Mute): boolean =>
  (kind === 'requester' && row.requester === value) ||
  (kind === 'prefix' && (row.key?.startsWith(value) ?? false))

/**
 * What makes two rows the same thing seen twice: the texts that the thread shows, and not how often or when. An
 * answer without such texts reports each time separately.
 */
export function identityOf(columns: readonly ResultColumn[]): string[] {
  const texts = columns.filter(
    ({ name, kind, shown }) =>
      kind === 'text' && shown && name !== 'request_id' && !name.startsWith('example'),
  )
  return (texts.length > 0 ? texts : columns).map(({ name }) => name)
}

const markOf = (row: Row, identity: readonly string[]): string =>
  hashOf(JSON.stringify(identity.map(name => row[name] ?? null)), 12)

const remembered = (before: readonly string[] = [], now: readonly string[]): string[] => {
  const latest = new Set(now)
  return [...before.filter(mark => !latest.has(mark)), ...latest].slice(-MOST_SEEN)
}

/** The runs whose values can be compared: version 0.1 kept of a figure what its rounded text said. */
export const exactRuns = ({ condition, history }: Pick<Watch, 'condition' | 'history'>): PastRun[] =>
  history.filter(({ unit }) => condition.kind !== 'figure' || unit !== undefined)

/** The usual value for this many hours: the median of earlier runs, scaled by their length. */
export function usualOf(history: readonly PastRun[], hours: number): number | undefined {
  const rates = history
    .flatMap(run => (run.value === undefined || run.hours === 0 ? [] : [run.value / run.hours]))
    .toSorted((one, other) => one - other)
  const middle = rates[Math.floor(rates.length / 2)]
  return rates.length < LEAST_RUNS || middle === undefined ? undefined : middle * hours
}

/** How many rows a message lists. */
const MOST_LINES = 5

/** The first rows in words, a line each. */
export function rowLines(rows: readonly Row[], columns: readonly ResultColumn[]): string[] {
  const shown = columns.filter(column => column.shown).slice(0, 6)
  return rows.slice(0, MOST_LINES).map(row =>
    shown
      .flatMap(({ name, kind }) => {
        const value = row[name]
        return value === null || value === undefined || value === '' ? [] : [wordsFor(name, kind, value)]
      })
      .join(' · '),
  )
}

function wordsFor(name: string, kind: ResultColumn['kind'], value: string): string {
  if (kind === 'time') return time(value)
  return name === 'requester' ? requesterName(value) : value
}

/** Whom and which keys the rows are mostly about, to be muted by. */
export function mutableBy([first]: readonly Row[]): NonNullable<Watch['shown']> {
  const { requester, key } = first ?? {}
  const folder = key?.slice(0, key.lastIndexOf('/') + 1)
  return { ...(requester && { requester }), ...(folder && { prefix: folder }) }
}
