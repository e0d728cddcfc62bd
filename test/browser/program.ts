import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'

const CLOCK = new URL('moved-clock.ts', import.meta.url).pathname
const MAIN = new URL('../../infra/local/main.ts', import.meta.url).pathname

/** `npm start` in a process of its own. */
export interface Program {
  /** Where its page is. */
  url: string
  /** Ends it as Ctrl+C, a service manager or a power cut would, and waits until it is gone. */
  stop(signal?: 'SIGTERM' | 'SIGKILL'): Promise<void>
  /** Moves its clock 16 minutes forward. */
  wait16Minutes(): void
}

/** Starts the program and waits for the address that it prints; `port` 0 takes any free one. */
export async function startProgram(options: {
  data: string
  logs?: string | undefined
  port?: string
}): Promise<Program> {
  const { data, logs, port = '0' } = options
  const args = [
    '--import',
    CLOCK,
    MAIN,
    '--port',
    port,
    '--data',
    data,
    ...(logs === undefined ? [] : ['--logs', logs]),
  ]
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'pipe'] })
  const url = await printedAddress(child)
  return {
    url,
    wait16Minutes: () => void child.kill('SIGUSR2'),
    async stop(signal = 'SIGTERM') {
      if (child.exitCode !== null || child.signalCode !== null) return
      const gone = once(child, 'exit')
      child.kill(signal)
      await gone
    },
  }
}

function printedAddress(child: ChildProcess): Promise<string> {
  let printed = ''
  return new Promise((resolve, reject) => {
    const read = (chunk: unknown) => {
      printed += String(chunk)
      const address = /Open (http:\S+)/.exec(printed)?.[1]
      if (address) resolve(address)
    }
    child.stdout?.on('data', read)
    child.stderr?.on('data', read)
    child.once('exit', code => reject(new Error(`The program ended with ${code}: ${printed}`)))
  })
}
