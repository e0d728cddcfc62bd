import { INCIDENTS } from '../../support/product.ts'
import { setTimeout as sleep } from 'node:timers/promises'
import { UpdateCommand } from '@aws-sdk/lib-dynamodb'
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import { analysisNamed } from '../../../analyses/lib/catalogue/named.ts'
import { Invariant } from '../../../bot/calls/failures.ts'
import { Conflict } from '../../../bot/items/items.ts'
import { envSchema } from '../../../bot/services/env.ts'
import { stageOf, type Investigation } from '../../../bot/model/investigation.ts'
import { takeStep } from '../../../bot/app/work.ts'
import { idsOf } from '../../../bot/app/triggers.ts'
import { workingDepsFrom, type WorkingDeps } from '../../../bot/services/working-deps.ts'
import type { Fault } from '../../../infra/local/http/faults.ts'
import type { Message } from '../../../infra/local/slack/model/protocol.ts'
import { intercepted, type Around } from '../../support/interruptions.ts'
import {
  passUntilClosed,
  present,
  questionFor,
  startServicesAlone,
  withClock,
  depsFor,
  type ServicesAlone,
  type Strategy,
} from '../../support/passes.ts'

let fault: (service: string, operation: string, detail: Record<string, string>) => Fault | undefined
let services: ServicesAlone
beforeAll(async () => {
  // What fails on purpose is logged each time.
  for (const level of ['warn', 'error'] as const) vi.spyOn(console, level).mockReturnValue()
  services = await startServicesAlone({ before: (...asked) => fault(...asked) })
})
const noFault = () => undefined
fault = noFault
afterEach(() => {
  fault = noFault
})
afterAll(() => services?.stop())

let questions = 0
/** A new investigation, with services that have their own clock. */
async function begin(strategy: Strategy = 'in-place', around?: Around) {
  const clocked = withClock(depsFor(strategy, services.deps))
  const deps = around ? intercepted(clocked, around) : clocked
  const { id } = await deps.investigations.create(questionFor(strategy), `question ${questions++}`)
  return { id, deps }
}

/** Makes passes until this holds of the stored investigation. */
async function passUntil(id: string, deps: WorkingDeps, holds: (one: Investigation) => boolean) {
  return vi.waitFor(
    async () => {
      await takeStep(id, deps)
      const now = await present(id, deps)
      expect(holds(now)).toBe(true)
      return now
    },
    { timeout: 10_000, interval: 5 },
  )
}

/** Writes into the stored item past the bot. */
const overwrite = (id: string, field: string, value: unknown) =>
  services.documents.send(
    new UpdateCommand({
      TableName: services.env.TABLE_NAME,
      Key: { id },
      UpdateExpression: 'SET #field = :value',
      ExpressionAttributeNames: { '#field': field },
      ExpressionAttributeValues: { ':value': value },
    }),
  )

const planTitle = ({ blocks = [] }: Message) => blocks.find(({ type }) => type === 'plan')?.title

/** What channel and thread show of it. */
function told(closed: Investigation) {
  const { roots, replies } = services.messages(closed)
  return { titles: roots.map(planTitle), replies: replies.map(({ text }) => text.split('\n')[0]) }
}
const answered = {
  titles: ['Answered in the thread'],
  replies: [expect.stringMatching(/^1 deletion in /)],
}
const cancelled = {
  titles: ['Cancelled'],
  replies: [expect.stringMatching(/^This investigation was cancelled\. /)],
}
const SLACK_DOWN = { status: 503, code: 'service_unavailable', message: 'Slack is down' }
const REGION_DOWN = { status: 503, code: 'ServiceUnavailable', message: 'Try again' }

/** Keeps the queries of an investigation running for a while, and its copy job before it copies. */
function holdQueries(id: string): void {
  const held = { status: 500, code: 'InternalError', message: 'Too late', delayMs: 1000 }
  fault = (_, operation, { sql }) =>
    operation === 'GenerateManifest' || (operation === 'run' && sql?.includes(id)) ? held : undefined
}

