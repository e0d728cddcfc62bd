import { accessOf } from '../request/access.ts'
import { type Authority, decide, type Verdict } from '../request/authorise.ts'
import type { Watch } from './watch.ts'

/**
 * Whether whoever made the watch may still ask this: it runs with their rights and no others. `unknown` while Slack
 * does not tell who is in a group that decides it.
 */
export async function allowance(
  { request }: Pick<Watch, 'request'>,
  world: Authority,
): Promise<Verdict | 'unknown'> {
  const { asker: person, channel, bucket, analysis } = request
  const access = await accessOf(person, channel, world)
  const verdict = decide(access, { surface: 'watch', person, channel, bucket, analysis }, world)
  return !verdict.ok && access.unsure.length > 0 ? 'unknown' : verdict
}
