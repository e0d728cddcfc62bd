import { takeStep } from '../../bot/app/work.ts'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { performance } from 'node:perf_hooks'
import { DynamoDBClient } from '@aws-sdk/client-dynamodb'
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb'
import { watchesToPass } from '../../bot/watch/pass.ts'
import { startDynamoDb } from '../../infra/local/dynamodb/server.ts'
import { ensureTable, investigationsTable } from '../../infra/local/services/tables.ts'
import { watchingOn } from '../support/watching.ts'

/**
 * `node test/bench/watches.ts [watches] [due]`: what the sweep costs with 10,000 watches on one table, and how 500
 * that are due in the same minute get their turns. On the embedded DynamoDB and Slack; the investigations are answered
 * at once, so it measures the bookkeeping alone. Prints, asserts only that none is lost.
 */
const [, , all = '10000', due = '500'] = process.argv
const [ALL, DUE] = [Number(all), Number(due)]

const directory = await mkdtemp(join(tmpdir(), 's3audit-bench-'))
const service = await startDynamoDb({ directory, now: () => new Date(), onStream: () => undefined })
const credentials = { accessKeyId: 'local', secretAccessKey: 'local' }
const client = new DynamoDBClient({ endpoint: service.url, region: 'eu-west-1', credentials })
await ensureTable(client, investigationsTable('investigations'))
const documents = DynamoDBDocumentClient.from(client)

/** Calls of DynamoDB, by operation, and the bytes that came back. */
const calls = new Map<string, number>()
client.middlewareStack.add(
  (next, { commandName = '' }) =>
    async args => {
      const name = commandName.replace('Command', '')
      calls.set(name, (calls.get(name) ?? 0) + 1)
      return next(args)
    },
  { step: 'initialize' },
)
const counted = (): string => {
  const told = [...calls].map(([name, count]) => `${count} ${name}`).join(', ')
  calls.clear()
  return told
}
const timed = async <Result>(label: string, work: () => Promise<Result>): Promise<Result> => {
  calls.clear()
  const start = performance.now()
  const result = await work()
  console.log(`${label}: ${Math.round(performance.now() - start)} ms (${counted()})`)
  return result
}

/** On demand, in us-east-1, by its price page of 2025: check yours. */
const dollars = ({ reads = 0, writes = 0 }: { reads?: number; writes?: number }): string =>
  `$${((reads * 0.125 + writes * 0.625) / 1e6).toFixed(6)}`

const watching = await watchingOn(
  {
    documents,
    async remove() {
      client.destroy()
      await service.close()
      await rm(directory, { recursive: true })
    },
  },
  '2026-03-10T09:20:00Z',
)
const { deps } = watching
watching.runs.finds = () => ({ rows: [{ requester: 'bob', key: 'logs/a' }] })

await timed(`${ALL} watches made`, async () => {
  for (let made = 0; made < ALL; made += 100)
    await Promise.all(
      Array.from({ length: Math.min(100, ALL - made) }, (_, n) =>
        // The due ones are due within the next hour, all others tomorrow.
        watching.watch(made + n < DUE ? 'hour' : 'day', `rows > ${made + n}`),
      ),
    )
})
await timed('a sweep with nothing due', () => watchesToPass(deps))
await timed('a list of all', () => deps.watches.all())

watching.clock.now = new Date('2026-03-10T10:10:00Z')
const first = await timed(`a sweep with ${DUE} due`, () => watchesToPass(deps))
console.log(`  begins ${first.length}; at most ${deps.settings.limits.watchRuns} run at once`)

let [sweeps, most] = [0, 0]
await timed('all of them run, judged and told', async () => {
  for (;;) {
    const ids = await watchesToPass(deps)
    if (ids.length === 0) return
    sweeps++
    most = Math.max(most, ids.length)
    await Promise.all(ids.map(id => takeStep(id, deps)))
    await watching.answer()
  }
})
const run = new Set(watching.asked.map(({ request }) => request.watch))
const leaders = watching.asked.filter(({ follows }) => follows === undefined).length
console.log(
  `  ${sweeps} sweeps, at most ${most} at once; ${run.size} of ${DUE} ran, ${watching.asked.length} runs, ${leaders} of them without evidence of another`,
)
console.log(
  `  a sweep a minute is ${dollars({ reads: 43_200 })} a month; a run is about ${dollars({ reads: 7 * 2, writes: 7 * 2 })} of DynamoDB (each write counted twice, for the index), beside what Athena charges`,
)
const [item] = await deps.watches.loadAll(first.slice(0, 1))
console.log(`  an item after its run: ${JSON.stringify(item).length} bytes`)
await watching.close()
if (run.size !== DUE || watching.asked.length !== DUE) process.exitCode = 1
