import { watchesToPass } from '../watch/pass.ts'
import type { WorkingWorld } from '../services/working-world.ts'

/**
 * Which investigations, checks, homes and watches an event is about. What it says happened is not believed, only looked into: an event
 * may come twice, late or never. An event that is not known yields none.
 */
export async function idsOf(
  event: unknown,
  world: Pick<WorkingWorld, 'athena' | 'investigations' | 'watches' | 'settings'>,
): Promise<string[]> {
  if (!isRecord(event)) return []
  if (Array.isArray(event.Records)) return [...new Set(event.Records.flatMap(idOfRecord))]
  if (event.source === 'aws.athena') return ofQuery(event.detail, world)
  if (event.source === 'aws.s3') return ofReport(event.detail)
  // The schedule: every open investigation, so that no lost event leaves one behind, and the watches that are due.
  if (event.source === 'aws.scheduler' || event.source === 'aws.events')
    return [...(await watchesToPass(world)), ...(await world.investigations.openIds())]
  return []
}

async function ofQuery(detail: unknown, { athena }: Pick<WorkingWorld, 'athena'>): Promise<string[]> {
  const id = isRecord(detail) ? detail.queryExecutionId : undefined
  const investigation = typeof id === 'string' ? await athena.investigationOf(id) : undefined
  return investigation ? [investigation] : []
}

/** A stream record names the item. */
function idOfRecord(record: unknown): string[] {
  const id = at(record, 'dynamodb', 'Keys', 'id', 'S')
  return typeof id === 'string' && ID.test(id) ? [id] : []
}

/** Of an investigation, a check, or a person whose home is to be shown: the table holds more than those. */
const ID = /^((check-)?[0-9a-f]{16}|person:.+)$/

/** An object of a copy job's report, whose key holds the id. */
function ofReport(detail: unknown): string[] {
  const key = at(detail, 'object', 'key')
  const [, investigation] = typeof key === 'string' ? (/^reports\/([0-9a-f]+)\//.exec(key) ?? []) : []
  return investigation ? [investigation] : []
}

const at = (value: unknown, ...path: string[]): unknown =>
  path.reduce((inner, name) => (isRecord(inner) ? inner[name] : undefined), value)

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null
