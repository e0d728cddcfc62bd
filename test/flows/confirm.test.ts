import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import type { Investigation } from '../../bot/model/investigation.ts'
import { takeStep } from '../../bot/app/work.ts'
import type { WorkingDeps } from '../../bot/services/working-deps.ts'
import { faultSwitch, firstTimes } from '../support/fault-switch.ts'
import { passUntilClosed, present, questionFor, startServicesAlone, withClock } from '../support/passes.ts'
import { datedKey, record, smallLogs, startTestProduct, type TestProduct } from '../support/product.ts'
import { buttonOf, press } from '../support/slack-clicks.ts'

/** What would read much waits until somebody says that it may. */

const hoursAgo = (hours: number) => new Date(Date.now() - hours * 3_600_000)
const line = record({
  bucket: 'my-bucket',
  time: hoursAgo(3),
  operation: 'REST.DELETE.OBJECT',
  status: 204,
})

const updates = ({ operation }: { operation: string }) => operation === 'chat.update'

/** A world in which everything is to be confirmed. */
function careful(deps: WorkingDeps): WorkingDeps {
  const { settings } = deps
  return { ...deps, settings: { ...settings, limits: { ...settings.limits, confirmBytes: 1 } } }
}

describe('in Slack', () => {
  const faults = faultSwitch()
  let product: TestProduct
  beforeAll(async () => {
    vi.spyOn(console, 'warn').mockReturnValue()
    product = await startTestProduct({
      faults: faults.faults,
      settings: { limits: { confirmBytes: 100, scanBytes: 10_000 } },
      logs: smallLogs({
        buckets: { 'my-bucket': { logging: { targetBucket: 'my-logs', targetPrefix: 'access/' } } },
        objects: [{ bucket: 'my-logs', key: datedKey('access/', hoursAgo(1)), body: `${line}\n` }],
      }),
    })
  })
  afterAll(() => product?.stop())

  /** Asks, and waits until the message asks back. */
  async function asked(): Promise<Investigation> {
    const before = new Set(await product.investigations.openIds())
    await product.type('object-deletion my-bucket 24h now')
    return vi.waitFor(
      async () => {
        const id = (await product.investigations.openIds()).find(one => !before.has(one)) ?? ''
        const investigation = await product.investigations.load(id)
        expect(investigation?.plan?.ask?.told).toBe(true)
        if (!investigation) throw new Error(`${id} is gone`)
        return investigation
      },
      { timeout: 20_000, interval: 50 },
    )
  }
  const rootOf = (investigation: Investigation) => product.thread(investigation)[0]

  it('asks with bytes, objects, dollars and time, starts nothing, and goes on when somebody confirms', async () => {
    const from = faults.asked.length
    const waiting = await asked()
    expect(product.threadText(waiting)).toMatch(
      /Read this much data\? \d+ B of logs in 1 object; Athena charges less than \$0\.01, and it takes a minute or two\. Nothing runs until someone presses Confirm. This request expires on \d{4}-\d\d-\d\d \d\d:\d\d UTC \([^()]+ in Europe\/Vienna\)\./,
    )
    expect(product.threadText(waiting)).toContain('Waiting for someone to confirm')
    expect(faults.asked.slice(from).filter(({ operation }) => operation === 'run')).toEqual([])
    await press(product, rootOf(waiting), 'confirm-investigation', { user: 'U0GRACE' })
    expect(product.ephemeralMessages(undefined, 'U0GRACE').at(-1)?.text).toContain('Confirmed')
    const closed = await product.closed(waiting.id)
    expect(closed.confirm?.by).toBe('U0GRACE')
    expect(closed.query?.answer?.headline).toMatch(/^1 deletion in my-bucket/)
    expect(buttonOf(rootOf(closed), 'confirm-investigation')).toBeUndefined()
  })

  it('ends when somebody cancels instead', async () => {
    const waiting = await asked()
    await press(product, rootOf(waiting), 'cancel-investigation')
    const { problem, evidence } = await product.closed(waiting.id)
    expect([problem?.code, evidence]).toEqual(['cancelled', undefined])
  })

  it('makes sure that the question is shown, though Slack fails at first', async () => {
    faults.on(firstTimes(3, updates, { status: 503, code: 'service_unavailable', message: 'Slack is down' }))
    const waiting = await asked()
    faults.off()
    expect(buttonOf(rootOf(waiting), 'confirm-investigation')).toBeDefined()
    await press(product, rootOf(waiting), 'cancel-investigation')
    await product.closed(waiting.id)
  })
})

describe('in passes', () => {
  let services: Awaited<ReturnType<typeof startServicesAlone>>
  beforeAll(async () => {
    services = await startServicesAlone({ before: () => undefined })
  })
  afterAll(() => services?.stop())

  let questions = 0
  async function waiting() {
    const deps = withClock(careful(services.deps))
    const { id } = await deps.investigations.create(questionFor('gather'), `confirm ${questions++}`)
    for (let i = 0; i < 100 && !(await present(id, deps)).plan?.ask?.told; i++) await takeStep(id, deps)
    return { id, deps }
  }

  it('waits for a day without a change, past the deadline of planning', async () => {
    const { id, deps } = await waiting()
    const before = await present(id, deps)
    for (let hour = 0; hour < 23; hour++) {
      deps.pass(3600)
      await takeStep(id, deps)
    }
    expect(await present(id, deps)).toEqual(before)
    await deps.investigations.requestConfirm(id, 'U0GRACE')
    const closed = await passUntilClosed(id, deps)
    expect(closed.query?.answer?.headline).toMatch(/^1 deletion in /)
  })

  it('ends after a day in which nobody confirmed, and says so', async () => {
    const { id, deps } = await waiting()
    deps.pass(24 * 3600 + 1)
    const closed = await passUntilClosed(id, deps)
    expect(closed.problem?.code).toBe('not-confirmed')
    expect(closed.copy).toBeUndefined()
    const { replies } = services.messages(closed)
    expect(replies[0]?.text).toMatch(/^Nobody confirmed within a day that s3audit may read \d+ B of logs/)
  })

  it('is not waited for where a watch asks: nobody is there, and nothing is said', async () => {
    const deps = withClock(careful(services.deps))
    const request = { ...questionFor('gather'), watch: 'watch#1' }
    const { id } = await deps.investigations.create(request, 'by a watch')
    const closed = await passUntilClosed(id, deps)
    expect(closed.problem?.code).toBe('too-large')
    expect(closed.announcement).toEqual({})
    expect(services.messages(closed)).toEqual({ roots: [], replies: [] })
  })
})
