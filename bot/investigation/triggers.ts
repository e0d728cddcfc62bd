import type { World } from '../world.ts'

/**
 * Which investigations an event is about. What it says happened is not believed, only looked into: an event
 * may come twice, late or never. An event that is not known yields none.
 */
export async function idsOf(
  event: unknown,
  world: Pick<World, 'athena' | 'investigations'>,
): Promise<string[]> {
  if (!isRecord(event)) return []
  if (Array.isArray(event.Records)) return [...new Set(event.Records.flatMap(idOfRecord))]
  if (event.source === 'aws.athena') return ofQuery(event.detail, world)
  // The schedule: every open investigation, so that no lost event leaves one behind.
  if (event.source === 'aws.scheduler' || event.source === 'aws.events') return world.investigations.openIds()
  return []
}

async function ofQuery(detail: unknown, { athena }: Pick<World, 'athena'>): Promise<string[]> {
  const id = isRecord(detail) ? detail.queryExecutionId : undefined
  const investigation = typeof id === 'string' ? await athena.investigationOf(id) : undefined
  return investigation ? [investigation] : []
}

/** A stream record names the item; an S3 event names the report of a copy job, whose key holds the id. */
function idOfRecord(record: unknown): string[] {
  const id = at(record, 'dynamodb', 'Keys', 'id', 'S')
  if (typeof id === 'string') return [id]
  const key = at(record, 's3', 'object', 'key')
  const [, investigation] = typeof key === 'string' ? (/^reports\/([0-9a-f]+)\//.exec(key) ?? []) : []
  return investigation ? [investigation] : []
}

const at = (value: unknown, ...path: string[]): unknown =>
  path.reduce((inner, name) => (isRecord(inner) ? inner[name] : undefined), value)

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null
