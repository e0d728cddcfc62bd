import { createHash } from 'node:crypto'
import { mkdir, writeFile } from 'node:fs/promises'
import { get } from 'node:http'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import type { Block, ClientEvent, ClientState } from '../../../infra/local/slack/model/protocol.ts'
import {
  ADA,
  BOT_TOKEN,
  button,
  GRACE,
  INCIDENTS,
  SIGNING_SECRET,
  slackWith,
  temporaryDirectory,
  type Workbench,
} from './slack-bolt.ts'

const PAGE = new URL('../../../infra/local/slack/page/', import.meta.url).pathname

const start = (options = {}): Promise<Workbench> =>
  slackWith(async () => ({ statusCode: 200, body: 'heard' }), options)

async function post(
  bench: Workbench,
  name: string,
  body: unknown,
  type = 'application/json',
): Promise<Response> {
  const headers = { 'content-type': type }
  return fetch(`${bench.slack.url}/client/${name}`, { method: 'POST', headers, body: JSON.stringify(body) })
}

async function state(bench: Workbench, user: string): Promise<ClientState> {
  const answer = await fetch(`${bench.slack.url}/client/state?user=${user}`)
  const read: ClientState = JSON.parse(await answer.text())
  return read
}

/** Listens like the page, until `count` events have come. */
async function listen(bench: Workbench, user: string, count: number, act: () => Promise<unknown>) {
  const response = await fetch(`${bench.slack.url}/client/events?user=${user}`)
  expect(response.headers.get('content-type')).toBe('text/event-stream; charset=utf-8')
  const reader = (response.body ?? new ReadableStream()).pipeThrough(new TextDecoderStream()).getReader()
  let text = (await reader.read()).value ?? ''
  await act()
  const events = () =>
    [...text.matchAll(/^data: (.*)$/gm)].map((match): ClientEvent => JSON.parse(match[1] ?? ''))
  while (events().length < count) text += (await reader.read()).value ?? ''
  await reader.cancel()
  return events()
}

describe('the page', () => {
  it('is served with its types and a policy that keeps everything else out', async () => {
    const pageDirectory = await temporaryDirectory()
    await writeFile(path.join(pageDirectory, 'index.html'), '<!doctype html>é')
    await writeFile(path.join(pageDirectory, 'main.js'), 'export {}')
    const { slack } = await start({ pageDirectory })
    const index = await fetch(`${slack.url}/`)
    expect(await index.text()).toBe('<!doctype html>é')
    expect(index.headers.get('content-type')).toBe('text/html; charset=utf-8')
    expect(index.headers.get('content-security-policy')).toContain(
      "default-src 'self'; script-src 'self'; img-src 'self' data:",
    )
    const script = await fetch(`${slack.url}/main.js`)
    expect(script.headers.get('content-type')).toBe('text/javascript; charset=utf-8')
  })

  it('may have one inline script, its import map, whose libraries are served and nothing beside them', async () => {
    const { slack } = await start({ pageDirectory: PAGE })
    const index = await fetch(`${slack.url}/`)
    const [, map = ''] = /<script type="importmap">([^]*?)<\/script>/.exec(await index.text()) ?? []
    const hash = createHash('sha256').update(map).digest('base64')
    expect(index.headers.get('content-security-policy')).toContain(`script-src 'self' 'sha256-${hash}';`)
    const { imports }: { imports: Record<string, string> } = JSON.parse(map)
    expect(Object.keys(imports)).toEqual(['preact', 'preact/hooks', 'htm', 'echarts'])
    for (const file of Object.values(imports)) {
      const library = await fetch(slack.url + file)
      expect(library.headers.get('content-type')).toBe('text/javascript; charset=utf-8')
      expect(await library.text()).toContain('export')
    }
    expect(await statusOf(slack.url, '/libraries/luxon.js')).toBe(404)
    expect(await statusOf(slack.url, '/libraries/../package.json')).toBe(404)
  })

  it('is all that is served: nothing outside its directory, nothing of another type', async () => {
    const directory = await temporaryDirectory()
    const pageDirectory = path.join(directory, 'page')
    await mkdir(pageDirectory)
    await writeFile(path.join(directory, 'secret.js'), '{}')
    await writeFile(path.join(pageDirectory, 'notes.txt'), 'x')
    await writeFile(path.join(pageDirectory, 'tsconfig.json'), '{}')
    const { slack } = await start({ pageDirectory })
    expect(await statusOf(slack.url, '/../secret.js')).toBe(404)
    expect(await statusOf(slack.url, '/%2e%2e/secret.js')).toBe(404)
    expect(await statusOf(slack.url, '/..%2fsecret.js')).toBe(404)
    expect(await statusOf(slack.url, '/notes.txt')).toBe(404)
    expect(await statusOf(slack.url, '/tsconfig.json')).toBe(404)
    expect(await statusOf(slack.url, '/%')).toBe(404)
  })
})