const expectCancelled = (look: () => Promise<{ state: string }>) =>
  vi.waitFor(async () => expect((await look()).state).toBe('cancelled'), { timeout: 5000 })

/** Passes that each take a minute. */
const eachMinute = (deps: WorkingDeps & { pass: (seconds: number) => void }) => async (id: string) => {
  await takeStep(id, deps).catch(() => undefined)
  deps.pass(60)
}

/** A record of the table's stream. */
const about = (id: string, NewImage?: object) => ({ dynamodb: { Keys: { id: { S: id } }, NewImage } })

describe('events', () => {
  it('are not needed: the sweep alone brings the answer', async () => {
    const { id, deps } = await begin()
    const closed = await passUntilClosed(id, deps, {
      pass: async () => {
        const ids = await idsOf({ source: 'aws.scheduler' }, deps)
        await Promise.all(ids.map(one => takeStep(one, deps)))
      },
    })
    expect(told(closed)).toEqual(answered)
  })

  it('may come twice and in any order, and suffice without a sweep', async () => {
    const from = services.events.length
    const { id, deps } = await begin('batch-copy')
    let seen = from
    const closed = await passUntilClosed(id, deps, {
      pass: async () => {
        const fresh = services.events.slice(seen)
        seen = services.events.length
        const old = services.events.slice(from, seen).filter((_, i) => i % 7 === seen % 7)
        for (const event of [...fresh, ...fresh, ...old].toReversed())
          for (const one of await idsOf(event, deps)) await takeStep(one, deps)
      },
    })
    expect(told(closed)).toEqual(answered)
  })

  it.each([
    null,
    'hello',
    7,
    [],
    {},
    { Records: [] },
    { Records: [null, 3, {}, { dynamodb: { Keys: { id: { N: '1' } } } }] },
    { Records: [{ s3: { object: { key: 'reports/0123456789abcdef/x.json' } } }] },
    { source: 'aws.athena', detail: null },
    { source: 'aws.athena', detail: { queryExecutionId: 7 } },
    { source: 'aws.athena', detail: { queryExecutionId: '00000000-0000-4000-8000-000000000000' } },
    { source: 'aws.s3', detail: {} },
    { source: 'aws.s3', detail: { object: { key: 'results/0123456789abcdef/x.csv' } } },
  ])('of a kind that is not known are about none: %j', async event => {
    expect(await idsOf(event, services.deps)).toEqual([])
  })

  it('about stored work name it by its kind, and what version 0.1 stored by its id', async () => {
    const Records = [
      about('any-name', { kind: { S: 'watch' } }),
      about('0123456789abcdef', { kind: { S: 'of a later version' } }),
      about('0123456789abcdef'),
      about('check-0123456789abcdef'),
      about('watch#0123456789ab'),
      about('person:U0ADA'),
      about('use#2026-03-10T10:00:00.000Z#01234567'),
      about('claim#0123456789abcdef'),
    ]
    expect(await idsOf({ Records }, services.deps)).toEqual([
      'any-name',
      '0123456789abcdef',
      'check-0123456789abcdef',
      'watch#0123456789ab',
      'person:U0ADA',
    ])
  })

  it('about an investigation that is not kept change nothing', async () => {
    await expect(takeStep('0123456789abcdef', services.deps)).resolves.toBeUndefined()
  })
})

describe('a save', () => {
  it('is refused when another pass has saved, and leaves that as it is', async () => {
    const { id, deps } = await begin()
    const stale = await present(id, deps)
    await takeStep(id, deps)
    const saved = await present(id, deps)
    await expect(deps.investigations.save(stale)).rejects.toThrow(Conflict)
    expect(await present(id, deps)).toEqual(saved)
  })
})

const damage = (id: string) => overwrite(id, 'plan', { startedAt: 'yesterday', objects: 'many' })

