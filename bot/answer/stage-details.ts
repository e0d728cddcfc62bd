import { bytes, count, counted, roughCharge } from '../../analyses/lib/words.ts'
import { scannedBytes, type Investigation, type StageName } from '../model/investigation.ts'
import { type LogCopy } from '../model/stored/copy.ts'
import { type LogPlan } from '../model/stored/plan.ts'
import { sumOf } from '../model/stored/values.ts'
import { remaining } from './remaining.ts'

const charge = (dollars: number | undefined): string =>
  dollars === undefined ? '' : `; Athena charges ${roughCharge(dollars)}`

function copyDetail({ strategy, objects }: LogPlan, { objects: done, skipped, doneAt }: LogCopy): string {
  const left = skipped.count > 0 ? `, ${count(skipped.count)} skipped` : ''
  if (strategy === 'gather') return `${count(done)} of ${counted(objects, 'object')} gathered${left}`
  if (doneAt) return `S3 Batch Operations copied ${counted(done, 'object')}${left}`
  return `S3 Batch Operations is copying them${done > 0 ? `: ${count(done)} of ${counted(objects, 'object')}` : ''}`
}

/** How far the queries are that read the raw logs: Athena tells what they have read so far. */
function readingDetail({ copy, evidence, shownAt }: Investigation): string {
  if (!evidence) return ''
  const parts = Object.values(evidence.parts).map(({ unload }) => unload)
  const read = sumOf(parts, run => run.scannedBytes ?? 0)
  const all = sumOf(copy?.logs, log => log.compressed ?? log.bytes)
  if (read === 0 || all === 0) return ''
  const done = parts.filter(run => run.done).length
  const inParts = parts.length > 1 ? `, ${count(done)} of ${counted(parts.length, 'part')} done` : ''
  const share = Math.min(read / all, 1)
  return `${bytes(Math.min(read, all))} of ${bytes(all)} read${inParts}${remaining(evidence.startedAt, shownAt, share)}`
}

/** What a stage has done so far, or did, for its line of the plan; nothing where there is nothing to tell. */
export const detailOf = (stage: StageName, investigation: Investigation): string =>
  DETAILS[stage](investigation)

const DETAILS: Record<StageName, (investigation: Investigation) => string> = {
  plan: ({ plan }) => {
    const logs = (plan?.logs ?? []).map(
      ({ objects, bytes: size, source: { bucket, prefix } }) =>
        `${counted(objects, 'log object')}, ${bytes(size)} in s3://${bucket}/${prefix}`,
    )
    return logs.length > 0 ? `${logs.join('; ')}${charge(plan?.dollars)}` : ''
  },
  copy: ({ plan, copy, shownAt }) => {
    const logs = (plan?.logs ?? []).flatMap((log, i) => {
      const copied = copy?.logs[i]
      return copied && log.strategy !== 'in-place' ? copyDetail(log, copied) : []
    })
    if (!copy) return ''
    if (logs.length === 0) return 'Not needed: the logs are read in place.'
    const share = sumOf(copy.logs, log => log.objects) / sumOf(plan?.logs, log => log.objects)
    return `${logs.join('; ')}${copy.doneAt ? '' : remaining(copy.startedAt, shownAt, share)}`
  },
  evidence: investigation => {
    const { coverage } = investigation.evidence ?? {}
    if (!coverage) return readingDetail(investigation)
    const lines = coverage.map(log => counted(log.lines, log.log === 'cloudtrail' ? 'record' : 'line'))
    return `${lines.join(' and ')} read, ${counted(
      sumOf(coverage, log => log.events),
      'event',
    )} found`
  },
  query: ({ query, ...rest }) =>
    query?.answer
      ? `${counted(query.answer.rowCount, 'row')}; ${bytes(scannedBytes({ query, ...rest }))} scanned in all`
      : '',
  report: () => '',
}
