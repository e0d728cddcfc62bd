import type { IncomingMessage, ServerResponse } from 'node:http'
import { type Faults, faultBefore } from '../../http/faults.ts'
import { mediaType, readBytes, type Reply } from '../../http/listen.ts'
import type { Slack } from '../state/slack.ts'
import { isLost } from './lost-answer.ts'
import { text } from './replies.ts'

/** Takes the bytes of a file where `files.getUploadURLExternal` said: raw, or as a form has them. */
export async function takeUpload(
  slack: Slack,
  { faults }: { faults?: Faults | undefined },
  request: IncomingMessage,
  response: ServerResponse,
): Promise<Reply | undefined> {
  const { pathname } = new URL(request.url ?? '', slack.url)
  const bytes = await fileIn(request)
  const fault = await faultBefore(faults, 'slack', 'upload', {}, response)
  const lost = isLost(fault)
  const happens = (!fault || lost) && request.method === 'POST'
  const taken = happens && slack.files.receive(pathname.split('/').at(-1) ?? '', bytes)
  const status = lost ? 'failed' : (fault?.status ?? (taken ? 200 : 400))
  const answer = taken ? `OK - ${bytes.length}` : 'not taken'
  slack.traffic.record({
    direction: 'app->slack',
    operation: 'upload',
    request: { bytes: bytes.length },
    status,
    response: answer,
  })
  if (status !== 'failed') return text(status, answer)
  request.socket.destroy()
  return undefined
}

async function fileIn(request: IncomingMessage): Promise<Buffer> {
  const body = await readBytes(request)
  if (mediaType(request) !== 'multipart/form-data') return body
  const headers = { 'content-type': request.headers['content-type'] ?? '' }
  const form = await new Response(new Uint8Array(body), { headers }).formData()
  const file = [...form.values()].find(value => typeof value !== 'string')
  return Buffer.from((await file?.arrayBuffer()) ?? new ArrayBuffer(0))
}

/** A file, for the page to show. */
export function fileReply(slack: Slack, url: URL): Reply {
  const file = slack.files.read(url.pathname.slice('/files/'.length))
  if (!file) return text(404, 'not found')
  const headers = {
    'content-type': file.mimetype,
    'x-content-type-options': 'nosniff',
    'content-security-policy': "default-src 'none'; sandbox",
  }
  return { status: 200, headers, body: file.bytes }
}
