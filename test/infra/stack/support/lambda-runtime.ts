import { parentPort, workerData } from 'node:worker_threads'
import * as z from 'zod'
import { resolveLocalhostNames } from '../../../../infra/local/services/loopback.ts'

/** Runs in a thread: loads a bundle's handler as Lambda does, and calls it with each event that comes. */
const { bundle } = z.object({ bundle: z.string() }).parse(workerData)
const invocation = z.object({ id: z.number(), event: z.unknown() })
const moduleSchema = z.object({
  handler: z.function({ input: [z.unknown()], output: z.promise(z.unknown()) }),
})

resolveLocalhostNames()
const loaded: unknown = await import(bundle)
const { handler } = moduleSchema.parse(loaded)
parentPort?.on('message', (message: unknown) => {
  const { id, event } = invocation.parse(JSON.parse(String(message)))
  handler(event).then(
    result => parentPort?.postMessage({ id, result }),
    (error: unknown) => parentPort?.postMessage({ id, error: String(error) }),
  )
})
parentPort?.postMessage('ready')
