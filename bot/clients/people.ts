import { GetCommand, UpdateCommand, type DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb'
import * as z from 'zod'
import { requestSchema } from '../request/request.ts'
import { unlessConflict } from './items.ts'

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
  /** Notes that the person looks at the app's home: from now on it is kept current. @returns the saved questions */
  openedHome(user: string): Promise<Favourite[]>
  /** Claims to show the home anew. @returns false where they never opened it, or it was shown within these seconds */
  claimHome(user: string, seconds: number): Promise<boolean>
}

const MOST = 10

const personSchema = z.object({
  favourites: z.array(favouriteSchema).default([]),
  revision: z.int().default(0),
})

/** In the table of the investigations, under an id that none of those can have; in none of its indexes. */
const keyOf = (user: string) => ({ id: `person:${user}` })

export function peopleFrom(db: DynamoDBDocumentClient, TableName: string, now: () => Date): People {
  const load = async (user: string) => {
    const { Item = {} } = await db.send(new GetCommand({ TableName, Key: keyOf(user), ConsistentRead: true }))
    return personSchema.parse(Item)
  }
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
    async openedHome(user) {
      const { Attributes } = await db.send(
        new UpdateCommand({
          TableName,
          Key: keyOf(user),
          UpdateExpression: 'SET homeOpenedAt = :now, homeShownAt = :now',
          ExpressionAttributeValues: { ':now': now().getTime() },
          ReturnValues: 'ALL_NEW',
        }),
      )
      return personSchema.parse(Attributes ?? {}).favourites
    },
    claimHome: (user, seconds) =>
      update(user, {
        UpdateExpression: 'SET homeShownAt = :now',
        ConditionExpression: 'attribute_exists(homeOpenedAt) AND homeShownAt <= :until',
        ExpressionAttributeValues: { ':now': now().getTime(), ':until': now().getTime() - seconds * 1000 },
      }),
  }
}
