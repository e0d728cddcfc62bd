import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import type { Message } from '../../infra/local/slack/model/protocol.ts'
import { messageText } from '../../infra/local/terminal/text.ts'
import {
  datedKey,
  INCIDENTS,
  record,
  smallLogs,
  startTestProduct,
  type TestProduct,
} from '../support/product.ts'
import { buttonOf, press } from '../support/slack-clicks.ts'

const hourAgo = (hours: number) => new Date(Date.now() - hours * 3_600_000)
const BUCKET = 'my-bucket'
const deletion = { bucket: BUCKET, operation: 'REST.DELETE.OBJECT', status: 204 }

let product: TestProduct
beforeAll(async () => {
  const gone = record({ ...deletion, time: hourAgo(30), key: 'gone.txt' })
  const late = record({ ...deletion, time: hourAgo(29), key: 'late.txt' })
  const young = record({ ...deletion, time: hourAgo(2), key: 'young.txt' })
  const object = (hours: number, line: string, unique: string) => ({
    bucket: 'my-logs',
    key: datedKey('access/', hourAgo(hours), unique),
    body: `${line}\n`,
  })
  product = await startTestProduct({
    logs: smallLogs({
      buckets: { [BUCKET]: { logging: { targetBucket: 'my-logs', targetPrefix: 'access/' } } },
      objects: [
        object(29, gone, 'AAAAAAAAAAAAAAAA'),
        // The same record, delivered twice; and one that took twenty hours.
        object(28, gone, 'BBBBBBBBBBBBBBBB'),
        object(9, late, 'CCCCCCCCCCCCCCCC'),
        object(1, young, 'DDDDDDDDDDDDDDDD'),
      ],
    }),
  })
})
afterAll(() => product?.stop())

const messages = (): Message[] => product.client.messages(INCIDENTS).filter(one => !one.ephemeral_to)
const ofWatches = () =>
  messages().filter(({ metadata }) => String(metadata?.event_payload.investigation).startsWith('watch#'))
const lastEphemeral = (words: string): Promise<Message> =>
  vi.waitFor(
    () => {
      const found = product.ephemeralMessages().findLast(one => messageText(one).includes(words))
      if (!found)
        throw new Error(`Nobody said “${words}”: ${product.ephemeralMessages().map(messageText).join('\n')}`)
      return found
    },
    { timeout: 60_000, interval: 100 },
  )

it('watches what was typed, runs when asked to, tells once, and is silent when nothing is new', async () => {
  await product.type('watch object-deletion my-bucket every day at 07:00 Europe/Berlin when rows &gt; 0')
  const started = await lastEphemeral('Watching')
  expect(messageText(started)).toContain('every day at 07:00 Europe/Berlin, when rows > 0')
  expect(messageText(started)).toContain('until 24 hours before it')

  await product.type('watches')
  await press(product, await lastEphemeral('1 watch in this channel'), 'watch-run')
  const finding = await vi.waitFor(
    () => {
      const [first] = ofWatches()
      if (!first) throw new Error('Nothing is told yet')
      return first
    },
    { timeout: 60_000, interval: 100 },
  )
  // What happened in the last day has time to be delivered; what came late or twice is in, once.
  expect(messageText(finding)).toContain('2 deletions in my-bucket')
  expect(messageText(finding)).toContain('late.txt')
  expect(messageText(finding)).not.toContain('young.txt')
  expect(messageText(finding)).toContain('Reported because: rows > 0')

  await product.type('watches')
  await press(product, await lastEphemeral('Rows: 1 run: from 2 to 2, the last 2.'), 'watch-run')
  await lastEphemeral('The run has finished')
  // Neither the runs' questions nor a quiet run say anything in the channel.
  expect(messages()).toHaveLength(1)

  await press(product, finding, 'show-investigation')
  expect(messageText(await lastEphemeral('gone.txt'))).toContain('late.txt')
})

