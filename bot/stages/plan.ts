import { createHash } from 'node:crypto'
import * as z from 'zod'
import { writtenFor } from '../../analyses/lib/reader.ts'
import { bytes as inBytes, count } from '../../analyses/lib/words.ts'
import { failureOf } from '../clients/failures.ts'
import type { LogObject } from '../clients/logs.ts'
import {
  sumOf,
  type Investigation,
  type LogPlan,
  type Plan,
  type Source,
} from '../investigation/investigation.ts'
import { endsAt } from '../investigation/confirmation.ts'
import { announcement } from '../reply/progress.ts'
import { InvestigationProblem } from '../problem.ts'
import type { World } from '../world.ts'
import { findSources } from './source.ts'
import type { Stage } from './stage.ts'

/** Pages of 1,000 keys listed in one pass, before what was seen is saved. */
const PAGES = 20
/** One gathered part is made of at most this. */
const MANIFEST_OBJECTS = 1500
const MANIFEST_BYTES = 64_000_000
/** Athena bills no query below this. */
const LEAST_BILLED = 10_000_000

/** Classes whose objects must be restored before anyone can read them. */
const ARCHIVED = new Set(['GLACIER', 'DEEP_ARCHIVE'])

/**
 * Finds where the logs lie, then lists the objects of the window page by page, and decides how they are
 * read. Listing starts at the window's first key and stops behind its last, so a year of logs beside it
 * costs nothing.
 */
export const plan: Stage = async (investigation, world) => {
  const before = investigation.plan
  if (!before) return { ...investigation, plan: { missing: [], startedAt: world.now().toISOString() } }
  if (!before.logs) {
    const { sources, missing, region } = await findSources(investigation, world)
    const logs = sources.map(unlisted)
    return { ...investigation, plan: { ...before, logs, missing, ...(region && { region }) } }
  }
  if (before.ask) return untilConfirmed(investigation, { ...before, ask: before.ask }, world)
  const listed = await eachLog(before, log => (log.cursor ? list(investigation, log, world) : log))
  const isListed = !listed.logs?.some(({ cursor }) => cursor)
  return { ...investigation, plan: isListed ? await settle(investigation, listed, world) : listed }
}

const unlisted = (source: Source): LogPlan => ({
  source,
  cursor: { range: 0 },
  objects: 0,
  bytes: 0,
  archived: 0,
  manifests: [],
})

/**
 * Takes every log a step further, side by side. One that cannot be read is named as missing where another can.
 * @throws InvestigationProblem that of the first, where none can be read
 */
async function eachLog(plan: Plan, step: (log: LogPlan) => LogPlan | Promise<LogPlan>): Promise<Plan> {
  const outcomes = await Promise.all(
    (plan.logs ?? []).map(async log => {
      try {
        return { log: await step(log) }
      } catch (problem) {
        if (!(problem instanceof InvestigationProblem)) throw problem
        return { problem, missing: { log: log.source.log, code: problem.code, detail: problem.detail } }
      }
    }),
  )
  const logs = outcomes.flatMap(outcome => outcome.log ?? [])
  const [first] = outcomes.flatMap(outcome => outcome.problem ?? [])
  if (logs.length === 0 && first) throw first
  return { ...plan, logs, missing: [...plan.missing, ...outcomes.flatMap(outcome => outcome.missing ?? [])] }
}

