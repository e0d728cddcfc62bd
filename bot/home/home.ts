import type {
  AllMiddlewareArgs,
  App,
  BlockAction,
  ButtonAction,
  SlackActionMiddlewareArgs,
  SlackEventMiddlewareArgs,
} from '@slack/bolt'
import { HOME_BUTTONS, listedView } from './view.ts'
import { noticeView } from '../slack/notice.ts'
import type { World } from '../services/world.ts'
import { accessOf } from '../access/access.ts'
import { withApology } from '../ask/ask.ts'
import { authorise } from '../access/authorise.ts'
import type { Draft } from '../ask/grammar/draft.ts'
import { draftOf } from '../follow-up/favourite.ts'
import { publishHome, tellAtHome } from './home-page.ts'
import { homeForm } from '../ask/open-form.ts'
import { headlineOf } from '../model/known.ts'
import { type Person, personOf } from '../model/person.ts'
import { AT_HOME, claimed } from '../access/standing.ts'

type OpenedArgs = SlackEventMiddlewareArgs<'app_home_opened'> & AllMiddlewareArgs
type ButtonArgs = SlackActionMiddlewareArgs<BlockAction<ButtonAction>> & AllMiddlewareArgs

/** What was pressed on the home, and by whom. */
interface Pressed {
  value: string
  person: Person
  triggerId: string
}

const PRESSES: Record<string, (pressed: Pressed, world: World) => Promise<void>> = {
  [HOME_BUTTONS.start]: (pressed, world) => open({ parameters: {} }, { ...pressed, asLast: true }, world),
  [HOME_BUTTONS.open]: openFavourite,
  [HOME_BUTTONS.remove]: removeFavourite,
  [HOME_BUTTONS.show]: showOne,
}

/** Registers the app's Home tab and its buttons. */
export function listenToHome(app: App, world: World): void {
  app.event('app_home_opened', args => onOpened(args, world))
  for (const [action_id, press] of Object.entries(PRESSES)) {
    app.action<BlockAction<ButtonAction>>({ type: 'block_actions', action_id }, args =>
      onPress(args, press, world),
    )
  }
  // Slack also sends an action for a button that only opens a link.
  app.action({ action_id: 'open-thread' }, ({ ack }) => ack())
}

/** Only records it: the reconciler publishes the home, because reading its content is slow. */
async function onOpened({ event, body, logger }: OpenedArgs, world: World): Promise<void> {
  if (event.tab !== 'home') return
  const person = { user: event.user, team: body.team_id }
  const work = () => world.people.openedHome(person)
  await withApology(work, { user: person.user, logger, world, tell: tellAtHome(person, world) })
}

async function onPress(
  { body, action, ack, logger }: ButtonArgs,
  press: (pressed: Pressed, world: World) => Promise<void>,
  world: World,
): Promise<void> {
  await ack()
  const { trigger_id: triggerId } = body
  const pressed = { value: action.value ?? '', person: personOf(body), triggerId }
  const work = () => press(pressed, world)
  const tell = ({ mrkdwn }: { mrkdwn: string }) =>
    world.thread.openView(triggerId, noticeView('That did not work', mrkdwn))
  await withApology(work, { user: body.user.id, logger, world, tell })
}

async function open(
  draft: Draft,
  { person, triggerId, asLast = false }: Pressed & { asLast?: boolean },
  world: World,
): Promise<void> {
  const form = await homeForm(
    draft,
    { person, asLast, accessOf: channel => accessOf(person, claimed(channel), world) },
    world,
  )
  await world.thread.openView(triggerId, form)
}

async function openFavourite(pressed: Pressed, world: World): Promise<void> {
  const { people, now, thread } = world
  const saved = await people.favourites(pressed.person.user)
  const found = saved.find(({ id }) => id === pressed.value)
  if (found !== undefined) return open(draftOf(found, now()), pressed, world)
  await thread.openView(pressed.triggerId, noticeView('No longer saved', 'You have removed this question.'))
}

async function removeFavourite({ value, person }: Pressed, world: World): Promise<void> {
  await world.people.remove(person.user, value)
  await publishHome(person, world)
}

async function showOne({ value, person, triggerId }: Pressed, world: World): Promise<void> {
  const { investigations, thread, now } = world
  const found = await investigations.load(value)
  if (found === undefined || found.request.asker.user !== person.user) {
    return thread.openView(
      triggerId,
      noticeView(
        'No longer available',
        'This investigation has expired and was deleted. Ask again with `/s3audit`.',
      ),
    )
  }
  const { bucket, analysis } = found.request
  const verdict = await authorise({ surface: 'home', person, ...AT_HOME, bucket, analysis }, world)
  if (!verdict.ok) return thread.openView(triggerId, noticeView('Not allowed', verdict.refusal))
  const { channel: posted, ts } = found.announcement
  const link = posted && ts ? await thread.permalink(posted, ts) : undefined
  const { query: _, ...rest } = found
  const headline = headlineOf(found)
  const listed = { ...rest, ...(headline !== undefined && { headline }) }
  await thread.openView(triggerId, {
    ...noticeView('Investigation', ' '),
    blocks: listedView(listed, link, now()),
  })
}