it('is muted, paused, resumed and deleted by buttons', async () => {
  await product.type('watches')
  const list = await lastEphemeral('Rows:')
  await press(product, list, 'watch-pause')
  await lastEphemeral('Paused: Object deletions in my-bucket')
  await product.type('watches')
  const paused = await lastEphemeral('When it resumes, it covers the time it missed')
  expect(buttonOf(paused, 'watch-run')).toBeUndefined()
  await press(product, paused, 'watch-resume')
  await lastEphemeral('Resumed: Object deletions in my-bucket')
  await press(product, list, 'watch-history')
  expect(messageText(await lastEphemeral('24 hours up to'))).toContain('2, reported')
  await press(product, list, 'watch-delete')
  await lastEphemeral('Deleted: Object deletions in my-bucket')
  await product.type('watches')
  await lastEphemeral('There are no watches in this channel.')
  await press(product, list, 'watch-run')
  await lastEphemeral('This watch has been deleted.')
})

it('shares what was read between watches on the same bucket and time', async () => {
  const every = 'every hour when always wait:20h'
  await product.type(`watch object-deletion my-bucket ${every}`)
  await product.type(`watch requesters-by-operations my-bucket ${every}`)
  const ids = (await product.watches.all()).map(({ id }) => id)
  expect(ids).toHaveLength(2)
  const now = `${new Date().toISOString().slice(0, 19)}Z`
  const from = `${hourAgo(40).toISOString().slice(0, 19)}Z`
  for (const watch of await product.watches.loadAll(ids))
    await product.watches.save({
      ...watch,
      coveredTo: from,
      scheduledAt: now,
      dueAt: now,
      schedule: { ...watch.schedule, every: 'hour' },
    })
  const told = await vi.waitFor(
    () => {
      const found = ofWatches().slice(1)
      if (found.length < 2) throw new Error('Not all is told yet')
      return found
    },
    { timeout: 90_000, interval: 100 },
  )
  const investigations = await Promise.all(
    told.map(message => {
      const id = buttonOf(message, 'show-investigation')?.element
      return product.investigations.load(String(id && 'value' in id ? id.value : ''))
    }),
  )
  const leader = investigations.find(one => one?.follows === undefined)
  expect(investigations.map(one => one?.follows).filter(id => id !== undefined)).toEqual([leader?.id])
  expect(new Set(investigations.map(one => one?.request.window.to)).size).toBe(1)
})

it('does not say that all is well of hours whose records may still come', async () => {
  await product.type('watch object-history my-bucket key:never.txt every day wait:0h when rows &gt; 0')
  const ids = (await product.watches.all()).map(({ id }) => id)
  const watch = (await product.watches.loadAll(ids)).find(
    ({ request }) => request.analysis === 'object-history',
  )
  await product.watches.save({ ...watch!, coveredTo: `${hourAgo(5).toISOString().slice(0, 19)}Z` })
  await product.type('watches')
  await press(product, await lastEphemeral('History of an object'), 'watch-run', { value: watch!.id })
  const told = messageText(await lastEphemeral('The run has finished: Not known yet: '))
  expect(told).toContain('access logs come hours late')
  expect(told).not.toContain('nothing to report')
  const [past] = (await product.watches.loadAll([watch!.id]))[0]?.history ?? []
  expect(past).toMatchObject({ outcome: 'unknown' })
  expect(past).not.toHaveProperty('value')
})

it.each([
  ['watch object-deletion my-bucket every fortnight', 'Say how often'],
  ['watch object-deletion my-bucket every day at 7 o’clock', 'not a time of day'],
  ['watch object-deletion my-bucket every day at 07:00 Mars/Base', 'not a time zone'],
  ['watch object-deletion my-bucket every day when errrors > 2', 'Its figures are rows, Deletions'],
  ['watch object-deletion my-bucket every day when', 'is not a condition'],
  ['watch object-deletion my-bucket 24h every day', 'leave out the time'],
  ['watch object-deletion my-bucket every day wait:long', 'Set the wait for late records'],
  ['watch object-deletion my-bucket every day digest:daily', 'Set digest to'],
  ['watch object-deletion their-bucket every day', 'their-bucket'],
  ['watch objct-deletoin my-bucket every day', 'Did you mean object-deletion'],
  ['watch every day', 'Say what you want to know'],
])('says at once what is wrong with “%s”', async (text, words) => {
  await product.type(text)
  const said = messageText(await lastEphemeral(words))
  expect(said).toContain('I could not run')
})
