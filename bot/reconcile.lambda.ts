import { randomUUID } from 'node:crypto'
import type { Context, DynamoDBBatchResponse } from 'aws-lambda'
import { inRequest, log, logToStreams } from './calls/log.ts'
import * as z from 'zod'
import { backgroundOf } from './calls/time-limits.ts'
import { withSlackSecret } from './aws/slack-secret.ts'
import { reconcileEnvSchema } from './services/env.ts'
import { idsOf } from './app/triggers.ts'
import { inTurns } from './app/turns.ts'
import { takeStep } from './app/work.ts'
import { workingDepsFrom } from './services/working-deps.ts'

/** Entry: any trigger (stream, Athena event, copy report, schedule) -> ids -> one step of each. */
const env = reconcileEnvSchema.parse(await withSlackSecret(process.env))
if (process.env.AWS_LAMBDA_RUNTIME_API !== undefined) logToStreams()
const deps = workingDepsFrom(env, () => new Date(), backgroundOf(env.CALL_SECONDS))

const pass = inTurns(id => takeStep(id, deps))

/**
 * @returns the stream record to try again from, where one failed: the rest of the batch is repeated, which
 *   harms nothing. Other triggers have no records; they throw, and the sweep comes again anyway.
 */
export const handler = (
  event: unknown,
  context?: Pick<Context, 'awsRequestId'>,
): Promise<DynamoDBBatchResponse> => inRequest(context?.awsRequestId ?? randomUUID(), () => passAll(event))

async function passAll(event: unknown): Promise<DynamoDBBatchResponse> {
  const ids = await idsOf(event, deps)
  const results = await Promise.allSettled(ids.map(pass))
  await deps.uses.settled()
  const failures = results.filter(result => result.status === 'rejected')
  for (const { reason } of failures) log('error', 'pass-failed', { error: reason })
  const first = firstSequenceNumber(event)
  if (failures.length > 0 && !first) throw new Error(`${failures.length} of ${ids.length} passes failed`)
  return { batchItemFailures: failures.length > 0 && first ? [{ itemIdentifier: first }] : [] }
}

const streamEvent = z.object({
  Records: z.tuple([z.object({ dynamodb: z.object({ SequenceNumber: z.string() }) })], z.unknown()),
})

const firstSequenceNumber = (event: unknown): string | undefined =>
  streamEvent.safeParse(event).data?.Records[0].dynamodb.SequenceNumber
