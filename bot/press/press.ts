import { authorise, type Surface } from '../access/authorise.ts'
import type { About } from '../access/policy.ts'
import { DamagedItem } from '../items/items.ts'
import type { Investigation } from '../model/investigation.ts'
import type { Deps } from '../services/deps.ts'
import type { Click, Press, Told } from '../slack/register.ts'

/** A press of a button below an investigation's messages, or a command that names one. */
export interface InvestigationClick extends Click<string> {
  /** The first row to show, where the button turns to other rows. */
  from?: number
}

/** What a button or a command does with an investigation, for those who may ask the same here. */
export interface Action {
  surface: Surface
  run: (investigation: Investigation, click: InvestigationClick, deps: Deps) => Promise<Told>
  /** What the person must be allowed to ask; what the investigation asked, by default. */
  about?: (investigation: Investigation) => About
}

/** The entry of a button that carries the id of an investigation. */
export const pressFor = (action: Action): Press<Deps> => ({
  for: 'channel',
  async run({ channel, value, ...click }, deps) {
    const [id = '', from] = value.split(':')
    if (channel === undefined) return undefined
    const pressed = { ...click, channel, value, ...(from !== undefined && { from: Number(from) }) }
    return runAction(id, pressed, action, deps)
  },
})

/** Does what a button or a command says with an investigation, if this person may. @returns what to tell */
export async function runAction(
  id: string,
  click: InvestigationClick,
  { surface, run, about = ({ request: { bucket, analysis } }) => ({ bucket, analysis }) }: Action,
  deps: Deps,
): Promise<Told> {
  const found = await loadKept(id, deps)
  const asked = typeof found === 'string' ? {} : { investigation: found.id, ...about(found) }
  const { person, channel, presence } = click
  const verdict = await authorise({ surface, person, channel, presence, ...asked }, deps)
  if (!verdict.ok) return verdict.refusal
  return typeof found === 'string' ? found : run(found, click, deps)
}

/** The investigation; or words for why there is none. */
export async function loadKept(id: string, { investigations }: Deps): Promise<Investigation | string> {
  try {
    const found = await investigations.load(id)
    return found ?? 'This investigation is no longer kept. Ask again with `/s3audit`.'
  } catch (error) {
    if (!(error instanceof DamagedItem)) throw error
    return 'What was stored of this investigation is damaged. Ask again with `/s3audit`.'
  }
}
