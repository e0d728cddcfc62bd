import { createServer } from 'node:http'
import { AthenaClient, GetQueryExecutionCommand } from '@aws-sdk/client-athena'
import { describe, expect, it } from 'vitest'
import * as z from 'zod'
import { Invariant, isDefect } from '../../../bot/calls/failures.ts'

const thrownBy = async (work: () => unknown): Promise<unknown> => {
  try {
    await work()
  } catch (error) {
    return error
  }
  throw new Error('It did not throw')
}

describe('a defect of our own', () => {
  it.each([
    ['a call of what is no function', () => Reflect.apply(Object(undefined).missing, null, [])],
    ['a number out of range', () => 'x'.repeat(-1)],
    ['an argument that Node refuses', () => Buffer.from(Object(7))],
    ['a broken invariant', () => Promise.reject(new Invariant('after the plan'))],
  ])('is %s', async (_, work) => {
    expect(isDefect(await thrownBy(work))).toBe(true)
  })

  it.each([
    ['a text from outside that is no JSON', () => JSON.parse('<html>')],
    ['a value from outside that is not as expected', () => z.string().parse(7)],
    ['any other error', () => Promise.reject(new Error('socket hang up'))],
    ['what is no error', () => Promise.reject(Object('x'))],
  ])('is not %s', async (_, work) => {
    expect(isDefect(await thrownBy(work))).toBe(false)
  })

  it.each(['{"QueryExecution": 7', '<html>', 'null', '{"QueryExecution":{"Statistics":7}}'])(
    'is not a service that answers %s',
    async body => {
      const server = createServer((_, response) => {
        response.writeHead(500, { 'content-type': 'application/x-amz-json-1.1' }).end(body)
      })
      await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
      const address = server.address()
      const port = typeof address === 'object' ? address?.port : undefined
      const credentials = { accessKeyId: 'x', secretAccessKey: 'x' }
      const endpoint = `http://127.0.0.1:${port}`
      const client = new AthenaClient({ endpoint, region: 'eu-west-1', credentials, maxAttempts: 1 })
      const asked = () => client.send(new GetQueryExecutionCommand({ QueryExecutionId: 'x' }))
      expect(isDefect(await thrownBy(asked))).toBe(false)
      server.close()
      expect(isDefect(await thrownBy(() => fetch(endpoint)))).toBe(false)
      client.destroy()
    },
  )
})
