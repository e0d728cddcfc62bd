import { afterAll, expect, it } from 'vitest'
import { type Outcome, PEOPLE, tableOf, tryAll } from './five-people.ts'
import { OWNERS_SURFACES, SURFACES } from './surfaces.ts'

const all = new Map<string, Map<string, Outcome>>()
afterAll(() => console.log(tableOf(all)))

/** Slack offers these to nobody outside the channel. */
const ONLY_INSIDE = new Set(['a mention'])

it.each(PEOPLE)(
  'a $who gets what the rule says, on every surface',
  async somebody => {
    const { who } = somebody
    const isOutside = somebody.hasLeft === true || who === 'never a member'
    const outcome = (does: string): Outcome => {
      if (who === 'member') return 'allowed'
      return isOutside && ONLY_INSIDE.has(does) ? 'not offered' : 'refused'
    }
    const expected = new Map([
      ...SURFACES.map(({ does }) => [does, outcome(does)] as const),
      // None of them is an owner.
      ...OWNERS_SURFACES.map(({ does }) => [does, 'refused'] as const),
    ])
    const tried = await tryAll(somebody)
    all.set(who, tried)
    expect(tableOf(new Map([[who, tried]]))).toBe(tableOf(new Map([[who, expected]])))
  },
  300_000,
)
