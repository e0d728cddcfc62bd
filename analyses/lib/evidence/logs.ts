import type { LogKind } from './tables.ts'

/** Which logs a question reads, and the sentences that many say of what these cannot show. */

const BEST_EFFORT = 'Access logs are delivered on a best-effort basis: a record may come late or never.'
const NEEDS_DATA_EVENTS =
  'CloudTrail has object requests only where the trail records data events for this bucket.'

/** Access logs are the only ones with a status, times and bytes of every request. */
export const ONLY_ACCESS_LOGS = { reads: ['access-log'], blind: { 'access-log': BEST_EFFORT } } as const

/**
 * Both logs can answer, and access logs record every request.
 * @param have what they have of each: `every request with its bytes`
 * @param blind what else than the usual the logs cannot show
 */
export const accessLogsFirst = (have: string, blind: Partial<Record<LogKind, string>> = {}) => ({
  reads: ['access-log', 'cloudtrail'] as const,
  why: `Access logs have ${have}; CloudTrail has object requests only where data events are on.`,
  blind: { 'access-log': BEST_EFFORT, cloudtrail: NEEDS_DATA_EVENTS, ...blind },
})
