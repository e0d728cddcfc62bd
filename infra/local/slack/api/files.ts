import * as z from 'zod'
import { ApiError } from '../model/api-error.ts'
import { post } from '../state/messages.ts'
import type { Slack } from '../state/slack.ts'
import { json, type Method, method } from './arguments.ts'
import { joinedChannel } from './lookup.ts'
import { inThread } from './threads.ts'

const ALT_CHARACTERS = 1000

/** The description is `alt_txt`; the SDK's own upload sends `alt_text`, which Slack does not document. */
const getUploadUrl = method(
  z.object({ filename: z.string().min(1), length: z.coerce.number().int(), alt_txt: z.string().optional() }),
  (slack, { filename, length, alt_txt }) => {
    if (length <= 0) throw new ApiError('missing_argument')
    if ((alt_txt ?? '').length > ALT_CHARACTERS) throw new ApiError('alt_txt_too_large')
    const { id, key } = slack.files.expect({ name: filename, size: length, alt_txt })
    return { upload_url: `${slack.url}/upload/v1/${key}`, file_id: id }
  },
)

const listed = z.array(z.object({ id: z.string(), title: z.string().optional() })).min(1)
const unsupported = (name: string) => z.never(`${name} is not supported by the embedded Slack`).optional()

/**
 * Shows the files in one message of the app, or keeps them private where no channel is named. What Slack answers for a
 * file that is complete already, it does not document: here it is not found any more.
 */
const completeUpload = method(
  z.object({
    files: json('invalid_arguments').pipe(listed),
    channel_id: z.string().optional(),
    thread_ts: z.string().optional(),
    initial_comment: z.string().optional(),
    channels: unsupported('channels'),
    blocks: unsupported('blocks'),
  }),
  (slack, { files, channel_id, thread_ts, initial_comment = '' }) => {
    const channel = channel_id === undefined ? undefined : joinedChannel(slack, channel_id)
    const thread = channel ? inThread(slack, channel, thread_ts) : {}
    const complete = files.map(({ id, title }) => completed(slack, id, title))
    if (channel)
      post(slack, {
        channel: channel.id,
        user: slack.seed.app.bot_user,
        text: initial_comment,
        files: complete,
        ...thread,
      })
    return { files: complete.map(({ id, title }) => ({ id, title })) }
  },
)

function completed(slack: Slack, id: string, title: string | undefined) {
  const file = slack.files.complete(id, slack.url, title)
  if (!file) throw new ApiError('file_not_found')
  return file
}

export const fileMethods: Record<string, Method> = {
  'files.getUploadURLExternal': getUploadUrl,
  'files.completeUploadExternal': completeUpload,
}
