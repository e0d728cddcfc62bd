import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import { firstTimes } from '../support/fault-switch.ts'
import { NAMES } from './conversations.ts'
import { type FaultyProduct, startFaultyProduct } from './faulty-product.ts'
import {
  faultsOf,
  injecting,
  isPassing,
  kindOf,
  type SlackFault,
  type Step,
  stepsOf,
} from './slack-faults.ts'
import type { Conversation } from './talk.ts'
import { type Watched, wrongIn } from './what-is-told.ts'

/**
 * Every call to Slack that a conversation makes, with everything that may go wrong at it: somebody is told, what is
 * posted is posted once, and whatever was started ends with its answer, or with a problem where Slack's no is final.
 */
let bot: FaultyProduct
beforeAll(async () => {
  // What fails on purpose is logged each time.
  for (const how of ['warn', 'error'] as const) vi.spyOn(console, how).mockReturnValue()
  bot = await startFaultyProduct()
})
afterAll(() => bot?.stop())
afterEach(() => bot.faults.off())

async function callsOf(conversation: Conversation): Promise<Step[]> {
  await conversation.prepare?.()
  const from = bot.faults.asked.length
  bot.faults.on(asked => conversation.meanwhile?.(asked))
  await bot.have(conversation)
  bot.faults.off()
  const calls = bot.faults.asked.slice(from).filter(({ service }) => service === 'slack')
  const steps = stepsOf(calls).filter(({ asked }) => conversation.only?.includes(asked.operation) ?? true)
  // How often progress is shown is a matter of time; the last one shows the end.
  const shows = steps.filter(isProgress)
  return steps.filter(
    step => conversation.edits || !isProgress(step) || step === shows[0] || step === shows.at(-1),
  )
}

/** How some conversations end, without any fault. */
const ASKED_FOR: ReadonlySet<string> = new Set(['cancelled', 'not-in-channel'])

const isProgress = ({ asked }: Step): boolean => asked.operation === 'chat.update'

/** What Slack says of people and channels is kept for a while: the same conversation may not ask again. */
const isKept = ({ asked }: Step): boolean =>
  ['auth.test', 'conversations.info', 'conversations.members', 'users.info'].includes(asked.operation)

async function haveWith(conversation: Conversation, step: Step, fault: SlackFault): Promise<string[]> {
  await conversation.prepare?.()
  const injected = injecting(step, fault)
  const kept = (await conversation.keeps?.()) ?? 0
  bot.faults.on(asked => injected.rule(asked) ?? conversation.meanwhile?.(asked))
  const { workspace, investigations } = await bot.have(conversation)
  bot.faults.off()
  const wrong = wrongIn(workspace, investigations, conversation)
  if (!injected.isMet() && !isProgress(step) && !isKept(step)) wrong.push('the call was not made')
  if (isPassing(fault) && workspace.pictures() < (conversation.pictures ?? 0)) wrong.push('no pictures')
  if (conversation.tells && !JSON.stringify(workspace.posted()).includes(conversation.tells))
    wrong.push('what was asked for was not told')
  if (isPassing(fault) && investigations.some(({ problem }) => problem && !ASKED_FOR.has(problem.code)))
    wrong.push('it gave up')
  const keeps = (await conversation.keeps?.()) ?? 0
  if (keeps - kept > 1) wrong.push(`kept ${keeps - kept} times`)
  // Who was told that it did not work does it once more.
  await conversation.again?.()
  return conversation.again ? [...wrong, ...(await wrongAfterAll(conversation, workspace, kept))] : wrong
}

async function wrongAfterAll(
  { posts, keeps }: Conversation,
  workspace: Watched,
  before: number,
): Promise<string[]> {
  const posted = posts && workspace.posted().filter(one => JSON.stringify(one).includes(posts.text)).length
  const kept = keeps && (await keeps()) - before
  return [
    ...(posted === undefined || posted === 1 ? [] : [`posted ${posted} times, after all`]),
    ...(kept === undefined || kept === 1 ? [] : [`kept ${kept} times, after all`]),
  ]
}

describe('what one person is told', () => {
  it.each([
    ['lost-answer', 'You may see this message there as well', 2],
    ['user_not_in_channel', 'Slack could not show you the message there', 1],
  ])('says in a direct message what is known of the channel after %s', async (code, words, times) => {
    const save = bot.conversation('save the question')
    const fault = { status: 200, code, message: '' }
    bot.faults.on(firstTimes(1, ({ operation }) => operation === 'chat.postEphemeral', fault))
    const { workspace } = await bot.have(save)
    const told = workspace.posted().map(({ text }) => text)
    expect(told.filter(text => text.includes('your s3audit Home'))).toHaveLength(times)
    expect(told.filter(text => text.includes(words))).toHaveLength(1)
  })
})

describe.each(NAMES)('%s', name => {
  it('is answered once, whatever Slack makes of any of its calls', { timeout: 600_000 }, async () => {
    const conversation = bot.conversation(name)
    const wrong: string[] = []
    for (const step of await callsOf(conversation))
      for (const fault of faultsOf(step.asked)) {
        const found = await haveWith(conversation, step, fault)
        wrong.push(...found.map(what => `${fault.name} at ${kindOf(step.asked)} ${step.nth}: ${what}`))
      }
    expect(wrong).toEqual([])
  })

  it.each([2, 3])('is answered once, though each request comes %i times', async times => {
    const conversation = bot.conversation(name)
    await conversation.prepare?.()
    const kept = (await conversation.keeps?.()) ?? 0
    bot.deliveries.times = times
    bot.faults.on(asked => conversation.meanwhile?.(asked))
    const { workspace, investigations } = await bot.have(conversation).finally(() => {
      bot.deliveries.times = 1
    })
    const wrong = wrongIn(workspace, investigations, conversation)
    if (conversation.keeps) wrong.push(...(await wrongAfterAll(conversation, workspace, kept)))
    expect(wrong).toEqual([])
  })
})
