import type { LogReading, Reading } from '../../analyses/lib/analysis.ts'
import { type Investigation } from './investigation.ts'
import { excludedOf } from './stored/evidence.ts'
import { type LogPlan } from './stored/plan.ts'
import { sumOf } from './stored/values.ts'

/** How the logs were brought in, as plan, copy and evidence observed it; of the followed one where one follows. */
export function readingOf(investigation: Investigation): Reading {
  const { plan, evidence } = investigation
  const runs = [
    ...Object.values(evidence?.parts ?? {}).map(({ unload }) => unload),
    ...Object.values(evidence?.describe ?? {}),
  ]
  return {
    logs: (plan?.logs ?? []).map((log, i) => logReading(log, i, investigation)),
    scannedBytes: sumOf(runs, run => run.scannedBytes ?? 0),
    dollars: plan?.dollars,
  }
}

function logReading(
  { source, strategy, objects, bytes, archived }: LogPlan,
  i: number,
  { copy, evidence }: Investigation,
): LogReading {
  const copied = copy?.logs[i]
  const excluded = excludedOf(evidence, source.log)
  return {
    log: source.log,
    strategy: strategy ?? 'in-place',
    found: objects,
    foundBytes: bytes,
    objects: (copied?.objects ?? 0) - excluded.length,
    bytes: copied?.bytes ?? 0,
    archived,
    skipped: (copied?.skipped.count ?? 0) + excluded.length,
    samples: [
      ...(copied?.skipped.samples ?? []),
      ...excluded.map(({ path, reason }) => ({ key: path, reason })),
    ],
  }
}