describe('a damaged item', () => {
  it('is told in its thread, once, and leaves the open ones; others go on', async () => {
    const { id, deps } = await begin()
    const other = await begin()
    const sound = await passUntil(id, deps, one => one.announcement.ts !== undefined)
    await damage(id)
    for (let pass = 0; pass < 3; pass++) {
      expect(await idsOf({ source: 'aws.scheduler' }, deps)).toContain(other.id)
      await Promise.all([takeStep(id, deps), takeStep(id, deps), takeStep(other.id, other.deps)])
    }
    expect(await deps.investigations.openIds()).not.toContain(id)
    expect(services.messages(sound).replies.map(({ text }) => text)).toEqual([
      expect.stringMatching(/^The stored state of this investigation is damaged/),
    ])
    expect(told(await passUntilClosed(other.id, other.deps))).toEqual(answered)
  })

  it('is told where it is a check, too', async () => {
    const { checks, investigations } = services.deps
    const channel = INCIDENTS
    const id = await checks.create(
      { channel, asker: { user: 'U0ADA' }, of: 'one', buckets: ['b'] },
      'damaged',
    )
    await overwrite(id, 'buckets', 'none')
    for (let run = 0; run < 2; run++) await takeStep(id, services.deps)
    expect(await investigations.openIds()).not.toContain(id)
    const texts = services.client.messages(channel).map(({ text }) => text)
    expect(texts.filter(text => text.includes(id))).toEqual([
      expect.stringMatching(/^The stored state of this check is damaged, so it cannot go on\. Check again/),
    ])
  })

  it('is told once though the pass that told it died', async () => {
    const clock = { now: Date.now() }
    const { id, deps: sane } = await begin()
    const sound = await passUntil(id, sane, one => one.announcement.ts !== undefined)
    await damage(id)
    const deps = workingDepsFrom(envSchema.parse(services.env), () => new Date(clock.now))
    let died = false
    const dying = intercepted(deps, async ({ name }, proceed) => {
      const result = await proceed()
      if (name !== 'thread.post') return result
      died = true
      throw new Error('socket hang up')
    })
    await expect(takeStep(id, dying)).rejects.toThrow('socket hang up')
    expect(died).toBe(true)
    clock.now += 11_000
    await takeStep(id, deps)
    expect(services.messages(sound).replies).toHaveLength(1)
    expect(await deps.investigations.openIds()).not.toContain(id)
  })
})

describe('a cancel', () => {
  it('ends an investigation at any step, and is told once', async () => {
    const stages = new Set<string>()
    for (let version = 4; version < 60; version += 3) {
      const { id, deps } = await begin('batch-copy')
      const before = await passUntil(
        id,
        deps,
        one => one.announcement.ts !== undefined && (one.version >= version || one.reply.ts !== undefined),
      )
      if (before.reply.ts) break
      stages.add(stageOf(before))
      await deps.investigations.requestCancel(id, 'U0ADA')
      expect({ version, ...told(await passUntilClosed(id, deps)) }).toEqual({ version, ...cancelled })
    }
    expect([...stages]).toEqual(expect.arrayContaining(['plan', 'copy', 'evidence', 'query']))
  })

  it('stops the query that runs', async () => {
    const { id, deps } = await begin()
    holdQueries(id)
    const { evidence } = await passUntil(
      id,
      deps,
      one => one.evidence?.parts['0']?.unload.executionId !== undefined,
    )
    await deps.investigations.requestCancel(id, 'U0ADA')
    expect(told(await passUntilClosed(id, deps))).toEqual(cancelled)
    await expectCancelled(() => deps.athena.execution(evidence?.parts['0']?.unload.executionId ?? ''))
  })

  it.each([
    ['a copy job', 'batch-copy', 'copyJobs.create'],
    ['a query', 'in-place', 'athena.start'],
  ] as const)('stops %s that was being started when it came', async (_, strategy, start) => {
    let started: string | undefined
    const { id, deps } = await begin(strategy, async ({ name }, proceed) => {
      const result = await proceed()
      if (name !== start || started) return result
      started = String(result)
      await services.deps.investigations.requestCancel(id, 'U0ADA')
      return result
    })
    holdQueries(id)
    expect(told(await passUntilClosed(id, deps))).toEqual(cancelled)
    const job = strategy === 'batch-copy'
    const look = (one: string) => (job ? deps.copyJobs.state(one) : deps.athena.execution(one))
    await expectCancelled(() => look(started ?? ''))
  })

  it.each([
    ['the first message', 1, cancelled],
    ['the answer', 2, answered],
  ])('that comes while %s is being posted leaves one message and its end', async (_, nth, outcome) => {
    let posts = 0
    const { id, deps } = await begin('in-place', async ({ name }, proceed) => {
      const result = await proceed()
      if (name === 'thread.post' && ++posts === nth) await cancelNow()
      return result
    })
    const cancelNow = () => services.deps.investigations.requestCancel(id, 'U0ADA')
    expect(told(await passUntilClosed(id, deps))).toEqual(outcome)
  })
})