async function list({ id, request }: Investigation, plan: LogPlan, world: World): Promise<LogPlan> {
  const { source } = plan
  const listed: LogObject[] = []
  let { cursor } = plan
  for (let page = 0; page < PAGES && cursor; page++) {
    const seen = await pageAt(source, cursor, world).catch(error => refused(error, request.bucket, source))
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
  const gathers = !source.inPlace && next.objects <= world.settings.limits.gatherObjects
  return gathers
    ? { ...next, manifests: [...plan.manifests, ...(await writeManifests(id, readable, world))] }
    : next
}

async function pageAt(source: Source, cursor: NonNullable<LogPlan['cursor']>, { logs }: World) {
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

/**
 * Writes the lists of objects to gather. A list is named by what it holds: should two passes list, and see
 * different objects, each saves the names of its own.
 */
async function writeManifests(id: string, objects: readonly LogObject[], { logs }: World): Promise<string[]> {
  const lists = Array.from(chunks(objects), list => JSON.stringify(list))
  const keys = lists.map(
    list => `manifests/${id}/${createHash('sha256').update(list).digest('hex').slice(0, 16)}.json`,
  )
  await Promise.all(lists.map((list, i) => logs.write(keys[i] ?? '', list, 'application/json')))
  return keys
}

/** What a manifest holds. */
export const manifestSchema = z.array(
  z.object({ key: z.string(), size: z.number(), storageClass: z.string() }),
)

function* chunks(objects: readonly LogObject[]): Generator<LogObject[]> {
  let chunk: LogObject[] = []
  let size = 0
  for (const object of objects) {
    if (chunk.length === MANIFEST_OBJECTS || (chunk.length > 0 && size + object.size > MANIFEST_BYTES)) {
      yield chunk
      chunk = []
      size = 0
    }
    chunk.push(object)
    size += object.size
  }
  if (chunk.length > 0) yield chunk
}

/** All is listed: refuses what cannot be answered, chooses how to copy, and says what it will cost. */
async function settle({ request }: Investigation, listed: Plan, { settings, now }: World): Promise<Plan> {
  const { gatherObjects, confirmBytes, scanBytes } = settings.limits
  const unasked = request.watch !== undefined ? Math.min(scanBytes, confirmBytes) : scanBytes
  const plan = await eachLog(listed, log => ({
    ...writtenFor(request.asker, () => held(log)),
    strategy: strategyOf(log, gatherObjects),
  }))
  const bytes = sumOf(plan.logs, log => log.bytes)
  // Nobody is there to confirm what a watch would read.
  if (bytes > unasked)
    throw new InvestigationProblem(
      'too-large',
      writtenFor(request.asker, () => ({
        bytes: inBytes(bytes),
        objects: count(sumOf(plan.logs, log => log.objects)),
        limit: inBytes(unasked),
      })),
    )
  const billed = sumOf(plan.logs, log => Math.max(log.bytes, LEAST_BILLED))
  const at = now().toISOString()
  const dollars = (billed / 1e12) * settings.dollarsPerTerabyte
  return { ...plan, dollars, ...(bytes > confirmBytes ? { ask: { since: at } } : { doneAt: at }) }
}

/**
 * Waits for somebody to confirm, at no cost, for a day. That the question is shown is made sure of: no later step
 * would show it.
 */
async function untilConfirmed(
  investigation: Investigation,
  plan: Plan & { ask: NonNullable<Plan['ask']> },
  { thread, now }: World,
): Promise<Investigation> {
  const { id, announcement: root, confirm } = investigation
  if (confirm) return { ...investigation, plan: { ...plan, doneAt: now().toISOString() } }
  if (!plan.ask.told) {
    const mark = { investigation: id, part: 'announcement' } as const
    if (root.channel && root.ts) await thread.edit(root.channel, root.ts, announcement(investigation), mark)
    return { ...investigation, plan: { ...plan, ask: { ...plan.ask, told: true } } }
  }
  if (endsAt(plan.ask.since).toMillis() > now().getTime()) return investigation
  const bytes = sumOf(plan.logs, log => log.bytes)
  const detail = writtenFor(investigation.request.asker, () => ({ bytes: inBytes(bytes) }))
  throw new InvestigationProblem('not-confirmed', detail)
}

/** @throws InvestigationProblem where a log has no object that can be read in this window */
function held(log: LogPlan): LogPlan {
  const { source, objects, archived } = log
  const place = `s3://${source.bucket}/${source.prefix}`
  if (objects > 0) return log
  throw archived > 0
    ? new InvestigationProblem('archived', { place, objects: count(archived) })
    : new InvestigationProblem('no-log-objects', { place, looked: lookedFor(source) })
}

function strategyOf({ source, objects }: LogPlan, gatherObjects: number): LogPlan['strategy'] {
  if (source.inPlace) return 'in-place'
  return objects <= gatherObjects ? 'gather' : 'batch-copy'
}

function lookedFor({ ranges, days }: Source): string {
  if (days) return `days ${days.first} to ${days.last}`
  const [first] = ranges
  return first?.before ? `keys from ${first.after} to ${first.before}` : `keys under ${first?.prefix ?? ''}`
}
