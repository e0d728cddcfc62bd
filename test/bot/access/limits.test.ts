import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { investigationsFrom } from '../../../bot/items/investigations.ts'
import { quotasFrom } from '../../../bot/items/quotas.ts'
import type { Use } from '../../../bot/items/audit-log.ts'
import { checksFrom } from '../../../bot/items/checks.ts'
import { storedWorkFrom } from '../../../bot/items/work.ts'
import { watchesFrom } from '../../../bot/items/watches.ts'
import { countBytes, startCheckWithin, startQuestion, takeWatch } from '../../../bot/access/limits.ts'
import type { Request } from '../../../bot/time/request.ts'
import { type SettingsInput, settingsSchema } from '../../../bot/model/settings.ts'
import type { Deps } from '../../../bot/services/deps.ts'
import { USUAL_CONDITION } from '../../../bot/model/condition.ts'
import { newWatch } from '../../../bot/model/watch.ts'
import { openDynamoDb, TABLE } from '../../support/dynamodb.ts'

let db: Awaited<ReturnType<typeof openDynamoDb>>
beforeEach(async () => {
  db = await openDynamoDb()
})
afterEach(() => db?.remove())

const LIMITS = {
  openQuestions: { person: 5, all: 8 },
  dayBytes: { person: 1000, all: 1500 },
  watchesOfPerson: 3,
}

function depsWith(limits: NonNullable<SettingsInput['limits']> = {}, more: Partial<SettingsInput> = {}) {
  const now = () => db.clock.now
  const told: string[] = []
  const uses: Use[] = []
  const parts = {
    settings: settingsSchema.parse({ sources: [], limits: { ...LIMITS, ...limits }, ...more }),
    quotas: quotasFrom(db.documents, TABLE, now),
    work: storedWorkFrom(db.documents, TABLE, now),
    checks: checksFrom(db.documents, TABLE, now),
    investigations: investigationsFrom(db.documents, TABLE, now),
    watches: watchesFrom(db.documents, TABLE, now),
    uses: { record: (use: Use) => void uses.push(use) },
    thread: {
      postEphemeral: (_: unknown, { text }: { text: string }) => Promise.resolve(void told.push(text)),
    },
  }
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- what is said and recorded is all that is not stored here
  return { deps: parts as unknown as Deps, told, uses }
}

const questionOf = (user: string): Request => ({
  analysis: 'object-deletion',
  bucket: 'my-bucket',
  window: { from: '2026-11-19T00:00:00Z', to: '2026-11-20T00:00:00Z' },
  parameters: {},
  logs: 'access-log',
  channel: 'C0INCIDENTS',
  asker: { user, timeZone: 'UTC' },
})
const ask = async (deps: Deps, user: string, submission: string) =>
  startQuestion(questionOf(user), { surface: 'command', submission: `${user} ${submission}` }, deps)

const read = async (deps: Deps, id: string, user: string, bytes: number) =>
  countBytes({ id, request: { ...questionOf(user), watch: 'watch#1' } }, bytes, deps)

const pass = (seconds: number) => {
  db.clock.now = new Date(db.clock.now.getTime() + seconds * 1000)
}