describe('a stage', () => {
  it('that takes too long is given up, and its query stopped', async () => {
    const { id, deps } = await begin()
    holdQueries(id)
    const { evidence } = await passUntil(
      id,
      deps,
      one => one.evidence?.parts['0']?.unload.executionId !== undefined,
    )
    deps.pass(121 * 60)
    const closed = await passUntilClosed(id, deps)
    expect(told(closed).replies).toEqual([
      expect.stringMatching(/^The evidence stage took longer than 2 hours, so it was stopped\./),
    ])
    await expectCancelled(() => deps.athena.execution(evidence?.parts['0']?.unload.executionId ?? ''))
  })
})

describe('a defect of our own', () => {
  afterEach(() => {
    vi.mocked(console.error).mockClear()
  })
  const analysis = analysisNamed('object-deletion')
  /** Where an analysis can have one, and the stage that meets it. */
  it.each([
    { part: 'statements', stage: 'query', error: new RangeError('planted') },
    { part: 'statements', stage: 'query', error: new Invariant('planted') },
    { part: 'summarise', stage: 'query', error: new TypeError('planted') },
  ] as const)('in $part ends it at once, told with a reference: $error', async ({ part, stage, error }) => {
    const planted = vi.spyOn(analysis, part).mockImplementation(() => {
      throw error
    })
    try {
      const { id, deps } = await begin()
      const start = deps.now().getTime()
      const closed = await passUntilClosed(id, deps)
      expect(closed.problem).toMatchObject({ code: 'defect', detail: { stage } })
      expect(planted).toHaveBeenCalledOnce()
      expect(deps.now().getTime() - start).toBeLessThan(60_000)
      const reference = closed.problem?.detail.reference
      expect(told(closed)).toEqual({
        titles: ['Failed: see the thread for the reason'],
        replies: [expect.stringContaining(`(reference ${reference})`)],
      })
      expect(told(closed).replies[0]).toContain('this does not mean that nothing happened')
      expect(vi.mocked(console.error).mock.calls.flat().join()).toMatch(
        new RegExp(`"reference":"${reference}".*planted`),
      )
    } finally {
      planted.mockRestore()
    }
  })

  it('in what tells the end closes it all the same, and its message says so', async () => {
    const { id, deps } = await begin('in-place', ({ name, args }, proceed) => {
      const mark = args[2]
      if (name === 'thread.post' && JSON.stringify(mark).includes('"reply"')) throw new TypeError('planted')
      return proceed()
    })
    const closed = await passUntilClosed(id, deps)
    expect(closed.problem?.code).toBe('defect')
    expect(closed.reply.ts).toBeUndefined()
    const [root] = services.messages(closed).roots
    expect(root?.text).toContain('A bug in s3audit ended this in the report stage')
  })
})

