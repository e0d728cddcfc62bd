import { parse } from 'csv-parse/sync'
import type { Investigation } from '../../bot/model/investigation.ts'
import type { ActionPost, Message } from '../../infra/local/slack/model/protocol.ts'
import { ADA, INCIDENTS, type TestProduct } from './product.ts'

/** Presses the button for the CSV in the answer, follows the presigned link, and reads what it gives. */
export async function downloadCsv(
  { client, thread }: TestProduct,
  investigation: Investigation,
): Promise<Record<string, string>[]> {
  const { channel = INCIDENTS, ts = '' } = investigation.announcement
  const message = thread(investigation).find(one => one.ts === investigation.reply.ts)
  await client.action({
    user: ADA,
    container: { channel, message_ts: investigation.reply.ts ?? '' },
    ...buttonOf(message, 'get-csv'),
    state: {},
    values: {},
  })
  const lastEphemeral = client.messages(channel, ts, ADA).findLast(one => one.ephemeral_to === ADA)
  const link = /http:\/\/\S+/.exec(lastEphemeral?.text ?? '')?.[0]
  if (!link) throw new Error(`No link to the CSV came: ${lastEphemeral?.text}`)
  const response = await fetch(link)
  if (!response.ok) throw new Error(`The CSV could not be downloaded: ${response.status}`)
  return parse(await response.text(), { columns: true })
}

function buttonOf(message: Message | undefined, action_id: string) {
  for (const { type, block_id = '', elements } of message?.blocks ?? []) {
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- our own block, checked by the embedded Slack
    const buttons = type === 'actions' ? (elements as ActionPost['element'][]) : []
    const found = buttons.find(element => element.action_id === action_id)
    if (found) return { block_id, element: found }
  }
  throw new Error(`The message has no button ${action_id}`)
}
