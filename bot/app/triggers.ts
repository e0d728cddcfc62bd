import * as z from 'zod'
import { kindOf } from '../items/work.ts'
import { watchesToPass } from '../watch/pass.ts'
import type { WorkingDeps } from '../services/working-deps.ts'

const text = z.string()
/** A stream record names the item, and its image the kind: the table holds more than work. */
const record = z.object({
  dynamodb: z.object({
    Keys: z.object({ id: z.object({ S: text }) }),
    NewImage: z.object({ kind: z.object({ S: text }).optional() }).optional(),
  }),
})

function idOfRecord(one: unknown): string[] {
  const { data } = record.safeParse(one)
  const id = data?.dynamodb.Keys.id.S
  return id !== undefined && kindOf({ id, kind: data?.dynamodb.NewImage?.kind?.S }) ? [id] : []
}

/** The events that wake the reconciler, as far as they are read. */
const eventSchema = z.union([
  z.object({ Records: z.array(z.unknown()) }),
  z.object({ source: z.literal('aws.athena'), detail: z.object({ queryExecutionId: text }) }),
  z.object({ source: z.literal('aws.s3'), detail: z.object({ object: z.object({ key: text }) }) }),
  z.object({ source: z.enum(['aws.scheduler', 'aws.events']) }),
])

/**
 * The ids of the stored work that an event is about. What it says happened is not believed, only looked into: an
 * event may come twice, late or never. An unknown event yields none.
 */
export async function idsOf(
  event: unknown,
  deps: Pick<WorkingDeps, 'athena' | 'investigations' | 'watches' | 'settings'>,
): Promise<string[]> {
  const { data: read } = eventSchema.safeParse(event)
  if (read === undefined) return []
  if ('Records' in read) return [...new Set(read.Records.flatMap(idOfRecord))]
  if (read.source === 'aws.athena') {
    const investigation = await deps.athena.investigationOf(read.detail.queryExecutionId)
    return investigation ? [investigation] : []
  }
  // An object of a copy job's report, whose key holds the id.
  if (read.source === 'aws.s3') return /^reports\/([0-9a-f]+)\//.exec(read.detail.object.key)?.slice(1) ?? []
  // The schedule: every open investigation, so that no lost event leaves one behind, and the watches that are due.
  return [...(await watchesToPass(deps)), ...(await deps.investigations.openIds())]
}
