import { DynamoDBClient } from '@aws-sdk/client-dynamodb'
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb'
import * as z from 'zod'
import { investigationsFrom } from '../../bot/items/investigations.ts'
import type { Investigation } from '../../bot/model/investigation.ts'
import { ownLogs } from '../../infra/local/services/log-deps.ts'
import { startProduct } from '../../infra/local/services/product.ts'
import type { Message } from '../../infra/local/slack/model/protocol.ts'
import { asJson } from '../../infra/local/terminal/json.ts'
import { CHANNEL, terminalWorkspace, USER } from '../../infra/local/terminal/workspace.ts'

const now = () => new Date()

const plan = z.object({
  title: z.string(),
  tasks: z.array(
    z.object({
      details: z
        .object({ elements: z.array(z.object({ elements: z.array(z.object({ text: z.string() })) })) })
        .optional(),
    }),
  ),
})

/** What the channel's message shows of the way: the title and what the stages say. */
function shown(root: Message | undefined): string {
  const block = root?.blocks?.find(({ type }) => type === 'plan')
  if (!block) return ''
  const { title, tasks } = plan.parse(block)
  const details = tasks.flatMap(({ details: all }) =>
    (all?.elements ?? []).flatMap(({ elements }) => elements.map(({ text }) => text)),
  )
  return [title, ...details].join(' · ')
}

/** Starts the product over a folder of logs, asks, and notes each text that the message in the channel shows. */
export async function askWatched(logs: string, directory: string, text: string) {
  const product = await startProduct(
    { directory, logs: ownLogs(logs), now, sweepMs: 500, workspace: terminalWorkspace('UTC') },
    process.env,
  )
  const started = performance.now()
  const { client } = product.slack
  await client.command({ user: USER, channel: CHANNEL, command: '/s3audit', text: `${text} now` })
  const db = DynamoDBDocumentClient.from(
    new DynamoDBClient({ endpoint: product.env.AWS_ENDPOINT_URL_DYNAMODB }),
  )
  const investigations = investigationsFrom(db, product.env.TABLE_NAME, now)
  const [id] = await investigations.openIds()
  if (!id) throw new Error(`not started: ${client.messages(CHANNEL, undefined, USER).at(-1)?.text}`)
  const progress: { seconds: number; text: string }[] = []
  let investigation: Investigation | undefined
  do {
    await new Promise(resolve => setTimeout(resolve, 50))
    investigation = await investigations.load(id)
    const { channel, ts } = investigation?.announcement ?? {}
    const said = channel && ts ? shown(client.messages(channel, ts, USER)[0]) : ''
    if (said && said !== progress.at(-1)?.text)
      progress.push({ seconds: (performance.now() - started) / 1000, text: said })
  } while (investigation && !investigation.closedAt)
  const seconds = (performance.now() - started) / 1000
  await product.close()
  return { ...asJson(investigation!, null), wall: seconds, progress }
}