describe('a failure that may pass', () => {
  it('of less than three minutes is met again until it has passed', async () => {
    const { id, deps } = await begin()
    let asked = 0
    // The client itself asks three times in a pass.
    fault = (_, operation) => (operation === 'StartQueryExecution' && asked++ < 6 ? REGION_DOWN : undefined)
    expect(told(await passUntilClosed(id, deps, { pass: eachMinute(deps) }))).toEqual(answered)
    expect(asked).toBeGreaterThan(6)
  })

  it('of more than three minutes is reported with a reference that is in the log', async () => {
    const { id, deps } = await begin()
    fault = (_, operation) => (operation === 'StartQueryExecution' ? REGION_DOWN : undefined)
    const closed = await passUntilClosed(id, deps, { pass: eachMinute(deps) })
    expect(closed.problem?.code).toBe('unexpected')
    const reference = closed.problem?.detail.reference
    expect(reference).toMatch(/^[0-9a-f]{8}$/)
    expect(told(closed)).toEqual({
      titles: ['Failed: see the thread for the reason'],
      replies: [expect.stringContaining(`(reference ${reference})`)],
    })
    expect(vi.mocked(console.error).mock.calls.flat().join()).toContain(`"reference":"${reference}"`)
  })

  it('of Slack, while the answer is told, holds the answer back for as long', async () => {
    const { id, deps } = await begin()
    await passUntil(id, deps, one => one.query?.doneAt !== undefined)
    const until = deps.now().getTime() + 20 * 60_000
    fault = service => (service === 'slack' && deps.now().getTime() < until ? SLACK_DOWN : undefined)
    const closed = await passUntilClosed(id, deps, { pass: eachMinute(deps) })
    expect({ problem: closed.problem, ...told(closed) }).toEqual({ problem: undefined, ...answered })
  })

  it('of Slack, after the answer is out, makes no problem of it', async () => {
    const { id, deps } = await begin()
    await passUntil(id, deps, one => one.reply.ts !== undefined)
    const until = deps.now().getTime() + 20 * 60_000
    fault = service => (service === 'slack' && deps.now().getTime() < until ? SLACK_DOWN : undefined)
    const closed = await passUntilClosed(id, deps, { pass: eachMinute(deps) })
    expect({ problem: closed.problem, ...told(closed) }).toEqual({ problem: undefined, ...answered })
  })

  it('of Slack that lasts for a day ends the investigation untold', async () => {
    const { id, deps } = await begin()
    fault = service => (service === 'slack' ? SLACK_DOWN : undefined)
    const closed = await passUntilClosed(id, deps, {
      pass: async one => {
        await takeStep(one, deps).catch(() => undefined)
        deps.pass(3600)
      },
    })
    expect(services.messages(closed).roots).toEqual([])
  })
})

describe('the first message', () => {
  it('is found by who takes over, though Slack’s clock is behind ours', async () => {
    let died = false
    const { id, deps } = await begin('in-place', async ({ name }, proceed) => {
      const result = await proceed()
      if (name !== 'thread.post' || died) return result
      died = true
      throw new Error('socket hang up')
    })
    await overwrite(id, 'createdAt', new Date(Date.now() + 30_000).toISOString())
    expect(told(await passUntilClosed(id, deps))).toEqual(answered)
  })

  it('shows the end, though an edit of the progress was slower than all that followed', async () => {
    const closing = Promise.withResolvers<void>()
    const slow: Promise<void>[] = []
    let held = 0
    const { id, deps } = await begin('in-place', async ({ name, args }, proceed) => {
      if (name === 'thread.edit' && JSON.stringify(args).includes('Answering …') && held === 0) {
        held++
        await closing.promise
      }
      return proceed()
    })
    const closed = await passUntilClosed(id, deps, {
      pass: async one => {
        const pass = takeStep(one, deps)
        slow.push(pass)
        await Promise.race([pass, sleep(100)])
      },
    })
    closing.resolve()
    await Promise.all(slow)
    expect(held).toBe(1)
    expect(told(closed)).toEqual(answered)
  })

  it.each([1, 2])('and the answer are left to the pass that is posting them (post %i)', async nth => {
    let posts = 0
    const { id, deps } = await begin('in-place', async ({ name }, proceed) => {
      // While the first pass is at it, another comes.
      if (name === 'thread.post' && ++posts === nth) await takeStep(id, deps)
      return proceed()
    })
    expect(told(await passUntilClosed(id, deps))).toEqual(answered)
    expect(posts).toBe(2)
  })
})
