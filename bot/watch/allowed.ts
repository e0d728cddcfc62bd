import { accessOf } from '../access/access.ts'
import { type AuthoriseDeps, decide, judge, type Verdict } from '../access/authorise.ts'
import { covers } from '../access/policy.ts'
import { claimed } from '../model/place.ts'
import type { Watch } from '../model/watch.ts'

/**
 * Whether the watch's owner may still ask this: it runs with their rights only, so an owner who has left the
 * channel is refused. `unknown` while Slack is silent: what it refuses to tell will not pass by itself.
 */
export async function allowance(
  { request }: Pick<Watch, 'request'>,
  deps: AuthoriseDeps,
): Promise<Verdict | 'unknown'> {
  const { asker: person, channel, bucket, analysis } = request
  const access = await accessOf(person, claimed(channel), deps)
  const mayPass = access.refused.some(
    ({ rule, standing }) =>
      standing.is === 'unsure' && !standing.isLasting && covers(rule, { bucket, analysis }),
  )
  // Every sweep asks again, so nothing is recorded until it is decided.
  if (mayPass && !judge(access, { bucket, analysis }).ok) return 'unknown'
  return decide(access, { surface: 'watch', person, channel, bucket, analysis }, deps)
}
