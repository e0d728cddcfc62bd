import { failureOf } from '../../calls/failures.ts'
import type { LogObject } from '../../aws/logs.ts'
import type { Investigation } from '../../model/investigation.ts'
import type { LogPlan, Source } from '../../model/stored/plan.ts'
import { InvestigationProblem } from '../../model/problem.ts'
import type { Deps } from '../../services/deps.ts'
import { writeManifests } from './manifests.ts'

/** Pages of 1,000 keys listed in one pass, before what was seen is saved. */
const PAGES = 20

/** Classes whose objects must be restored before anyone can read them. */
const ARCHIVED = new Set(['GLACIER', 'DEEP_ARCHIVE'])

/**
 * Lists some pages further of a log's objects, and counts them. Those to gather are written down as it goes.
 * @throws InvestigationProblem where the log bucket is gone or may not be listed
 */
export async function list({ id, request }: Investigation, plan: LogPlan, deps: Deps): Promise<LogPlan> {
  const { source } = plan
  const listed: LogObject[] = []
  let { cursor } = plan
  for (let page = 0; page < PAGES && cursor; page++) {
    const seen = await pageAt(source, cursor, deps).catch(error => refused(error, request.bucket, source))
    listed.push(...seen.objects)
    cursor = seen.next
  }
  const readable = listed.filter(object => !ARCHIVED.has(object.storageClass))
  const next = {
    ...plan,
    cursor,
    objects: plan.objects + readable.length,
    bytes: plan.bytes + readable.reduce((sum, object) => sum + object.size, 0),
    archived: plan.archived + listed.length - readable.length,
  }
  const gathers = !source.inPlace && next.objects <= deps.settings.limits.gatherObjects
  return gathers
    ? { ...next, manifests: [...plan.manifests, ...(await writeManifests(id, readable, deps))] }
    : next
}

async function pageAt(source: Source, cursor: NonNullable<LogPlan['cursor']>, { logs }: Deps) {
  const range = source.ranges[cursor.range]
  if (!range) return { objects: [], next: undefined }
  const { objects, next: token } = await logs.page(source.bucket, {
    prefix: range.prefix,
    after: range.after,
    token: cursor.token,
  })
  const within = objects.filter(({ key }) => range.before === undefined || key < range.before)
  const more = token !== undefined && within.length === objects.length
  return { objects: within, next: more ? { range: cursor.range, token } : following(source, cursor.range) }
}

/** A configuration may name a bucket that was deleted since, or one that we may not list. */
function refused(error: unknown, bucket: string, source: Source): never {
  const failure = failureOf(error)
  if (failure === 'not-found')
    throw new InvestigationProblem('log-bucket-gone', { bucket, logs: source.bucket }, { cause: error })
  if (failure === 'denied')
    throw new InvestigationProblem(
      'permission',
      { action: 's3:ListBucket', resource: source.bucket },
      { cause: error },
    )
  throw error
}

const following = (source: Source, range: number) =>
  range + 1 < source.ranges.length ? { range: range + 1 } : undefined
