import { analysisNamed } from '../../analyses/lib/catalogue/named.ts'
import type { LogKind } from '../../analyses/lib/evidence/tables.ts'
import type { Request } from '../time/request.ts'
import type { Investigation } from './investigation.ts'

type Asked = Pick<Request, 'analysis' | 'logs'>

/** Whether a question is to be answered from both logs, joined, where both are at hand. */
export const wantsBoth = ({ analysis, logs }: Asked): boolean =>
  logs === 'both' || (logs === 'auto' && analysisNamed(analysis).together === true)

/** The logs that may answer a question, the preferred one first. */
export const logsFor = ({ analysis, logs }: Asked): readonly LogKind[] =>
  logs === 'auto' || logs === 'both' ? analysisNamed(analysis).reads : [logs]

/**
 * The logs that an investigation's question is answered from, of those that were read. A question that follows
 * another may find both in the evidence and need one.
 */
export function logsAsked({ request, plan }: Pick<Investigation, 'request' | 'plan'>): LogKind[] {
  const read = new Set((plan?.logs ?? []).map(({ source }) => source.log))
  const usable = logsFor(request).filter(log => read.has(log))
  return wantsBoth(request) ? usable : usable.slice(0, 1)
}
