import { takeStep } from '../../../bot/app/work.ts'
import { GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { analysisNamed } from '../../../analyses/lib/catalogue/named.ts'
import { watchesToPass } from '../../../bot/watch/pass.ts'
import { rulesOf } from '../../../bot/access/policy.ts'
import type { Watch } from '../../../bot/model/watch.ts'
import { TABLE } from '../../support/dynamodb.ts'
import { ADA } from '../../support/product.ts'
import { openWatching } from '../../support/open-watching.ts'
import type { Watching } from '../../support/watching.ts'

let watching: Watching
beforeEach(async () => {
  watching = await openWatching('2026-03-10T09:20:00Z')
})
afterEach(() => watching?.close())

const ROW = { event_time: '2026-03-10 10:00:00', requester: 'bob', key: 'logs/a' }
const texts = (watch: Watch): string[] => watching.told(watch).map(({ text }) => text)

it('says once that it fails, the second time; and when it works again, below that', async () => {
  watching.runs.finds = () => ({ code: 'logging-off', detail: { bucket: 'my-bucket' } })
  const watch = await watching.watch('hour', 'rows > 0')
  await watching.until('2026-03-10T10:30:00Z')
  expect(watching.asked).toHaveLength(1)
  expect(texts(watch)).toEqual([])
  await watching.until('2026-03-10T15:30:00Z')
  expect(watching.asked).toHaveLength(6)
  const [failure] = texts(watch)
  expect(texts(watch)).toHaveLength(1)
  expect(failure).toContain('server access logging is off')
  expect(failure).toContain('Switch server access logging on')

  watching.runs.finds = () => ({ rows: [ROW] })
  await watching.until('2026-03-10T17:30:00Z')
  // The whole time is caught up on by the first run that is answered.
  expect(watching.asked[6]?.request.window).toEqual({ from: watch.coveredTo, to: '2026-03-09T16:00:00Z' })
  const well = watching.told(watch).find(({ text }) => text.includes('the watch works again'))
  expect(well?.thread_ts).toBe(watching.told(watch)[0]?.ts)
  expect(texts(watch).filter(text => text.includes('the watch works again'))).toHaveLength(1)
})

it('says at once that it is blind, and since when, where s3audit itself is broken', async () => {
  watching.runs.finds = () => ({ code: 'defect', detail: { stage: 'query', reference: '1a2b3c4d' } })
  const watch = await watching.watch('hour', 'rows > 0')
  await watching.until('2026-03-10T10:30:00Z')
  expect(watching.asked).toHaveLength(1)
  const [blind] = texts(watch)
  expect(blind).toMatch(
    /is not working: it has not been able to check anything since Mon, Mar 9, 2026, 8:20.AM UTC/,
  )
  expect(blind).toContain('reference 1a2b3c4d')
  expect(blind).toContain('this does not mean that nothing happened')
  await watching.until('2026-03-10T13:30:00Z')
  expect(texts(watch)).toHaveLength(1)
  watching.runs.finds = () => ({ rows: [] })
  await watching.until('2026-03-10T15:30:00Z')
  expect(watching.asked.at(-1)?.problem).toBeUndefined()
  expect(texts(watch).filter(text => text.includes('the watch works again'))).toHaveLength(1)
})

it('is blind, and says so, where what judges its answer is broken', async () => {
  watching.runs.finds = () => ({ rows: [ROW] })
  const watch = await watching.watch('hour', 'rows > 0')
  const logged = vi.spyOn(console, 'error').mockReturnValue()
  const planted = vi.spyOn(analysisNamed('object-deletion'), 'columns', 'get')
  planted.mockImplementation(() => {
    throw new RangeError('planted')
  })
  await watching.until('2026-03-10T12:30:00Z')
  planted.mockRestore()
  expect(logged.mock.calls.flat().join()).toContain('planted')
  logged.mockRestore()
  expect(texts(watch)).toHaveLength(1)
  expect(texts(watch)[0]).toMatch(
    /is not working: it has not been able to check anything since Mon, Mar 9, 2026, 8:20.AM UTC/,
  )
  // It goes on: the time that it was blind for is looked at.
  const before = watching.asked.length
  await watching.until('2026-03-10T14:30:00Z')
  expect(watching.asked[before]?.request.window.from).toBe(watch.coveredTo)
  expect(texts(watch).some(text => text.includes('the watch works again'))).toBe(true)
})

it('tries again after an hour what failed once a day, and at its time then', async () => {
  watching.runs.finds = () => ({ code: 'unexpected', detail: { reference: 'x' } })
  await watching.watch('day', 'rows > 0')
  await watching.until('2026-03-11T07:30:00Z')
  expect(watching.asked).toHaveLength(1)
  watching.runs.finds = () => ({ rows: [] })
  await watching.until('2026-03-11T09:00:00Z')
  expect(watching.asked).toHaveLength(2)
  await watching.until('2026-03-12T07:30:00Z')
  const windows = watching.asked.map(({ request }) => request.window)
  expect(windows[2]).toEqual({ from: windows[1]?.to, to: '2026-03-11T07:00:00Z' })
})

it('goes in steps of one period where the whole window is too much', async () => {
  const watch = await watching.watch('day', 'always')
  watching.clock.now = new Date('2026-03-20T12:00:00Z')
  watching.runs.finds = ({ request: { window } }) =>
    Date.parse(window.to) - Date.parse(window.from) > 86_400_000
      ? { code: 'too-large', detail: {} }
      : { rows: [] }
  await watching.sweep()
  await watching.until('2026-03-20T23:00:00Z')
  const answered = watching.asked.filter(({ problem }) => !problem).map(({ request }) => request.window)
  expect(answered[0]?.from).toBe(watch.coveredTo)
  expect(answered.at(-1)?.to).toBe('2026-03-19T07:00:00Z')
  for (const [n, window] of answered.entries())
    expect(window.from).toBe(answered[n - 1]?.to ?? watch.coveredTo)
})

it('does not take silence for an answer, and says so after two days of it', async () => {
  watching.runs.finds = () => ({ code: 'no-log-objects', detail: { place: 's3://logs/', looked: 'keys' } })
  const watch = await watching.watch('hour', 'rows > 0')
  await watching.until('2026-03-12T07:30:00Z')
  expect(texts(watch)).toEqual([])
  await watching.until('2026-03-14T09:30:00Z')
  expect(texts(watch)).toHaveLength(1)
  expect(texts(watch)[0]).toContain('No log objects were found in s3://logs/')
  // What had its time to come is not waited for any longer.
  expect(watching.asked.at(-1)?.request.window.from).toBe('2026-03-13T08:00:00Z')
})

it('pauses and says so when its maker may not ask any more, and asks nothing', async () => {
  const watch = await watching.watch('hour', 'rows > 0')
  for (const rule of rulesOf(watching.deps.settings)) rule.buckets.splice(0)
  await watching.until('2026-03-10T12:30:00Z')
  expect(watching.asked).toEqual([])
  expect(texts(watch)).toHaveLength(1)
  expect(texts(watch)[0]).toContain('is paused')
  expect(texts(watch)[0]).toContain('may not be asked about the bucket')
  expect((await watching.loaded(watch)).paused).toBeDefined()
})

it('pauses where its maker has left the channel, and tells the channel and the maker', async () => {
  const watch = await watching.watch('hour', 'rows > 0')
  await watching.client.membership({ user: ADA, channel: watch.request.channel, isIn: false })
  await watching.until('2026-03-10T12:30:00Z')
  expect(watching.asked).toEqual([])
  expect(texts(watch)[0]).toContain('Slack does not list you as a member of')
  const direct = watching.client.messages('D0ADA').map(({ text }) => text)
  expect(direct).toEqual([expect.stringContaining('is paused')])
  expect((await watching.loaded(watch)).paused).toBeDefined()
})

it('waits while Slack is silent about its maker, and runs once it answers', async () => {
  const { channels } = watching.deps
  const members = channels.members.bind(channels)
  channels.members = () => Promise.resolve({ ok: false, why: 'no answer in time', isLasting: false })
  const watch = await watching.watch('hour', 'rows > 0')
  watching.clock.now = new Date(Date.parse(watch.dueAt) + 60_000)
  await watching.sweep()
  expect(watching.asked).toEqual([])
  expect(await watching.loaded(watch)).toMatchObject({ notes: [] })
  expect((await watching.loaded(watch)).paused).toBeUndefined()
  const { uses } = watching.deps
  const recorded = async () => {
    await uses.settled()
    return (await uses.page({ from: '2026-03-01T00:00:00Z' }, 100)).uses.map(({ allowed }) => allowed)
  }
  expect(await recorded()).toEqual([])
  channels.members = members
  await watching.sweep()
  expect(watching.asked).toHaveLength(1)
  expect(await recorded()).toEqual([true])
})

it('reports a finding in one message, updates in its thread, and a new finding in a new message', async () => {
  const watch = await watching.watch('hour', 'rows > 0')
  watching.runs.finds = () => ({ rows: [ROW] })
  await watching.until('2026-03-10T12:30:00Z')
  const [root, ...below] = watching.told(watch)
  expect(below.map(({ thread_ts }) => thread_ts)).toEqual([root?.ts, root?.ts])
  watching.runs.finds = () => ({ rows: [] })
  await watching.until('2026-03-10T13:30:00Z')
  watching.runs.finds = () => ({ rows: [ROW] })
  await watching.until('2026-03-10T14:30:00Z')
  const [, , , again] = watching.told(watch)
  expect(again?.thread_ts).toBeUndefined()
  expect(watching.told(watch)).toHaveLength(4)
})

it('is silent while it is muted, and goes on counting', async () => {
  const watch = await watching.watch('hour', 'rows > 0')
  watching.runs.finds = () => ({ rows: [ROW] })
  await watching.until('2026-03-10T10:30:00Z')
  const told = await watching.loaded(watch)
  expect(told.shown).toEqual({ requester: 'bob', prefix: 'logs/' })
  const mute = { kind: 'requester', value: 'bob', by: ADA } as const
  await watching.deps.watches.save({ ...told, mutes: [mute] })
  await watching.until('2026-03-10T13:30:00Z')
  expect(watching.told(watch)).toHaveLength(1)
  const { history } = await watching.loaded(watch)
  expect(history.map(({ outcome }) => outcome)).toEqual(['told', 'muted', 'muted', 'muted'])
})

it('sums up the week on Monday', async () => {
  const watch = await watching.watch('day', 'rows > 5', { digest: true })
  watching.runs.finds = () => ({ rows: [ROW, ROW, ROW] })
  await watching.until('2026-03-24T12:00:00Z')
  expect(texts(watch)).toHaveLength(2)
  expect(texts(watch)[1]).toContain('7 runs: 0 with something to report, 7 without')
  expect(texts(watch)[1]).toContain('Rows: 13 runs: from 3 to 3, the last 3.')
})

it('speaks of what is unusual once something is usual', async () => {
  const watch = await watching.watch('hour', 'deletions > 2 x usual')
  let rows = 3
  watching.runs.finds = () => ({ rows: Array.from({ length: rows }, () => ROW) })
  await watching.until('2026-03-10T14:30:00Z')
  expect(watching.told(watch)).toHaveLength(0)
  rows = 7
  await watching.until('2026-03-10T15:30:00Z')
  expect(watching.told(watch)).toHaveLength(1)
})

it('does all once when sweeps overlap, and tells once when a pass dies at a post', async () => {
  const watch = await watching.watch('hour', 'rows > 0')
  watching.runs.finds = () => ({ rows: [ROW] })
  const { deps } = watching
  const at = new Date('2026-03-10T10:10:00Z')
  watching.clock.now = at
  const together = () => Promise.all([1, 2, 3].map(() => takeStep(watch.id, deps)))
  await together()
  expect(await deps.investigations.openIds()).toHaveLength(1)
  await watching.sweep()
  await together()
  expect(watching.asked).toHaveLength(1)
  expect(watching.told(watch)).toHaveLength(1)

  // Slack took the message, and the pass ended before it knew.
  const lost = {
    ...deps,
    thread: {
      ...deps.thread,
      async post(...post: Parameters<typeof deps.thread.post>) {
        await deps.thread.post(...post)
        throw new Error('The pass is over')
      },
    },
  }
  watching.clock.now = new Date('2026-03-10T11:10:00Z')
  await takeStep(watch.id, lost)
  await watching.answer()
  await expect(takeStep(watch.id, lost)).rejects.toThrow('The pass is over')
  expect((await watching.loaded(watch)).notes).toHaveLength(1)
  watching.clock.now = new Date('2026-03-10T11:30:00Z')
  await watching.sweep()
  expect(watching.told(watch)).toHaveLength(2)
  expect((await watching.loaded(watch)).notes).toEqual([])
})

it('runs as many at once as the settings say, and forgets none', async () => {
  watching.deps.settings.limits.watchRuns = 4
  const watches = await Promise.all(
    Array.from({ length: 15 }, (_, n) => watching.watch('hour', `rows > ${n}`)),
  )
  watching.clock.now = new Date('2026-03-10T10:10:00Z')
  const begun: number[] = []
  for (let sweeps = 0; sweeps < 8; sweeps++) {
    const due = await watchesToPass(watching.deps)
    begun.push(due.length)
    await watching.sweep()
  }
  expect(Math.max(...begun)).toBe(4)
  expect(new Set(watching.asked.map(({ request }) => request.watch))).toEqual(
    new Set(watches.map(({ id }) => id)),
  )
  expect(watching.asked).toHaveLength(15)
})

it('tells its owner where the channel takes nothing, and waits', async () => {
  const watch = await watching.watch('hour', 'rows > 0')
  const { channel } = watch.request
  watching.runs.finds = () => ({ rows: [ROW] })
  const { deps } = watching
  const post = deps.thread.post.bind(deps.thread)
  const direct: string[] = []
  deps.thread.post = (to, message, ...rest) => {
    if (to === ADA) direct.push(message.text)
    return to === channel
      ? Promise.reject(Object.assign(new Error('no'), { data: { error: 'is_archived' } }))
      : post(to, message, ...rest)
  }
  await watching.until('2026-03-10T12:30:00Z')
  expect(watching.asked).toHaveLength(1)
  expect(await watching.loaded(watch)).toMatchObject({ paused: {}, notes: [] })
  expect(direct).toEqual([expect.stringContaining('Slack refused it (is_archived). Unarchive the channel')])
})

it('quarantines an item that no version wrote', async () => {
  const watch = await watching.watch('hour', 'rows > 0')
  const item = { ...(await watching.loaded(watch)), condition: 'broken', watch: 'waiting' }
  await watching.documents.send(new PutCommand({ TableName: TABLE, Item: item }))
  await watching.sweep()
  watching.clock.now = new Date('2026-03-10T11:30:00Z')
  await watching.sweep()
  expect(await watchesToPass(watching.deps)).toEqual([])
  expect(watching.client.messages(watch.request.channel).map(({ text }) => text)).toEqual([
    expect.stringMatching(
      /^The stored state of this watch is damaged, so it cannot go on\. It will not run again/,
    ),
  ])
  const { Item } = await watching.documents.send(new GetCommand({ TableName: TABLE, Key: { id: watch.id } }))
  expect(Item).toMatchObject({ condition: 'broken', damagedAt: expect.any(String) })
})

it('begins no more runs than the settings allow, also where each watch is woken by itself', async () => {
  watching.deps.settings.limits.watchRuns = 2
  const watches = await Promise.all([1, 2, 3].map(n => watching.watch('hour', `rows > ${n}`)))
  watching.clock.now = new Date('2026-03-10T10:10:00Z')
  const begun = async () => {
    for (const { id } of watches) await takeStep(id, watching.deps)
    return (await Promise.all(watches.map(watching.loaded))).map(({ run }) => run !== undefined)
  }
  expect(await begun()).toEqual([true, true, false])
  await watching.answer()
  // The first is done; the second has its own question to ask of the same evidence.
  expect(await begun()).toEqual([false, true, true])
})

it('says that people of another organization read what it posts, where they do', async () => {
  watching.runs.finds = () => ({ rows: [ROW] })
  const blocks = (watch: Watch) => JSON.stringify(watching.told(watch).map(one => one.blocks))
  const watch = await watching.watch('hour', 'rows > 0')
  await watching.until('2026-03-10T10:30:00Z')
  expect(texts(watch)).toHaveLength(1)
  expect(blocks(watch)).not.toContain('shared with another organization')
  vi.spyOn(watching.deps.channels, 'isExternal').mockResolvedValue(true)
  const other = await watching.watch('hour', 'rows > 0')
  await watching.until('2026-03-10T12:30:00Z')
  expect(blocks(other)).toContain('shared with another organization')
})
