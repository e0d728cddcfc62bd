import { once } from 'node:events'
import path from 'node:path'
import { Worker } from 'node:worker_threads'
import * as z from 'zod'

const RUNTIME = path.join(import.meta.dirname, 'lambda-runtime.ts')
const answerSchema = z.object({ id: z.number(), result: z.unknown(), error: z.string().optional() })

/**
 * A function as Lambda runs it: the bundle of its own, in a thread with an environment of its own, nothing of
 * the repository's sources. Events are handed over as JSON.
 */
export async function startLambda(bundle: string, env: Record<string, string>) {
  const worker = new Worker(RUNTIME, { env, workerData: { bundle } })
  const waiting = new Map<number, PromiseWithResolvers<unknown>>()
  await once(worker, 'message')
  worker.on('message', (message: unknown) => {
    const { id, result, error } = answerSchema.parse(message)
    if (error === undefined) waiting.get(id)?.resolve(result)
    else waiting.get(id)?.reject(new Error(error))
    waiting.delete(id)
  })
  let invocations = 0
  return {
    invoke(event: unknown): Promise<unknown> {
      const id = invocations++
      const answer = Promise.withResolvers<unknown>()
      waiting.set(id, answer)
      worker.postMessage(JSON.stringify({ id, event }))
      return answer.promise
    },
    /** Microseconds of the processor that its thread has used. */
    cpuUsage: () => worker.cpuUsage(),
    stop: () => worker.terminate(),
  }
}
