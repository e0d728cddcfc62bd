import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import type { APIGatewayProxyStructuredResultV2 } from 'aws-lambda'
import { sampleLogs } from '../../infra/local/log-world.ts'
import { startServices } from '../../infra/local/services.ts'
import { settings } from '../infra/stack/deployment.ts'
import { synthesize } from '../infra/stack/bundles.ts'
import { startLambda } from '../infra/stack/lambda.ts'

/**
 * How soon the Slack function acknowledges what people do, 50 at once: its bundle as it would be uploaded, in a
 * thread of its own, between the embedded Slack and the embedded DynamoDB, which share this machine with it. Prints;
 * asserts nothing. `node test/bench/ack.ts [at once, 50] [rounds, 10]`
 */
const [, , atOnce = '50', rounds = '10'] = process.argv
const person = { user: 'U0ADA', channel: 'C0INCIDENTS' }

const directory = fs.mkdtempSync(path.join(os.tmpdir(), 's3audit-ack-'))
const { functions } = synthesize(settings(), path.join(directory, 'out'))
const services = await startServices({
  directory: path.join(directory, 'data'),
  logs: sampleLogs(directory, new Date()),
  now: () => new Date(),
})
const slack = await startLambda(functions.slack.bundle, {
  ...functions.slack.environment,
  SLACK_PARAMETER: '',
  ...services.env,
})

let took: number[] = []
services.connect({
  async slack(event) {
    const started = performance.now()
    const answer = await slack.invoke(event)
    took.push(performance.now() - started)
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- what the shipped handler returns
    return answer as APIGatewayProxyStructuredResultV2
  },
  // Whatever was asked stays as it was created: what is measured is the acknowledgement.
  reconcile: () => Promise.resolve(),
})
const { client } = services.slack

const command = (text: string) => () => client.command({ ...person, command: '/s3audit', text })
const DOINGS: Record<string, () => Promise<unknown>> = {
  help: command('help'),
  'the form': command(''),
  'a command with a mistake': command('xyzzy shop-invoices'),
  'a command that starts': command('object-deletion shop-invoices 24h now'),
  'the list': command('list'),
  'choices of a select': () => {
    const [view] = client.views(person.user)
    const typed = { block_id: 'question', action_id: 'choose-question', value: 'delet' }
    return client.suggestion({ user: person.user, view_id: view?.id ?? '', ...typed })
  },
}

const at = (share: number): string => {
  const sorted = took.toSorted((one, other) => one - other)
  return `${Math.round(sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0)} ms`
}

for (const [what, act] of Object.entries(DOINGS)) {
  await act()
  took = []
  for (let round = 0; round < Number(rounds); round++)
    await Promise.all(Array.from({ length: Number(atOnce) }, act))
  console.log(
    `${what.padEnd(26)} ${String(took.length).padStart(5)} acknowledged  p50 ${at(0.5).padStart(7)}  p99 ${at(0.99).padStart(7)}  slowest ${at(1).padStart(7)}`,
  )
}
console.log(`${atOnce} at once on ${os.availableParallelism()} cores, load ${os.loadavg()[0]?.toFixed(1)}`)
await slack.stop()
await services.close()
fs.rmSync(directory, { recursive: true, force: true })
process.exit()
