import type { AllMiddlewareArgs, BlockAction, ButtonAction, SlackActionMiddlewareArgs } from '@slack/bolt'
import { DamagedItem } from '../items/items.ts'
import type { Investigation } from '../model/investigation.ts'
import type { World } from '../services/world.ts'
import { withApology } from '../ask/ask.ts'
import { authorise } from '../access/authorise.ts'
import { type Action, addressOf, type Click } from './click.ts'
import { personOf } from '../model/person.ts'
import { pressedIn } from '../access/standing.ts'

type ButtonArgs = SlackActionMiddlewareArgs<BlockAction<ButtonAction>> & AllMiddlewareArgs

/** Acknowledges a press of a button, answers it, and tells the person what it returns or an apology. */
export async function onClick(
  { body, action: pressed, ack, logger }: ButtonArgs,
  answer: (click: Click, world: World) => Promise<string | undefined>,
  world: World,
): Promise<void> {
  await ack()
  const click = clickOf(body, pressed)
  if (click === undefined) return
  const tell = (text: string) => whisper(click, text, world)
  const work = async () => {
    const words = await answer(click, world)
    if (words !== undefined) await tell(words)
  }
  await withApology(work, { user: click.person.user, logger, world, tell: ({ mrkdwn }) => tell(mrkdwn) })
}

function clickOf(body: BlockAction<ButtonAction>, action: ButtonAction): Click | undefined {
  const { channel, message, trigger_id: triggerId } = body
  if (channel === undefined || action.value === undefined) return undefined
  const threadTs: unknown = message?.thread_ts ?? body.container.thread_ts
  const [id = '', from] = action.value.split(':')
  return {
    id,
    ...(from !== undefined && { from: Number(from) }),
    ...pressedIn(channel),
    person: personOf(body),
    threadTs: typeof threadTs === 'string' ? threadTs : undefined,
    triggerId,
    at: Number(action.action_ts),
  }
}

const whisper = (click: Click, text: string, { thread }: World): Promise<void> =>
  thread.whisper(addressOf(click), { text })

/** Does what a button or a command says with an investigation, if this person may. @returns what to tell */
export async function answerClick(
  click: Click,
  { surface, deed, about = ({ request: { bucket, analysis } }) => ({ bucket, analysis }) }: Action,
  world: World,
): Promise<string | undefined> {
  const found = await loadKept(click.id, world)
  const asked = typeof found === 'string' ? {} : { investigation: found.id, ...about(found) }
  const { person, channel, presence } = click
  const verdict = await authorise({ surface, person, channel, presence, ...asked }, world)
  if (!verdict.ok) return verdict.refusal
  return typeof found === 'string' ? found : deed(found, click, world)
}

/** The investigation; or words for why there is none. */
export async function loadKept(id: string, { investigations }: World): Promise<Investigation | string> {
  try {
    const found = await investigations.load(id)
    return found ?? 'This investigation is no longer kept. Ask again with `/s3audit`.'
  } catch (error) {
    if (!(error instanceof DamagedItem)) throw error
    return 'What was stored of this investigation is damaged. Ask again with `/s3audit`.'
  }
}