describe('open questions', () => {
  it('are limited for a person: told before, refused in words, and on record', async () => {
    const { deps, told, uses } = depsWith()
    for (const n of [1, 2, 3, 4, 5]) expect(await ask(deps, 'U0ADA', `q${n}`)).toBeUndefined()
    expect(told).toHaveLength(2)
    expect(told[0]).toContain('4 open questions of yours, of 5 at once')
    const refusal = await ask(deps, 'U0ADA', 'q6')
    expect(refusal?.plain).toBe(
      'This question would exceed a limit of s3audit: 5 open questions of yours, of 5 at once. A place becomes free when one of them is answered or cancelled: see `/s3audit list running`. For more, ask the operator of s3audit.',
    )
    expect(uses).toMatchObject([
      { user: 'U0ADA', surface: 'command', allowed: false, refusedFor: 'limit: open questions' },
    ])
    expect(await deps.investigations.openIds()).toHaveLength(5)
    expect(await ask(deps, 'U0BOB', 'q6')).toBeUndefined()
  })

  it('are limited for all together, and a refusal takes no place of the person', async () => {
    const { deps } = depsWith()
    for (const n of [1, 2, 3, 4]) {
      await ask(deps, 'U0ADA', `q${n}`)
      await ask(deps, 'U0BOB', `q${n}`)
    }
    const refusal = await ask(deps, 'U0EVE', 'q')
    expect(refusal?.plain).toContain('8 open questions of all people together, of 8 at once')
    const { deps: wider } = depsWith({ openQuestions: { person: 1, all: 20 } })
    expect(await ask(wider, 'U0EVE', 'q')).toBeUndefined()
  })

  it('that are closed make room, and the same submission is one question', async () => {
    const { deps } = depsWith()
    for (const n of [1, 2, 3, 4, 5]) await ask(deps, 'U0ADA', `q${n}`)
    expect(await ask(deps, 'U0ADA', 'q5')).toBeUndefined()
    const [id = ''] = await deps.investigations.openIds()
    const one = await deps.investigations.load(id)
    if (!one) throw new Error('It is gone')
    await deps.investigations.save({ ...one, closedAt: db.clock.now.toISOString() })
    pass(61)
    expect(await ask(deps, 'U0ADA', 'q6')).toBeUndefined()
    expect((await ask(deps, 'U0ADA', 'q7'))?.place).toBe('limit')
  })

  it('are not exceeded by races', async () => {
    const { deps } = depsWith()
    const asked = await Promise.all(Array.from({ length: 30 }, (_, n) => ask(deps, 'U0ADA', `race ${n}`)))
    expect(asked.filter(refusal => refusal === undefined)).toHaveLength(5)
    expect(await deps.investigations.openIds()).toHaveLength(5)
  })

  it('of an owner are limited only with all others, where the settings say so', async () => {
    const { deps } = depsWith({ ownersExempt: true }, { owners: ['U0ADA'] })
    for (const n of [1, 2, 3, 4, 5, 6, 7, 8]) expect(await ask(deps, 'U0ADA', `q${n}`)).toBeUndefined()
    expect((await ask(deps, 'U0ADA', 'q9'))?.plain).toContain('of all people together')
  })
})

describe('the bytes of a day', () => {
  it('are counted once for each investigation, and no more than the limit are read', async () => {
    const { deps, uses } = depsWith()
    await read(deps, 'a', 'U0ADA', 600)
    await read(deps, 'a', 'U0ADA', 600)
    await expect(read(deps, 'b', 'U0ADA', 500)).rejects.toMatchObject({
      code: 'day-limit',
      detail: { used: '600 B', limit: '1.0 kB', bytes: '500 B', whose: 'one person' },
    })
    expect(uses).toMatchObject([{ investigation: 'b', allowed: false, refusedFor: 'limit: bytes a day' }])
    await read(deps, 'c', 'U0BOB', 700)
    await expect(read(deps, 'd', 'U0BOB', 300)).rejects.toMatchObject({
      detail: { whose: 'all people together', used: '1.3 kB' },
    })
    // What was refused for all is not counted for the person.
    await read(deps, 'e', 'U0BOB', 200)
    pass(86_400)
    await read(deps, 'f', 'U0ADA', 1000)
  })

  it('are not exceeded by the first read of a day either', async () => {
    const { deps } = depsWith()
    await expect(read(deps, 'a', 'U0ADA', 1001)).rejects.toMatchObject({ detail: { used: '0 B' } })
    await read(deps, 'a', 'U0ADA', 1000)
  })

  it('are not exceeded by races', async () => {
    const { deps } = depsWith()
    const reads = Array.from({ length: 20 }, async (_, n) => read(deps, `race ${n}`, 'U0ADA', 300))
    const settled = await Promise.allSettled(reads)
    expect(settled.filter(({ status }) => status === 'fulfilled')).toHaveLength(3)
  })

  it('that are used up end the asking for the day, and tell when it goes on', async () => {
    const { deps, told } = depsWith()
    await read(deps, 'a', 'U0ADA', 800)
    expect(await ask(deps, 'U0ADA', 'q1')).toBeUndefined()
    expect(told).toEqual([expect.stringContaining('today: 800 B of 1.0 kB')])
    await read(deps, 'b', 'U0ADA', 200)
    expect((await ask(deps, 'U0ADA', 'q2'))?.plain).toContain('It starts again from zero at 00:00 UTC.')
    pass(86_400)
    expect(await ask(deps, 'U0ADA', 'q2')).toBeUndefined()
  })
})

