import { kindOf } from '../items/work.ts'
import { watchesToPass } from '../watch/pass.ts'
import type { WorkingWorld } from '../services/working-world.ts'

/**
 * The ids of the stored work that an event is about. What it says happened is not believed, only looked into: an
 * event may come twice, late or never. An unknown event yields none.
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

/** A stream record names the item, and its image the kind: the table holds more than work. */
function idOfRecord(record: unknown): string[] {
  const id = at(record, 'dynamodb', 'Keys', 'id', 'S')
  const kind = at(record, 'dynamodb', 'NewImage', 'kind', 'S')
  return typeof id === 'string' && kindOf({ id, kind }) ? [id] : []
}

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
