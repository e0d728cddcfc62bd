import { once } from 'node:events'
import { connect } from 'node:net'
import { text } from 'node:stream/consumers'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { startCloudTrail } from '../../infra/local/cloudtrail/server.ts'
import { HttpError, listen, type Listening, readBytes } from '../../infra/local/http/listen.ts'
import { openSessions } from '../../infra/local/http/sessions.ts'
import { startSts } from '../../infra/local/services/sts.ts'
import { slackWith } from './slack/slack-bolt.ts'

const credentials = { accessKeyId: 'local', secretAccessKey: 'local' }
const LIMIT = 4_000_000
const now = (): Date => new Date('2026-11-20T07:00:00Z')

/** Sends these bytes and reads to the end of the connection. */
async function raw(url: string, request: string): Promise<string> {
  const socket = connect(Number(new URL(url).port), '127.0.0.1')
  socket.write(request)
  return text(socket)
}

const get = (url: string, host: string): Promise<string> =>
  raw(url, `GET / HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`)

let echo: Listening
const post = (size: number): Promise<Response> =>
  fetch(echo.url, { method: 'POST', body: Buffer.alloc(size) })
beforeEach(async () => {
  echo = await listen({
    answer: async request => ({ status: 200, body: String((await readBytes(request)).length) }),
    failure: error => ({ status: error instanceof HttpError ? error.status : 500, body: String(error) }),
  })
})
afterEach(() => echo.close())

describe('the HTTP kernel', () => {
  it.each(['', 'a b', '[', 'x@127.0.0.1', '127.0.0.1/x', '127.0.0.1:port'])(
    'answers 400 to the Host "%s"',
    async host => expect(await get(echo.url, host)).toMatch(/^HTTP\/1\.1 400 /),
  )

  it.each(['example.com', '127.0.0.1.example.com', 'notlocalhost', '169.254.169.254'])(
    'answers 403 to the Host %s, which is not loopback',
    async host => expect(await get(echo.url, host)).toMatch(/^HTTP\/1\.1 403 /),
  )

  it.each(['127.0.0.1:1', 'localhost', 'LOCALHOST:80', '111122223333.localhost:4000'])(
    'answers the Host %s',
    async host => expect(await get(echo.url, host)).toMatch(/^HTTP\/1\.1 200 /),
  )

  it('takes a body of 4 MB, and answers 413 to one byte more', async () => {
    expect(await (await post(LIMIT)).text()).toBe(String(LIMIT))
    expect((await post(LIMIT + 1)).status).toBe(413)
  })

  it('answers on a connection whose last body was refused', async () => {
    const body = 'x'.repeat(LIMIT + 1)
    const large = `POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: ${body.length}\r\n\r\n${body}`
    const answers = await raw(
      echo.url,
      `${large}GET / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n`,
    )
    expect(answers.match(/HTTP\/1\.1 \d+/g)).toEqual(['HTTP/1.1 413', 'HTTP/1.1 200'])
  })

  it('closes while connections are open, and again', async () => {
    const socket = connect(Number(new URL(echo.url).port), '127.0.0.1').resume()
    socket.write('POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 9\r\n\r\n')
    const arrived = once(echo.server, 'request')
    await arrived
    const ended = once(socket, 'close')
    await echo.close()
    await echo.close()
    await ended
    await expect(fetch(echo.url)).rejects.toThrow('fetch failed')
  })
})

describe('each protocol has its own error document', () => {
  it('in JSON for CloudTrail', async () => {
    const service = await startCloudTrail({ trails: [], account: '1', credentials })
    expect(await get(service.url, 'example.com')).toMatch(
      /^HTTP\/1\.1 403 [^]*\r\n\r\n{"__type":"ForbiddenHost"/,
    )
    await service.close()
  })

  it('in XML for STS', async () => {
    const service = await startSts({ roles: [], sessions: openSessions(now), credentials })
    expect(await get(service.url, '')).toMatch(/^HTTP\/1\.1 400 [^]*<Code>InvalidHost<\/Code>/)
    await service.close()
  })

  it('in JSON for Slack, whose target must be a path, too', async () => {
    const { slack } = await slackWith(async () => ({ statusCode: 200 }))
    expect(await get(slack.url, 'a b')).toMatch(/^HTTP\/1\.1 400 /)
    expect(await get(slack.url, 'example.com')).toMatch(/^HTTP\/1\.1 403 /)
    expect(await raw(slack.url, 'GET // HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n')).toMatch(
      /^HTTP\/1\.1 400 /,
    )
    const body = 'x'.repeat(LIMIT + 1)
    expect((await fetch(`${slack.url}/api/auth.test`, { method: 'POST', body })).status).toBe(413)
  })
})