it('limits the watches of a person, and tells before', async () => {
  const { deps } = depsWith()
  const take = async (id: string) => takeWatch({ id, request: questionOf('U0ADA') }, deps)
  expect(await take('watch#1')).toEqual({ note: undefined })
  expect(await take('watch#2')).toEqual({ note: undefined })
  expect(await take('watch#3')).toEqual({ note: expect.stringContaining('3 watches of yours, of 3') })
  expect(await take('watch#3')).toHaveProperty('note')
  expect(await take('watch#4')).toMatchObject({ place: 'limit' })
  // None of them was stored in the end.
  pass(61)
  expect(await take('watch#4')).toHaveProperty('note')
})

it('counts the watches that a person had before there was a limit, and those taken over', async () => {
  const { deps } = depsWith()
  for (const n of [1, 2, 3]) {
    const request = { ...questionOf(n === 3 ? 'U0BOB' : 'U0ADA') }
    await deps.watches.create(newWatch({ ...WISH, request }, `old ${n}`, db.clock.now))
  }
  const take = async (id: string) => takeWatch({ id, request: questionOf('U0ADA') }, deps)
  const theirs = (await deps.watches.all()).find(({ owner }) => owner === 'U0BOB')
  const old = await deps.watches.load(theirs?.id ?? '')
  if (!old) throw new Error('It is gone')
  await deps.watches.save({ ...old, request: questionOf('U0ADA') })
  expect(await take('watch#4')).toMatchObject({ place: 'limit' })
  expect(await take(old.id)).toHaveProperty('note')
  const [mine] = await deps.watches.loadAll((await deps.watches.all()).map(({ id }) => id))
  await deps.watches.save({ ...mine!, deletedAt: db.clock.now.toISOString() })
  expect(await take('watch#4')).toHaveProperty('note')
})

const WISH = {
  schedule: { every: 'day', at: '07:00', zone: 'UTC', weekday: 'monday' },
  condition: USUAL_CONDITION,
  waitHours: 24,
  digest: false,
} as const

describe('checks', () => {
  const request = {
    channel: 'C0INCIDENTS',
    asker: { user: 'U1' },
    of: 'one',
    buckets: ['my-bucket'],
  } as const
  const check = (deps: Deps, submission: string) =>
    startCheckWithin({ ...request, buckets: [...request.buckets] }, submission, deps)

  it('count as open questions of their asker, until they are done', async () => {
    const { deps, uses } = depsWith()
    for (let n = 0; n < 5; n++) expect(await check(deps, `check ${n}`)).toBeUndefined()
    // A repeat by Slack is the same check.
    expect(await check(deps, 'check 0')).toBeUndefined()
    const refusal = 'This check would exceed a limit of s3audit: 5 open questions of yours, of 5 at once.'
    expect(await check(deps, 'one more')).toMatchObject({
      ok: false,
      refusal: expect.stringContaining(refusal),
    })
    expect(await ask(deps, 'U1', 'a question')).toMatchObject({ ok: false })
    expect(uses).toEqual([
      expect.objectContaining({ surface: 'check', allowed: false, refusedFor: 'limit: open questions' }),
      expect.objectContaining({ surface: 'command', allowed: false }),
    ])
    expect(await deps.investigations.openIds()).toHaveLength(5)
    const [id = ''] = await deps.investigations.openIds()
    const done = await deps.checks.load(id)
    if (!done) throw new Error(`There is no ${id}`)
    await deps.checks.save({ ...done, closedAt: db.clock.now.toISOString() })
    expect(await check(deps, 'one more')).toBeUndefined()
  })
})
