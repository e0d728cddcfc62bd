import { log } from '../calls/log.ts'
import { failureOf, slackRefusalOf } from '../calls/failures.ts'
import type { Message } from '../slack/message.ts'
import type { Investigation } from '../model/investigation.ts'
import { reply } from '../answer/answer.ts'
import { code } from '../text/mrkdwn.ts'
import { resultRows } from '../answer/result-rows.ts'
import type { Deps } from '../services/deps.ts'
import type { Action } from '../press/press.ts'

/** How much of a result one press reads; the rows after it are only in the CSV. */
const MOST_BYTES = 8_000_000

/** Shows other rows of the answer, in its message, for all who read it. */
export const pageRows: Action = {
  surface: 'show',
  async run(investigation, { from = 0 }, deps) {
    const { answer } = investigation.query ?? {}
    const { channel, ts } = investigation.reply
    if (!answer || !channel || !ts) return 'There are no more rows to show.'
    const rows = from === 0 ? answer.rows : await rowsFrom(investigation, from, deps)
    if (typeof rows === 'string') return rows
    if (rows.length === 0) return 'These rows are only in the CSV. Press “Get the CSV”.'
    return turn(investigation, { channel, ts }, reply(investigation, { from, rows }), deps)
  },
}

async function turn(
  { id }: Investigation,
  { channel, ts }: { channel: string; ts: string },
  message: Message,
  { thread }: Deps,
): Promise<string | undefined> {
  try {
    const isThere = await thread.edit(channel, ts, message, { investigation: id, part: 'reply' })
    return isThere ? undefined : `This message was deleted. ${code(`/s3audit repeat ${id}`)} asks again.`
  } catch (error) {
    const refused = slackRefusalOf(error)
    if (refused === undefined) throw error
    log('warn', 'update-failed', { investigation: id, refused })
    return 'Slack does not let me change this message any more. All rows are in the CSV: press “Get the CSV”.'
  }
}

async function rowsFrom({ query }: Investigation, from: number, { logs, workspace }: Deps) {
  const location = query?.runs.rows?.outputLocation ?? ''
  const size = query?.answer?.rows.length ?? 0
  try {
    const csv = await logs.readStart(location.slice(`s3://${workspace}/`.length), MOST_BYTES)
    return resultRows(csv, from, size)
  } catch (error) {
    // Whom S3 does not let list a bucket, it tells that what is missing is forbidden.
    if (!['not-found', 'denied'].includes(failureOf(error))) throw error
    return 'The rows of this answer have expired. Press “Ask again”.'
  }
}
