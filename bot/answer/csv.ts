import { counted } from '../../analyses/lib/words.ts'
import type { Message } from '../slack/message.ts'
import type { Investigation } from '../model/investigation.ts'
import type { Deps } from '../services/deps.ts'
import { button, section } from '../slack/blocks.ts'
import { literal } from '../text/mrkdwn.ts'

/** How long a link to a CSV works: long enough to click, short enough to be worthless in an old thread. */
const LINK_SECONDS = 15 * 60

/** A fresh link to the whole answer, for one person. */
export async function csvMessage(
  investigation: Investigation,
  { logs, workspace }: Pick<Deps, 'logs' | 'workspace'>,
): Promise<Message> {
  const { id, request, query } = investigation
  const location = query?.runs.rows?.outputLocation
  if (!query?.doneAt || !location)
    return {
      text: 'This question has no answer yet, so there is no CSV. Wait for the answer, then press the button again.',
    }
  const name = `s3audit-${request.analysis}-${request.bucket}-${request.window.from.slice(0, 10)}.csv`
  const link = await logs.link(location.slice(`s3://${workspace}/`.length), name, LINK_SECONDS)
  const rows = counted(query.answer?.rowCount ?? 0, 'row')
  const text = `${name} (${rows}). The link works for ${LINK_SECONDS / 60} minutes, for anyone who has it.`
  return {
    text: `${literal(text)} ${link}`,
    blocks: [
      section(literal(text)),
      {
        type: 'actions',
        elements: [
          button('open-csv', 'Download', id, { url: link, style: 'primary' }),
          button('renew-csv', 'New link', id),
        ],
      },
    ],
  }
}
