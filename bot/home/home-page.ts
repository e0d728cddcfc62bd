import { defined } from '../../analyses/lib/defined.ts'
import { log } from '../calls/log.ts'
import type { Listed } from '../items/investigations.ts'
import type { Investigation } from '../model/investigation.ts'
import type * as z from 'zod'
import { homeToShow, type personItemSchema } from '../items/people.ts'
import { homeView } from './view.ts'
import type { Watch } from '../model/watch.ts'
import type { Deps } from '../services/deps.ts'
import { accessOf, type MembershipDeps, mayAsk } from '../access/access.ts'
import { withApology } from '../access/apology.ts'
import { headlineOf } from '../model/known.ts'
import type { Person } from '../model/person.ts'
import { AT_HOME } from '../model/place.ts'

type HomeDeps = MembershipDeps & Pick<Deps, 'investigations' | 'people' | 'watches' | 'thread' | 'now'>

/** How far back, and how many are looked at: some may no longer be asked, and a home has room for fewer. */
const DAYS = 7
const MOST = 40
/** A person's home is refreshed at most this often, except when an investigation ends. */
const EVERY_SECONDS = 3

/**
 * Shows a person the app's Home tab as things stand.
 * @param saved an investigation of theirs that was just saved: the index that is read may be a moment behind
 */
export async function publishHome(person: Person, deps: HomeDeps, saved?: Investigation): Promise<void> {
  const { investigations, people, thread, now } = deps
  const [listed, favourites, watches, access] = await Promise.all([
    investigations.recent({ days: DAYS, most: MOST, user: person.user }),
    people.favourites(person.user),
    watchesOf(person, deps),
    accessOf(person, AT_HOME, deps),
  ])
  const own = listed.map(one => (one.id === saved?.id ? asListed(saved) : one))
  const may = ({ request }: Pick<Listed | Watch, 'request'>): boolean => mayAsk(access, request)
  const shown = own.filter(may)
  const view = homeView({
    running: shown.filter(({ closedAt }) => closedAt === undefined),
    recent: shown.filter(({ closedAt }) => closedAt !== undefined),
    favourites: favourites.filter(one => mayAsk(access, one)),
    watches: watches.filter(may),
    access,
    now: now(),
  })
  await thread.publishHome(person.user, view)
}

/** There is no message to answer to: the home itself says it. */
export const tellAtHome =
  ({ user }: Person, { thread }: Pick<Deps, 'thread'>) =>
  ({ mrkdwn }: { mrkdwn: string }): Promise<void> =>
    thread.publishHome(user, {
      type: 'home',
      blocks: [{ type: 'section', text: { type: 'mrkdwn', text: mrkdwn } }],
    })

/** After this long without success, the person is no longer waiting for their home. */
const PATIENCE_MS = 10 * 60_000

/**
 * Shows the home that somebody has opened, or an apology in its place. Anyone may
 * call it at any time, twice, late or concurrently.
 * @throws whatever kept both from being told, so that the trigger tries again
 */
export async function showHome(item: z.infer<typeof personItemSchema>, deps: Deps): Promise<void> {
  const home = homeToShow(item)
  if (home === undefined) return
  const { person, openedAt } = home
  const work = () => publishHome(person, deps)
  if (deps.now().getTime() - openedAt < PATIENCE_MS)
    await withApology(work, { user: person.user, tell: tellAtHome(person, deps) }, deps)
  await deps.people.homeShown(home)
}

/** How many are loaded; a home shows fewer. */
const MOST_WATCHES = 20

async function watchesOf({ user }: Person, { watches }: HomeDeps): Promise<Watch[]> {
  const all = await watches.all()
  const own = all.filter(({ owner }) => owner === user)
  return watches.loadAll(own.slice(0, MOST_WATCHES).map(({ id }) => id))
}

/** An investigation as the Home tab lists it. */
export function asListed(investigation: Investigation): Listed {
  const { query: _, ...rest } = investigation
  return { ...rest, ...defined({ headline: headlineOf(investigation) }) }
}

/**
 * Refreshes the asker's home, if they have ever opened it, after their investigation changed. Best effort:
 * nothing waits for it to succeed, and the next change makes good what failed.
 */
export async function refreshHome(saved: Investigation, deps: HomeDeps): Promise<void> {
  const { asker } = saved.request
  try {
    const due = await deps.people.claimHome(asker.user, saved.closedAt ? 0 : EVERY_SECONDS)
    if (due) await publishHome(asker, deps, saved)
  } catch (error) {
    log('warn', 'home-not-shown', { investigation: saved.id, error })
  }
}
