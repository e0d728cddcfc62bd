import { scannedBytes, type Investigation } from '../../../bot/model/investigation.ts'
import { type Coverage } from '../../../bot/model/stored/coverage.ts'
import { excludedOf } from '../../../bot/model/stored/evidence.ts'
import { headlineOf, knownOf } from '../../../bot/model/known.ts'
import { sumOf } from '../../../bot/model/stored/values.ts'
import { problemWords } from '../../../bot/model/problem.ts'
import { nextCommands } from './next.ts'

/** What `--json` prints: one object, the same keys whether there is an answer or a problem. */
export function asJson(investigation: Investigation, csvPath: string | null) {
  const { id, request, query, copy, evidence, problem } = investigation
  const answer = query?.answer
  const coverage = evidence?.coverage
  return {
    investigation: id as string | null,
    analysis: request.analysis as string | null,
    state: problem ? (problem.code === 'cancelled' ? 'cancelled' : 'failed') : 'answered',
    window: request.window as Investigation['request']['window'] | null,
    headline: headlineOf(investigation) ?? null,
    notKnown: notKnown(investigation),
    severity: answer?.severity ?? null,
    figures: answer?.figures ?? [],
    rowCount: answer?.rowCount ?? 0,
    csvPath,
    next: nextCommands(investigation),
    coverage: coverage ? totals(coverage, copy, excludedOf(evidence).length) : null,
    scannedBytes: scannedBytes(investigation),
    seconds: stageSeconds(investigation),
    problem: problem ? { code: problem.code, ...problemWords(problem) } : null,
  }
}

/** What a program must not take for “nothing happened”; null where everything asked about is known. */
function notKnown(investigation: Investigation) {
  const known = knownOf(investigation)
  if (!known || (!known.nothing && known.pending === 0)) return null
  const { hours, pending, nothing, lookAgainAt = null, completeAt = null } = known
  return { hours: pending, ofHours: hours, everything: nothing, lookAgainAt, completeAt }
}

/** Over all logs that were read; what each holds follows by its name. */
const totals = (logs: readonly Coverage[], copy: Investigation['copy'], excluded: number) => ({
  objects: sumOf(copy?.logs, ({ objects }) => objects) - excluded,
  bytes: sumOf(copy?.logs, ({ bytes }) => bytes),
  lines: sumOf(logs, ({ lines }) => lines),
  events: sumOf(logs, ({ events }) => events),
  unparsed: sumOf(logs, ({ unparsed }) => unparsed),
  duplicates: sumOf(logs, ({ duplicates }) => duplicates),
  firstEvent: logs.flatMap(({ firstEvent }) => firstEvent ?? []).toSorted()[0] ?? null,
  lastEvent:
    logs
      .flatMap(({ lastEvent }) => lastEvent ?? [])
      .toSorted()
      .at(-1) ?? null,
  logs,
})

/** For what never became an investigation: a mistake in the command, or help. */
export const refusalAsJson = (words: string) => ({
  investigation: null,
  analysis: null,
  state: 'not-started',
  window: null,
  headline: null,
  notKnown: null,
  severity: null,
  figures: [],
  rowCount: 0,
  csvPath: null,
  next: [],
  coverage: null,
  scannedBytes: 0,
  seconds: null,
  problem: { code: 'not-started', what: words, next: '' },
})

const between = (from?: string, to?: string) =>
  from && to ? (Date.parse(to) - Date.parse(from)) / 1000 : null

function stageSeconds({ plan, copy, evidence, query, closedAt }: Investigation) {
  return {
    plan: between(plan?.startedAt, plan?.doneAt),
    copy: between(copy?.startedAt, copy?.doneAt),
    evidence: between(evidence?.startedAt, evidence?.doneAt),
    query: between(query?.startedAt, query?.doneAt),
    report: between(query?.doneAt, closedAt),
  }
}
