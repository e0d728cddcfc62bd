import { analysisNamed } from '../../analyses/lib/catalogue/named.ts'
import { takenFrom } from '../model/follow-up.ts'
import type { Investigation, Taken } from '../model/investigation.ts'
import type { Deps } from '../services/deps.ts'
import { askerOf } from '../ask/ask.ts'
import type { Action, InvestigationClick } from '../press/press.ts'
import { parseParameters } from '../ask/grammar/fields.ts'
import { startQuestion } from '../access/limits.ts'
import type { Request } from '../time/request.ts'

/** Asks the same question about the same window again, as the person who pressed, with the logs read again. */
export const askAgain: Action = {
  surface: 'repeat',
  async run(investigation, click, deps) {
    const request = await clicked(investigation.request, click, deps)
    const refusal = await askFrom(investigation, { request, which: 'again' }, click, deps)
    return refusal ?? ASKED_AGAIN
  },
}

/** The question that the answer suggests at this place, of the same evidence where that holds what it needs. */
export function askNext(at: number): Action {
  return {
    surface: 'next question',
    about: ({ request, query }) => ({
      bucket: request.bucket,
      analysis: query?.answer?.next[at]?.analysis ?? request.analysis,
    }),
    async run(investigation, click, deps) {
      const { request, query } = investigation
      const next = query?.answer?.next[at]
      if (!next) return 'This answer no longer suggests that question. Ask with `/s3audit`.'
      const { analysis } = next
      const parameters = parseParameters(analysisNamed(analysis), next.parameters)
      if (!parameters.ok)
        return 'This question can no longer be asked with these options. Ask with `/s3audit`.'
      const question = { ...request, analysis, parameters: parameters.parameters, logs: 'auto' as const }
      const asked = await clicked(question, click, deps)
      const taken = takenFrom(investigation, asked, deps.settings.evidenceDays, deps.now())
      const refusal = await askFrom(
        investigation,
        { request: asked, taken, which: `next-${at}` },
        click,
        deps,
      )
      return refusal ?? ASKED
    },
  }
}

/** Stores it, within the limits: the click was authorised for it. @returns the refusal, if any. @param which names what was pressed, so that a double click of it counts once */
async function askFrom(
  { id }: Investigation,
  { request, taken, which }: { request: Request; taken?: Taken; which: string },
  { person, at }: InvestigationClick,
  deps: Deps,
): Promise<string | undefined> {
  const pressed = `${which}:${id}:${person.user}`
  const submission = `${pressed}:${await deps.claims.press(pressed, at)}`
  const surface = which === 'again' ? 'repeat' : 'next question'
  const refusal = await startQuestion(request, { surface, submission, ...(taken && { taken }) }, deps)
  return refusal?.refusal
}

/** The request of the person who pressed, answered where they pressed. */
async function clicked(request: Request, click: InvestigationClick, deps: Deps): Promise<Request> {
  const { watch: _, ...question } = request
  return {
    ...question,
    channel: click.channel,
    asker: await askerOf(click.person, deps),
  }
}

const ASKED_AGAIN = 'Asked again. The new answer will be posted here.'
const ASKED = 'Asked. The answer will be posted here.'
