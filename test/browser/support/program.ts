import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'

const CLOCK = new URL('moved-clock.ts', import.meta.url).pathname
const MAIN = new URL('../../../infra/local/main.ts', import.meta.url).pathname

/** `npm start` in a process of its own. */
export interface Program {
  /** Where its page is. */
  url: string
  /** Ends it as Ctrl+C, a service manager or a power cut would, and waits until it is gone. */
  stop(signal?: 'SIGTERM' | 'SIGKILL'): Promise<void>
  /** Moves its clock 16 minutes forward. */
  wait16Minutes(): Promise<void>
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
  const url = await printed(child, /Open (http:\S+)/)
  return {
    url,
    async wait16Minutes() {
      const moved = printed(child, /clock went (forward)/)
      child.kill('SIGUSR2')
      await moved
    },
    async stop(signal = 'SIGTERM') {
      if (child.exitCode !== null || child.signalCode !== null) return
      const gone = once(child, 'exit')
      child.kill(signal)
      await gone
    },
  }
}

/** Waits until the program prints something from now on, and gives back the part in brackets. */
function printed(child: ChildProcess, wanted: RegExp): Promise<string> {
  let text = ''
  return new Promise((resolve, reject) => {
    const read = (chunk: unknown) => {
      text += String(chunk)
      const found = wanted.exec(text)?.[1]
      if (found) resolve(found)
    }
    child.stdout?.on('data', read)
    child.stderr?.on('data', read)
    child.once('exit', code => reject(new Error(`The program ended with ${code}: ${text}`)))
  })
}
