import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { parseArgs } from 'node:util'
import { ownLogs, sampleLogs } from './log-world.ts'
import { startProduct } from './product.ts'
import { askInTerminal } from './terminal/conversation.ts'
import { refusalAsJson } from './terminal/json.ts'
import { terminalWorkspace } from './terminal/workspace.ts'

/** `npm run ask -- "<what one types after /s3audit>" [--logs DIR] [--json]`: the whole way, without a browser. */
const USAGE = 'npm run ask -- "<what you would type after /s3audit>" [--logs DIR] [--json]'

const readArguments = () =>
  parseArgs({
    allowPositionals: true,
    options: {
      logs: { type: 'string' },
      json: { type: 'boolean', default: false },
      data: { type: 'string', default: '.s3audit' },
    },
  })

const now = () => new Date()
/** Times are read and shown in this machine's zone, as a person in Slack has theirs. */
const zone = Intl.DateTimeFormat().resolvedOptions().timeZone

/** Each question has services of its own, in a folder that goes with it; only the CSV stays. */
async function main({ values, positionals }: ReturnType<typeof readArguments>): Promise<number> {
  const data = path.resolve(values.data)
  const logs = values.logs ? ownLogs(values.logs) : sampleLogs(data, now())
  const directory = fs.mkdtempSync(path.join(os.tmpdir(), 's3audit-'))
  try {
    const product = await startProduct(
      {
        directory,
        logs,
        lists: path.join(data, 'lists'),
        now,
        sweepMs: 500,
        workspace: terminalWorkspace(zone),
        // Reading costs nothing here, and nobody could press Confirm.
        settings: { limits: { confirmBytes: Number.MAX_SAFE_INTEGER } },
      },
      process.env,
    )
    const code = await askInTerminal({
      product,
      text: positionals.join(' '),
      json: values.json,
      answers: path.join(data, 'answers'),
      now,
    })
    await product.close()
    return code
  } finally {
    fs.rmSync(directory, { recursive: true, force: true })
  }
}

/** Says why nothing was asked; whoever reads JSON gets the one object that they expect. */
function refuse(error: unknown): void {
  const words = error instanceof Error ? error.message : String(error)
  if (process.argv.includes('--json')) console.log(JSON.stringify(refusalAsJson(words), null, 2))
  console.error(`${words}\n${USAGE}`)
  process.exitCode = 1
}

try {
  process.exitCode = await main(readArguments())
} catch (error) {
  refuse(error)
}
