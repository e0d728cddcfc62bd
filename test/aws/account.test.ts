import { setTimeout as sleep } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import { isOpen, type Investigation } from '../../bot/model/investigation.ts'
import type { WorkingDeps } from '../../bot/services/working-deps.ts'
import { contract } from './contract.ts'
import { deployedStack } from './stack.ts'

const deps = deployedStack()

describe.skipIf(!deps)('the account', () => {
  contract(() => Promise.resolve({ deps: deps!, close: () => Promise.resolve() }))

  it('answers a question: what was deleted from the first bucket of the settings in the last day', async () => {
    const { investigations, settings } = deps!
    const [channel = ''] = settings.channels
    const [bucket = ''] = settings.buckets
    const now = Date.now()
    const { id } = await investigations.create(
      {
        analysis: 'object-deletion',
        bucket,
        window: { from: seconds(now - 86_400_000), to: seconds(now) },
        parameters: {},
        logs: 'auto',
        channel,
        asker: { user: 'USLACKBOT', timeZone: 'UTC' },
      },
      `test:aws ${now}`,
    )
    const investigation = await closed(id, deps!)
    expect(investigation.problem).toBeUndefined()
    expect(investigation.query?.answer?.headline).toContain(bucket)
  })
})

const seconds = (time: number): string => `${new Date(time).toISOString().slice(0, 19)}Z`

async function closed(id: string, { investigations }: WorkingDeps): Promise<Investigation> {
  for (;;) {
    const investigation = await investigations.load(id)
    if (investigation && !isOpen(investigation)) return investigation
    await sleep(2000)
  }
}
