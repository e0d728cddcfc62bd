import fs from 'node:fs'
import path from 'node:path'
import { DynamoDBClient } from '@aws-sdk/client-dynamodb'
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb'
import * as z from 'zod'
import { kindOf } from '../../../bot/items/work.ts'
import { investigationsFrom, type Investigations } from '../../../bot/items/investigations.ts'
import type { Investigation } from '../../../bot/model/investigation.ts'
import type { Services } from '../services/services.ts'
import type { Message } from '../slack/model/protocol.ts'
import { checked } from './check.ts'
import { asJson, refusalAsJson } from './json.ts'
import { nextText } from './next.ts'
import { dataFolder, privateFolder } from '../disk/unusable.ts'
import { messageText } from './text.ts'
import { CHANNEL, USER } from './workspace.ts'

interface Ask {
  product: Services
  /** What one types after `/s3audit`. */
  text: string
  json: boolean
  /** The folder that CSVs are put into. */
  answers: string
  now: () => Date
}

/**
 * Types a command into the embedded Slack, waits for the thread, and prints it.
 * @returns the process's exit code: 0, or 1 where there is a problem instead of an answer
 */
export async function askInTerminal({ product, text, json, answers, now }: Ask): Promise<number> {
  const { client } = product.slack
  await client.command({ user: USER, channel: CHANNEL, command: '/s3audit', text: startingAtOnce(text) })
  const told = client.messages(CHANNEL, undefined, USER).filter(message => message.ephemeral_to === USER)
  const investigations = stored(product, now)
  // The services are this question's own: at most one investigation is open.
  const [id] = await investigations.openIds()
  if (!id) return refused(told, text, json)
  if (kindOf({ id }) === 'check') return checked(product, id, json, now)
  const investigation = await closed(product, investigations, id, json)
  const { channel = CHANNEL, ts = '' } = investigation.announcement
  const thread = client.messages(channel, ts, USER).filter(message => !message.ephemeral_to)
  // The answer first: nothing that can fail stands before it. JSON is one object, which names the CSV.
  if (!json) console.log([...thread.map(messageText), ...nextText(investigation)].join('\n\n'))
  const csv = investigation.problem ? null : await saved(() => download(product, investigation, answers))
  if (json) console.log(JSON.stringify(asJson(investigation, csv?.file ?? null), null, 2))
  else if (csv?.file !== undefined) console.log(`\nCSV: ${csv.file}`)
  if (csv?.failed !== undefined) console.error(csv.failed)
  return investigation.problem || csv?.failed !== undefined ? 1 : 0
}

/** A CSV that cannot be saved takes no answer away. */
async function saved(download: () => Promise<string>): Promise<{ file?: string; failed?: string }> {
  try {
    return { file: await download() }
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error)
    return {
      failed: `The CSV could not be saved: ${why}. The answer above is whole. Name a folder that can be written to with --data, and ask again for the CSV.`,
    }
  }
}

/** A terminal has no form to open: whatever is a question starts at once. */
function startingAtOnce(text: string): string {
  const words = text.trim()
  return words === '' ? 'help' : /^(help|\?|check)(\s|$)|\snow$/i.test(words) ? words : `${words} now`
}

/** Help is an answer; any other ephemeral message is a mistake. */
function refused(told: readonly Message[], text: string, json: boolean): number {
  const words = told.map(messageText).join('\n\n')
  const isHelp = /^\s*(help|\?|$)/i.test(text)
  console.log(json ? JSON.stringify(refusalAsJson(words), null, 2) : words)
  return isHelp ? 0 : 1
}

const stored = ({ env }: Services, now: () => Date) => {
  const db = new DynamoDBClient({ endpoint: env.AWS_ENDPOINT_URL_DYNAMODB })
  return investigationsFrom(DynamoDBDocumentClient.from(db), env.TABLE_NAME, now)
}

async function closed(
  product: Services,
  investigations: Investigations,
  id: string,
  quiet: boolean,
): Promise<Investigation> {
  let shown = ''
  for (;;) {
    const investigation = await investigations.load(id)
    if (investigation?.closedAt) return investigation
    if (!investigation) throw new Error(`The investigation ${id} is gone`)
    const { channel, ts } = investigation.announcement
    const [root] = channel && ts ? product.slack.client.messages(channel, ts, USER) : []
    const title = root?.blocks?.find(block => block.type === 'plan')?.title
    if (!quiet && typeof title === 'string' && title !== shown) console.error((shown = title))
    await new Promise(resolve => setTimeout(resolve, 50))
  }
}

const elementsSchema = z.array(z.looseObject({ type: z.string(), action_id: z.string() }))

/** A button of a message, as its block has it. */
function button(message: Message | undefined, action_id: string) {
  for (const { type, block_id = '', elements } of message?.blocks ?? []) {
    const found =
      type === 'actions'
        ? elementsSchema.parse(elements).find(element => element.action_id === action_id)
        : undefined
    if (found) return { block_id, element: found }
  }
  throw new Error(`The message has no button ${action_id}`)
}

/** Presses the button, takes the link, and saves what it gives. @returns the file's path */
async function download(
  { slack: { client } }: Services,
  { id, announcement, reply }: Investigation,
  answers: string,
): Promise<string> {
  const { channel = CHANNEL, ts = '' } = announcement
  const message = client.messages(channel, ts, USER).find(one => one.ts === reply.ts)
  await client.action({
    user: USER,
    container: { channel, message_ts: reply.ts ?? '' },
    ...button(message, 'get-csv'),
    state: {},
    values: {},
  })
  const lastEphemeral = client.messages(channel, ts, USER).findLast(message => message.ephemeral_to === USER)
  const link = /http:\/\/\S+/.exec(lastEphemeral?.text ?? '')?.[0]
  if (!link) throw new Error(lastEphemeral?.text ?? 'No link to the CSV came')
  const response = await fetch(link)
  if (!response.ok) throw new Error(`The CSV could not be downloaded: ${response.status}`)
  dataFolder(path.dirname(answers))
  privateFolder(answers)
  const file = path.join(answers, `${id}.csv`)
  fs.writeFileSync(file, new Uint8Array(await response.arrayBuffer()), { mode: 0o600 })
  return file
}