describe('the page and the server', () => {
  it('begin with the workspace, also before it is known who is looking', async () => {
    const bench = await start()
    const nobody = await (await fetch(`${bench.slack.url}/client/state`)).json()
    expect(nobody).toMatchObject({ workspace: { team: { name: 'Example Corp' } }, messages: [] })
    const { workspace } = await state(bench, ADA)
    expect(workspace.channels.filter(({ is_im }) => is_im).map(({ user }) => user)).toContain(ADA)
    expect(await statusOf(bench.slack.url, '/client/state?user=U0NOBODY')).toBe(400)
  })

  it('exchange a command for events of that person alone', async () => {
    const bench = await start()
    const command = { user: ADA, channel: INCIDENTS, command: '/s3audit', text: 'help' }
    const [event] = await listen(bench, ADA, 1, async () => {
      const answer = await post(bench, 'command', command)
      expect([answer.status, await answer.json()]).toEqual([200, {}])
    })
    expect(event).toMatchObject({ type: 'message', message: { text: 'heard', ephemeral_to: ADA } })
    expect((await state(bench, ADA)).messages).toHaveLength(1)
    expect((await state(bench, GRACE)).messages).toEqual([])
  })

  it('exchange everything a person can do', async () => {
    const bench = await start()
    const elements = [button('go')]
    const blocks: Block[] = [{ type: 'actions', block_id: 'a', elements }]
    const { ts = '' } = await bench.web.chat.postMessage({
      channel: INCIDENTS,
      text: 'x',
      blocks: blocks,
    })
    const container = { channel: INCIDENTS, message_ts: ts }
    const action = { user: ADA, container, block_id: 'a', element: elements[0], state: {}, values: {} }
    expect((await post(bench, 'action', action)).status).toBe(200)
    expect((await post(bench, 'home', { user: ADA })).status).toBe(200)
    const message = { user: ADA, channel: INCIDENTS, text: 'a person writes' }
    const told = await listen(bench, GRACE, 2, async () => {
      await post(bench, 'message', message)
      await post(bench, 'invite', { user: ADA, channel: 'C0RANDOM' })
    })
    expect(told).toMatchObject([{ type: 'message', message }, { type: 'workspace' }])
  })

  it('refuse input of the wrong shape or type', async () => {
    const bench = await start()
    expect((await post(bench, 'command', { user: ADA })).status).toBe(400)
    expect((await post(bench, 'dance', {})).status).toBe(404)
    const sneaked = await post(bench, 'home', { user: ADA }, 'text/plain')
    expect(await sneaked.json()).toEqual({ error: 'the body must be application/json' })
  })

  it('inform the person about what could not be done', async () => {
    const bench = await start()
    const [event] = await listen(bench, ADA, 1, () => post(bench, 'close', { user: ADA, view_id: 'V0' }))
    expect(event).toMatchObject({ type: 'notice', user: ADA, text: `${ADA} has no open view V0` })
  })

  it('show the traffic between Slack and the app in both directions, without secrets', async () => {
    const bench = await start()
    await bench.slack.client.command({ user: ADA, channel: INCIDENTS, command: '/s3audit', text: 'help' })
    await bench.web.chat.postMessage({ channel: INCIDENTS, text: 'x' })
    const text = await (await fetch(`${bench.slack.url}/client/requests`)).text()
    expect(JSON.parse(text)).toMatchObject([
      {
        direction: 'slack->app',
        operation: '/s3audit',
        status: 200,
        request: { text: 'help' },
        response: 'heard',
      },
      { direction: 'app->slack', operation: 'chat.postMessage', status: 200, response: { ok: true } },
    ])
    for (const secret of [BOT_TOKEN, SIGNING_SECRET, '/response/', 'embedded-slack"'])
      expect(text).not.toContain(secret)
  })
})

/** A bare request: `fetch` would tidy the path. */
async function statusOf(url: string, pathname: string): Promise<number | undefined> {
  const { port } = new URL(url)
  return new Promise((resolve, reject) => {
    const request = get({ host: '127.0.0.1', port, path: pathname }, answer => {
      answer.resume()
      resolve(answer.statusCode)
    })
    request.on('error', reject)
  })
}
