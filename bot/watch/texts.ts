import { notationOf, type Reader } from '../../analyses/lib/reader.ts'
import { DateTime, IANAZone } from 'luxon'
import { counted, figureWords } from '../../analyses/lib/words.ts'
import { questions } from '../../analyses/lib/catalogue/named.ts'
import { conditionWords } from '../model/condition.ts'
import { exactRuns, LEAST_RUNS, usualOf } from './finding.ts'
import { scheduleWords } from '../time/schedule.ts'
import { type PastRun, stateOf, type Watch, type WatchWish } from '../model/watch.ts'

/** What watches say, in plain text. */

type Asked = Pick<Watch, 'request'>

/** `Anonymous access in my-bucket`. */
export const titleOf = ({ request }: Asked): string =>
  `${questions[request.analysis]?.title ?? request.analysis} in ${request.bucket}`

/** `every day at 07:00 Europe/Berlin, when rows > 0`. */
export const wishWords = ({ schedule, condition }: Pick<WatchWish, 'schedule' | 'condition'>): string =>
  `${scheduleWords(schedule)}${condition.kind === 'always' ? ', reported after every run' : `, when ${conditionWords(condition)}`}`

/** How late it tells, and why. */
export const waitWords = (hours: number): string =>
  hours === 0
    ? 'Each run covers everything up to that moment. Records that are delivered later are missed.'
    : `Each run covers the time until ${hoursWords(hours)} before it, so that late records are included.`

export function hoursWords(hours: number): string {
  if (hours < 1 / 60) return 'less than a minute'
  return hours < 1 ? counted(Math.round(hours * 60), 'minute') : counted(hours, 'hour')
}

const CLOCK = { ...DateTime.DATETIME_MED, weekday: 'short' } as const

/** A moment for people, in a zone, with UTC beside. */
export function clockWords(iso: string, zone: string, reader: Reader = {}): string {
  // Unlike `isValidZone`, `create` keeps what it found out.
  const known = IANAZone.create(zone).isValid ? zone : 'UTC'
  const at = DateTime.fromISO(iso, { zone: known, locale: notationOf(reader) })
  const local = `${at.toLocaleString(CLOCK)} ${known}`
  return at.offset === 0 ? local : `${local} (${at.toUTC().toFormat('HH:mm')} UTC)`
}

/** Where it stands, in a sentence. */
export function stateWords(watch: Watch): string {
  const { paused, run, schedule, dueAt, failures } = watch
  if (paused)
    return `Paused${paused.by === undefined ? '' : ' by a person'}. When it resumes, it covers the time it missed.`
  const trouble = failures > 0 ? ` Its last ${failures === 1 ? 'run' : `${failures} runs`} failed.` : ''
  return stateOf(watch) === 'running' && run
    ? `Running now.${trouble}`
    : `Next run: ${clockWords(dueAt, schedule.zone)}.${trouble}`
}

const BARS = '▁▂▃▄▅▆▇█'

/** The values of the last runs as little bars; a run without one is a gap. */
export function sparkline(watch: Watch): string {
  const exact = new Set(exactRuns(watch))
  const values = watch.history.map(run => (exact.has(run) ? run.value : undefined))
  const most = Math.max(0, ...values.filter(value => value !== undefined))
  return values
    .map(value => (value === undefined ? '·' : BARS.charAt(most === 0 ? 0 : Math.round((7 * value) / most))))
    .join('')
}

/** The same for those who cannot see them. */
export function sparklineWords(watch: Watch): string {
  const runs = exactRuns(watch).filter(({ value }) => value !== undefined)
  const values = runs.flatMap(({ value }) => value ?? [])
  const unit = runs.at(-1)?.unit ?? 'count'
  const words = (value: number) => figureWords({ value, unit })
  const [last] = values.slice(-1)
  if (last === undefined)
    return watch.history.some(({ value }) => value !== undefined)
      ? 'No run has finished since the update.'
      : 'No run has finished yet.'
  const [least, most] = [Math.min(...values), Math.max(...values)]
  return `${counted(values.length, 'run')}: from ${words(least)} to ${words(most)}, the last ${words(last)}.`
}

/** What the condition takes for usual, or why nothing is yet; nothing where it does not ask. */
export function usualWords(watch: Watch): string[] {
  const { condition, history } = watch
  if (!('usual' in condition) || !condition.usual) return []
  const runs = exactRuns(watch).filter(({ value }) => value !== undefined)
  const [{ hours, unit = 'count' } = { hours: 24 }] = runs.slice(-1)
  const value = usualOf(runs, hours)
  if (value !== undefined) return [`Usual in ${hoursWords(hours)}: ${figureWords({ value, unit })}.`]
  const rounded = history.some(run => run.value !== undefined && !exactRuns(watch).includes(run))
  const why = rounded ? ' Earlier runs stored rounded numbers, which are not used.' : ''
  return [
    `No usual value yet: it needs ${LEAST_RUNS} finished runs, and there ${runs.length === 1 ? 'is' : 'are'} ${runs.length} so far.${why}`,
  ]
}

/** What the history's figure is. */
export const figureName = ({ condition }: Pick<Watch, 'condition'>): string =>
  condition.kind === 'figure' ? condition.label : 'Rows'

const OUTCOMES: Record<PastRun['outcome'], string> = {
  quiet: 'nothing to report',
  told: 'reported',
  muted: 'muted',
  failed: 'failed',
  unknown: 'not known: records were missing when it looked',
}

/** The last runs, the newest first. */
export const historyLines = ({ history, schedule }: Watch): string[] =>
  history
    .toReversed()
    .slice(0, 10)
    .map(
      ({ to, hours, outcome, value, unit = 'count' }) =>
        `${hoursWords(Math.round(hours * 100) / 100)} up to ${clockWords(to, schedule.zone)}: ${value === undefined ? '' : `${figureWords({ value, unit })}, `}${OUTCOMES[outcome]}`,
    )

/** What the last week brought. */
export function digestLines({ history }: Watch, at: string): string[] {
  const since = Date.parse(at) - 7 * 86_400_000
  const week = history.filter(run => Date.parse(run.at) > since)
  const of = (outcome: PastRun['outcome']) => week.filter(run => run.outcome === outcome).length
  const unknown = of('unknown')
  return [
    `${counted(week.length, 'run')}: ${of('told')} with something to report, ${of('quiet')} without, ${of('muted')} muted, ${of('failed')} failed.`,
    ...(unknown > 0
      ? [
          `${unknown === 1 ? '1 run' : `${unknown} runs`} looked at hours whose records had not arrived, so ${unknown === 1 ? 'it does' : 'they do'} not show that nothing happened. A longer wait (such as wait:24h) looks later.`,
        ]
      : []),
  ]
}
