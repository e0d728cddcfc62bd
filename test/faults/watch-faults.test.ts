import { beforeAll, describe, expect, it, vi } from 'vitest'
import type { Message } from '../../infra/local/slack/model/protocol.ts'
import { faultSwitch } from '../support/fault-switch.ts'
import { openWatching } from '../support/open-watching.ts'
import { ADA, INCIDENTS } from '../support/product.ts'
import { faultsOf, injecting, kindOf, type SlackFault, type Step, stepsOf } from './slack-faults.ts'

/** What a watch tells, with everything that may go wrong at every call to Slack: each thing once, to somebody. */
const DIRECT = `D${ADA.slice(1)}`
const row = (key: string) => ({ event_time: '2026-03-10 10:00:00', requester: 'bob', key })

/** A finding, more below it, the end of it, a failure, and that it works again. */
async function story(injected?: ReturnType<typeof injecting>) {
  const faults = faultSwitch()
  const watching = await openWatching('2026-03-10T09:20:00Z', {}, faults.faults)
  try {
    await watching.watch('hour', 'rows > 0')
    if (injected) faults.on(injected.rule)
    watching.runs.finds = () => ({ rows: [row('first/a')] })
    await watching.until('2026-03-10T10:40:00Z')
    watching.runs.finds = () => ({ rows: [row('second/b')] })
    await watching.until('2026-03-10T11:40:00Z')
    watching.runs.finds = () => ({ code: 'logging-off', detail: { bucket: 'my-bucket' } })
    await watching.until('2026-03-10T15:40:00Z')
    watching.runs.finds = () => ({ rows: [] })
    await watching.until('2026-03-10T19:40:00Z')
    const { client } = watching
    const all = [INCIDENTS, DIRECT].flatMap((channel): Message[] => {
      const roots = client.messages(channel, undefined, ADA)
      return [...roots, ...roots.flatMap(({ ts }) => client.messages(channel, ts).filter(m => m.ts !== ts))]
    })
    const calls = stepsOf(faults.asked.filter(({ service }) => service === 'slack'))
    return { calls, told: all.map(message => JSON.stringify(message)) }
  } finally {
    await watching.close()
  }
}

const TELLS = ['first/a', 'second/b', 'logging is off', 'the watch works again'] as const

/** Where the channel takes nothing more, its owner is told so, once, and the watch waits. */
const isFinal = ({ name, lasts }: SlackFault) => lasts !== undefined && name !== 'cannot_reply_to_message'

/** Slack refuses to say whether its maker may still ask: it pauses, and channel and maker are told so. */
const isRefusedLookup = ({ asked }: Step, { name, fault: { status } }: SlackFault): boolean =>
  name !== 'lost answer' &&
  status === 200 &&
  ['conversations.members', 'users.info'].includes(asked.operation)

const timesIn = (told: readonly string[], text: string): number =>
  told.filter(message => message.includes(text)).length

async function wrongWith(step: Step, fault: SlackFault): Promise<string[]> {
  const injected = injecting(step, fault)
  const { told } = await story(injected)
  const times = (text: string) => timesIn(told, text)
  const wrong = injected.isMet() ? [] : ['the call was not made']
  if (isFinal(fault)) {
    if (times('I could not post in') !== 1)
      wrong.push(`said ${times('I could not post in')} times that it pauses`)
    return wrong
  }
  if (isRefusedLookup(step, fault)) {
    if (times(' is paused') !== 2) wrong.push(`said ${times(' is paused')} times that it is paused`)
    return wrong
  }
  return [
    ...wrong,
    ...TELLS.filter(text => times(text) !== 1).map(text => `“${text}” was told ${times(text)} times`),
  ]
}

describe('a watch', () => {
  let calls: Step[]
  beforeAll(async () => {
    vi.spyOn(console, 'warn').mockReturnValue()
    vi.spyOn(console, 'error').mockReturnValue()
    const { calls: made, told } = await story()
    calls = made
    for (const text of TELLS) if (timesIn(told, text) !== 1) throw new Error(`The story tells no ${text}`)
  })

  it('tells everything once, whatever Slack makes of any of its calls', { timeout: 600_000 }, async () => {
    const wrong: string[] = []
    for (const step of calls)
      for (const fault of faultsOf(step.asked)) {
        const found = await wrongWith(step, fault)
        wrong.push(...found.map(what => `${fault.name} at ${kindOf(step.asked)} ${step.nth}: ${what}`))
      }
    expect(wrong).toEqual([])
  })
})
