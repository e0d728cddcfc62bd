import * as z from 'zod'
import { watchesToPass } from '../watch/pass.ts'
import type { WorkingWorld } from '../services/working-world.ts'

const text = z.string()
/** An item of an investigation, a check, or a person whose home is to be shown: the table holds more than those. */
const id = text.regex(/^((check-)?[0-9a-f]{16}|person:.+)$/)
const record = z.object({
  dynamodb: z.object({ Keys: z.object({ id: z.object({ S: id }) }) }),
})

/** The events that wake the reconciler, as far as they are read. */
const eventSchema = z.union([
  z.object({ Records: z.array(z.unknown()) }),
  z.object({ source: z.literal('aws.athena'), detail: z.object({ queryExecutionId: text }) }),
  z.object({ source: z.literal('aws.s3'), detail: z.object({ object: z.object({ key: text }) }) }),
  z.object({ source: z.enum(['aws.scheduler', 'aws.events']) }),
])

/**
 * Which investigations, checks, homes and watches an event is about. What it says happened is not believed, only looked into:
 * an event may come twice, late or never. An event that is not known yields none.
 */
export async function idsOf(
  event: unknown,
  world: Pick<WorkingWorld, 'athena' | 'investigations' | 'watches' | 'settings'>,
): Promise<string[]> {
  const { data: read } = eventSchema.safeParse(event)
  if (read === undefined) return []
  if ('Records' in read)
    return [...new Set(read.Records.flatMap(one => record.safeParse(one).data?.dynamodb.Keys.id.S ?? []))]
  if (read.source === 'aws.athena') {
    const investigation = await world.athena.investigationOf(read.detail.queryExecutionId)
    return investigation ? [investigation] : []
  }
  // An object of a copy job's report, whose key holds the id.
  if (read.source === 'aws.s3') return /^reports\/([0-9a-f]+)\//.exec(read.detail.object.key)?.slice(1) ?? []
  // The schedule: every open investigation, so that no lost event leaves one behind, and the watches that are due.
  return [...(await watchesToPass(world)), ...(await world.investigations.openIds())]
}
