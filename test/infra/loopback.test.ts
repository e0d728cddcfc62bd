import dns from 'node:dns'
import { describe, expect, it } from 'vitest'
import { resolveLocalhostNames } from '../../infra/local/services/loopback.ts'

resolveLocalhostNames()
resolveLocalhostNames()

// Promisified by hand: Node's own promisified form of `lookup` is made for the function that was replaced.
const lookup = (hostname: string, options?: dns.LookupOptions): Promise<unknown[]> =>
  new Promise((resolve, reject) => {
    const done = (error: Error | null, ...answer: unknown[]) => (error ? reject(error) : resolve(answer))
    if (options) dns.lookup(hostname, options, done)
    else dns.lookup(hostname, done)
  })

describe('names under localhost', () => {
  it('resolve to 127.0.0.1, however they are asked for', async () => {
    expect(await lookup('123456789012.localhost')).toEqual(['127.0.0.1', 4])
    expect(await lookup('a.b.localhost', { family: 0 })).toEqual(['127.0.0.1', 4])
    expect(await lookup('a.localhost', { all: true })).toEqual([[{ address: '127.0.0.1', family: 4 }]])
  })

  it('are the only ones that are answered here', async () => {
    expect(await lookup('127.0.0.2')).toEqual(['127.0.0.2', 4])
    await expect(lookup('name.invalid')).rejects.toThrow('name.invalid')
  })
})
