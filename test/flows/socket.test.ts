import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { createInterface } from 'node:readline'
import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import type { OpenView } from '../../infra/local/slack/model/protocol.ts'
import { type RunningSlack, startSlack } from '../../infra/local/slack/server.ts'
import { messageText } from '../../infra/local/terminal/text.ts'
import { ADA, datedKey, INCIDENTS, record } from '../support/product.ts'

/** `npm run socket` in a process of its own, which connects to Slack: there is no endpoint that Slack could call. */

vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 })

const MAIN = path.join(import.meta.dirname, '../../infra/local/socket.ts')
const TOKENS = { SLACK_BOT_TOKEN: 'xoxb-socket', SLACK_APP_TOKEN: 'xapp-socket' }
const hourAgo = new Date(Date.now() - 3_600_000)

let directory: string
let slack: RunningSlack
let program: ChildProcess
beforeAll(async () => {
  directory = fs.mkdtempSync(path.join(os.tmpdir(), 's3audit-socket-'))
  const logs = path.join(directory, 'logs')
  const delivered = path.join(logs, 'my-logs', 'access')
  fs.mkdirSync(delivered, { recursive: true })
  const deletion = record({
    bucket: 'my-bucket',
    time: hourAgo,
    operation: 'REST.DELETE.OBJECT',
    status: 204,
  })
  fs.writeFileSync(path.join(delivered, datedKey('', hourAgo)), `${deletion}\n`)
  slack = await startSlack({
    directory: path.join(directory, 'slack'),
    signingSecret: 'not used',
    botToken: TOKENS.SLACK_BOT_TOKEN,
    appToken: TOKENS.SLACK_APP_TOKEN,
    deliver: () => Promise.reject(new Error('there is no endpoint')),
    pageDirectory: directory,
    now: () => new Date(),
  })
  program = await startSocket(['--channel', INCIDENTS, '--logs', logs])
})
afterAll(async () => {
  if (program?.exitCode === null) {
    program.kill('SIGTERM')
    await once(program, 'exit')
  }
  await slack?.close()
  fs.rmSync(directory, { recursive: true, force: true })
})

/** Resolves when it says that it listens. @throws what it says where it ends */
async function startSocket(args: string[], tokens: Record<string, string> = TOKENS): Promise<ChildProcess> {
  const child = spawn(process.execPath, [MAIN, '--data', path.join(directory, 'data'), ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { SLACK_API_URL: slack.apiUrl, ...tokens },
  })
  const said: string[] = []
  child.stderr.on('data', (chunk: Buffer) => said.push(chunk.toString()))
  await new Promise<void>((resolve, reject) => {
    createInterface(child.stdout).on('line', line => {
      if (line.includes('s3audit listens as @s3audit in Example Corp')) resolve()
    })
    child.once('exit', () => reject(new Error(said.join(''))))
  })
  return child
}

const command = (text: string) =>
  slack.client.command({ user: ADA, channel: INCIDENTS, command: '/s3audit', text })
const texts = () => slack.client.messages(INCIDENTS).map(messageText)
/** Waits until so many questions are answered. */
const answers = (many: number) =>
  vi.waitFor(
    () => expect(texts().filter(text => text.includes('Answered in the thread'))).toHaveLength(many),
    { timeout: 60_000, interval: 100 },
  )
const openView = () =>
  vi.waitFor((): OpenView => {
    const [view] = slack.client.views(ADA)
    if (!view) throw new Error('no view is open')
    return view
  })

it('answers a command in the thread', async () => {
  await command('object-deletion my-bucket 24h now')
  await answers(1)
  const answered = slack.client
    .messages(INCIDENTS)
    .find(message => messageText(message).includes('Answered in'))
  const thread = slack.client.messages(INCIDENTS, answered?.ts).map(messageText).join('\n')
  expect(thread).toContain('1 line; 1 event of this bucket')
})

it('opens the form, and offers the questions that are searched for', async () => {
  await command('')
  const { id, view } = await openView()
  expect(JSON.stringify(view)).toContain('Ask about a bucket')
  const offered = await slack.client.suggestion({
    user: ADA,
    view_id: id,
    block_id: 'question',
    action_id: 'choose-question',
    value: 'deletion',
  })
  expect(JSON.stringify(offered)).toContain('Object deletions')
})

it('connects anew when Slack asks it to, and goes on', async () => {
  slack.sockets?.refresh()
  await vi.waitFor(() => expect(slack.sockets?.isConnected()).toBe(false), { interval: 1, timeout: 10_000 })
  await vi.waitFor(() => expect(slack.sockets?.isConnected()).toBe(true), { timeout: 30_000, interval: 20 })
  await command('object-deletion my-bucket 2d now')
  await answers(2)
})

it.each([
  ['no channel', [], TOKENS, 'Name the channels to answer in: --channel C0123ABCD'],
  ['no token', ['--channel', 'C1'], { SLACK_APP_TOKEN: 'xapp-1' }, 'SLACK_BOT_TOKEN is not set.'],
  [
    'a token of another kind',
    ['--aws'],
    { SLACK_BOT_TOKEN: 'xoxb-1', SLACK_APP_TOKEN: 'xoxb-1' },
    'SLACK_APP_TOKEN must be an app-level token, which begins with xapp-.',
  ],
])('says what to do about %s', async (_, args, tokens, words) => {
  await expect(startSocket(args, tokens)).rejects.toThrow(words)
})

it('ends when it is told to', async () => {
  program.kill('SIGTERM')
  const [code] = await once(program, 'exit')
  expect(code).toBe(0)
})
