import { parseArgs } from 'node:util'
import path from 'node:path'
import { mistakeIn } from './arguments.ts'
import { leftOut, ownLogs, ownPlace, removeOldSamples, sampleLogs } from './services/log-world.ts'
import { startProduct } from './services/product.ts'
import { resetOf } from './services/reset.ts'
import { EXAMPLE_RIGHTS } from './services/rights.ts'
import type { ServiceOptions } from './services/services.ts'

/** `npm start`: the whole product on this machine; prints the address of the page to open. */
const USAGE = 'npm start [-- --port 4321] [--logs DIR] [--data DIR]'

const HELP = `Starts s3audit on this machine, with a page that plays Slack. It needs nothing but Node, and nothing leaves the machine.

  ${USAGE}

  --port N     shows the page at http://127.0.0.1:N (4321)
  --logs DIR   asks of your own S3 access logs and CloudTrail files below DIR, not of the sample company's week
  --data DIR   keeps everything there: questions, answers, the sample week (.s3audit)`

function readArguments() {
  const { values } = parseArgs({
    options: {
      port: { type: 'string', default: '4321' },
      logs: { type: 'string' },
      data: { type: 'string', default: '.s3audit' },
      help: { type: 'boolean', short: 'h', default: false },
    },
  })
  if (!/^\d{1,5}$/.test(values.port) || Number(values.port) > 65_535)
    throw new Error(`“${values.port}” is not a port: choose a number up to 65535.`)
  return values
}

/** What was typed wrong is said in words, not by a stack of calls. */
function orEnd<Read>(read: () => Read): Read {
  try {
    return read()
  } catch (error) {
    console.error(`${mistakeIn(error)}\n${USAGE}`)
    return process.exit(1)
  }
}

const values = orEnd(readArguments)
if (values.help) {
  console.log(HELP)
  process.exit(0)
}
const now = () => new Date()

function logsFor(data: string) {
  if (!values.logs) return sampleLogs(data, now())
  const logs = ownLogs(values.logs)
  for (const line of leftOut(logs)) console.log(line)
  return logs
}

async function start(options: ServiceOptions) {
  try {
    return await startProduct(options, process.env)
  } catch (error) {
    const reason = takenBy(error, options)
    if (!reason) throw error
    console.error(`${reason}. Stop the other one, or choose another place: ${USAGE}`)
    return process.exit(1)
  }
}

function takenBy(error: unknown, { port, directory }: ServiceOptions): string | undefined {
  if (!(error instanceof Error)) return undefined
  if ('code' in error && error.code === 'EADDRINUSE') return `Port ${port} is taken`
  const all = messagesOf(error)
  const readOnly = /EROFS|EACCES|EPERM|read-only|readonly|permission denied/i.exec(all)?.[0]
  if (readOnly) return `${directory} cannot be written to (${readOnly})`
  return /lock|in use|another process/i.test(all) ? 's3audit runs here already' : undefined
}

/** What an error says, and what caused it. */
const messagesOf = (error: unknown): string =>
  error instanceof Error
    ? [error.message, ...('code' in error ? [String(error.code)] : []), messagesOf(error.cause)].join(' ')
    : ''

const data = path.resolve(values.data)
const logs = orEnd(() => logsFor(data))
const place = values.logs ? ownPlace(values.logs) : 'workspace'
const directory = path.join(data, place)
const options: ServiceOptions = {
  directory,
  logs,
  lists: path.join(data, 'lists'),
  port: Number(values.port),
  now,
  ...(!values.logs && { settings: EXAMPLE_RIGHTS }),
  reset: resetOf(directory, {
    stop: () => product.close(),
    async start() {
      product = await start({ ...options, port: Number(new URL(product.slack.url).port) })
      console.log(`  Started again from nothing: ${directory} was removed.\n`)
    },
  }),
}
let product = await start(options)

const removed = removeOldSamples(data)
if (removed.length > 0)
  console.log(`Removed from ${data}, since newer ones took their place: ${removed.join(', ')}`)

console.log(`
  s3audit answers about ${logs.about}.
  Open ${product.slack.url} and type /s3audit

  Stop with Ctrl+C; what is under way goes on at the next start.
`)

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => {
    void product.close().finally(() => process.exit(0))
  })
}
