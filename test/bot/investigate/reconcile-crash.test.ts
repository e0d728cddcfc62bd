import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { headlineOf } from '../../../bot/model/known.ts'
import { runsOf, type Investigation } from '../../../bot/model/investigation.ts'
import { takeStep } from '../../../bot/app/work.ts'
import type { AthenaClient } from '../../../bot/aws/athena.ts'
import type { WorkingDeps } from '../../../bot/services/working-deps.ts'
import type { Message } from '../../../infra/local/slack/model/protocol.ts'
import {
  alternating,
  intercepted,
  interrupting,
  INTERRUPTIONS,
  type Choice,
  type Interruption,
} from '../../support/interruptions.ts'
import {
  passUntilClosed,
  questionFor,
  startServicesAlone,
  withClock,
  depsFor,
  type ServicesAlone,
  type Strategy,
} from '../../support/passes.ts'

let services: ServicesAlone
beforeAll(async () => {
  // What fails on purpose is logged each time.
  vi.spyOn(console, 'warn').mockReturnValue()
  services = await startServicesAlone()
})
afterAll(() => services?.stop())

const strategies: Strategy[] = ['in-place', 'gather', 'batch-copy', 'both logs']

const DEATHS = INTERRUPTIONS.filter(how => how.startsWith('dies'))

/** All of them run at once, each many times over. */
const PATIENCE = { timeout: 180_000 }

/** The executions of one full run of each strategy, by their statements without the investigation's id. */
const recorded = new Map<Strategy, Map<string, string>>()

/** Athena, and what it started, by statement. */
function recording({ athena }: WorkingDeps, id: string, executions: Map<string, string>): AthenaClient {
  return {
    ...athena,
    async start(statement, token) {
      const execution = await athena.start(statement, token)
      executions.set(statement.replaceAll(id, 'ID'), execution)
      return execution
    },
  }
}

/** The recorded execution of a replayed one. */
const real = (replayed: string): string => replayed.split(' ')[0] ?? ''

/**
 * Starts what the recorded run started, and reads its results: the same token and statement give the same execution,
 * as Athena has it, and another statement is an error.
 */
function replaying({ athena }: WorkingDeps, id: string, executions: Map<string, string>): AthenaClient {
  return {
    ...athena,
    start(statement, token) {
      const execution = executions.get(statement.replaceAll(id, 'ID'))
      if (execution === undefined) throw new Error(`The full run did not ask: ${statement}`)
      return Promise.resolve(`${execution} ${token}`)
    },
    execution: replayed => athena.execution(real(replayed)),
    rows: (replayed, limit) => athena.rows(real(replayed), limit),
    stop: () => Promise.resolve(),
  }
}

describe.each(strategies)('a full run by %s', strategy => {
  it('answers once, though it dies after every other effect', PATIENCE, async () => {
    const [choose] = alternating()
    const run = { side: 1, how: 'dies after', choose } as const
    const executions = new Map<string, string>()
    await expectOneAnswer(strategy, `${strategy} in full`, { ...run, interrupted: [] }, executions)
    expect(executions.size).toBeGreaterThan(1)
    recorded.set(strategy, executions)
  })
})

describe.concurrent.each(strategies)('an investigation by %s', PATIENCE, strategy => {
  it.each(INTERRUPTIONS)('answers once, though every effect %s it is done', async how => {
    const interrupted = await answerWhatever(strategy, 1, how)
    expect(interrupted).toEqual(expect.arrayContaining(EFFECTS_OF[strategy]))
    // Fewer would mean that hardly anything was interrupted.
    expect(interrupted.length).toBeGreaterThan(25)
  })
  it.each(DEATHS)('answers once by two passes at a time, though every effect %s it is done', async how => {
    const interrupted = await answerWhatever(strategy, 2, how)
    expect(interrupted).toEqual(expect.arrayContaining(EFFECTS_OF[strategy]))
    expect(interrupted.length).toBeGreaterThan(25)
  })
})

it.each(INTERRUPTIONS)(
  'the pictures of an answer whose charts Slack refuses are shown once, though every effect %s it is done',
  PATIENCE,
  async how => {
    const interrupted: string[] = []
    for (const [run, choose] of alternating().entries()) {
      const deps = refusedCharts(withClock(depsFor('in-place', services.deps)))
      const { id } = await deps.investigations.create(questionFor('in-place'), `pictures ${how} ${run}`)
      const passes = interrupting(deps, how, choose, interrupted)
      const closed = await passUntilClosed(id, deps, {
        side: 1,
        pass: async one => {
          const { deps: own, death } = passes.forPass()
          await Promise.race([takeStep(one, own), death])
        },
      })
      const { roots, replies } = services.messages(closed)
      expect(closed.problem).toBeUndefined()
      expect(closed.reply.plain).toBe(true)
      expect(roots.map(titleOf)).toEqual(['Answered in the thread'])
      expect(replies.map(({ ts, files = [] }) => [ts === closed.reply.ts, files.length])).toEqual([
        [true, 0],
        [false, 1],
      ])
      expect(replies[1]?.files?.[0]?.id).toBe(closed.drawn?.files?.[0]?.id)
    }
    expect(interrupted).toEqual(expect.arrayContaining(['files.upload', 'files.share']))
  },
)

