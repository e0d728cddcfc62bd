import { vi } from 'vitest'
import type { Investigation } from '../../bot/model/investigation.ts'
import { pointTo, type startProduct } from '../../infra/local/services/product.ts'
import { startServices } from '../../infra/local/services/services.ts'
import type { WorkspaceSeed } from '../../infra/local/slack/state/workspace.ts'
import { crowd } from '../support/crowd.ts'
import { faultSwitch } from '../support/fault-switch.ts'
import { ADA, datedKey, INCIDENTS, record, smallLogs, startTestProduct } from '../support/product.ts'
import { CONVERSATIONS } from './conversations.ts'
import { ELSEWHERE, OUTSIDE } from './places.ts'
import { type Conversation, talkOf } from './talk.ts'
import { watchWorkspace } from './what-is-told.ts'

const hourAgo = (hours: number) => new Date(Date.now() - hours * 3_600_000)

const DENIED = `${record({ bucket: 'my-bucket', time: hourAgo(3), status: 403, errorCode: 'AccessDenied' })}\n`

/** So many objects deleted, a second after another. */
const deletions = (bucket: string, count: number): string =>
  Array.from({ length: count }, (_, at) => {
    const time = new Date(hourAgo(3).getTime() + at * 1000)
    return `${record({ bucket, time, key: `${at}.txt`, operation: 'REST.DELETE.OBJECT', status: 204 })}\n`
  }).join('')

/** One person asks and watches more here than the limits let one person: they have tests of their own. */
const MANY = { openQuestions: { person: 1000, all: 1000 }, watchesOfPerson: 1000 }

/** The product beside a Slack of which each call can fail, and each request can come several times. */
export async function startFaultyProduct(workspace: Partial<WorkspaceSeed> = {}) {
  const faults = faultSwitch()
  const deliveries = { times: 1 }
  const product = await startTestProduct({
    start: delivering(deliveries, { ...crowd(30), ...workspace }),
    faults: faults.faults,
    passSeconds: 1,
    sweepMs: 100,
    settings: {
      channels: [INCIDENTS, ELSEWHERE, OUTSIDE],
      feedbackChannel: ELSEWHERE,
      owners: [ADA],
      limits: MANY,
    },
    logs: smallLogs({
      buckets: {
        'my-bucket': { logging: { targetBucket: 'my-logs', targetPrefix: 'access/' } },
        'full-bucket': { logging: { targetBucket: 'my-logs', targetPrefix: 'full/' } },
      },
      objects: [
        { bucket: 'my-logs', key: datedKey('access/', hourAgo(1)), body: deletions('my-bucket', 1) + DENIED },
        { bucket: 'my-logs', key: datedKey('full/', hourAgo(1)), body: deletions('full-bucket', 25) },
      ],
    }),
  })
  const talk = talkOf(product, {
    answered: await product.ask('object-deletion my-bucket 24h'),
    denied: await product.ask('access-denied my-bucket 24h'),
    long: await product.ask('object-deletion full-bucket 24h'),
  })
  const ids = async () => (await product.investigations.recent({ days: 1, most: 500 })).map(({ id }) => id)
  return {
    product,
    faults,
    deliveries,
    conversation: (name: string): Conversation => CONVERSATIONS[name]!(talk),
    /** Has a conversation to its end: all that it started is closed. */
    async have({ act }: Conversation) {
      const before = new Set(await ids())
      const workspaceBefore = watchWorkspace(product)
      await act()
      await vi.waitFor(
        async () => {
          if ((await product.investigations.openIds()).length > 0) throw new Error('Something still runs')
        },
        { timeout: 30_000, interval: 25 },
      )
      const started = (await ids()).filter(id => !before.has(id))
      const investigations = await Promise.all(started.map(id => product.investigations.load(id)))
      return {
        workspace: workspaceBefore,
        investigations: investigations.filter((one): one is Investigation => one !== undefined),
      }
    },
    stop: () => product.stop(),
  }
}

export type FaultyProduct = Awaited<ReturnType<typeof startFaultyProduct>>

/** Starts the product as `npm start` does, but for how often the app gets each request of Slack's. */
const delivering =
  (deliveries: { times: number }, workspace: WorkspaceSeed): typeof startProduct =>
  async (options, environment) => {
    const services = await startServices({ ...options, workspace })
    pointTo(services.env, environment)
    const [{ handler: slack }, { handler: reconcile }] = await Promise.all([
      import('../../bot/slack.lambda.ts'),
      import('../../bot/reconcile.lambda.ts'),
    ])
    services.connect({
      reconcile,
      async slack(event) {
        const repeats = Array.from({ length: deliveries.times - 1 }, (_, at) => ({
          ...event,
          headers: {
            ...event.headers,
            'x-slack-retry-num': String(at + 1),
            'x-slack-retry-reason': 'http_error',
          },
        }))
        // Slack takes the first answer; the others come to nobody.
        const [first] = await Promise.all([event, ...repeats].map(one => slack(one)))
        return first!
      },
    })
    return services
  }
