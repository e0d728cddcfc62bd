import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { APIGatewayProxyStructuredResultV2 } from 'aws-lambda'
import { sampleLogs } from '../../infra/local/services/log-deps.ts'
import { startServices } from '../../infra/local/services/services.ts'
import { settings } from '../infra/stack/support/deployment.ts'
import { synthesize } from '../infra/stack/support/bundles.ts'
import { startLambda } from '../infra/stack/support/lambda.ts'
import { crowd } from '../support/crowd.ts'
import { interactions } from './interactions.ts'

/**
 * How soon the Slack function acknowledges what people do, 50 at once: its bundle as it would be uploaded, in a
 * thread of its own, between the embedded Slack and the embedded DynamoDB, which share this machine with it. On
 * Lambda each of the 50 has an instance of its own; here one thread serves them all, so that beside the time of the
 * acknowledgement (from Slack's request to its answer) the processor time of one counts, and whose it is: the
 * function's, or the embedded services' and the harness'. The calls that one makes are the same on any machine.
 * Prints; asserts nothing.
 * `node test/bench/ack.ts [at once, 50] [rounds, 5] [a name to measure alone]`
 */
const [, , atOnce = '50', rounds = '5', only = ''] = process.argv

const directory = fs.mkdtempSync(path.join(os.tmpdir(), 's3audit-ack-'))
const { functions } = synthesize(settings(), path.join(directory, 'out'))
/** What the services were asked since the round began, by operation. */
let calls: Record<string, number> = {}
const services = await startServices({
  directory: path.join(directory, 'data'),
  faults: {
    before(_, operation) {
      calls[operation] = (calls[operation] ?? 0) + 1
      return undefined
    },
  },
  logs: sampleLogs(directory, new Date()),
  now: () => new Date(),
  workspace: crowd(Number(atOnce)),
})
const load = async (name: 'slack' | 'reconcile') => {
  const { bundle, environment } = functions[name]
  return startLambda(bundle, { ...environment, SLACK_PARAMETER: '', ...services.env })
}
const [slack, reconcile] = await Promise.all([load('slack'), load('reconcile')])

let took: number[] = []
/** Until the answer that its buttons belong to is there; what is asked after it stays as it was created. */
let isAnswering = true
services.connect({
  async slack(event) {
    const started = performance.now()
    const answer = await slack.invoke(event)
    took.push(performance.now() - started)
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- what the shipped handler returns
    return answer as APIGatewayProxyStructuredResultV2
  },
  reconcile: event => (isAnswering ? reconcile.invoke(event) : Promise.resolve()),
})
const doings = await interactions(services, Number(atOnce))
isAnswering = false
await sleep(500)

const at = (share: number): string => {
  const sorted = took.toSorted((one, other) => one - other)
  return `${Math.round(sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0)} ms`
}
const perOne = (count: number): string => String(Number(count.toFixed(2)))
/** Milliseconds of the processor: by the function's thread, and by all threads of this process. */
async function processorMs(): Promise<{ bot: number; all: number }> {
  const [thread, all] = [await slack.cpuUsage(), process.cpuUsage()]
  return { bot: (thread.user + thread.system) / 1000, all: (all.user + all.system) / 1000 }
}

for (const [what, { prepare, act }] of Object.entries(doings).filter(([name]) => name.includes(only))) {
  const people = Array.from({ length: Number(atOnce) }, (_, index) => index)
  const all: number[] = []
  const spent = { bot: 0, all: 0 }
  const made: Record<string, number> = {}
  for (let round = -1; round < Number(rounds); round++) {
    if (prepare) for (const person of people) await prepare(person)
    took = []
    calls = {}
    const before = await processorMs()
    await Promise.all(people.map(act))
    const after = await processorMs()
    // The first round warms up.
    if (round < 0) continue
    all.push(...took)
    spent.bot += after.bot - before.bot
    spent.all += after.all - before.all
    for (const [operation, count] of Object.entries(calls)) made[operation] = (made[operation] ?? 0) + count
  }
  took = all
  const one = (ms: number): string => `${(ms / all.length).toFixed(1)} ms`.padStart(8)
  const asked = Object.entries(made).map(([operation, count]) => `${operation} ${perOne(count / all.length)}`)
  console.log(
    `${what.padEnd(28)} ${String(all.length).padStart(4)} acknowledged  p50 ${at(0.5).padStart(7)}  p99 ${at(0.99).padStart(7)}   processor: function ${one(spent.bot)}, with the services ${one(spent.all)}   calls: ${asked.join(', ')}`,
  )
}
console.log(`${atOnce} at once on ${os.availableParallelism()} cores, load ${os.loadavg()[0]?.toFixed(1)}`)
await Promise.all([slack.stop(), reconcile.stop()])
await services.close()
fs.rmSync(directory, { recursive: true, force: true })
process.exit()
