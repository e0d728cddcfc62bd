import { type Condition, USUAL_CONDITION } from '../model/condition.ts'
import type { Schedule } from '../time/schedule.ts'

/** A watch in one press: an alert that most teams want on a bucket that matters. */
export interface WatchPreset {
  /** The question it repeats, an analysis or a preset of one. */
  analysis: string
  /** What it reports. */
  tells: string
  every: Schedule['every']
  condition: Condition
}

const told = (analysis: string, every: Schedule['every'], tells: string): WatchPreset => ({
  analysis,
  every,
  tells,
  condition: USUAL_CONDITION,
})

export const WATCH_PRESETS: readonly WatchPreset[] = [
  told('anonymous-access', 'hour', 'Someone sent an unauthenticated request'),
  told('access-denied', 'hour', 'A request was refused: AccessDenied, AllAccessDisabled or another 403'),
  told('latency-outliers', 'day', 'More requests than usual took S3 15 ms or longer to answer'),
  told('cross-account-access', 'hour', 'A requester is outside your accounts'),
  told('unauthorised-write', 'hour', 'Something was written by a requester not known to be in your accounts'),
  told('exposure', 'hour', 'A change to a policy, an ACL or the public access block gives others access'),
  told('logging-disabled', 'hour', 'Access logging was switched off'),
  told('versioning-suspended', 'hour', 'Versioning was suspended'),
  told('mass-deletion', 'hour', 'One requester deleted many objects in a short time'),
  told('new-requester', 'day', 'Someone used the bucket who had not used it in the week before'),
]
