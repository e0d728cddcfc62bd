import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { WebClient } from '@slack/web-api'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import * as z from 'zod'
import { filesFrom } from '../../../bot/slack/files.ts'
import { type RunningSlack, startSlack } from '../../../infra/local/slack/server.ts'

const CHANNEL = 'C0INCIDENTS'
const PNG = Buffer.from('89504e470d0a1a0a', 'hex')
const FILE = { name: 'chart-1.png', title: 'Deletions', alt: 'All at night', bytes: PNG }

let directory: string
let slack: RunningSlack
let web: WebClient
const start = () =>
  startSlack({
    directory,
    signingSecret: 'secret',
    botToken: 'xoxb-local',
    deliver: () => Promise.resolve({ statusCode: 200, body: '' }),
    now: () => new Date(),
    pageDirectory: directory,
  })
beforeEach(async () => {
  directory = mkdtempSync(path.join(tmpdir(), 's3audit-files-'))
  slack = await start()
  web = new WebClient('xoxb-local', { slackApiUrl: slack.apiUrl, retryConfig: { retries: 0 } })
})
afterEach(async () => {
  await slack.close()
  rmSync(directory, { recursive: true })
})

const root = async () => (await web.chat.postMessage({ channel: CHANNEL, text: 'root' })).ts ?? ''
const shown = (threadTs: string) =>
  slack.client.messages(CHANNEL, threadTs).flatMap(({ files }) => (files ? [files] : []))

it('shows an uploaded picture in a thread, with its description and its bytes', async () => {
  const threadTs = await root()
  const files = filesFrom(web)
  const file = await files.upload(FILE)
  expect(await files.isShared(file, { channel: CHANNEL, threadTs })).toBe(false)
  expect(shown(threadTs)).toEqual([])
  await files.share([file], { channel: CHANNEL, threadTs })
  expect(await files.isShared(file, { channel: CHANNEL, threadTs })).toBe(true)
  const [[one] = []] = shown(threadTs)
  expect(one).toMatchObject({
    name: 'chart-1.png',
    title: 'Deletions',
    alt_txt: 'All at night',
    mimetype: 'image/png',
  })
  const answer = await fetch(one?.url_private ?? '')
  expect(answer.headers.get('content-type')).toBe('image/png')
  expect(Buffer.from(await answer.arrayBuffer())).toEqual(PNG)
})

it('keeps the bytes over a restart', async () => {
  const threadTs = await root()
  const file = await filesFrom(web).upload(FILE)
  await filesFrom(web).share([file], { channel: CHANNEL, threadTs })
  await slack.close()
  slack = await start()
  const answer = await fetch(`${slack.url}/files/${file.id}`)
  expect(Buffer.from(await answer.arrayBuffer())).toEqual(PNG)
})

it('takes the SDK’s own upload, but no description by the name that the SDK has for it', async () => {
  const threadTs = await root()
  await web.filesUploadV2({
    channel_id: CHANNEL,
    thread_ts: threadTs,
    filename: 'a.png',
    file: PNG,
    alt_text: 'x',
  })
  const [[one] = []] = shown(threadTs)
  expect(one).toMatchObject({ name: 'a.png' })
  expect(one).not.toHaveProperty('alt_txt')
})

const uploadSchema = z.object({ upload_url: z.string(), file_id: z.string() })
const url = async (args: object) =>
  uploadSchema.parse(
    await web.apiCall('files.getUploadURLExternal', { filename: 'a.png', length: 8, ...args }),
  )
const complete = (args: object) =>
  web.apiCall('files.completeUploadExternal', { channel_id: CHANNEL, ...args })
const error = (code: string) =>
  expect.objectContaining({ data: expect.objectContaining({ error: code }) as unknown })

describe('refuses', () => {
  it.each([
    ['an empty file', { length: 0 }, 'missing_argument'],
    ['a description of more than 1000 characters', { alt_txt: 'x'.repeat(1001) }, 'alt_txt_too_large'],
    ['a file without a name', { filename: '' }, 'invalid_arguments'],
  ])('%s', async (_, args, code) => {
    await expect(url(args)).rejects.toEqual(error(code))
  })

  it('other bytes than were announced, and bytes twice', async () => {
    const { upload_url } = await url({})
    const send = async (bytes: Buffer) =>
      (await fetch(upload_url, { method: 'POST', body: new Uint8Array(bytes) })).status
    expect(await send(Buffer.from('short'))).toBe(400)
    expect(await send(PNG)).toBe(200)
    expect(await send(PNG)).toBe(400)
  })

  it('to show what has not come, what it does not know, and what is shown already', async () => {
    const { file_id: id } = await url({})
    await expect(complete({ files: [{ id }] })).rejects.toEqual(error('file_not_found'))
    await expect(complete({ files: [{ id: 'F0NOBODY' }] })).rejects.toEqual(error('file_not_found'))
    const file = await filesFrom(web).upload(FILE)
    await complete({ files: [file] })
    await expect(complete({ files: [file] })).rejects.toEqual(error('file_not_found'))
  })

  it('channels that the app is not in, replies as threads, and an empty list', async () => {
    const file = await filesFrom(web).upload(FILE)
    const thread_ts = await root()
    const reply = await web.chat.postMessage({ channel: CHANNEL, thread_ts, text: 'reply' })
    await expect(complete({ channel_id: 'C0RANDOM', files: [file] })).rejects.toEqual(error('not_in_channel'))
    await expect(complete({ thread_ts: reply.ts, files: [file] })).rejects.toEqual(
      error('cannot_reply_to_message'),
    )
    await expect(complete({ files: [] })).rejects.toEqual(error('invalid_arguments'))
  })
})
