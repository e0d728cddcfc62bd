import { parseArgs } from 'node:util'
import path from 'node:path'
import { mistakeIn } from './arguments.ts'
import {
  keptIn,
  leftOut,
  ownLogs,
  ownPlace,
  READ_IN_PLACE,
  removeOldSamples,
  sampleLogs,
} from './services/log-deps.ts'
import { startProduct } from './services/product.ts'
import { resetOf } from './services/reset.ts'
import { EXAMPLE_RIGHTS } from './services/rights.ts'
import type { ServiceOptions } from './services/services.ts'
import { dataFolder, unusable } from './disk/unusable.ts'

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
function orEnd<Read>(read: () => Read, directory = ''): Read {
  try {
    return read()
  } catch (error) {
    console.error(`${unusable(error, directory) ?? mistakeIn(error)}\n${USAGE}`)
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
    const reason = whyNot(error, options)
    if (!reason) throw error
    console.error(`${reason}\n${USAGE}`)
    return process.exit(1)
  }
}

/** In words, why it does not start; undefined for a defect of our own, whose stack says more. */
function whyNot(error: unknown, { port, directory }: ServiceOptions): string | undefined {
  if (!(error instanceof Error)) return undefined
  if ('code' in error && error.code === 'EADDRINUSE')
    return `Port ${port} is taken. Stop the other program, or choose another port with --port.`
  return (
    unusable(error, directory) ??
    (isLocked(error)
      ? `s3audit runs here already: ${directory} is in use. Stop the other one, or choose another folder with --data.`
      : undefined)
  )
}

/** LevelDB's own words, beneath those of dynalite. */
const isLocked = (error: unknown): boolean =>
  error instanceof Error && (/\block\b|LEVEL_LOCKED/i.test(error.message) || isLocked(error.cause))

const data = path.resolve(values.data)
const logs = orEnd(() => {
  dataFolder(data)
  return logsFor(data)
}, data)
const place = values.logs ? ownPlace(values.logs) : 'workspace'
const directory = path.join(data, place)
const options: ServiceOptions = {
  directory,
  logs,
  lists: path.join(data, 'lists'),
  port: Number(values.port),
  now,
  settings: { ...(values.logs ? { limits: READ_IN_PLACE } : EXAMPLE_RIGHTS), wholeObjects: true },
  kept: keptIn(data),
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
