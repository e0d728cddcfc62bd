import { spawn } from 'node:child_process'
import { once } from 'node:events'
import path from 'node:path'
import { createInterface } from 'node:readline'
import type { ClientEvent, ClientState, Message } from '../../infra/local/slack/model/protocol.ts'
import { ADA, INCIDENTS } from './product.ts'

const CACHE = new URL('../../infra/local/compile-cache.ts', import.meta.url).href
const MAIN = path.join(import.meta.dirname, '../../infra/local/main.ts')

/** `npm start` as a process of its own; resolves when it prints the page's address. @throws what it says */
export async function startProgram({ data, logs }: { data: string; logs: string }) {
  const child = spawn(
    process.execPath,
    ['--import', CACHE, MAIN, '--port', '0', '--data', data, '--logs', logs],
    {
      stdio: ['ignore', 'pipe', 'pipe'],
    },
  )
  const ended = once(child, 'exit')
  const said: string[] = []
  child.stderr.on('data', (chunk: Buffer) => said.push(chunk.toString()))
  const url = await new Promise<string>((resolve, reject) => {
    createInterface(child.stdout).on('line', line => {
      said.push(line)
      const [address] = /http:\/\/127\.0\.0\.1:\d+/.exec(line) ?? []
      if (address) resolve(address)
    })
    void ended.then(([code]) => reject(new Error(`It ended with ${code}: ${said.join('')}`)))
  })
  return {
    url,
    async kill() {
      child.kill('SIGKILL')
      await ended
    },
    async state(): Promise<ClientState> {
      const response = await fetch(`${url}/client/state?user=${ADA}`)
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- what the page gets, by its protocol
      return (await response.json()) as ClientState
    },
    post: (name: 'command' | 'action', body: object) =>
      fetch(`${url}/client/${name}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ user: ADA, channel: INCIDENTS, ...body }),
      }),
    /** Resolves with the first message, new or changed, of which this holds. */
    until: (holds: (message: Message) => boolean) => firstMessage(url, holds),
  }
}

export type Program = Awaited<ReturnType<typeof startProgram>>

/** Listens as the page does. The listening has begun when the outer promise resolves. */
async function firstMessage(
  url: string,
  holds: (message: Message) => boolean,
): Promise<{ message: Promise<Message> }> {
  const response = await fetch(`${url}/client/events?user=${ADA}`)
  const message = (async () => {
    let rest = ''
    const decoder = new TextDecoder()
    for await (const chunk of response.body ?? []) {
      const lines = (rest + decoder.decode(chunk, { stream: true })).split('\n')
      rest = lines.pop() ?? ''
      for (const event of lines.flatMap(eventOf))
        if ((event.type === 'message' || event.type === 'message_changed') && holds(event.message))
          return event.message
    }
    throw new Error('The events ended')
  })()
  return { message }
}

const eventOf = (line: string): ClientEvent[] =>
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- what the page gets, by its protocol
  line.startsWith('data:') ? [JSON.parse(line.slice(5)) as ClientEvent] : []
