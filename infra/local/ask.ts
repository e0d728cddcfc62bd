import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { parseArgs } from 'node:util'
import { mistakeIn } from './arguments.ts'
import { keptIn, leftOut, ownLogs, READ_IN_PLACE, sampleLogs } from './services/log-deps.ts'
import { startProduct } from './services/product.ts'
import type { Services } from './services/services.ts'
import { askInTerminal } from './terminal/conversation.ts'
import { refusalAsJson } from './terminal/json.ts'
import { terminalWorkspace } from './terminal/workspace.ts'
import { unusable } from './disk/unusable.ts'

/** `npm run ask -- "<what one types after /s3audit>" [--logs DIR] [--json]`: the whole way, without a browser. */
const USAGE = 'npm run ask -- "<what you would type after /s3audit>" [--logs DIR] [--json]'

const HELP = `Asks s3audit in the terminal. It needs nothing but Node, and nothing leaves this machine.

  ${USAGE}

  npm run ask -- "deletions shop-exports 24h"           of the sample company's week
  npm run ask -- "denied my-bucket 7d" --logs ./logs    of your own logs
  npm run ask -- help                                   all questions
  npm run ask -- "help access-denied"                   one of them, with what can be set
  npm run ask -- "check shop-exports"                   whether there are logs to ask

  --logs DIR   reads S3 access logs and CloudTrail files, wherever they are below DIR
  --json       prints one JSON object instead of text
  --fresh      reads all log files again, also those that were read for an earlier question
  --data DIR   keeps the sample week, what was read of log files, and the CSVs there (.s3audit)

It ends with 0 where there is an answer, with 1 where there is none.`

const readArguments = () =>
  parseArgs({
    allowPositionals: true,
    options: {
      logs: { type: 'string' },
      json: { type: 'boolean', default: false },
      help: { type: 'boolean', short: 'h', default: false },
      fresh: { type: 'boolean', default: false },
      data: { type: 'string', default: '.s3audit' },
    },
  })

/** Reading costs nothing here, and nobody could press Confirm. */
const NOBODY_CONFIRMS = Number.MAX_SAFE_INTEGER

const now = () => new Date()
/** Times are read and shown in this machine's zone, as a person in Slack has theirs. */
const zone = Intl.DateTimeFormat().resolvedOptions().timeZone

/** What is about questions that were asked, or will be. */
const ABOUT_OTHERS = /^\s*(list|show|cancel|repeat|audit|watch|watches)(?=\s|$)/i

/** Each question has services of its own, in a folder that goes with it; only the CSV stays. */
async function main({ values, positionals }: ReturnType<typeof readArguments>): Promise<number> {
  const text = positionals.join(' ')
  if (ABOUT_OTHERS.test(text))
    throw new Error(
      'In the terminal each question stands alone: there is nothing to list, show, repeat or watch. npm start keeps what is asked.',
    )
  const data = path.resolve(values.data)
  const own = values.logs ? ownLogs(values.logs) : undefined
  for (const line of leftOut(own ?? {})) console.error(line)
  const logs = own ?? sampleLogs(data, now())
  const directory = fs.mkdtempSync(path.join(os.tmpdir(), 's3audit-'))
  let product: Services | undefined
  try {
    product = await startProduct(
      {
        directory,
        logs,
        lists: path.join(data, 'lists'),
        now,
        sweepMs: 500,
        workspace: terminalWorkspace(zone),
        settings: { limits: { ...READ_IN_PLACE, confirmBytes: NOBODY_CONFIRMS }, wholeObjects: true },
        ...(!values.fresh && { kept: keptIn(data) }),
      },
      process.env,
    )
    return await askInTerminal({
      product,
      text,
      json: values.json,
      answers: path.join(data, 'answers'),
      now,
    })
  } finally {
    // Else its servers would keep the process alive for ever.
    await product?.close()
    fs.rmSync(directory, { recursive: true, force: true })
  }
}

/** Says why nothing was asked; with JSON the reader gets the one object that they expect. */
function refuse(error: unknown): void {
  const words = unusable(error, 'The folder of --data') ?? mistakeIn(error)
  if (process.argv.includes('--json')) console.log(JSON.stringify(refusalAsJson(words), null, 2))
  console.error(`${words}\n${USAGE}\nnpm run ask -- --help says more.`)
  process.exitCode = 1
}

try {
  const given = readArguments()
  if (given.values.help) console.log(HELP)
  else process.exitCode = await main(given)
} catch (error) {
  refuse(error)
}
