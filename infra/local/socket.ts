import path from 'node:path'
import { parseArgs } from 'node:util'
import * as z from 'zod'
import { slackTokensSchema, startSocket } from '../../bot/socket.ts'
import { startAws } from './services/aws.ts'
import { ownLogs, sampleLogs } from './services/log-deps.ts'
import { pointTo } from './services/product.ts'

/**
 * `npm run socket`: answers in a real Slack workspace without an endpoint, over Socket Mode. The logs are the sample's,
 * or those of a folder, in the embedded AWS; with `--aws` what the environment says, as the functions of a stack have it.
 */
const USAGE = `Socket Mode: this process connects to Slack, so no endpoint is needed.

  npm run socket -- --channel C0123ABCD [--channel …] [--logs DIR] [--data DIR]
  npm run socket -- --aws

Set SLACK_BOT_TOKEN (xoxb-…) and SLACK_APP_TOKEN (xapp-…, with connections:write) in the environment.
With --aws, set the variables of the stack's functions as well. docs/deploying.md says where to find all of them.`

/** What Slack's CLI (`slack run`) hands over has names of its own; arguments it has none. */
function channelsOf({ S3AUDIT_CHANNELS = '' }: NodeJS.ProcessEnv): string[] {
  return S3AUDIT_CHANNELS.split(',').filter(channel => channel !== '')
}
const { SLACK_CLI_XOXB, SLACK_CLI_XAPP } = process.env
if (SLACK_CLI_XOXB !== undefined) process.env.SLACK_BOT_TOKEN = SLACK_CLI_XOXB
if (SLACK_CLI_XAPP !== undefined) process.env.SLACK_APP_TOKEN = SLACK_CLI_XAPP

const { values } = parseArgs({
  options: {
    channel: { type: 'string', multiple: true, default: channelsOf(process.env) },
    logs: { type: 'string' },
    data: { type: 'string', default: '.s3audit' },
    aws: { type: 'boolean', default: false },
  },
})
const now = () => new Date()

/** The embedded AWS with its reconciler in this process; Slack's variables stay as they are. */
async function startLocalAws(): Promise<{ close: () => Promise<void> }> {
  if (values.channel.length === 0) throw new Error('Name the channels to answer in: --channel C0123ABCD')
  const data = path.resolve(values.data)
  const aws = await startAws({
    directory: path.join(data, 'socket'),
    logs: values.logs === undefined ? sampleLogs(data, now()) : ownLogs(values.logs),
    lists: path.join(data, 'lists'),
    settings: { channels: values.channel },
    now,
  })
  pointTo(aws.env, process.env)
  // Imported only now: the entry point reads the environment as it loads.
  const { handler } = await import('../../bot/reconcile.lambda.ts')
  aws.connect(handler)
  return aws
}

/** What is wrong, by the name of the variable: nobody should need the code to see what is missing. */
function wordsFor(error: unknown): string {
  if (!(error instanceof z.ZodError)) return error instanceof Error ? error.message : String(error)
  return error.issues
    .map(({ path: [name], code, message }) =>
      code === 'invalid_type' ? `${String(name)} is not set.` : `${String(name)} ${message}.`,
    )
    .join('\n')
}

async function main(): Promise<void> {
  slackTokensSchema.parse(process.env)
  const aws = values.aws ? undefined : await startLocalAws()
  const socket = await startSocket(process.env, now)
  console.log(`s3audit listens as ${socket.about}. Type /s3audit there. Stop with Ctrl+C.`)
  for (const signal of ['SIGINT', 'SIGTERM'] as const)
    process.once(signal, () => {
      void socket
        .stop()
        .then(() => aws?.close())
        .finally(() => process.exit(0))
    })
}

try {
  await main()
} catch (error) {
  console.error(`${wordsFor(error)}\n\n${USAGE}`)
  process.exit(1)
}
