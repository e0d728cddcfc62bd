import { log } from '../calls/log.ts'
import { within } from '../calls/time-limits.ts'
import type { Deps } from '../services/deps.ts'
import { DeliverAgain } from '../access/apology.ts'

/** Longer than the Slack function may run: after that, the holder of the claim has ended. */
const LEASE_SECONDS = 15

/**
 * Answers an event once, however often Slack delivers it. Slack repeats an event whose delivery it saw fail or time
 * out: at once, after a minute and after five. A first delivery may have done everything by then, nothing, or be at it.
 * @param event names the event, the same in each delivery
 * @param answer told whether an earlier delivery may have answered: it died, or does not know what became of it
 * @throws DeliverAgain while another delivery is at it, so that Slack asks again should that one die
 */
export async function answerOnce(
  event: string,
  answer: (perhapsAgain: boolean) => Promise<void>,
  { claims, interactionMs }: Pick<Deps, 'claims' | 'interactionMs'>,
): Promise<void> {
  const what = `event#${event}`
  const claim = await claims.take(what, LEASE_SECONDS)
  if (claim === 'done') return
  if (claim === 'held') throw new DeliverAgain('Another delivery of this event is being answered')
  try {
    await answer(claim === 'again')
  } catch (error) {
    // Where this fails, the lease runs out.
    await claims.release(what).catch(logged(what))
    throw error
  }
  // It is answered, however late: this has a time of its own.
  await within(interactionMs, () => claims.finish(what)).catch(logged(what))
}

const logged = (claim: string) => (error: unknown) => log('warn', 'claim-not-saved', { claim, error })

/**
 * Names what a person did once, so that repeats of it change nothing. A function where naming it stores something:
 * it is called only for what is allowed, as nobody who is refused changes anything.
 */
export type Submission = string | (() => Promise<string>)

export const submissionOf = async (submission: Submission): Promise<string> =>
  typeof submission === 'string' ? submission : submission()
