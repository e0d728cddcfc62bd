import { accessOf, assuming } from '../access/access.ts'
import { decide, judge } from '../access/authorise.ts'
import { InvestigationProblem } from '../model/problem.ts'
import type { Stage } from './stage.ts'

/**
 * Checks whether the asker of a question that was stored while Slack was silent may ask it, before anything is read or
 * posted for it. While Slack stays silent, it waits.
 * @throws InvestigationProblem where they may not
 */
export const verifyAsker: Stage = async (investigation, deps) => {
  const { unverified, ...verified } = investigation
  if (unverified === undefined) return investigation
  const { asker, channel, bucket, analysis } = investigation.request
  const { surface, presence } = unverified
  const access = await accessOf(asker, { channel, presence }, deps)
  const about = { bucket, analysis }
  if (!judge(access, about).ok && judge(assuming(access), about).ok) return investigation
  const asked = { surface, person: asker, channel, investigation: investigation.id, ...about }
  const verdict = decide(access, asked, deps)
  if (verdict.ok) return verified
  throw new InvestigationProblem('not-allowed', { refusal: verdict.plain }, { observed: verified })
}
