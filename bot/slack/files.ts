import { defined } from '../../analyses/lib/defined.ts'
import type { WebClient } from '@slack/web-api'
import * as z from 'zod'
import { BACKGROUND, limitedFetch, type Limits, Unanswered } from '../calls/time-limits.ts'
import { pagesOf } from '../calls/pages.ts'

/** A file that Slack has and nobody sees yet. */
export interface UploadedFile {
  id: string
  title: string
}

interface Place {
  channel: string
  threadTs: string
}

/** Pictures for Slack, in the steps that Slack has: only the last one shows anything. */
export interface Files {
  /** Sends the bytes. @param alt what the picture shows, in words: at most 1000 characters */
  upload(file: { name: string; title: string; alt: string; bytes: Uint8Array }): Promise<UploadedFile>
  /** Shows files in a thread, in one message, with words above them (mrkdwn) if there are any. */
  share(files: readonly [UploadedFile, ...UploadedFile[]], place: Place, words?: string): Promise<void>
  /** Whether a thread shows the file; for use when the outcome of `share` is unknown. */
  isShared(file: UploadedFile, place: Place): Promise<boolean>
}

const urlSchema = z.object({ upload_url: z.url(), file_id: z.string() })

export const filesFrom = (slack: WebClient, { slackMs }: Pick<Limits, 'slackMs'> = BACKGROUND): Files => ({
  async upload({ name, title, alt, bytes }) {
    // By its documented name: the SDK's own upload sends `alt_text`, and Slack would have no description.
    const args = { filename: name, length: bytes.length, alt_txt: alt }
    const { upload_url: url, file_id: id } = urlSchema.parse(
      await slack.apiCall('files.getUploadURLExternal', args),
    )
    const sent = limitedFetch(slackMs)(url, { method: 'POST', body: Buffer.from(bytes) })
    const { status } = await sent.catch((error: unknown) => {
      throw new Unanswered('Slack', 'upload', error)
    })
    if (status !== 200) throw new Error(`Slack did not take the bytes of a file: ${status}`)
    return { id, title }
  },
  async share([first, ...others], { channel, threadTs }, words) {
    await slack.files.completeUploadExternal({
      files: [first, ...others],
      channel_id: channel,
      thread_ts: threadTs,
      ...defined({ initial_comment: words }),
    })
  },
  async isShared({ id }, { channel, threadTs }) {
    const pages = pagesOf(at => slack.conversations.replies({ channel, ts: threadTs, ...at }))
    for await (const { messages } of pages)
      if (messages?.some(({ files }) => files?.some(file => file.id === id))) return true
    return false
  },
})
