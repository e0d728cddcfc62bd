import { HOME_BUTTONS, listedView } from './view.ts'
import { noticeView } from '../slack/notice.ts'
import type { Deps } from '../services/deps.ts'
import { accessOf } from '../access/access.ts'
import { withApology } from '../access/apology.ts'
import type { Click, Entries, Press, Told } from '../slack/register.ts'
import { authorise } from '../access/authorise.ts'
import type { Draft } from '../ask/grammar/draft.ts'
import { draftOf } from '../follow-up/favourite.ts'
import { asListed, publishHome, tellAtHome } from './home-page.ts'
import { homeForm } from '../ask/open-form.ts'
import { AT_HOME, claimed } from '../model/place.ts'

/** The buttons of the Home tab, by `action_id`. */
export const HOME_PRESSES: Readonly<Record<string, Press<Deps>>> = {
  [HOME_BUTTONS.start]: {
    for: 'asker',
    run: (click, deps) => open({ parameters: {} }, { ...click, asLast: true }, deps),
  },
  [HOME_BUTTONS.open]: { for: 'asker', run: openFavourite },
  [HOME_BUTTONS.remove]: { for: 'asker', run: removeFavourite },
  [HOME_BUTTONS.show]: { for: 'channel', run: showOne },
  // Slack also sends an action for a button that only opens a link.
  'open-thread': { for: 'everybody', run: () => Promise.resolve(undefined) },
}

/** Only records it: the reconciler publishes the home, because reading its content is slow. */
export const homeOpened: Entries<Deps>['events']['app_home_opened'] = {
  for: 'asker',
  async run({ event, body }, deps) {
    if (event.tab !== 'home') return
    const person = { user: event.user, team: body.team_id }
    const work = () => deps.people.openedHome(person)
    await withApology(work, { user: person.user, tell: tellAtHome(person, deps) }, deps)
  },
}

async function open(
  draft: Draft,
  { person, asLast = false }: Pick<Click, 'person'> & { asLast?: boolean },
  deps: Deps,
): Promise<Told> {
  const form = await homeForm(
    draft,
    { person, asLast, accessOf: channel => accessOf(person, claimed(channel), deps) },
    deps,
  )
  return { view: form }
}

async function openFavourite(click: Click, deps: Deps): Promise<Told> {
  const { people, now } = deps
  const saved = await people.favourites(click.person.user)
  const found = saved.find(({ id }) => id === click.value)
  if (found !== undefined) return open(draftOf(found, now()), click, deps)
  return { view: noticeView('No longer saved', 'You have removed this question.') }
}

async function removeFavourite({ value, person }: Click, deps: Deps): Promise<undefined> {
  await deps.people.remove(person.user, value)
  await publishHome(person, deps)
}

async function showOne({ value, person }: Click, deps: Deps): Promise<Told> {
  const { investigations, thread, now } = deps
  const found = await investigations.load(value)
  if (found === undefined || found.request.asker.user !== person.user) {
    return {
      view: noticeView(
        'No longer available',
        'This investigation has expired and was deleted. Ask again with `/s3audit`.',
      ),
    }
  }
  const { bucket, analysis } = found.request
  const verdict = await authorise({ surface: 'home', person, ...AT_HOME, bucket, analysis }, deps)
  if (!verdict.ok) return { view: noticeView('Not allowed', verdict.refusal) }
  const { channel: posted, ts } = found.announcement
  const link = posted && ts ? await thread.permalink(posted, ts) : undefined
  return { view: { ...noticeView('Investigation', ' '), blocks: listedView(asListed(found), link, now()) } }
}
