import { UpdateCommand, type DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb'
import * as z from 'zod'
import type { Person } from '../model/person.ts'
import { requestSchema } from '../time/request.ts'
import { getItem, unlessConflict } from './items.ts'
import type { Kind } from './work.ts'

/** A question that somebody saved, to be asked again of the same stretch of time up to now. */
export const favouriteSchema = z.object({
  id: z.string(),
  ...requestSchema.pick({ analysis: true, bucket: true, parameters: true, logs: true }).shape,
  /** How long the stretch is. */
  seconds: z.number().positive(),
})
export type Favourite = z.infer<typeof favouriteSchema>

/** What is kept of a person, and nothing else is: what they saved, and when they looked at the app's home. */
export interface People {
  /** The saved questions, the newest first. */
  favourites(user: string): Promise<Favourite[]>
  /** Saves a question, once. @returns `full` where there are as many as a home can show */
  save(user: string, favourite: Favourite): Promise<'saved' | 'known' | 'full'>
  remove(user: string, id: string): Promise<void>
  /** Notes that the person looks at the app's home: it is to be shown, and from now on kept current. */
  openedHome(person: Person): Promise<void>
  /** Notes that it was shown; one that was opened again meanwhile is still to be shown. */
  homeShown(home: HomeToShow): Promise<void>
  /** Claims to show the home anew. @returns false where they never opened it, or it was shown within these seconds */
  claimHome(user: string, seconds: number): Promise<boolean>
}

/** A home that somebody looks at and that was not shown yet. */
export interface HomeToShow {
  person: Person
  /** When they opened it, unix milliseconds. */
  openedAt: number
}

const MOST = 10

/** The stored item of a person; `open` while their home is to be shown. */
export const personItemSchema = z.object({
  id: z.string(),
  open: z.literal('1').optional(),
  homeOpenedAt: z.number().default(0),
  team: z.string().nullish(),
})

const personSchema = z.object({
  favourites: z.array(favouriteSchema).default([]),
  revision: z.int().default(0),
})

/**
 * In the table of the investigations, under an id that none of those can have; in none of its indexes but `open`,
 * and there only while their home is to be shown: that brings the reconciler to it.
 */
const PREFIX = 'person:'
const keyOf = (user: string) => ({ id: `${PREFIX}${user}` })

/** The home that is to be shown; undefined where it has been. */
export const homeToShow = ({
  id,
  open,
  homeOpenedAt: openedAt,
  team,
}: z.infer<typeof personItemSchema>): HomeToShow | undefined =>
  open && { person: { user: id.slice(PREFIX.length), team: team ?? undefined }, openedAt }

export function peopleFrom(db: DynamoDBDocumentClient, TableName: string, now: () => Date): People {
  const get = ({ id }: { id: string }) => getItem({ db, TableName }, id)
  const load = async (user: string) => personSchema.parse((await get(keyOf(user))) ?? {})
  const update = (user: string, change: object) =>
    unlessConflict(
      db.send(new UpdateCommand({ TableName, Key: keyOf(user), UpdateExpression: '', ...change })),
    )
  /** Changes the list as it is; anew where somebody else (another window of theirs) changed it meanwhile. */
  const change = async (user: string, changed: (list: Favourite[]) => Favourite[]): Promise<void> => {
    const { favourites, revision } = await load(user)
    const written = await update(user, {
      UpdateExpression: 'SET favourites = :list, revision = :next',
      ConditionExpression: 'attribute_not_exists(revision) OR revision = :revision',
      ExpressionAttributeValues: {
        ':list': changed(favourites),
        ':next': revision + 1,
        ':revision': revision,
      },
    })
    if (!written) return change(user, changed)
  }
  return {
    favourites: async user => (await load(user)).favourites,
    async save(user, favourite) {
      let outcome: 'saved' | 'known' | 'full' = 'saved'
      await change(user, list => {
        outcome = list.some(({ id }) => id === favourite.id) ? 'known' : list.length < MOST ? 'saved' : 'full'
        return outcome === 'saved' ? [favourite, ...list] : list
      })
      return outcome
    },
    remove: (user, id) => change(user, list => list.filter(one => one.id !== id)),
    async openedHome({ user, team }) {
      await update(user, {
        UpdateExpression:
          'SET kind = :kind, homeOpenedAt = :now, homeShownAt = :now, team = :team, #open = :open, createdAt = :iso',
        ExpressionAttributeNames: { '#open': 'open' },
        ExpressionAttributeValues: {
          ':kind': 'person' satisfies Kind,
          ':now': now().getTime(),
          ':iso': now().toISOString(),
          ':team': team ?? null,
          ':open': '1',
        },
      })
    },
    async homeShown({ person, openedAt }) {
      await update(person.user, {
        UpdateExpression: 'REMOVE #open, createdAt',
        ConditionExpression: 'homeOpenedAt = :openedAt',
        ExpressionAttributeNames: { '#open': 'open' },
        ExpressionAttributeValues: { ':openedAt': openedAt },
      })
    },
    claimHome: (user, seconds) =>
      update(user, {
        UpdateExpression: 'SET homeShownAt = :now',
        ConditionExpression: 'attribute_exists(homeOpenedAt) AND homeShownAt <= :until',
        ExpressionAttributeValues: { ':now': now().getTime(), ':until': now().getTime() - seconds * 1000 },
      }),
  }
}