/** Services whose Slack refuses an answer with a chart, because of one block. */
const refusedCharts = <W extends Parameters<typeof intercepted>[0]>(deps: W): W => ({
  ...deps,
  thread: {
    ...deps.thread,
    post: (channel, message, mark, threadTs) =>
      deps.thread.post(
        channel,
        mark.part === 'reply'
          ? { ...message, blocks: [...(message.blocks ?? []), { type: 'alert' }] }
          : message,
        mark,
        threadTs,
      ),
  } satisfies W['thread'],
})

/** @returns what was interrupted, once the investigation has been answered nevertheless */
async function answerWhatever(strategy: Strategy, side: number, how: Interruption): Promise<string[]> {
  const interrupted: string[] = []
  for (const [run, choose] of alternating().entries()) {
    const submission = `${strategy} ${side} ${how} ${run}`
    await expectOneAnswer(strategy, submission, { side, how, choose, interrupted })
  }
  return interrupted
}

const ALWAYS = ['investigations.save', 'athena.start', 'thread.post', 'thread.edit']
const EFFECTS_OF = {
  'in-place': ALWAYS,
  gather: [...ALWAYS, 'logs.write'],
  'batch-copy': [...ALWAYS, 'copyJobs.create'],
  'both logs': [...ALWAYS, 'logs.write'],
}

async function expectOneAnswer(
  strategy: Strategy,
  submission: string,
  run: { side: number; how: Interruption; choose: Choice; interrupted: string[] },
  toRecord?: Map<string, string>,
): Promise<void> {
  const started: Started = { executions: new Set(), jobs: new Set() }
  const { id } = await services.deps.investigations.create(questionFor(strategy), submission)
  const athena = toRecord
    ? recording(services.deps, id, toRecord)
    : replaying(services.deps, id, recorded.get(strategy) ?? new Map<string, string>())
  const deps = counting(withClock(depsFor(strategy, { ...services.deps, athena })), started)
  const passes = interrupting(deps, run.how, run.choose, run.interrupted)
  const closed = await passUntilClosed(id, deps, {
    side: run.side,
    pass: async one => {
      const { deps, death } = passes.forPass()
      await Promise.race([takeStep(one, deps), death])
    },
  })
  expect(outcome(closed, submission, started)).toEqual({
    submission,
    strategies: strategy === 'both logs' ? ['gather', 'in-place'] : [strategy],
    problem: undefined,
    headline: expect.stringMatching(/^1 deletion in /),
    roots: [[closed.announcement.ts, 'Answered in the thread']],
    replies: [[closed.reply.ts, headlineOf(closed)]],
    executions: runsOf(closed).map(run => run.executionId),
    jobs: (closed.copy?.logs ?? []).flatMap(({ jobId }) => jobId ?? []),
  })
}

interface Started {
  executions: Set<string | undefined>
  jobs: Set<string>
}

/** Notes what Athena and S3 Control say they started, whether or not the pass ever hears it. */
const counting = <W extends Parameters<typeof intercepted>[0]>(deps: W, { executions, jobs }: Started): W =>
  intercepted(deps, async ({ name }, proceed) => {
    const result = await proceed()
    if (name === 'athena.start') executions.add(String(result))
    if (name === 'copyJobs.create') jobs.add(String(result))
    return result
  })

const titleOf = ({ blocks = [] }: Message) => blocks.find(({ type }) => type === 'plan')?.title

/** What came of an investigation: in its item, in the channel and its thread, in Athena and S3 Control. */
function outcome(closed: Investigation, submission: string, { executions, jobs }: Started) {
  const { roots, replies } = services.messages(closed)
  const inOrder = runsOf(closed).map(run => run.executionId)
  return {
    submission,
    strategies: closed.plan?.logs?.map(log => log.strategy),
    problem: closed.problem,
    headline: headlineOf(closed),
    roots: roots.map(root => [root.ts, titleOf(root)]),
    replies: replies.map(({ ts, text }) => [ts, text.split('\n')[0]]),
    executions: [...executions].toSorted((a, b) => inOrder.indexOf(a) - inOrder.indexOf(b)),
    jobs: [...jobs],
  }
}
