import { ClientMistake } from '../../../infra/local/slack/client/mistake.ts'
import { EXAMPLE_CORP, type WorkspaceSeed } from '../../../infra/local/slack/state/workspace.ts'
import { ADA, ELSEWHERE, INCIDENTS, type Matrix, openMatrix } from './matrix.ts'
import { OWNERS_SURFACES, type Surface, SURFACES } from './surfaces.ts'

/**
 * Five people try everything, under one rule for the members of #incidents, which is shared with another
 * organization here. The test beside this prints who got what, as a table.
 */

export type Outcome = 'allowed' | 'refused' | 'not offered'

export interface Somebody {
  who: string
  user: string
  typesIn: string
  /** Was a member while all was made ready, and has left. */
  hasLeft?: boolean
}

export const PEOPLE: Somebody[] = [
  { who: 'member', user: ADA, typesIn: INCIDENTS },
  { who: 'former member', user: 'U0FELIX', typesIn: 'D0FELIX', hasLeft: true },
  { who: 'never a member', user: 'U0NOOR', typesIn: 'D0NOOR' },
  { who: 'guest', user: 'U0GUS', typesIn: INCIDENTS },
  { who: 'external', user: 'U0EVE', typesIn: INCIDENTS },
]

const WORKSPACE: WorkspaceSeed = {
  ...EXAMPLE_CORP,
  channels: EXAMPLE_CORP.channels.map(channel =>
    channel.id === INCIDENTS
      ? { ...channel, is_ext_shared: true, members: [...channel.members, 'U0EVE'] }
      : channel,
  ),
}

/** What each of the surfaces came to for one person. */
export async function tryAll(somebody: Somebody): Promise<Map<string, Outcome>> {
  const { user, typesIn } = somebody
  const at = await openMatrix({ user, typesIn, workspace: WORKSPACE })
  const outcomes = new Map<string, Outcome>()
  try {
    for (const surface of [...SURFACES, ...OWNERS_SURFACES]) {
      outcomes.set(surface.does, await tryOne(surface, somebody, at))
      await at.clear()
    }
  } finally {
    await at.close()
  }
  return outcomes
}

async function tryOne({ ready }: Surface, { user, hasLeft }: Somebody, at: Matrix): Promise<Outcome> {
  const membership = async (isIn: boolean) => {
    if (hasLeft) await at.client.membership({ user, channel: INCIDENTS, isIn })
  }
  await membership(true)
  // All is made ready while they are named, so that nothing of Slack's is asked and kept yet.
  at.decide({ channels: ['*'], people: [user] })
  try {
    const act = await ready(at)
    await membership(false)
    at.decide({ channels: [INCIDENTS, ELSEWHERE] })
    const before = await at.left()
    await act()
    const changed = (await at.left()) !== before
    const { uses } = at.deps
    await uses.settled()
    const [use] = (await uses.page({ user, from: '2026-11-01T00:00:00Z' }, 1)).uses
    if (use?.allowed === false && changed) throw new Error(`${use.surface} was refused, and done`)
    return use?.allowed === true ? 'allowed' : 'refused'
  } catch (error) {
    // Nobody types, or mentions anyone, in a channel that they are not in.
    if (error instanceof ClientMistake) return 'not offered'
    throw error
  }
}

const row = (cells: readonly string[]) => `| ${cells.join(' | ')} |`

/** As a table in Markdown. */
export function tableOf(tried: ReadonlyMap<string, ReadonlyMap<string, Outcome>>): string {
  const who = [...tried.keys()]
  return [
    row(['surface', ...who]),
    row(['---', ...who.map(() => '---')]),
    ...[...SURFACES, ...OWNERS_SURFACES].map(({ does }) =>
      row([does, ...who.map(one => tried.get(one)?.get(does) ?? '')]),
    ),
  ].join('\n')
}
